"""Backup and restore: one file that holds an installation, whichever database it stands in.

A gzipped text of JSON lines: what it is, then each table with its columns and rows, then how many lines there were and
their SHA-256. It is read again from the first to the last byte before it gets its name.
"""

from __future__ import annotations

import gzip
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import orjson
from sqlalchemy import Connection

from server.domain.clock import write_instant
from server.domain.json_values import Json, JsonObject
from server.domain.problems import Problem
from server.services.acts import note_act_of_space
from server.services.installation import make_database_folder
from server.storage import dump
from server.storage.db import reading, transaction
from server.storage.schema import find_revision, is_known, migrate_schema
from server.storage.spaces import find_spaces

_FORMAT = "backrow-backup-1"
_OWNER_ONLY = 0o600
_KEYS = "*.pem"


class Backup(NamedTuple):
    """What a backup holds: when it was made, by which schema, and how many rows of which table."""

    made_at: str
    schema: str
    rows: dict[str, int]


def make_backup(file: Path, *, data: Path, by: str, now: datetime) -> Backup:
    """Write a consistent copy, readable by its owner alone; other work goes on meanwhile.

    Raises Problem `bad_request` for a file that exists, or a database that is damaged.
    """
    if file.exists():
        raise Problem("bad_request", f"{file}: there is a file already. Name another one")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with _created(draft) as stream:
            _write(stream, data=data, now=now)
        made = check_backup(draft)
        draft.rename(file)
        _sync_folder(file.parent)
    finally:
        draft.unlink(missing_ok=True)
    _note("backed_up", by=by, now=now, told={"rows": sum(made.rows.values())})
    return made


def check_backup(file: Path) -> Backup:
    """Read a backup from end to end; raises Problem `bad_request` if a byte of it is not as it was written."""
    lines = _Lines(file)
    rows: dict[str, int] = {}
    for name, _, found in lines.read_tables():
        rows[name] = sum(1 for _ in found)
    lines.check_end()
    return Backup(str(lines.head["made_at"]), str(lines.head["schema"]), rows)


def restore_backup(file: Path, *, url: str, data: Path, by: str, now: datetime) -> Backup:
    """Fill an empty database from a backup, whole or not at all; everybody signs in anew, and tablets reconcile.

    Raises Problem `bad_request` for a damaged file and for a database that has somebody in it already.
    """
    backup = check_backup(file)
    if not is_known(backup.schema):
        raise Problem("bad_request", f"{file}: the backup was made by a newer Backrow. Install that or a later one")
    make_database_folder(url)
    if find_revision() is not None:
        with reading() as connection:
            if not dump.is_empty(connection):
                raise Problem("bad_request", "DATABASE_URL: this database has people in it. Restore into an empty one")
    else:
        migrate_schema(backup.schema)
    _fill(file, backup)
    migrate_schema()
    dump.refresh_statistics()
    _keep_keys(_Lines(file).head, data)
    _note("restored", by=by, now=now, told={"rows": sum(backup.rows.values()), "made_at": backup.made_at})
    return backup


def _fill(file: Path, backup: Backup) -> None:
    if find_revision() != backup.schema:
        raise Problem(
            "bad_request", f"DATABASE_URL: the database has the schema {find_revision()}, the backup {backup.schema}. "
            "Restore into a database that is not there yet"
        )  # fmt: skip
    with transaction() as connection:
        filling = dump.Filling(connection)
        for name, columns, rows in _Lines(file).read_tables():
            if filling.fill(name, columns, rows) != backup.rows[name]:
                raise Problem("bad_request", f"{file}: it changed while it was read")
        dump.renew_gens(connection)


def _write(stream: BinaryIO, *, data: Path, now: datetime) -> None:
    keys: JsonObject = {key.name: key.read_text("ascii") for key in sorted(data.glob(_KEYS))}
    digest, count = sha256(), 0
    with gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=4, mtime=0) as packed, reading() as connection:
        fault = dump.check_source(connection)
        if fault:
            raise Problem("bad_request", f"DATABASE_URL: the database is damaged: {fault}")
        head: JsonObject = {"format": _FORMAT, "made_at": write_instant(now), "schema": find_revision(), "keys": keys}
        for line in _list_lines(head, connection):
            packed.write(line)
            digest.update(line)
            count += 1
        packed.write(orjson.dumps({"lines": count, "sha256": digest.hexdigest()}) + b"\n")


def _list_lines(head: JsonObject, connection: Connection) -> Iterator[bytes]:
    yield orjson.dumps(head) + b"\n"
    for name in dump.list_tables():
        rows = dump.read_rows(connection, name)
        yield orjson.dumps({"table": name, "columns": next(rows)}) + b"\n"
        for row in rows:
            yield orjson.dumps(row) + b"\n"


class _Lines:
    """The lines of a backup, counted and hashed as they go by."""

    def __init__(self, file: Path) -> None:
        self._file, self._digest, self._count = file, sha256(), 0
        self._ahead: Json = None
        self._lines = self._read()
        head = next(self._lines, None)
        if not isinstance(head, dict) or head.get("format") != _FORMAT:
            raise Problem("bad_request", f"{file}: this is no backup of Backrow")
        self.head: JsonObject = head

    def read_tables(self) -> Iterator[tuple[str, list[str], Iterator[list[Json]]]]:
        """Give each table's name, columns and rows; the rows must be read before the next table is asked for."""
        self._ahead = next(self._lines, None)
        while isinstance(self._ahead, dict) and "table" in self._ahead:
            name, columns = str(self._ahead["table"]), cast(list[str], self._ahead["columns"])
            yield name, columns, self._read_rows()

    def check_end(self) -> None:
        """Make sure that the last line was reached and speaks of all lines before; raises Problem `bad_request`."""
        wanted = {"lines": self._count, "sha256": self._digest.hexdigest()}
        if self._ahead != wanted:
            raise Problem("bad_request", f"{self._file}: the backup is damaged or not whole")

    def _read_rows(self) -> Iterator[list[Json]]:
        for line in self._lines:
            if not isinstance(line, list):
                self._ahead = line
                return
            yield line
        self._ahead = None

    def _read(self) -> Iterator[Json]:
        try:
            with gzip.open(self._file, "rb") as packed:
                for raw in packed:
                    line = cast(Json, orjson.loads(raw))
                    if not (isinstance(line, dict) and "sha256" in line):
                        self._digest.update(raw)
                        self._count += 1
                    yield line
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise Problem("bad_request", f"{self._file}: the backup cannot be read: {error}") from None


@contextmanager
def _created(file: Path) -> Iterator[BinaryIO]:
    """Give a new file that only its owner may ever read, on the disk at the end."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except OSError as error:
        raise Problem("bad_request", f"{file.parent}: no file can be made there: {error.strerror}") from None
    with os.fdopen(descriptor, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_keys(head: JsonObject, data: Path) -> None:
    """Put the keys back that are not there: with others every push subscription would end."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in cast(dict[str, str], head["keys"]).items():
        with suppress(Problem):
            if not (data / Path(name).name).exists():
                with _created(data / Path(name).name) as stream:
                    stream.write(text.encode())


def _note(act: str, *, by: str, now: datetime, told: JsonObject) -> None:
    with transaction() as connection:
        for space in find_spaces(connection):
            note_act_of_space(connection, space.space_id, act, now=now, by=by, told=told)
