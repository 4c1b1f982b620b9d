"""`backrow import outbox`: what a tablet saved as a file comes in once, as its author's own, and is noted."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.device import Change, Device, make_observation


class Nowhere:
    """A network that was never there."""

    def open(self, *_args: object, **_options: object) -> object:
        raise AssertionError("this tablet is offline")


def find_people(district: Shell) -> dict[str, str]:
    with sqlite3.connect(district.data / "backrow.sqlite3") as connection:
        return dict(connection.execute("SELECT email, user_id FROM account"))


def make_tablet(district: Shell) -> tuple[Device, str]:
    """Make a tablet of the demo's coach that has observed a lesson and sent nothing."""
    people = find_people(district)
    tablet = Device(Nowhere(), people["coach@demo.example"])  # type: ignore[arg-type]
    scope = tablet.observe(people["teacher@demo.example"])
    for number in range(5):
        tablet.tap(scope, t_ms=number)
    return tablet, scope


def save(folder: Path, *tablets: Device, changes: list[Change] | None = None) -> Path:
    file = folder / "backrow-2026-11-22.json"
    bodies = [
        {"proto": 1, "user": tablet.user, "device": tablet.id, "app": "1.0.0", "device_name": "iPad"}
        | {"changes": tablet.outbox if changes is None else changes}
        for tablet in tablets
    ]
    file.write_text(json.dumps(bodies))
    return file


def moments_of(district: Shell, scope: str) -> list[int]:
    with sqlite3.connect(district.data / "backrow.sqlite3") as connection:
        rows = connection.execute(
            "SELECT fields FROM record WHERE scope = ? AND kind = 'evidence' ORDER BY id", [scope]
        )
        return sorted(json.loads(fields)["t_ms"] for (fields,) in rows)


def audit_rows(district: Shell) -> list[tuple[str, str, dict[str, object]]]:
    with sqlite3.connect(district.data / "backrow.sqlite3") as connection:
        rows = connection.execute("SELECT act, about, told FROM audit ORDER BY id").fetchall()
    return [(act, about, json.loads(told)) for act, about, told in rows]


def test_a_file_comes_in_once_and_is_noted(district: Shell, tmp_path: Path) -> None:
    tablet, scope = make_tablet(district)
    file = save(tmp_path, tablet)
    noted = len(audit_rows(district))

    first = district.run("import", "outbox", str(file))
    again = district.run("import", "outbox", str(file), "--json")

    assert (first.code, first.err) == (0, "")
    assert "6 changes from 1 tablet. 6 are new here, 0 had come before." in first.out
    assert {name: count for name, count in json.loads(again.out).items() if name != "author"} == {"duplicate": 6}
    assert moments_of(district, scope) == [0, 1, 2, 3, 4]
    assert audit_rows(district)[noted:] == [
        ("import_outbox", tablet.user, {"device": tablet.id, "applied": 6}),
        ("import_outbox", tablet.user, {"device": tablet.id, "duplicate": 6}),
    ]


def test_two_tablets_of_one_coach_come_in_together(district: Shell, tmp_path: Path) -> None:
    one, _ = make_tablet(district)
    other, _ = make_tablet(district)
    ran = district.run("import", "outbox", str(save(tmp_path, one, other)))
    assert "12 changes from 2 tablets. 12 are new here" in ran.out


def test_a_bad_change_harms_no_other(district: Shell, tmp_path: Path) -> None:
    tablet, scope = make_tablet(district)
    tablet.save("no_such_kind", scope, {"text": "?"})
    tablet.save("evidence", "observation:" + make_tablet(district)[0].id, {"t_ms": 1, "action": "tap", "code": "LQ"})

    ran = district.run("import", "outbox", str(save(tmp_path, tablet)))

    assert ran.code == 0
    assert "6 are new here" in ran.out
    assert "1 could not be applied" in ran.out
    assert "1 wait" in ran.out


@pytest.mark.parametrize("text", ["", "hello", "{}", "[]", "[1]", '[{"proto": 1}]', '{"proto": 1, "changes": []}'])
def test_another_file_is_refused_in_one_line(district: Shell, tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text)
    ran = district.run("import", "outbox", str(file))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert ran.err.startswith(str(file))


def test_a_person_who_has_no_account_here_is_refused(district: Shell, tmp_path: Path) -> None:
    tablet, _ = make_tablet(district)
    stranger = Device(tablet.http, tablet.id)
    stranger.save("observation", f"observation:{tablet.id}", make_observation(tablet.user))

    ran = district.run("import", "outbox", str(save(tmp_path, stranger)))

    assert (ran.code, "no account here" in ran.err) == (2, True)
    assert "several people" in district.run("import", "outbox", str(save(tmp_path, stranger, tablet))).err
