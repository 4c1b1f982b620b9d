"""What lint lets pass can be used: taught, measured, compared, noticed, shown and written out, whatever it says."""

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from server.domain.agreement import Settings, compare_observers
from server.domain.boris.write import Written, write_boris
from server.domain.clip import clip_timeline
from server.domain.evidence import Evidence, read_evidence
from server.domain.lessons import compute_over_lessons
from server.domain.lint_findings import Place
from server.domain.lint_measures import lint_measures
from server.domain.lint_parts import lint_parts
from server.domain.lint_shape import lint_shape
from server.domain.measures import compute_measures
from server.domain.noticings import find_noticings, say_noticing
from server.domain.protocol import LANGUAGES, Protocol
from server.domain.protocol_files import read_toml
from server.domain.simulate import simulate_lesson
from server.domain.tidy import write_tidy
from server.domain.timeline import make_timeline
from server.domain.toml_write import write_toml
from server.services.protocols import read_library

pytestmark = pytest.mark.slow

LENGTH_MS = 10 * 60_000
TRIES = 15


def _walk(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in entries:
        yield from _walk(inner, (*path, step))


def _get(body: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        body = body[step]
    return body


def _change(body: Any, random: Random) -> None:
    """Take a part away, or put there what stands under the same name elsewhere, or another number."""
    paths = list(_walk(body))
    path = random.choice(paths)
    owner, name = _get(body, path[:-1]), path[-1]
    alike = [other for other in paths if other[-1] == name and isinstance(name, str)]
    match random.randrange(4):
        case 0:
            del owner[name]
        case 1 if alike:
            owner[name] = deepcopy(_get(body, random.choice(alike)))
        case 2 if isinstance(owner[name], int | float):
            owner[name] = random.choice([0, 1, 2, 7, 3600])
        case _ if isinstance(owner[name], list) and owner[name]:
            owner[name].append(deepcopy(random.choice(owner[name])))


def _is_sound(body: Any) -> bool:
    place = Place(body, {})
    if lint_shape(place):
        return False
    found = [*lint_parts(place, body), *lint_measures(place, body)]
    return all(finding.severity != "error" for finding in found)


def _teach(protocol: Protocol, seed: int) -> list[Evidence]:
    fields = simulate_lesson(protocol, LENGTH_MS, Random(seed))
    return [read_evidence(f"{at:05}", dict(each)) for at, each in enumerate(fields)]


def _use(protocol: Protocol) -> None:
    timelines = [make_timeline(protocol, {}, _teach(protocol, seed), LENGTH_MS) for seed in (1, 2)]
    lessons = [(protocol, timeline) for timeline in timelines]
    for language in LANGUAGES:
        told = compute_measures(protocol, timelines[0], language)["measures"]
        assert all(measured["says"] and "{" not in measured["says"] for measured in told.values())
        compute_measures(protocol, clip_timeline(timelines[0], (60_000, 240_000)), language)
        compute_over_lessons(lessons, protocol["measures"], language)
        compare_observers(protocol, timelines, Settings(), language)
        for noticing in find_noticings(protocol, timelines[0], []):
            assert "{" not in say_noticing(protocol, noticing, language)
    write_tidy({"one": (protocol, timelines[0])})
    write_boris(protocol, [Written("one", "2026-11-22T10:00:00.000Z", LENGTH_MS, "", timelines[0])])
    assert read_toml(write_toml(protocol)) == protocol
    assert tomllib.loads(write_toml(protocol))["id"] == protocol["id"]


@pytest.mark.parametrize("protocol", read_library(), ids=lambda protocol: str(protocol["id"]))
def test_what_lint_lets_pass_can_be_used(protocol: Protocol) -> None:
    random = Random(protocol["id"])
    used = 0
    for _ in range(TRIES):
        body = deepcopy(protocol)
        for _ in range(random.randint(1, 3)):
            _change(body, random)
        if _is_sound(body):
            _use(body)
            used += 1
    assert used > 0
