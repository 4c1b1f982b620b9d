"""The library: every protocol passes lint, is what was released, and gives figures for a lesson."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from server.domain.evidence import read_evidence
from server.domain.lessons import compute_over_lessons
from server.domain.lint_shape import read_schema
from server.domain.measures import compute_measures
from server.domain.protocol import LANGUAGES, Protocol, hash_protocol, read_short
from server.domain.protocol_files import LISTS
from server.domain.protocol_lint import lint_file
from server.domain.shipped import protocols_folder
from server.domain.simulate import simulate_lesson
from server.domain.timeline import Timeline, make_timeline
from server.services.protocols import read_library, read_released

LIBRARY = read_library()
LENGTH_MS = 45 * 60_000
every_protocol = pytest.mark.parametrize("protocol", LIBRARY, ids=[protocol["id"] for protocol in LIBRARY])


@cache
def lessons_of(id: str) -> Sequence[Timeline]:
    protocol = next(each for each in LIBRARY if each["id"] == id)
    return [_teach(protocol, seed) for seed in range(4)]


def _teach(protocol: Protocol, seed: int) -> Timeline:
    fields = simulate_lesson(protocol, LENGTH_MS, Random(seed))
    evidence = [read_evidence(f"{at:05}", dict(each)) for at, each in enumerate(fields)]
    context = {field["id"]: 24 for field in protocol["context"] if field["kind"] == "number"}
    return make_timeline(protocol, {"context": context}, evidence, LENGTH_MS)


def test_there_are_twenty_two() -> None:
    assert len(LIBRARY) == 22


@pytest.mark.parametrize("file", sorted((protocols_folder() / "library").glob("*.toml")), ids=lambda file: file.stem)
def test_lint_has_nothing_to_say(file: Path) -> None:
    assert [finding.say(file.name) for finding in lint_file(file.read_bytes(), file.name, read_released())] == []


@every_protocol
def test_a_released_version_is_what_it_was(protocol: Protocol) -> None:
    assert read_released().get(f"{protocol['id']}@{protocol['version']}") == hash_protocol(protocol)


@every_protocol
def test_the_hash_of_every_version_is_kept(protocol: Protocol) -> None:
    versions = range(1, protocol["version"] + 1)
    hashes = [read_released().get(f"{protocol['id']}@{version}") for version in versions]
    assert None not in hashes
    assert len(set(hashes)) == len(hashes)


def test_the_app_has_the_same_library() -> None:
    generated = Path(__file__).parents[2] / "pwa" / "src" / "generated" / "library.json"
    rows = json.loads(generated.read_text("utf-8"))
    assert {row["slug"]: row["hash"] for row in rows} == {each["id"]: hash_protocol(each) for each in LIBRARY}


@every_protocol
def test_a_lesson_of_it_can_be_read_whole(protocol: Protocol) -> None:
    assert [timeline.unread for timeline in lessons_of(protocol["id"])] == [()] * 4


@every_protocol
def test_every_measure_comes_to_a_figure_in_some_lesson(protocol: Protocol) -> None:
    found = [compute_measures(protocol, timeline)["measures"] for timeline in lessons_of(protocol["id"])]
    without = [name for name in found[0] if all(lesson[name]["value"] is None for lesson in found)]
    assert without == []


@every_protocol
def test_one_lesson_pooled_is_that_lesson(protocol: Protocol) -> None:
    """All but the number of people: whether a seat holds the same person in another lesson is not known."""
    for timeline in lessons_of(protocol["id"]):
        alone = compute_measures(protocol, timeline)["measures"]
        pooled = compute_over_lessons([(protocol, timeline)], protocol["measures"])
        for name, measured in alone.items():
            expected = None if measured["unit"] == "subjects" else measured["value"]
            assert pooled[name]["pooled"]["value"] == pytest.approx(expected), name
            assert pooled[name]["mean_of_lessons"]["value"] == measured["value"], name


@every_protocol
def test_every_figure_is_said_in_both_languages(protocol: Protocol) -> None:
    timeline = lessons_of(protocol["id"])[0]
    for language in LANGUAGES:
        for measured in compute_measures(protocol, timeline, language)["measures"].values():
            assert measured["says"]
            assert "{" not in measured["says"]


@every_protocol
def test_a_code_can_be_told_from_its_neighbours(protocol: Protocol) -> None:
    for name in LANGUAGES:
        look_fors = [code["look_for"][name] for code in protocol["codes"]]
        assert len(set(look_fors)) == len(look_fors)
    labels = [(code["group"], code["label"]["en"]) for code in protocol["codes"]]
    assert len(set(labels)) == len(labels)


@every_protocol
def test_a_word_on_a_key_stands_there_in_both_languages(protocol: Protocol) -> None:
    options = [option for modifier in protocol["modifiers"] for option in modifier.get("options", ())]
    shorts = [each["short"] for each in (*protocol["codes"], *options) if "short" in each]
    assert [short for short in shorts if isinstance(short, str) and re.search("[a-z]{3}", short)] == []


@every_protocol
def test_a_text_names_another_code_as_its_key_does(protocol: Protocol) -> None:
    """The id of a code is what is stored; who reads a look-for in a lesson looks for a key."""
    for language in LANGUAGES:
        hidden = [code["id"] for code in protocol["codes"] if code["id"] not in read_short(code, language)]
        names = "|".join(re.escape(id) for id in hidden)
        parts: Sequence[Mapping[str, Any]] = [*protocol["codes"], *protocol["items"], *protocol["measures"]]
        texts = [
            part[name][language] for part in parts for name in ("label", "look_for", "not_for", "about") if name in part
        ]
        assert [text for text in texts if hidden and re.search(rf"(?<![\w+/-])({names})(?![\w+/-])", text)] == []


@every_protocol
def test_a_conference_can_begin_with_it(protocol: Protocol) -> None:
    shown = [display for display in protocol["displays"] if display.get("shown")]
    assert 1 <= len(shown) <= 3
    assert {prompt["phase"] for prompt in protocol["prompts"]} == {"plan", "reflect"}


def test_what_a_file_may_leave_out_are_the_lists_of_the_schema() -> None:
    properties = read_schema()["properties"]
    assert isinstance(properties, dict)
    assert {name for name, schema in properties.items() if schema.get("type") == "array"} == set(LISTS)
