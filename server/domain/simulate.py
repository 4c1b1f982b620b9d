"""A lesson that nobody taught: plausible evidence of any protocol, the same for the same random numbers.

The early codes of a protocol are its frequent ones; states last as long as states in coded lectures do (median about
half a minute, a long tail); what is seen in one interval is often seen in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from random import Random
from typing import assert_never

from server.domain.json_values import Json, JsonObject
from server.domain.protocol import Code, IntervalSampling, Protocol, SweepSampling, is_exclusive, step_of, track_of
from server.domain.simulate_people import (
    give_subjects,
    has_seats,
    judge_items,
    sweep_moments,
    sweep_seats,
    write_lines,
)

NOTES = {
    "en": (
        "Two students at the window have not started",
        '"Tell your partner before you tell me"',
        "Long silence, then several hands",
        "The board holds three different ways to do it",
        "Teacher kneels beside the back table",
        '"How do you know?"',
    ),
    "es": (
        "Dos estudiantes junto a la ventana no han empezado",
        "«Díselo primero a tu pareja»",
        "Silencio largo, luego varias manos",
        "En la pizarra hay tres maneras de resolverlo",
        "La docente se agacha junto a la mesa del fondo",
        "«¿Cómo lo sabes?»",
    ),
}
_STATE_MEDIAN_MS, _STATE_SPREAD = 30_000, 1.0
_PAUSE_MEDIAN_MS = 240_000
_EVENTS_A_MINUTE = 0.7
_IN_INTERVAL, _STAYS = 0.7, 0.75
_TAGGED_AT_ONCE = 0.85
_CLASS = 24


def simulate_lesson(protocol: Protocol, length_ms: int, random: Random, language: str = "en") -> list[JsonObject]:
    """Make the fields of a lesson's evidence, in order of time."""
    sampling = protocol["sampling"]
    match sampling["method"]:
        case "continuous":
            items = give_subjects(protocol, list(_record(protocol, length_ms, random)), random)
        case "interval":
            items = list(_mark(protocol, sampling, length_ms, random))
        case "sweep":
            is_by_seat = any(has_seats(protocol, code) for code in protocol["codes"])
            sweep = sweep_seats if is_by_seat else _sweep
            items = list(sweep(protocol, sampling, length_ms, random))
        case method:
            assert_never(method)
    items += _write_notes(length_ms, random, NOTES[language])
    items += write_lines(protocol, length_ms, random, language)
    items += judge_items(protocol, length_ms, random)
    return sorted(items, key=_time_of)


def _record(protocol: Protocol, length_ms: int, random: Random) -> Iterator[JsonObject]:
    tracks: dict[str, list[Code]] = {}
    for code in protocol["codes"]:
        if code["kind"] == "event":
            yield from _tap(protocol, code, length_ms, random)
        elif is_exclusive(protocol, code):
            tracks.setdefault(track_of(protocol, code), []).append(code)
        else:
            yield from _switch(protocol, code, length_ms, random)
    for codes in tracks.values():
        yield from _follow(protocol, codes, length_ms, random)


def _follow(protocol: Protocol, codes: Sequence[Code], length_ms: int, random: Random) -> Iterator[JsonObject]:
    """One state after another, never the same twice."""
    t_ms, running = 0, codes[0]
    while t_ms < length_ms:
        yield _item(protocol, running, "start", t_ms, random)
        t_ms += _draw_ms(_STATE_MEDIAN_MS, random)
        others = [code for code in codes if code is not running] or [running]
        running = random.choices(others, [_weight(protocol, code) for code in others])[0]


def _switch(protocol: Protocol, code: Code, length_ms: int, random: Random) -> Iterator[JsonObject]:
    """A state that comes and goes by itself."""
    t_ms = round(_draw_ms(_PAUSE_MEDIAN_MS, random) / _weight(protocol, code) ** 0.5)
    while t_ms < length_ms:
        yield _item(protocol, code, "start", t_ms, random)
        t_ms += _draw_ms(_STATE_MEDIAN_MS, random)
        if t_ms < length_ms:
            yield _item(protocol, code, "stop", t_ms, random)
        t_ms += _draw_ms(_PAUSE_MEDIAN_MS, random)


def _tap(protocol: Protocol, code: Code, length_ms: int, random: Random) -> Iterator[JsonObject]:
    """Events at random moments."""
    a_minute = _EVENTS_A_MINUTE * _weight(protocol, code) ** 0.6 * random.uniform(0.6, 1.4)
    t_ms = random.expovariate(a_minute / 60_000)
    while t_ms < length_ms:
        yield _item(protocol, code, "tap", round(t_ms), random)
        t_ms += random.expovariate(a_minute / 60_000)


