"""The server's core and the app's say the same of the same lessons: every number, every sentence, in both languages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from server.domain.agreement import Settings, compare_observers
from server.domain.clip import clip_timeline
from server.domain.evidence import Evidence, read_evidence
from server.domain.json_values import JsonObject
from server.domain.lessons import compute_over_lessons
from server.domain.measures import compute_measures
from server.domain.noticings import find_noticings, say_noticing
from server.domain.protocol import LANGUAGES, Protocol
from server.domain.simulate import simulate_lesson
from server.domain.timeline import make_timeline
from server.services.protocols import read_library

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
PWA = HERE.parents[1] / "pwa"
LENGTH_MS = 30 * 60_000
WINDOW = (7 * 60_000 + 500, 19 * 60_000)
PAUSES = [{"from_ms": 300_000, "to_ms": 372_500, "why": "pause"}, {"from_ms": 900_000, "to_ms": 903_001, "why": "gap"}]
LIBRARY = read_library()
EVERY = [
    pytest.param(protocol, language, id=f"{protocol['id']}-{language}")
    for protocol in LIBRARY
    for language in LANGUAGES
]


def _observation(protocol: Protocol) -> dict[str, Any]:
    context = {field["id"]: 24 for field in protocol["context"] if field["kind"] == "number"}
    return {"context": context, "pauses": PAUSES}


@cache
def _observers(id: str) -> Sequence[Sequence[JsonObject]]:
    """A lesson, the same by somebody who is late and misses some, and another one, with corrections."""
    protocol = next(each for each in LIBRARY if each["id"] == id)
    one = simulate_lesson(protocol, LENGTH_MS, Random(11))
    late = [{**item, "t_ms": int(str(item["t_ms"])) + 700} for place, item in enumerate(one) if place % 7]
    other = simulate_lesson(protocol, LENGTH_MS, Random(12))
    corrected = [{**item, "retracted": True} if place % 13 == 5 else item for place, item in enumerate(other)]
    return one, late, corrected


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What the app's core answers of every protocol in every language, run once by Node."""
    bundle = tmp_path_factory.mktemp("alike") / "app.mjs"
    rolldown = PWA / "node_modules" / ".bin" / "rolldown"
    made = (str(rolldown), str(HERE / "app.mjs"), "--file", str(bundle), "--format", "esm", "--platform", "node")
    subprocess.run(made, cwd=PWA, check=True, capture_output=True)
    names = [(protocol, language) for protocol in LIBRARY for language in LANGUAGES]
    asked = [_ask(protocol, language) for protocol, language in names]
    ran = subprocess.run(("node", str(bundle)), input=json.dumps(asked).encode(), check=True, capture_output=True)
    answers = json.loads(ran.stdout)
    return {f"{protocol['id']} {language}": answer for (protocol, language), answer in zip(names, answers, strict=True)}


def _ask(protocol: Protocol, language: str) -> dict[str, Any]:
    observers = [
        [{"record": f"{at:05}", "fields": fields} for at, fields in enumerate(items)]
        for items in _observers(protocol["id"])
    ]
    return {
        "protocol": protocol,
        "observation": _observation(protocol),
        "observers": observers,
        "until_ms": LENGTH_MS,
        "window": WINDOW,
        "language": language,
    }


def _read(items: Sequence[JsonObject]) -> list[Evidence]:
    return [read_evidence(f"{at:05}", dict(fields)) for at, fields in enumerate(items)]


def _server(protocol: Protocol, language: str) -> dict[str, Any]:
    timelines = [
        make_timeline(protocol, _observation(protocol), _read(items), LENGTH_MS) for items in _observers(protocol["id"])
    ]
    lessons = [(protocol, timeline) for timeline in timelines]
    found = {
        "timelines": [asdict(timeline) for timeline in timelines],
        "noticings": [
            {"is": each.kind, **each.facts, "items": each.items, "says": say_noticing(protocol, each, language)}
            for each in find_noticings(protocol, timelines[0], [])
        ],
        "measures": compute_measures(protocol, timelines[0], language),
        "part": compute_measures(protocol, clip_timeline(timelines[0], WINDOW), language),
        "together": compute_over_lessons(lessons, protocol["measures"], language),
        "agreement": compare_observers(protocol, timelines, Settings(), language),
    }
    answer: dict[str, Any] = json.loads(json.dumps(found, default=dict))
    return answer


@pytest.mark.parametrize(("protocol", "language"), EVERY)
def test_app_and_server_say_the_same(protocol: Protocol, language: str, app: Mapping[str, Any]) -> None:
    theirs, ours = app[f"{protocol['id']} {language}"], _server(protocol, language)
    assert list(_differ(theirs, ours)) == []


def _differ(theirs: Any, ours: Any, where: str = "") -> Any:
    """Name the places where two answers differ; numbers may by the last digits of a division."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in sorted(set(theirs) | set(ours)):
            yield from _differ(theirs.get(name), ours.get(name), f"{where}.{name}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for at, (one, other) in enumerate(zip(theirs, ours, strict=True)):
            yield from _differ(one, other, f"{where}[{at}]")
    elif isinstance(theirs, int | float) and isinstance(ours, int | float):
        if theirs != pytest.approx(ours, rel=1e-12, abs=1e-12):
            yield f"{where}: app {theirs}, server {ours}"
    elif theirs != ours:
        yield f"{where}: app {theirs!r}, server {ours!r}"
