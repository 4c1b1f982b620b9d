"""Who a simulated lesson is about, and what an observer decides at the end of it: seats, links, lines, ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from random import Random

from server.domain.json_values import JsonObject
from server.domain.protocol import Code, Item, Protocol, SweepSampling
from server.domain.sweep_times import due_times

LINES = {
    "en": (
        "What makes you say that?",
        "Turn to page twelve.",
        "You checked it twice, that is what careful looks like.",
        "I think it doubles.",
    ),
    "es": (
        "¿Qué te hace decir eso?",
        "Abran la página doce.",
        "Lo revisaste dos veces, eso es cuidado.",
        "Creo que se duplica.",
    ),
}
_CLASS, _COLUMNS = 24, 6
_LINE_EVERY_MS = 90_000
_NOT_APPLICABLE = 0.08
_LEVELS_UP = 1.4


def seat_names(protocol: Protocol) -> list[str]:
    """Name the seats of the class: A1, A2 … in rows, or 1, 2 … where the map says numbers."""
    if protocol.get("seatmap", {}).get("labels") == "numbers":
        return [str(number) for number in range(1, _CLASS + 1)]
    return [f"{chr(65 + at // _COLUMNS)}{at % _COLUMNS + 1}" for at in range(_CLASS)]


def give_subjects(protocol: Protocol, items: Sequence[JsonObject], random: Random) -> list[JsonObject]:
    """Say of whom each event is: a few students are in most of them. A link goes on to another seat."""
    codes = {code["id"]: code for code in protocol["codes"]}
    return [
        _give_subject(protocol, item, codes[str(item["code"])], random) if item["action"] == "tap" else item
        for item in items
    ]


def _give_subject(protocol: Protocol, item: JsonObject, code: Code, random: Random) -> JsonObject:
    if not code.get("subjects"):
        return item
    if not has_seats(protocol, code):
        return item | {"subject": random.choice(code["subjects"])}
    seats = seat_names(protocol)
    weights = [1 / place for place in range(1, len(seats) + 1)]
    subject, other = random.choices(seats, weights, k=2)
    if protocol.get("seatmap", {}).get("link") != code["id"]:
        return item | {"subject": subject}
    return item | {"action": "link", "subject": subject, "to_subject": other if other != subject else seats[-1]}


def has_seats(protocol: Protocol, code: Code) -> bool:
    seats = {subject["id"] for subject in protocol["subjects"] if subject["kind"] == "seat"}
    return not seats.isdisjoint(code.get("subjects", ()))


def sweep_seats(protocol: Protocol, sampling: SweepSampling, length_ms: int, random: Random) -> Iterator[JsonObject]:
    """Look at one seat after the other, every few minutes."""
    codes = [code for code in protocol["codes"] if has_seats(protocol, code)]
    weights = [1 / place for place in range(1, len(codes) + 1)]
    for index, start in enumerate(sweep_moments(protocol, sampling, length_ms)):
        for place, seat in enumerate(seat_names(protocol)):
            t_ms = min(start + place * 1000, length_ms - 1)
            code = random.choices(codes, weights)[0]["id"]
            yield {"t_ms": t_ms, "action": "sweep", "code": code, "subject": seat, "interval": index, "value": 1}


def sweep_moments(protocol: Protocol, sampling: SweepSampling, length_ms: int) -> list[int]:
    """Give the moments of the sweeps that lie in a lesson; without a spacing they are spread over it."""
    if "spacing_s" in sampling:
        return list(takewhile(lambda due: due < length_ms, due_times(protocol, sampling)))
    return list(range(0, length_ms, max(1, length_ms // sampling.get("count", 10))))


def write_lines(protocol: Protocol, length_ms: int, random: Random, language: str) -> Iterator[JsonObject]:
    """Write down what is said, with its speaker, and its tag on most lines."""
    script = protocol.get("script")
    if script is None:
        return
    speakers, tags = [speaker["id"] for speaker in script["speakers"]], script.get("tags", [])
    for t_ms in range(_LINE_EVERY_MS, length_ms, _LINE_EVERY_MS):
        line: JsonObject = {"t_ms": t_ms, "action": "note", "note": random.choice(LINES[language])}
        line["speaker"] = random.choice(speakers)
        yield line | {"code": random.choice(tags)} if tags and random.random() < 0.8 else line


def judge_items(protocol: Protocol, length_ms: int, random: Random) -> Iterator[JsonObject]:
    """Rate and check each item at the end of the lesson, or of each segment."""
    scales = {scale["id"]: scale for scale in protocol["scales"]}
    for item in protocol["items"]:
        scale = scales.get(item.get("scale", ""))
        if scale is not None and scale.get("per") == "segment":
            for index, t_ms in enumerate(_segment_ends(protocol, length_ms)):
                levels = [level["value"] for level in scale["levels"]]
                yield {**_judge(item, t_ms, levels, random, may_skip=scale.get("na", False)), "interval": index}
        elif scale is not None:
            levels = [level["value"] for level in scale["levels"]]
            yield _judge(item, length_ms - 1, levels, random, may_skip=scale.get("na", False))
        else:
            yield _judge(item, length_ms - 1, [0, 1], random, may_skip=item.get("na", False))


def _segment_ends(protocol: Protocol, length_ms: int) -> Iterator[int]:
    end = 0
    for segment in protocol["segments"]:
        end += segment["length_s"] * 1000
        yield min(end, length_ms) - 1
        end += segment.get("scoring_s", 0) * 1000


def _judge(item: Item, t_ms: int, levels: Sequence[int], random: Random, *, may_skip: bool) -> JsonObject:
    judged: JsonObject = {"t_ms": t_ms, "action": "rate" if item["kind"] == "rating" else "check", "code": item["id"]}
    if may_skip and random.random() < _NOT_APPLICABLE:
        return judged
    return judged | {"value": random.choices(levels, [_LEVELS_UP**at for at in range(len(levels))])[0]}
