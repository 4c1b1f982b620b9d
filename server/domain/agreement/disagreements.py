"""Where observers disagree: the list to talk through at a calibration."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal, TypedDict, cast

from server.domain.agreement.pairs import Side, codes_of, events_of, match_code
from server.domain.agreement.units import Said, Unit, make_scores, make_units, unit_kind
from server.domain.protocol import Protocol


class Disagreement(TypedDict):
    """A stretch of the lesson of which two observers said different things.

    `observers`: their places in the list, from 0. `said`: what each said, codes or one number; empty is nothing.
    """

    kind: Literal["moment", "interval", "sighting", "event", "score"]
    start_ms: int
    end_ms: int
    code: str | None
    observers: tuple[int, int]
    said: tuple[list[str | float], list[str | float]]


def list_disagreements(protocol: Protocol, side: Side, observers: tuple[int, int]) -> list[Disagreement]:
    """List what two observers saw differently, in order of time."""
    found = [
        *_of_units(protocol, side, observers),
        *_of_events(protocol, side, observers),
        *_of_scores(side, observers),
    ]
    return sorted(found, key=lambda one: (one["start_ms"], one["end_ms"], one["code"] or ""))


def _of_units(protocol: Protocol, side: Side, observers: tuple[int, int]) -> list[Disagreement]:
    units = [unit for unit in make_units(protocol, side.timelines, side.settings.step_ms) if None not in unit.said]
    kind = unit_kind(protocol)
    events = set(codes_of(protocol, "event")) if kind == "moment" else set()
    # Events have their own list, matched one by one; here only states are compared.
    said = [(unit, tuple(_without(one, events) for one in cast(Sequence[Said], unit.said))) for unit in units]
    apart = [(unit, both) for unit, both in said if both[0] != both[1]]
    stretches = groupby(enumerate(apart), key=lambda one: _stretch_of(one, kind, side.settings.step_ms))
    return [
        {
            "kind": kind,
            "start_ms": rows[0].start_ms,
            "end_ms": rows[-1].end_ms,
            "code": None,
            "observers": observers,
            "said": (_names(both[0]), _names(both[1])),
        }
        for (_, both), group in stretches
        if (rows := [unit for _, (unit, _both) in group])
    ]


def _without(said: Said, codes: set[str]) -> Said:
    return frozenset(one for one in said if one[1] not in codes) if codes else said


def _stretch_of(
    one: tuple[int, tuple[Unit, tuple[Said, ...]]], kind: str, step_ms: int
) -> tuple[int, tuple[Said, ...]]:
    """Moments that follow one another with the same two opinions are one stretch; all else stands alone."""
    at, (unit, both) = one
    return (unit.start_ms // step_ms - at if kind == "moment" else at, both)


def _names(said: Said) -> list[str | float]:
    return [f"{subject}: {code}" if subject else code for subject, code in sorted(said)]


def _of_events(protocol: Protocol, side: Side, observers: tuple[int, int]) -> list[Disagreement]:
    if unit_kind(protocol) != "moment":
        return []
    found: list[Disagreement] = []
    for code in codes_of(protocol, "event"):
        matching = match_code(side, code)
        first, second = events_of(side.timelines, 0, code), events_of(side.timelines, 1, code)
        found += [_make_event(code, first[at].t_ms, observers, at_first=True) for at in matching.first_alone]
        found += [_make_event(code, second[at].t_ms, observers, at_first=False) for at in matching.second_alone]
    return found


def _make_event(code: str, t_ms: int, observers: tuple[int, int], *, at_first: bool) -> Disagreement:
    said: tuple[list[str | float], list[str | float]] = ([code], []) if at_first else ([], [code])
    return {"kind": "event", "start_ms": t_ms, "end_ms": t_ms, "code": code, "observers": observers, "said": said}


def _of_scores(side: Side, observers: tuple[int, int]) -> list[Disagreement]:
    return [
        {
            "kind": "score",
            "start_ms": score.start_ms,
            "end_ms": score.start_ms,
            "code": score.code,
            "observers": observers,
            "said": (_value(score.values[0]), _value(score.values[1])),
        }
        for score in make_scores(side.timelines)
        if score.values[0] != score.values[1]
    ]


def _value(value: float | None) -> list[str | float]:
    return [] if value is None else [value]
