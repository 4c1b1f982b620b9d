"""A backup holds everything, goes into either database, and tablets bring back what came after it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from server.domain.problems import Problem
from server.services import backups
from server.services.acts import list_all_acts
from server.storage.db import db, reading
from server.storage.schema import find_schema_state, migrate_schema
from tests.cast import PASSWORD, Cast
from tests.conftest import make_app, run_alone, with_database
from tests.device import Device, Store

NOW = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
HEADERS = {"X-Requested-With": "backrow"}


@pytest.fixture(params=["sqlite", "postgres"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path, postgres_server: str) -> Iterator[str]:
    """The URL of a database that has nothing in it at all."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'backrow.sqlite3'}"
        return
    run_alone(postgres_server, "CREATE DATABASE elsewhere")
    yield with_database(postgres_server, "elsewhere")
    run_alone(postgres_server, "DROP DATABASE elsewhere WITH (FORCE)")


@pytest.fixture
def tablet(cast: Cast, tmp_path: Path) -> Device:
    """A tablet with a lesson that the office has."""
    tablet = Device(cast.coach.client, cast.coach.id, store=Store(tmp_path / "tablet.sqlite3"))
    lesson = tablet.observe(cast.teacher.id)
    for second in range(20):
        tablet.tap(lesson, t_ms=second * 1000, note="Número uno: «¿qué?» 🐟")
    tablet.sync()
    return tablet


def back_up(app: Flask, file: Path) -> backups.Backup:
    with app.app_context():
        return backups.make_backup(file, data=file.parent, by="root", now=NOW)


def restore(app: Flask, file: Path, url: str, data: Path) -> backups.Backup:
    with app.app_context():
        return backups.restore_backup(file, url=url, data=data, by="root", now=NOW)


def read_all(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    tables = ("account", "change", "record", "membership", "device", "installation", "blob")
    with app.app_context(), reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"')).all()), key=str)
            for name in tables
        }


def test_what_was_recorded_after_the_backup_comes_back_from_the_tablet(
    app: Flask, cast: Cast, tablet: Device, tmp_path: Path, elsewhere: str
) -> None:
    before = read_all(app)
    file = tmp_path / "backup.gz"
    made = back_up(app, file)
    assert made.rows["change"] == len(before["change"])
    assert oct(file.stat().st_mode & 0o777) == "0o600"

    lesson = next(row["scope"] for row in tablet.replica.rows.values() if row["kind"] == "evidence")
    late = [tablet.tap(lesson, t_ms=60_000 + number)["id"] for number in range(7)]
    tablet.sync()
    with app.app_context():
        db.engine.dispose()

    data = tmp_path / "new"
    other = make_app(elsewhere, data)
    restore(other, file, elsewhere, data)
    assert read_all(other) == before
    client = other.test_client()
    # Nobody is signed in there, and the tablet's cookie opens nothing.
    cookie = cast.coach.client.get_cookie("backrow-session")
    assert cookie
    client.set_cookie("backrow-session", cookie.value)
    assert client.get("/api/v1/session").status_code == 401
    body = {"email": cast.coach.email, "password": PASSWORD}
    assert client.post("/api/v1/session", json=body, headers=HEADERS).status_code == 201

    gen = tablet.gen
    tablet.http = client
    tablet.sync()
    assert tablet.gen != gen
    assert set(late) <= set(tablet.replica.rows)
    assert not tablet.outbox
    tablet.check()
    with other.app_context():
        assert [told.act.act for told in list_all_acts()][-1] == "restored"
        db.engine.dispose()


def test_a_backup_while_tablets_send_is_of_one_moment(app: Flask, cast: Cast, tmp_path: Path, elsewhere: str) -> None:
    """It holds all that was acknowledged before it began, nothing by halves, and stops nobody."""
    tablets = [Device(cast.coach.fresh_client(), cast.coach.id) for _ in range(3)]
    told = dict.fromkeys((tablet.id for tablet in tablets), 0)
    done = Event()

    def write(tablet: Device) -> None:
        lesson = tablet.observe(cast.teacher.id)
        while not done.is_set():
            tablet.tap(lesson, t_ms=told[tablet.id])
            tablet.tap(lesson, t_ms=told[tablet.id] + 1)
            tablet.push()
            account = tablet.account
            assert account is not None
            told[tablet.id] = account["contiguous"]

    with ThreadPoolExecutor(len(tablets)) as pool:
        writing = [pool.submit(write, tablet) for tablet in tablets]
        while min(told.values()) < 20 and not any(one.done() for one in writing):
            done.wait(0.01)
        before = dict(told)
        back_up(app, file := tmp_path / "backup.gz")
        after = dict(told)
        done.wait(0.5)
        done.set()
        for one in writing:
            one.result()
    assert all(told[id] > after[id] > before[id] - 1 for id in told)
    with app.app_context():
        db.engine.dispose()

    other = make_app(elsewhere, tmp_path / "new")
    restore(other, file, elsewhere, tmp_path / "new")
    with other.app_context(), reading() as connection:
        numbers: dict[str, list[int]] = {}
        for device, n in connection.execute(text("SELECT device, n FROM change WHERE device IS NOT NULL ORDER BY n")):
            numbers.setdefault(device, []).append(n)
        orphans = text("SELECT count(*) FROM record WHERE rev NOT IN (SELECT id FROM change)")
        loose = connection.execute(orphans).scalar()
        heads = connection.execute(text("SELECT head FROM space ORDER BY head DESC")).scalar()
        highest = connection.execute(text("SELECT max(seq) FROM change")).scalar()
    assert loose == 0
    assert heads == highest
    for tablet in tablets:
        held = numbers[tablet.id]
        assert held == list(range(1, len(held) + 1))
        assert len(held) % 2 == 1, "a push came by halves"
        assert before[tablet.id] <= len(held) <= told[tablet.id]
    with other.app_context():
        db.engine.dispose()


