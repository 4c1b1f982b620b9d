"""`/api/v1/blobs`: photos come in pieces after their record, whole or not at all, and without a word of the camera."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, insert, select
from werkzeug.test import TestResponse

from server.domain import blobs as limits
from server.services.blobs import drop_deleted
from server.storage.blobs import Key, begin_upload
from server.storage.db import in_transaction, reading
from server.storage.tables.blobs import blob, upload, upload_piece
from tests.cast import Cast, Person
from tests.device import Device, Fields, make_id

ASKS = {"X-Requested-With": "backrow", "Content-Type": "application/json"}
SENDS = {"X-Requested-With": "backrow", "Content-Type": "application/offset+octet-stream"}
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
GPS, MAKER = 0x8825, 0x010F


def draw(mime: str = "image/jpeg", size: tuple[int, int] = (640, 480), *, turned: bool = False) -> bytes:
    """Draw a picture, left half red, right half blue, as a camera would send it: with its place and its maker."""
    picture = Image.new("RGB", size, "blue")
    picture.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[MAKER] = "Camera of the coach"
    exif[GPS] = {1: "N", 2: (41.0, 52.0, 55.0)}
    if turned:
        exif[0x0112] = 6
    written = BytesIO()
    picture.save(written, FORMATS[mime], exif=exif)
    assert b"Camera of the coach" in written.getvalue()
    return written.getvalue()


class Photo(NamedTuple):
    """An attachment whose record was pushed, and the bytes that belong to it."""

    client: FlaskClient
    record: str
    data: bytes

    @property
    def address(self) -> str:
        return f"/api/v1/blobs/{self.record}"

    def begin(self) -> TestResponse:
        return self.client.put(self.address, headers=ASKS)

    def send(self, offset: int, data: bytes, headers: Mapping[str, str] = SENDS) -> TestResponse:
        return self.client.patch(self.address, data=data, headers={**headers, "Upload-Offset": str(offset)})

    def send_all(self) -> TestResponse:
        assert self.begin().status_code == 201
        return self.send(0, self.data)

    def fetch(self) -> TestResponse:
        return self.client.get(self.address)

    def offset(self) -> str:
        return self.client.head(self.address).headers["Upload-Offset"]

    def seen_by(self, person: Person) -> "Photo":
        return self._replace(client=person.client)


def announce(data: bytes, mime: str = "image/jpeg", **fields: object) -> Fields:
    told = {"sha256": sha256(data).hexdigest(), "bytes": len(data), "mime": mime, "for": make_id(), "t_ms": 61_000}
    return {**told, **fields}  # type: ignore[dict-item]


def attach(tablet: Device, person: Person, scope: str, data: bytes, **fields: object) -> Photo:
    change = tablet.save("attachment", scope, announce(data, **fields))  # type: ignore[arg-type]
    assert [result["status"] for result in tablet.push()][-1] == "applied"
    return Photo(person.client, change["record"], data)


@pytest.fixture
def photo(cast: Cast) -> Photo:
    tablet = cast.coach.tablet()
    return attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw())


def code_of(reply: TestResponse) -> str:
    return str((reply.get_json() or {})["code"])


def test_a_photo_sent_in_pieces_comes_back_without_the_camera_s_words(photo: Photo) -> None:
    begun = photo.begin()
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")

    for start in range(0, len(photo.data), 1000):
        reply = photo.send(start, photo.data[start : start + 1000])
        assert reply.status_code == 200, reply.text

    assert reply.get_json() == {"offset": len(photo.data), "bytes": len(photo.data), "done": True}
    fetched = photo.fetch()
    assert fetched.mimetype == "image/jpeg"
    digest = b64encode(sha256(fetched.data).digest()).decode()
    assert fetched.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    with Image.open(BytesIO(fetched.data)) as picture:
        assert (picture.size, dict(picture.getexif()), "exif" in picture.info) == ((640, 480), {}, False)
    assert b"Camera" not in fetched.data


@pytest.mark.parametrize("mime", FORMATS)
def test_each_format_keeps_its_kind_and_loses_its_exif(cast: Cast, mime: str) -> None:
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw(mime), mime=mime)
    assert photo.send_all().status_code == 200

    fetched = photo.fetch()

    assert fetched.mimetype == mime
    assert b"Camera" not in fetched.data


def test_a_photo_taken_on_its_side_stands_upright(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw(turned=True))
    photo.send_all()

    with Image.open(BytesIO(photo.fetch().data)) as picture:
        assert picture.size == (480, 640)
        top = picture.getpixel((240, 10))

    assert isinstance(top, tuple)
    assert top[0] > 200, "what was left is up after a quarter turn"


def test_an_upload_goes_on_where_it_was_cut(photo: Photo) -> None:
    photo.begin()
    photo.send(0, photo.data[:700])

    again = photo.begin()

    assert (again.status_code, again.get_json()["offset"], photo.offset()) == (200, 700, "700")
    assert photo.send(700, photo.data[700:]).get_json()["done"] is True
    assert photo.offset() == str(len(photo.data))


def test_a_piece_at_a_wrong_offset_is_refused_and_told_the_right_one(photo: Photo) -> None:
    assert (photo.send(0, b"early").status_code, photo.offset()) == (409, "0")
    photo.begin()
    photo.send(0, photo.data[:700])

    reply = photo.send(0, photo.data[:700])

    assert (reply.status_code, code_of(reply), reply.get_json()["offset"]) == (409, "offset", 700)
    assert photo.send(700, photo.data[700:]).status_code == 200
    assert code_of(photo.send(len(photo.data), b"more")) == "offset"


def test_bytes_with_another_hash_begin_again_at_nothing(photo: Photo) -> None:
    photo.begin()
    photo.send(0, photo.data[:700])

    reply = photo.send(700, bytes(len(photo.data) - 700))

    assert (reply.status_code, code_of(reply), photo.offset()) == (422, "hash", "0")
    assert photo.fetch().status_code == 404
    assert photo.send(0, photo.data).get_json()["done"] is True


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"not a picture at all", "image/jpeg"),
        (draw()[:3000], "image/jpeg"),
        (draw("image/png"), "image/jpeg"),
        (b"GIF89a" + bytes(200), "image/png"),
    ],
)
def test_what_is_no_such_picture_is_refused(cast: Cast, data: bytes, mime: str) -> None:
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), data, mime=mime)

    reply = photo.send_all()

    assert (reply.status_code, code_of(reply), photo.offset()) == (422, "not_a_picture", "0")
    assert photo.fetch().status_code == 404


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(cast: Cast) -> None:
    bomb = BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), bomb.getvalue(), mime="image/png")

    reply = photo.send_all()

    assert (reply.status_code, code_of(reply)) == (422, "not_a_picture")
    assert "megapixels" in reply.get_json()["detail"]


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"mime": "image/svg+xml"}, 422, "not_a_picture"),
        ({"bytes": 0}, 422, "not_a_picture"),
        ({"bytes": limits.MAX_BYTES + 1}, 413, "too_large"),
    ],
)
def test_what_an_attachment_may_not_announce(cast: Cast, fields: Fields, status: int, code: str) -> None:
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw(), **fields)

    reply = photo.begin()

    assert (reply.status_code, code_of(reply)) == (status, code)


def test_more_than_was_announced_is_refused(photo: Photo) -> None:
    photo.begin()
    reply = photo.send(0, photo.data + b"!")
    assert (reply.status_code, reply.get_json()["max_bytes"]) == (413, len(photo.data))


def test_a_piece_has_its_own_type_its_length_and_its_limit(photo: Photo) -> None:
    photo.begin()
    assert code_of(photo.send(0, photo.data, {**SENDS, "Content-Type": "application/json"})) == "bad_media_type"
    assert code_of(photo.send(0, b"")) == "length_required"
    assert code_of(photo.send(0, bytes(limits.MAX_PIECE_BYTES + 1))) == "too_large"
    assert code_of(photo.client.patch(photo.address, data=b"x", headers=SENDS)) == "bad_request"
    assert code_of(photo.send(0, b"x", {"Content-Type": SENDS["Content-Type"]})) == "cross_site"
    assert photo.offset() == "0"


def test_a_person_s_room_for_photos_ends(app: Flask, cast: Cast, photo: Photo) -> None:
    others = limits.Announced("ab" * 32, limits.MAX_BYTES_OF_PERSON - len(photo.data) + 1, "image/jpeg")
    key = Key(cast.coach.space.space_id, make_id())
    with app.app_context():
        in_transaction(lambda c: begin_upload(c, key, others, by=cast.coach.id, at="2026-11-22T15:00:00.000Z"))

    reply = photo.begin()

    assert (reply.status_code, code_of(reply), reply.headers["Retry-After"]) == (507, "no_room", "3600")


def test_only_those_who_may_read_the_lesson_get_its_photos(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    photo = attach(tablet, cast.coach, scope, draw())
    photo.send_all()
    nowhere = Photo(cast.stranger.client, make_id(), b"")

    for person in (cast.teacher, cast.observer, cast.administrator, cast.stranger, cast.foreigner):
        theirs = photo.seen_by(person)
        other = nowhere.seen_by(person)
        assert theirs.fetch().get_json() == other.fetch().get_json()
        for asked, unknown in ((theirs.begin(), other.begin()), (theirs.send(0, b"x"), other.send(0, b"x"))):
            assert (asked.status_code, asked.get_json()) == (404, unknown.get_json())
        assert photo.client.head(nowhere.address).status_code == theirs.client.head(photo.address).status_code == 404

    tablet.grant(scope, cast.teacher.id, "reader")
    tablet.push()
    theirs = photo.seen_by(cast.teacher)
    assert theirs.fetch().status_code == 200
    assert (theirs.begin().status_code, theirs.send(0, b"x").status_code) == (403, 403)


def test_nobody_signed_in_gets_nothing(client: FlaskClient, photo: Photo) -> None:
    theirs = photo._replace(client=client)
    for reply in (theirs.fetch(), theirs.begin(), theirs.send(0, b"x"), client.head(photo.address)):
        assert reply.status_code == 401


def test_a_deleted_photo_cannot_be_fetched(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw())
    photo.send_all()
    tablet.pull()

    tablet.delete(photo.record)
    tablet.push()

    assert photo.fetch().status_code == 404
    assert photo.begin().status_code == 404


def count_stored(app: Flask, photo: Photo) -> list[int]:
    with app.app_context(), reading() as connection:
        return [
            connection.execute(select(func.count()).where(table.c.record == photo.record)).scalar_one()
            for table in (blob, upload, upload_piece)
        ]


@pytest.mark.parametrize("is_whole", [True, False])
def test_of_a_deleted_photo_no_bytes_are_kept(app: Flask, cast: Cast, is_whole: bool) -> None:
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw())
    other = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw(size=(64, 48)))
    other.send_all()
    photo.begin()
    photo.send(0, photo.data if is_whole else photo.data[:1000])
    assert sum(count_stored(app, photo)) == 2

    tablet.pull()
    tablet.delete(photo.record)
    tablet.push()

    assert count_stored(app, photo) == [0, 0, 0]
    assert photo.send(1000, photo.data[1000:]).status_code == 404
    assert other.fetch().status_code == 200


def test_a_photo_deleted_before_deleting_dropped_bytes_loses_them_at_the_upgrade(app: Flask, cast: Cast) -> None:
    tablet = cast.coach.tablet()
    photo = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw())
    photo.send_all()
    tablet.pull()
    tablet.delete(photo.record)
    tablet.push()
    kept = {"space_id": cast.coach.space.space_id, "record": photo.record, "sha256": "a", "mime": "b", "data": b"c"}
    with app.app_context():
        in_transaction(lambda connection: connection.execute(insert(blob).values(**kept)))

        assert [drop_deleted(), drop_deleted()] == [1, 0]

    assert count_stored(app, photo) == [0, 0, 0]


def test_other_records_have_no_bytes(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.push()
    assert Photo(cast.coach.client, scope.partition(":")[2], b"").begin().status_code == 404
    assert Photo(cast.coach.client, "no-uuid", b"").fetch().status_code == 404


def test_another_photo_under_the_same_record_takes_the_place_of_the_first(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    first = attach(tablet, cast.coach, tablet.observe(cast.teacher.id), draw())
    first.send_all()
    tablet.pull()
    smaller = draw(size=(64, 48))
    tablet.edit(first.record, **announce(smaller))
    tablet.push()
    second = first._replace(data=smaller)

    assert second.begin().status_code == 201
    assert len(first.fetch().data) > 0, "the first is there until the second is whole"
    second.send(0, smaller)

    with Image.open(BytesIO(second.fetch().data)) as picture:
        assert picture.size == (64, 48)
