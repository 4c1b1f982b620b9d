"""The refusals of the server: each has a stable code that clients may rely on."""

from collections.abc import Mapping

from server.domain.json_values import Json

# code: (HTTP status, title). The code is the contract, the title is for people.
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "bad_json": (400, "The body is not JSON"),
    "signed_out": (401, "Nobody is signed in"),
    "bad_credentials": (401, "E-mail or password is wrong"),
    "step_over": (401, "This sign-in has lasted too long; it begins anew"),
    "bad_code": (403, "The second factor is wrong"),
    "factor_needed": (403, "A second factor must be added before anything else"),
    "not_fresh": (403, "The sign-in is too long ago for this"),
    "forbidden": (403, "This is not allowed"),
    "wrong_password": (403, "The password is wrong"),
    "revoked_device": (403, "This device was signed out for good"),
    "cross_site": (403, "The request came from another site"),
    "not_found": (404, "There is nothing here"),
    "bad_method": (405, "This address does not take that method"),
    "wrong_user": (409, "Another user is signed in"),
    "email_taken": (409, "This e-mail address has an account already"),
    "last_administrator": (409, "A district keeps at least one administrator"),
    "email_fixed": (409, "The e-mail address of somebody who has come is not changed for them"),
    "keys_full": (409, "No more keys are kept for one person"),
    "offset": (409, "The upload continues elsewhere"),
    "resync": (410, "The copy on this device must be made anew"),
    "link_over": (410, "This link is over, or was used"),
    "length_required": (411, "The body needs a Content-Length"),
    "too_large": (413, "The body is too large"),
    "bad_media_type": (415, "The body must be application/json"),
    "bad_request": (422, "The request is not as it should be"),
    "bad_file": (422, "The file cannot be read"),
    "weak_password": (422, "This password is not taken"),
    "hash": (422, "The bytes are not those that were announced"),
    "not_a_picture": (422, "This is not a picture that Backrow takes"),
    "proto": (426, "The sync protocol version is not served"),
    "too_many": (429, "Too many requests"),
    "broken": (500, "The server made a mistake"),
    "busy": (503, "The server is busy"),
    "disk_full": (507, "The server's disk is full"),
    "no_room": (507, "There is no room left for this person's photos"),
}


class Problem(Exception):
    """A refusal with a code of PROBLEMS; `extra` members go into the body beside the standard ones."""

    def __init__(self, code: str, detail: str = "", *, retry_after: int | None = None, **extra: Json) -> None:
        self.status, self.title = PROBLEMS[code]
        super().__init__(detail or self.title)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.extra: dict[str, Json] = extra
