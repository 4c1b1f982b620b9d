"""`backrow agreement`: two observers of one lesson, side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

PAIR = ("--coach", "coach@demo.example", "--teacher", "teacher@demo.example")
FIRST = "00:00:00,LT\n00:01:00,LQ\n00:01:30,SR\n00:02:00,END\n"
SECOND = "00:00:00,LT\n00:01:12,LQ\n00:01:30,SR\n00:02:00,END\n"


def observe(district: Shell, folder: Path, rows: str, at: str, protocol: str = "fill-plus") -> str:
    file = folder / f"{at.replace(':', '-')}.csv"
    file.write_text(rows)
    ran = district.run("import", "timeline", str(file), "--protocol", protocol, "--at", at, *PAIR)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()[-1]


@pytest.fixture(scope="module")
def lessons(district: Shell, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """A lesson, the same one by somebody who was late with one tap, and one that began half a minute later."""
    folder = tmp_path_factory.mktemp("lessons")
    first = observe(district, folder, FIRST, "2026-03-02T09:00")
    second = observe(district, folder, SECOND, "2026-03-02T09:00:00")
    late = observe(district, folder, FIRST, "2026-03-02T09:00:30")
    return first, second, late


def test_every_second_counts_and_every_figure_says_what_it_is(district: Shell, lessons: tuple[str, str, str]) -> None:
    told = json.loads(district.run("agreement", *lessons[:2], "--json").out)
    assert told["observations"] == [*lessons[:2]]
    assert told["overall"]["percent"]["value"] == 90
    # LT LT 60, LT LQ 12 apart, LQ 18, SR 30: Pe = (60·72 + 30·18 + 30·30) / 120² = 0.4; (0.9 − 0.4) / 0.6.
    assert told["overall"]["kappa"]["value"] == pytest.approx(5 / 6)
    assert {"LT", "LQ", "SR"} == set(told["codes"])
    assert all(figure["says"] for figures in told["codes"].values() for figure in figures.values())
    assert [(one["start_ms"], one["end_ms"], one["said"]) for one in told["disagreements"]] == [
        (60_000, 72_000, [["LQ"], ["LT"]])
    ]


def test_a_longer_step_looks_less_often(district: Shell, lessons: tuple[str, str, str]) -> None:
    told = json.loads(district.run("agreement", *lessons[:2], "--step", "10", "--json").out)
    assert (told["units"], told["step_s"]) == (12, 10)
    assert told["overall"]["percent"]["value"] == pytest.approx(100 * 10 / 12)


def test_lessons_count_from_their_own_start_unless_the_clock_is_asked(
    district: Shell, lessons: tuple[str, str, str]
) -> None:
    first, _, late = lessons
    own = json.loads(district.run("agreement", first, late, "--json").out)
    clock = json.loads(district.run("agreement", first, late, "--by-clock", "--json").out)
    assert (own["aligned_by"], own["compared_seconds"], own["overall"]["percent"]["value"]) == ("start", 120, 100)
    assert (clock["aligned_by"], clock["compared_seconds"]) == ("clock", 90)
    assert clock["overall"]["percent"]["value"] < 100


def test_the_page_for_people_lists_where_to_talk(district: Shell, lessons: tuple[str, str, str]) -> None:
    page = district.run("agreement", *lessons[:2]).out
    assert "2 observers, 2:00 watched by all" in page
    assert "1:00–1:12    observer 1: LQ · observer 2: LT" in page


def test_what_cannot_be_compared_is_refused_in_one_line(
    district: Shell, lessons: tuple[str, str, str], tmp_path: Path
) -> None:
    first, second, _ = lessons
    talk = "00:00:00,T\n00:02:00,END\n"
    other = observe(district, tmp_path, talk, "2026-03-02T09:01", "talk-ratio")
    for arguments, words in (
        ((first,), "takes two observations"),
        ((first, "nonsense"), "there is no observation nonsense"),
        ((first, other), "talk-ratio version 1"),
        ((first, second, "--step", "0"), "--step"),
        ((first, second, "--step", "nan"), "--step"),
        ((first, second, "--tolerance", "-1"), "--tolerance"),
    ):
        ran = district.run("agreement", *arguments)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran
        assert words in ran.err