def test_a_damaged_backup_is_found_out(app: Flask, tablet: Device, tmp_path: Path) -> None:
    file = tmp_path / "backup.gz"
    back_up(app, file)
    whole = file.read_bytes()
    plain = gzip.decompress(whole).splitlines(keepends=True)
    spoilt = {
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
        "a line less": gzip.compress(b"".join(plain[:20] + plain[21:])),
        "another row": gzip.compress(b"".join(plain).replace(b"Harbor", b"Border", 1)),
        "no end": gzip.compress(b"".join(plain[:-1])),
        "something else": gzip.compress(b'{"format": "tar"}\n'),
        "no gzip": b"".join(plain),
        "nothing": b"",
    }
    for how, content in spoilt.items():
        file.write_bytes(content)
        with pytest.raises(Problem, match="backup"):
            backups.check_backup(file)
        empty = make_app(f"sqlite:///{tmp_path / how / 'new.sqlite3'}", tmp_path)
        with pytest.raises(Problem):
            restore(empty, file, f"sqlite:///{tmp_path / how / 'new.sqlite3'}", tmp_path)
        assert not (tmp_path / how).exists(), how


def test_a_database_with_people_is_left_alone(app: Flask, database: str, cast: Cast, tmp_path: Path) -> None:
    back_up(app, tmp_path / "backup.gz")
    before = read_all(app)
    with pytest.raises(Problem, match="has people in it"):
        restore(app, tmp_path / "backup.gz", database, tmp_path)
    assert read_all(app) == before


def test_a_backup_never_takes_the_place_of_a_file(app: Flask, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "backup.gz"
    file.write_text("precious")
    with pytest.raises(Problem, match="there is a file already"):
        back_up(app, file)
    assert file.read_text() == "precious"
    with pytest.raises(Problem, match="no file can be made there"):
        back_up(app, tmp_path / "nowhere" / "backup.gz")
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_keys_travel_along_and_never_replace_others(app: Flask, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "vapid.pem").write_text("the old pair")
    back_up(app, tmp_path / "backup.gz")
    for name, kept in (("one", None), ("two", "another pair")):
        data = tmp_path / name
        data.mkdir()
        if kept:
            (data / "vapid.pem").write_text(kept)
        url = f"sqlite:///{data / 'new.sqlite3'}"
        restore(make_app(url, data), tmp_path / "backup.gz", url, data)
        assert (data / "vapid.pem").read_text() == (kept or "the old pair")
    assert oct((tmp_path / "one" / "vapid.pem").stat().st_mode & 0o777) == "0o600"


def sign(file: Path, lines: list[bytes]) -> None:
    """Write lines as a backup that is whole."""
    end = json.dumps({"lines": len(lines), "sha256": sha256(b"".join(lines)).hexdigest()})
    file.write_bytes(gzip.compress(b"".join(lines) + end.encode() + b"\n"))


def make_older(file: Path, schema: str, columns: dict[str, list[str]]) -> None:
    """Turn a backup into one of an older schema: without the tables and columns that came later."""
    kept: list[bytes] = []
    places: list[int] = []
    for line in gzip.decompress(file.read_bytes()).splitlines()[:-1]:
        told = json.loads(line)
        if isinstance(told, list):
            told = [told[place] for place in places]
        elif "table" in told:
            known = columns.get(told["table"], [])
            places = [place for place, name in enumerate(told["columns"]) if name in known]
            told["columns"] = [told["columns"][place] for place in places]
        else:
            told["schema"] = schema
        if told and (isinstance(told, list) or told.get("columns", True)):
            kept.append(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    sign(file, kept)


def list_columns_of(revision: str, folder: Path) -> dict[str, list[str]]:
    app = make_app(f"sqlite:///{folder / 'of_revision.sqlite3'}", folder)
    with app.app_context():
        migrate_schema(revision)
        found = inspect(db.engine)
        columns = {table: [str(one["name"]) for one in found.get_columns(table)] for table in found.get_table_names()}
        db.engine.dispose()
    return columns


@pytest.mark.usefixtures("tablet")
def test_a_backup_of_an_older_schema_is_restored_and_brought_up(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "backup.gz"
    back_up(app, file)
    make_older(file, "0006", list_columns_of("0006", tmp_path))
    url = f"sqlite:///{tmp_path / 'new' / 'backrow.sqlite3'}"
    other = make_app(url, tmp_path)
    restore(other, file, url, tmp_path)
    before, after = read_all(app), read_all(other)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert after["change"] == before["change"]
    with other.app_context():
        assert find_schema_state() == "current"
        db.engine.dispose()


@pytest.mark.usefixtures("cast")
def test_a_backup_of_a_newer_version_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "backup.gz"
    back_up(app, file)
    make_older(file, "9999", {})
    url = f"sqlite:///{tmp_path / 'new' / 'backrow.sqlite3'}"
    with pytest.raises(Problem, match="made by a newer Backrow"):
        restore(make_app(url, tmp_path), file, url, tmp_path)
    assert not (tmp_path / "new").exists()
