"""Projects with anything in any place: refused in one line, or read into what can be stored and computed with."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.boris.raw import BorisError
from server.domain.boris.read import BorisProject, read_boris
from server.domain.evidence import read_evidence
from server.domain.lint_findings import Place
from server.domain.lint_shape import lint_shape
from server.domain.measures import compute_measures
from server.domain.records import find_field_fault
from server.domain.timeline import make_timeline

PROJECTS = [json.loads(file.read_text("utf-8")) for file in sorted(Path(__file__).parent.glob("projects/*.boris"))]
LARGE = 256 * 1024
# A second of this machine alone; processor time, since others may share it.
PATIENCE_S = 2.0
LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["", "\0", "\ud800", "None", "NaN", "|", ",", "a|b|c", "9" * 50, "State event", "1e999", "-1"])
)
VALUES = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


def places_of(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in entries for place in places_of(inner, (*path, key)))]


def put(project: Any, path: Sequence[str | int], value: object) -> Any:
    """Give a copy with another value in one place."""
    if not path:
        return value
    copy: Any = dict(project) if isinstance(project, dict) else list(project)
    copy[path[0]] = put(copy[path[0]], path[1:], value)
    return copy


@st.composite
def mutated(draw: st.DrawFn) -> str:
    project = draw(st.sampled_from(PROJECTS))
    for _ in range(draw(st.integers(1, 4))):
        if isinstance(project, dict | list):
            project = put(project, draw(st.sampled_from(places_of(project))), draw(VALUES))
    return json.dumps(project)


def answer(text: str) -> BorisProject | str:
    """Read a project, or give the refusal."""
    try:
        return read_boris(text, "file")
    except BorisError as error:
        return str(error)


def check(found: BorisProject) -> None:
    assert lint_shape(Place(cast(Mapping[str, object], found.protocol), {})) == []
    assert all("\n" not in what for what in found.left_out)
    for lesson in found.lessons:
        assert len(lesson.name) <= 200
        pauses = [{"from_ms": start, "to_ms": end, "why": "not_observed"} for start, end in lesson.not_observed]
        fields = {"ended_ms": lesson.ended_ms, "context": lesson.context, "context_notes": lesson.notes}
        more = {"title": lesson.name, "pauses": pauses}
        assert find_field_fault("observation", cast(Any, fields | more), creates=False) is None
        for item in lesson.evidence:
            assert find_field_fault("evidence", item, creates=True) is None, item
        items = [read_evidence(f"{at:05}", cast(Any, item)) for at, item in enumerate(lesson.evidence)]
        timeline = make_timeline(found.protocol, cast(Any, more), items, lesson.ended_ms)
        assert timeline.unread == ()
        compute_measures(found.protocol, timeline)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(mutated())
def test_anything_in_any_place_is_refused_or_read(text: str) -> None:
    found = answer(text)
    if isinstance(found, BorisProject):
        check(found)
    else:
        assert found
        assert "\n" not in found


def _repeat(row: object, build: Any) -> str:
    """Fill a large file with rows."""
    count = 1
    while len(json.dumps(build([row] * count), separators=(",", ":"))) < LARGE:
        count *= 2
    while len(json.dumps(build([row] * count), separators=(",", ":"))) > LARGE:
        count = count * 9 // 10
    return json.dumps(build([row] * count), separators=(",", ":"))


def _project(**parts: Any) -> dict[str, Any]:
    plain = {"project_format_version": "7.0", "behaviors_conf": {"0": {"code": "a", "type": "State event"}}}
    return {**plain, **parts}


def _number(rows: Sequence[Any]) -> dict[str, Any]:
    return {str(number): row for number, row in enumerate(rows)}


def _tell_apart(rows: Sequence[list[Any]]) -> list[list[Any]]:
    return [[number, f"ä{number}", *row[2:]] for number, row in enumerate(rows)]


HOSTILE = {
    "behaviours": _repeat({"code": ""}, lambda rows: _project(behaviors_conf=_number(rows))),
    "behaviours with names": _repeat(
        {"code": 0}, lambda rows: _project(behaviors_conf={str(n): {"code": f"ä{n}"} for n, _ in enumerate(rows)})
    ),
    "events": _repeat([1, "", "a", "", ""], lambda rows: _project(observations={"v": {"events": rows}})),
    "subjects": _repeat([1, "ä", "a", ""], lambda rows: _project(observations={"v": {"events": _tell_apart(rows)}})),
    "modifiers": _repeat(
        [1, "", "a", "x|" * 20],
        lambda rows: _project(observations={"v": {"events": [[n, "", "a", f"{n}|"] for n, _ in enumerate(rows)]}}),
    ),
    "undefined": _repeat(
        0, lambda rows: _project(observations={"v": {"events": [[1, "", f"b{n}"] for n, _ in enumerate(rows)]}})
    ),
    "observations": _repeat(0, lambda rows: _project(observations={f"v{n}": {} for n, _ in enumerate(rows)})),
    "variables": _repeat(
        0, lambda rows: _project(independent_variables={str(n): {"label": f"{n}"} for n, _ in enumerate(rows)})
    ),
    "categories": _repeat(0, lambda rows: _project(behavioral_categories=[f"c{n}" for n, _ in enumerate(rows)])),
    "brackets": '{"behaviors_conf":' + "[" * 200_000,
    "twice": "{" + ",".join(f'"{n}":1' for n in range(20_000)) + ',"0":1}',
    "one long line": json.dumps(_project(project_name="x" * 200_000)),
    "one long key": json.dumps(_project(**{"x" * 200_000: 1})),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_large_file_of_anything_is_answered_soon(name: str) -> None:
    assert len(HOSTILE[name]) <= LARGE
    started = time.process_time()
    found = answer(HOSTILE[name])
    assert time.process_time() - started < PATIENCE_S
    said = found.left_out if isinstance(found, BorisProject) else [found]
    assert len(said) <= 501
    assert all(len(what) < 300 for what in said)
