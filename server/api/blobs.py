"""`/api/v1/blobs`: the bytes of photos, sent in pieces after their record and fetched whole; see SYNC.md."""

import base64
import re

import orjson
from flask import Response, request

from server.api.blueprints import Blueprint
from server.api.clock import now
from server.api.identity import UPLOAD_TYPE, signed_in
from server.api.schemas.blobs import UploadAnswer
from server.domain.blobs import MAX_PIECE_BYTES, MIMES, Upload
from server.domain.ids import is_uuid
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.services import blobs, viewers

pages = Blueprint("blobs", __name__, url_prefix="/api/v1/blobs", description="The bytes of attachments")

_OFFSET = re.compile(r"\d{1,12}")
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_OFFSET_HEADER = {"Upload-Offset": {"schema": {"type": "integer"}}}
_OFFSET_ASKED = {"name": "Upload-Offset", "in": "header", "required": True, "schema": {"type": "integer"}}


@pages.put("/<id>")
@pages.response(200, UploadAnswer, headers=_OFFSET_HEADER)
@pages.alt_response(201, schema=UploadAnswer, headers=_OFFSET_HEADER, success=True)
def begin(id: str) -> Response:
    """Begin the upload of an attachment's bytes, or find out where it is to go on; the body is not read."""
    state, is_new = blobs.begin_upload(_who(id), id, now=now())
    return _tell(state, 201 if is_new else 200)


# Before GET, which would answer for HEAD too.
@pages.route("/<id>", methods=["HEAD"])
@pages.response(200, headers={**_OFFSET_HEADER, "Upload-Length": {"schema": {"type": "integer"}}})
def look(id: str) -> Response:
    """Tell in the headers how many of an attachment's bytes have come."""
    return _set_headers(Response(), blobs.find_upload(_who(id), id))


@pages.patch("/<id>")
@pages.doc(
    parameters=[_OFFSET_ASKED],
    requestBody={"required": True, "content": {UPLOAD_TYPE: _BINARY}},
)
@pages.response(200, UploadAnswer, headers=_OFFSET_HEADER)
def append(id: str) -> Response:
    """Take the next bytes; the last ones are answered when the picture is checked and stored."""
    who = _who(id)
    offset = request.headers.get("Upload-Offset", "")
    if not _OFFSET.fullmatch(offset):
        raise Problem("bad_request", errors=[{"at": "Upload-Offset", "says": "Not a number of bytes."}])
    return _tell(blobs.append(who, id, int(offset), _read_piece()), 200)


@pages.get("/<id>")
@pages.doc(responses={200: {"description": "The picture", "content": dict.fromkeys(MIMES, _BINARY)}})
def fetch(id: str) -> Response:
    """Give the picture, made anew by the server; `Repr-Digest` has its own hash."""
    who = _who(id)
    picture = blobs.get_picture(who, id)
    viewers.note_photo(who, id, now=now())
    digest = base64.b64encode(bytes.fromhex(picture.sha256)).decode()
    headers = {"Repr-Digest": f"sha-256=:{digest}:", "Content-Disposition": "inline"}
    return Response(picture.data, headers=headers, content_type=picture.mime)


def _who(id: str) -> SignedIn:
    who = signed_in()
    if not is_uuid(id):
        raise Problem("not_found")
    return who


def _read_piece() -> bytes:
    if request.mimetype != UPLOAD_TYPE or "Content-Encoding" in request.headers:
        raise Problem("bad_media_type", f"A piece is {UPLOAD_TYPE}")
    if request.content_length is None or "Transfer-Encoding" in request.headers:
        raise Problem("length_required")
    if request.content_length > MAX_PIECE_BYTES:
        raise Problem("too_large", max_bytes=MAX_PIECE_BYTES)
    request.max_content_length = MAX_PIECE_BYTES
    data = request.get_data(cache=False)
    if not data or len(data) != request.content_length:
        raise Problem("bad_request", "The body is empty, or shorter than its Content-Length")
    return data


def _tell(state: Upload, status: int) -> Response:
    body = {"offset": state.offset, "bytes": state.bytes, "done": state.is_done}
    return _set_headers(Response(orjson.dumps(body), status, content_type="application/json"), state)


def _set_headers(response: Response, state: Upload) -> Response:
    response.headers["Upload-Offset"] = str(state.offset)
    response.headers["Upload-Length"] = str(state.bytes)
    return response
