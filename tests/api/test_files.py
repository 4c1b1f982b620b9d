"""`/api/v1/files`: what people take out holds what they may see, in cells that no spreadsheet takes for formulas."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import orjson
import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from server.domain.measures import compute_measures
from server.domain.timeline import make_timeline
from server.services.observations import load_observation
from tests.api.test_blobs import announce, draw
from tests.cast import BEGINNING, Cast
from tests.lessons import CANARY, Told, tell


def _open(client: FlaskClient, address: str) -> Workbook:
    reply = client.get(address)
    assert reply.status_code == 200, reply.text
    return load_workbook(BytesIO(reply.data))


def _read(client: FlaskClient, address: str) -> list[list[str]]:
    reply = client.get(address)
    assert reply.status_code == 200, reply.text
    return list(csv.reader(StringIO(reply.data.decode("utf-8-sig"))))


def _table(book: Workbook, title: str) -> list[dict[str, object]]:
    head, *rows = list(book[title].iter_rows(values_only=True))
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.fixture
def told(cast: Cast) -> Told:
    return tell(cast, is_shared=True)


def test_an_observation_comes_as_a_workbook_with_the_same_numbers_as_the_command(cast: Cast, told: Told) -> None:
    book = _open(cast.coach.client, f"/api/v1/files/observations/{told.observation}")

    with cast.coach.app.app_context():
        lesson = load_observation(told.observation, now=BEGINNING)
    timeline = make_timeline(lesson.protocol, lesson.fields, lesson.evidence, lesson.until_ms)
    computed = compute_measures(lesson.protocol, timeline)
    values = {row["measure"]: row["value"] for row in _table(book, "Measures")}
    assert values == {name: pytest.approx(one["value"]) for name, one in computed["measures"].items()}
    assert book.sheetnames == ["About", "Measures", "Codes", "Evidence"]
    assert {row["what"]: row["is"] for row in _table(book, "About")}["teacher"] == "Tom"
    assert len(_table(book, "Evidence")) == told.items


def test_headings_come_in_the_language_that_is_asked_for(cast: Cast, told: Told) -> None:
    book = _open(cast.coach.client, f"/api/v1/files/observations/{told.observation}?language=es")

    assert book.sheetnames == ["Sobre esto", "Medidas", "Códigos", "Evidencias"]
    assert "valor" in _table(book, "Medidas")[0]


def test_no_cell_of_any_file_is_a_formula(cast: Cast, told: Told) -> None:
    for address in (
        f"observations/{told.observation}",
        f"cycles/{told.cycle}",
        "year?from=2026-08-01&to=2027-07-31",
    ):
        book = _open(cast.coach.client, f"/api/v1/files/{address}")
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert any(cell.value == CANARY and cell.data_type == "s" for cell in cells), address
        assert not any(cell.data_type == "f" for cell in cells), address
        joint = "&" if "?" in address else "?"
        sheets = [
            _read(cast.coach.client, f"/api/v1/files/{address}{joint}form=csv&sheet={place}")
            for place in range(len(book.sheetnames))
        ]
        texts = [text for rows in sheets for row in rows for text in row]
        assert f"'{CANARY}" in texts, address
        assert not any(text.startswith("=") for text in texts), address


def test_a_sheet_that_is_not_there_is_refused_in_words(cast: Cast, told: Told) -> None:
    reply = cast.coach.client.get(f"/api/v1/files/observations/{told.observation}?form=csv&sheet=9")

    assert reply.status_code == 422
    assert reply.json["errors"] == [{"at": "sheet", "says": "There are 4, counted from 0."}]  # type: ignore[index]


def test_a_cycle_comes_with_its_goals_steps_texts_and_visits(cast: Cast, told: Told) -> None:
    book = _open(cast.coach.client, f"/api/v1/files/cycles/{told.cycle}")

    assert [(row["baseline"], row["target"]) for row in _table(book, "Goals")] == [(60, 45)]
    assert [(row["what"], row["who"], row["by"]) for row in _table(book, "Next steps")] == [
        ("Wait", "Tom", "2026-12-10")
    ]
    assert {row["text"] for row in _table(book, "Texts")} == {"I saw the hands.", "55 More than half."}
    assert [row["minutes"] for row in _table(book, "Visits")] == [30]


def test_a_year_counts_the_visits_and_the_minutes_of_each_service(cast: Cast, told: Told) -> None:
    book = _open(cast.coach.client, "/api/v1/files/year?from=2026-08-01&to=2027-07-31")

    assert [(row["teacher"], row["minutes"]) for row in _table(book, "Visits")] == [("Tom", 30)]
    assert [(row["service"], row["minutes"]) for row in _table(book, "Services")] == [("reflection", 30)]
    assert "lecturer-talk" in {row["measure"] for row in _table(book, "Measures")}
    empty = _open(cast.coach.client, "/api/v1/files/year?from=2025-08-01&to=2026-07-31")
    assert _table(empty, "Visits") == []


@pytest.mark.parametrize("days", ["from=2026-08-01&to=2026-07-31", "from=2020-08-01&to=2026-07-31", "from=x&to=y", ""])
def test_a_year_that_is_none_is_refused(cast: Cast, days: str) -> None:
    assert cast.coach.client.get(f"/api/v1/files/year?{days}").status_code == 422


def test_only_coaches_have_a_year(cast: Cast) -> None:
    for person in (cast.teacher, cast.administrator):
        reply = person.client.get("/api/v1/files/year?from=2026-08-01&to=2027-07-31")
        assert reply.status_code == 403


def test_what_was_not_shared_is_in_nobody_elses_file(cast: Cast) -> None:
    told = tell(cast, is_shared=False)
    for person in (cast.teacher, cast.observer, cast.administrator, cast.stranger, cast.foreigner):
        for address in (f"observations/{told.observation}", f"cycles/{told.cycle}"):
            hidden = person.client.get(f"/api/v1/files/{address}")
            absent = person.client.get(f"/api/v1/files/{address.split('/')[0]}/0198c0de-0000-7000-8000-000000000000")
            assert hidden.status_code == 404
            assert hidden.data == absent.data
        assert told.observation not in _records(person.client)


def _records(client: FlaskClient) -> str:
    reply = client.get("/api/v1/files/me")
    assert reply.status_code == 200
    with ZipFile(BytesIO(reply.data)) as file:
        return file.read("records.json").decode()


def test_everything_about_a_teacher_is_in_one_file(cast: Cast, told: Told) -> None:
    coach = cast.coach.tablet()
    data = draw()
    photo = coach.save("attachment", f"observation:{told.observation}", announce(data))
    coach.push()
    asks = {"X-Requested-With": "backrow"}
    cast.coach.client.put(f"/api/v1/blobs/{photo['record']}", headers={**asks, "Content-Type": "application/json"})
    piece = {**asks, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    assert cast.coach.client.patch(f"/api/v1/blobs/{photo['record']}", data=data, headers=piece).status_code == 200

    reply = cast.teacher.client.get("/api/v1/files/me")

    with ZipFile(BytesIO(reply.data)) as file:
        names = file.namelist()
        records = orjson.loads(file.read("records.json"))
        lesson = file.read(next(name for name in names if name.startswith("observations/"))).decode()
    assert f"photos/{photo['record']}.jpg" in names
    assert records["of"] == cast.teacher.id
    assert {"person", "observation", "evidence", "membership", "attachment"} == {
        one["kind"] for one in records["records"]
    }
    assert len(list(csv.reader(StringIO(lesson)))) == told.items + 1


def test_an_observation_whose_protocol_never_came_is_refused_and_still_taken_out(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.tap(scope)
    tablet.push()

    reply = cast.coach.client.get(f"/api/v1/files/observations/{scope.partition(':')[2]}")

    assert reply.status_code == 404
    assert scope in _records(cast.coach.client)
