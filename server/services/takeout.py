"""Everything about a person in one file: what they may read of their own work, as JSON, as CSV, and with the photos."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from server.domain.clock import write_instant
from server.domain.json_values import Json
from server.domain.kinds import KINDS
from server.domain.people import SignedIn
from server.domain.problems import Problem
from server.domain.sheets import Sheet, write_csv
from server.services.blobs import get_picture
from server.services.exports import make_evidence_sheet
from server.services.readable import Item, Shelf, read_shelf
from server.services.viewers import note_given_out

# What a district shares with everybody says nothing about one person.
_ABOUT_ALL = frozenset({"protocol", "school", "template", "standard", "person"})
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def take_out(actor: SignedIn, *, now: datetime) -> bytes:
    """Make a zip file of everything that a person may read of their own work at this moment.

    `records.json` has every record with its kind and all its fields, `observations/` the evidence of each shared or own
    lesson as CSV, `photos/` the pictures that have come.
    """
    shelf = read_shelf(actor, [kind for kind in KINDS if kind not in _ABOUT_ALL])
    note_given_out(actor, [item.scope for item in shelf.items if item.kind == "observation"], "file", now=now)
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        file.writestr("READ ME.txt", _WELCOME[actor.language if actor.language in _WELCOME else "en"])
        file.writestr("records.json", orjson.dumps(_tell(shelf, actor, now), option=orjson.OPT_INDENT_2))
        for name, sheet in _list_lessons(shelf, actor.language):
            file.writestr(f"observations/{name}.csv", write_csv(sheet))
        for name, picture in _list_photos(shelf, actor):
            file.writestr(f"photos/{name}", picture)
    return stream.getvalue()


def _tell(shelf: Shelf, actor: SignedIn, now: datetime) -> dict[str, Json]:
    own = next(item for item in shelf.items if item.id == actor.user_id)
    kept = [own, *(item for item in shelf.items if item.kind not in _ABOUT_ALL)]
    people = {item.author for item in kept} | {str(item.fields.get("teacher")) for item in kept}
    names: dict[str, Json] = {id: shelf.name(id) for id in sorted(people) if shelf.name(id)}
    return {
        "of": actor.user_id,
        "made_at": write_instant(now),
        "names": names,
        "records": [_show(item) for item in kept],
    }


def _show(item: Item) -> Json:
    shown: dict[str, Json] = {"id": item.id, "kind": item.kind, "scope": item.scope, "by": item.author}
    return shown | {"fields": item.fields}


def _list_lessons(shelf: Shelf, language: str) -> Iterator[tuple[str, Sheet]]:
    evidence: dict[str, list[Item]] = {}
    for item in shelf.of("evidence"):
        evidence.setdefault(item.scope, []).append(item)
    for lesson in shelf.of("observation"):
        protocol = shelf.protocols.get(lesson.text("protocol_hash"))
        sheet = make_evidence_sheet(evidence.get(lesson.scope, []), protocol, language=language)
        yield f"{lesson.text('started_at')[:10]} {lesson.id}", sheet


def _list_photos(shelf: Shelf, actor: SignedIn) -> Iterator[tuple[str, bytes]]:
    for item in shelf.of("attachment"):
        try:
            picture = get_picture(actor, item.id)
        except Problem as problem:
            # A photo whose bytes are still on their way from a tablet; its record is in the file.
            if problem.code != "not_found":
                raise
            continue
        yield f"{item.id}.{_ENDINGS[picture.mime]}", picture.data


_WELCOME = {
    "en": (
        "Everything that Backrow has about your work and that you may see, as it stood when this file was made.\n\n"
        "records.json    every record with all its fields: cycles, goals, conferences, visits, evidence, your texts\n"
        "observations/   the evidence of each visit as a table that any spreadsheet opens\n"
        "photos/         the pictures that belong to visits and cycles\n\n"
        "What others have not shared with you is not in it.\n"
    ),
    "es": (
        "Todo lo que Backrow tiene sobre su trabajo y que usted puede ver, tal como estaba al crear este archivo.\n\n"
        "records.json    todos los registros con sus campos: ciclos, metas, visitas, evidencias, textos\n"
        "observations/   las evidencias de cada visita en una tabla que abre cualquier hoja de cálculo\n"
        "photos/         las fotos que pertenecen a visitas y ciclos\n\n"
        "Lo que otras personas no han compartido con usted no está incluido.\n"
    ),
}
