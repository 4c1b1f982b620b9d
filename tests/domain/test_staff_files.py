"""Files of staff: OneRoster and tables, in any encoding, and whatever else people drop there."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.domain import staff_tables
from server.domain.staff_files import Read, read_staff
from server.domain.staff_tables import Given, StaffFileError

TABLE = (
    "name,email,role,school,language\n"
    "Ana Ruiz,ana@hill.example,coach,Hill Middle,es\nTom Lee,tom@hill.example,teacher,,\n"
)
ORGS = "sourcedId,status,name,type\no1,active,Hill Middle,school\nd1,active,Hill District,district\n"
USERS_11 = (
    "sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,email\n"
    'u1,active,true,"d1,o1",teacher,tom,Tom,Lee,TOM@hill.example\n'
    "u2,active,true,o1,student,kim,Kim,Roe,\n"
    "u3,tobedeleted,true,o1,teacher,old,Old,Hand,old@hill.example\n"
    "u4,active,true,o1,administrator,pia,Pia,Poe,pia@hill.example\n"
    "u5,active,true,o1,teacher,sue,Sue,Poe,\n"
)
USERS_12 = (
    "sourcedId,status,enabledUser,username,givenName,familyName,email\n"
    "u1,active,true,tom,Tom,Lee,tom@hill.example\nu2,active,true,kim,Kim,Roe,\nu6,active,false,x,X,Y,x@hill.example\n"
)
ROLES_12 = (
    "sourcedId,userSourcedId,roleType,role,orgSourcedId\n"
    "r1,u1,primary,teacher,o1\nr2,u2,primary,student,o1\nr3,u6,primary,teacher,o1\n"
)


def read(**files: str | bytes) -> Read:
    return read_staff(
        [
            Given(f"{name}.csv", content if isinstance(content, bytes) else content.encode())
            for name, content in files.items()
        ]
    )


def pack(**files: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"export/{name}.csv", content)
    return written.getvalue()


def test_a_table_says_who_is_who() -> None:
    found = read(staff=TABLE)
    assert [(one.name, one.email, set(one.roles), one.school, one.language) for one in found.staff] == [
        ("Ana Ruiz", "ana@hill.example", {"coach"}, "Hill Middle", "es"),
        ("Tom Lee", "tom@hill.example", {"teacher"}, "", ""),
    ]
    assert found.refused == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_survive_what_spreadsheets_write(encoding: str) -> None:
    found = read(staff="nombre;correo;rol\r\nÁngela Peña;a@b.example;docente\r\n".encode(encoding))
    assert [(one.name, set(one.roles)) for one in found.staff] == [("Ángela Peña", {"teacher"})]


def test_oneroster_1_1_has_roles_in_users_and_students_are_passed_over() -> None:
    found = read(orgs=ORGS, users=USERS_11)
    assert [(one.source, one.email, one.school) for one in found.staff] == [
        ("oneroster:u1", "tom@hill.example", "Hill Middle")
    ]
    assert found.passed_over == {"student": 1, "administrator": 1}
    assert [(one.file, one.line, one.rule, one.value) for one in found.refused] == [
        ("users.csv", 6, "no_email", "Sue Poe")
    ]


def test_oneroster_1_2_has_them_in_roles_csv_and_may_be_a_zip() -> None:
    found = read_staff(
        [Given("export.zip", pack(orgs=ORGS, users=USERS_12, roles=ROLES_12, manifest="propertyName,value\n"))]
    )
    assert [(one.name, one.school) for one in found.staff] == [("Tom Lee", "Hill Middle")]
    assert found.passed_over == {"student": 1}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("Ana,,coach,,", "no_email"),
        ("Ana,ana,coach,,", "bad_email"),
        (",a@b.example,coach,,", "no_name"),
        ("=HYPERLINK(0),a@b.example,coach,,", "bad_name"),
        ("@SUM(A1),a@b.example,coach,,", "bad_name"),
        ("A\x07na,a@b.example,coach,,", "bad_name"),
        (f"{'x' * 201},a@b.example,coach,,", "bad_name"),
        ("Ana,a@b.example,coach,=1+1,", "bad_school"),
        ("Ana,a@b.example,,,", "no_role"),
        ("Ana,a@b.example,janitor,,", "unknown_role"),
        ("Ana,a@b.example,coach,,fr", "unknown_language"),
        ("Ana,a@b.example,coach,,en,more", "bad_row"),
        ("Ana,TOM@hill.example,coach,,", "twice"),
    ],
)
def test_a_row_that_does_not_fit_is_told_and_the_others_go_on(row: str, rule: str) -> None:
    found = read(
        staff=f"name,email,role,school,language\nTom,tom@hill.example,teacher,,\n{row}\nZoe,z@b.example,coach,,\n"
    )
    assert [(one.line, one.rule) for one in found.refused] == [(3, rule)]
    assert [one.name for one in found.staff] == ["Tom", "Zoe"]


def test_several_roles_and_the_shell_of_a_spreadsheet_are_read() -> None:
    found = read(staff='name,email,role\n"=""0012 Ana""",a@b.example,"Coach; Administrator"\n')
    assert [(one.name, set(one.roles)) for one in found.staff] == [("0012 Ana", {"coach", "administrator"})]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "no_people"),
        (b"a,b\n1,2\n", "no_people"),
        (b"PK\x03\x04 no archive", "not_zip"),
        (b"\xff\xfe\x00", "encoding"),
        (b"name,email,role\n\x81\x8d,a@b.example,coach\n", "encoding"),
        (b"sourcedId,givenName,familyName,email\nu1,A,B,a@b.example\n", "no_roles"),
        (b'name,email,role\n"' + b"x" * 200_000 + b'",a@b.example,coach\n', "not_csv"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, fault: str) -> None:
    with pytest.raises(StaffFileError) as refused:
        read(staff=content)
    assert refused.value.fault == fault