def _mark(protocol: Protocol, sampling: IntervalSampling, length_ms: int, random: Random) -> Iterator[JsonObject]:
    step = step_of(sampling)
    for codes in _lanes(protocol):
        likely = [min(0.95, _IN_INTERVAL * _weight(protocol, code) * random.uniform(0.7, 1.3)) for code in codes]
        seen = _see(codes, likely, random)
        for start in range(0, length_ms, step):
            if seen is not None:
                moment = start + random.randrange(min(sampling["length_s"] * 1000, length_ms - start))
                yield _item(protocol, seen, "mark", moment, random)
            seen = seen if random.random() < _STAYS else _see(codes, likely, random)


def _lanes(protocol: Protocol) -> list[list[Code]]:
    """Give what only one of can be seen at a time: the codes of an exclusive track, or one code alone."""
    lanes: dict[str, list[Code]] = {}
    for code in protocol["codes"]:
        lane = f"track {track_of(protocol, code)}" if is_exclusive(protocol, code) else f"code {code['id']}"
        lanes.setdefault(lane, []).append(code)
    return list(lanes.values())


def _see(codes: Sequence[Code], likely: Sequence[float], random: Random) -> Code | None:
    return next((code for code, chance in zip(codes, likely, strict=True) if random.random() < chance), None)


def _sweep(protocol: Protocol, sampling: SweepSampling, length_ms: int, random: Random) -> Iterator[JsonObject]:
    """A look over a class of 24 every few minutes: how many of them have each code, and one code of each track."""
    counted = [code for code in protocol["codes"] if not is_exclusive(protocol, code)]
    lanes = [codes for codes in _lanes(protocol) if is_exclusive(protocol, codes[0])]
    for index, start in enumerate(sweep_moments(protocol, sampling, length_ms)):
        seen = random.choices(counted, [_weight(protocol, code) for code in counted], k=_CLASS) if counted else []
        chosen = [random.choices(codes, [_weight(protocol, code) for code in codes])[0] for codes in lanes]
        for place, code in enumerate(protocol["codes"]):
            item: JsonObject = {"interval": index}
            if code in seen:
                item["value"] = seen.count(code)
            if code in seen or code in chosen:
                t_ms = min(start + 1000 * place, length_ms - 1)
                yield _item(protocol, code, "sweep", t_ms, random) | item


def _item(protocol: Protocol, code: Code, action: str, t_ms: int, random: Random) -> JsonObject:
    item: JsonObject = {"t_ms": t_ms, "action": action, "code": code["id"]}
    modifiers = {} if action == "stop" else _choose_modifiers(protocol, code, random)
    return item | {"modifiers": modifiers} if modifiers else item


def _choose_modifiers(protocol: Protocol, code: Code, random: Random) -> JsonObject:
    """Choose options for most items, and leave the others for later as people do."""
    if random.random() > _TAGGED_AT_ONCE:
        return {}
    asked = [modifier for modifier in protocol["modifiers"] if modifier["id"] in code.get("modifiers", ())]
    chosen: JsonObject = {}
    for modifier in asked:
        options: list[Json] = [option["id"] for option in modifier.get("options", ())]
        if options and modifier["kind"] in ("one", "many"):
            option = random.choices(options, [1 / place for place in range(1, len(options) + 1)])[0]
            chosen[modifier["id"]] = option if modifier["kind"] == "one" else [option]
    return chosen


def _write_notes(length_ms: int, random: Random, texts: Sequence[str]) -> list[JsonObject]:
    chosen = random.sample(texts, 4)
    return [{"t_ms": random.randrange(length_ms), "action": "note", "note": text} for text in chosen]


def _weight(protocol: Protocol, code: Code) -> float:
    """Say how frequent a code is among those of its group: the first 1, the second a half …"""
    group = [other["id"] for other in protocol["codes"] if other["group"] == code["group"]]
    return 1.0 / (1 + group.index(code["id"]))


def _draw_ms(median_ms: int, random: Random) -> int:
    return max(1000, round(random.lognormvariate(log(median_ms), _STATE_SPREAD)))


def _time_of(item: JsonObject) -> float:
    t_ms = item["t_ms"]
    return t_ms if isinstance(t_ms, int) else 0
