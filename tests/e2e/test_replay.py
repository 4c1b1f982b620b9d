"""Whole lessons on the real pad: what was tapped is what the review shows and what the office measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e import figures
from tests.e2e.cues import read_cues, read_protocol, simulate_cues, whole_seconds, write_cues
from tests.e2e.figures import codes_of, measure, read_rows
from tests.e2e.office import Office
from tests.e2e.replayer import replay
from tests.e2e.tablet import Tablet

pytestmark = pytest.mark.browser

_MINUTE_MS = 60_000


def test_a_lecture_on_the_pad_is_the_same_to_the_second_as_its_imported_file(
    tablet: Tablet, office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "lecture.csv"
    simulated = whole_seconds(simulate_cues("fill-plus", 49 * _MINUTE_MS, seed=1))
    write_cues(simulated, file, starts_at_s=83)
    cues = read_cues(file)
    assert cues == simulated

    observation = replay(tablet, office, cues, protocol="fill-plus")

    shown = read_rows(tablet, read_protocol("fill-plus"), "shares")
    synced = measure(office, observation)
    imported = measure(office, figures.import_timeline(office, file))
    assert shown == figures.write_shares(synced)
    assert codes_of(synced) == codes_of(imported)
    assert (synced["observed_seconds"], synced["measures"]) == (imported["observed_seconds"], imported["measures"])
    seconds = {code: figure["seconds"] for code, figure in codes_of(synced).items() if figure["seconds"]}
    assert seconds == figures.count_seconds(cues)


def test_marks_of_two_minute_intervals_arrive_as_they_were_tapped(tablet: Tablet, office: Office) -> None:
    cues = simulate_cues("copus", 12 * _MINUTE_MS, seed=2)

    observation = replay(tablet, office, cues, protocol="copus")

    expected = figures.count_intervals(cues, read_protocol("copus"), 2 * _MINUTE_MS)
    synced = codes_of(measure(office, observation))
    assert {code: figure["intervals"] for code, figure in synced.items() if figure["intervals"]} == expected
    assert {code: synced[code]["share_of_intervals"] for code in expected} == {
        code: pytest.approx(100 * count / 6) for code, count in expected.items()
    }
    shown = read_rows(tablet, read_protocol("copus"), "intervals")
    written = figures.write_intervals(measure(office, observation))
    assert len(shown) == 25, "all codes but the optional ones of engagement stand in the table"
    assert shown == {code: written[code] for code in shown}


def test_events_are_counted_as_often_as_they_were_tapped(tablet: Tablet, office: Office) -> None:
    cues = simulate_cues("opportunities-praise", 15 * _MINUTE_MS, seed=3)

    observation = replay(tablet, office, cues, protocol="opportunities-praise")

    expected = figures.count_taps(cues)
    synced = measure(office, observation)
    assert {code: figure["count"] for code, figure in codes_of(synced).items() if figure["count"]} == expected
    assert synced["observed_seconds"] == 15 * 60
    shown = read_rows(tablet, read_protocol("opportunities-praise"), "counts")
    assert {code: row[0] for code, row in shown.items()} == {code: str(expected.get(code, 0)) for code in shown}