def test_an_archive_that_swells_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_tables, "MAX_BYTES", 100_000)
    bomb = pack(users="x" * 1_000_000)
    assert len(bomb) < 2_000
    with pytest.raises(StaffFileError) as refused:
        read_staff([Given("bomb.zip", bomb)])
    assert refused.value.fault == "too_large"


def test_too_many_rows_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_tables, "MAX_ROWS", 2)
    with pytest.raises(StaffFileError) as refused:
        read(staff=TABLE + "Zoe,z@b.example,coach,,\n")
    assert refused.value.fault == "too_many_rows"


CELL = st.text(st.sampled_from("ab1@.,;\"='\n\r\t\0é\ud800ñ-"), max_size=12)
ROW = st.lists(CELL, max_size=7).map(",".join)


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"name,email,role\n\0,\0,\0\n")
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    _read_or_refuse([Given("any.csv", content), Given("any.zip", b"PK\x03\x04" + content)])
    _read_or_refuse([Given("any.csv", content)])


@given(st.sampled_from([TABLE, USERS_11, USERS_12, ORGS, ROLES_12]), st.lists(ROW, max_size=8))
def test_any_rows_under_a_right_head_are_read_or_refused_in_words(head: str, rows: list[str]) -> None:
    text = head.split("\n", 1)[0] + "\n" + "\n".join(rows)
    _read_or_refuse([Given("orgs.csv", ORGS.encode()), Given("any.csv", text.encode(errors="replace"))])


@given(st.binary(min_size=1, max_size=6), st.integers(0, 400))
def test_an_archive_that_was_bent_is_read_or_refused(change: bytes, place: int) -> None:
    whole = pack(orgs=ORGS, users=USERS_11)
    _read_or_refuse(
        [Given("bent.zip", whole[: place % len(whole)] + change + whole[place % len(whole) + len(change) :])]
    )


def _read_or_refuse(files: list[Given]) -> None:
    try:
        found = read_staff(files)
    except StaffFileError:
        return
    assert len({one.email for one in found.staff}) == len(found.staff)
    for one in found.staff:
        assert one.name.isprintable()
        assert not one.name.startswith(("=", "+", "-", "@"))
        assert one.roles
