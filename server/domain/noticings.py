"""Noticings: plain statements computed from the evidence of a lesson, each with the items it rests on.

They say what there was, when and how often; none says whether that is good. `pwa/src/core/noticings.ts` finds the same;
shared examples: `tests/vectors/noticings.json`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from server.domain.picks import observed_intervals
from server.domain.protocol import Protocol, find_code, read_short, read_text
from server.domain.says import say, show_time
from server.domain.timeline import TimedEvent, Timeline

Kind: TypeAlias = Literal["longest", "marked", "seen", "busiest", "follows", "seats", "first", "starred"]

_MINUTE_MS = 60_000
# Below these a statement would say more of chance than of the lesson.
_BUSY = 3
_OFTEN = 3
_LATE_MS = 5 * _MINUTE_MS
_MOST = 6
_MOST_MARKED = 2


@dataclass(frozen=True, slots=True)
class Noticing:
    """A statement: its kind, what it says in codes, counts and milliseconds, and the items it rests on."""

    kind: Kind
    facts: Mapping[str, str | int]
    items: tuple[str, ...]


def find_noticings(protocol: Protocol, timeline: Timeline, starred: Sequence[str]) -> list[Noticing]:
    """Find what stands out, the most telling first: at most six, and what was starred.

    Finds nothing where nothing was recorded.
    """
    found = [
        *_find_longest(protocol, timeline),
        *_find_marked(protocol, timeline),
        *_find_seen(protocol, timeline),
        *_find_busiest(protocol, timeline),
        *_find_following(protocol, timeline),
        *_find_seats(protocol, timeline),
        *_find_late_first(protocol, timeline),
    ][:_MOST]
    return [*found, Noticing("starred", {"n": len(starred)}, tuple(starred))] if starred else found


def say_noticing(protocol: Protocol, noticing: Noticing, language: str) -> str:
    """Say a noticing in a language, with the names of its codes."""
    facts = {name: _write(protocol, name, fact, language) for name, fact in noticing.facts.items()}
    if noticing.kind == "longest":
        facts["length"] = show_time(int(noticing.facts["to_ms"]) - int(noticing.facts["from_ms"]))
    counted = {"seats": "seats", "starred": "n"}.get(noticing.kind)
    one = "_one" if counted and noticing.facts[counted] == 1 else ""
    return say(f"noticing_{noticing.kind}{one}", facts, language)


def _write(protocol: Protocol, name: str, fact: str | int, language: str) -> str | int:
    if isinstance(fact, str):
        code = find_code(protocol, fact)
        return fact if code is None else f"{read_short(code, language)} {read_text(code['label'], language)}"
    if name == "minute":
        return fact + 1
    # A started second does not count yet, as on the clock of the pad.
    return show_time(fact // 1000 * 1000) if name.endswith("_ms") else fact


def _find_longest(protocol: Protocol, timeline: Timeline) -> Iterator[Noticing]:
    """Find the longest stretch of the state that took the most time; open stretches have no length."""
    closed = [span for span in timeline.spans if not span.open and find_code(protocol, span.code)]
    totals: Counter[str] = Counter()
    for span in closed:
        totals[span.code] += span.end_ms - span.start_ms
    code = max(totals, key=lambda each: totals[each], default=None)
    longest = max(
        (span for span in closed if span.code == code), key=lambda span: span.end_ms - span.start_ms, default=None
    )
    if longest is not None and longest.end_ms - longest.start_ms >= _MINUTE_MS:
        stretch: dict[str, str | int] = {"from_ms": longest.start_ms, "to_ms": longest.end_ms}
        yield Noticing("longest", {"code": longest.code, **stretch}, longest.items)


def _find_marked(protocol: Protocol, timeline: Timeline) -> Iterator[Noticing]:
    """Find the codes that were marked in the most intervals, of all that were observed."""
    if protocol["sampling"]["method"] != "interval":
        return
    intervals = observed_intervals(timeline, None)
    marked = {
        code["id"]: [item for interval in intervals for item in interval.codes.get(code["id"], [])[:1]]
        for code in protocol["codes"]
    }
    yield from _most("marked", marked, len(intervals))


def _find_seen(protocol: Protocol, timeline: Timeline) -> Iterator[Noticing]:
    """Find the codes that were seen in the most sweeps."""
    if protocol["sampling"]["method"] != "sweep":
        return
    firsts = [{one.code: one.item for one in reversed(sweep.sightings) if one.n > 0} for sweep in timeline.sweeps]
    seen = {code["id"]: [first[code["id"]] for first in firsts if code["id"] in first] for code in protocol["codes"]}
    yield from _most("seen", seen, len(timeline.sweeps))


def _most(kind: Kind, found: Mapping[str, Sequence[str]], n: int) -> Iterator[Noticing]:
    held = sorted((each for each in found.items() if each[1]), key=lambda each: -len(each[1]))
    for code, items in held[:_MOST_MARKED]:
        yield Noticing(kind, {"code": code, "k": len(items), "n": n}, tuple(items))


def _find_busiest(protocol: Protocol, timeline: Timeline) -> Iterator[Noticing]:
    """Find the minute with the most events of one code."""
    minutes: dict[tuple[str, int], list[TimedEvent]] = {}
    for event in _events_of(protocol, timeline):
        minutes.setdefault((event.code, event.t_ms // _MINUTE_MS), []).append(event)
    busiest = max(minutes.items(), key=lambda each: len(each[1]), default=None)
    if busiest is not None and len(busiest[1]) >= _BUSY:
        (code, minute), events = busiest
        yield Noticing("busiest", {"code": code, "minute": minute, "n": len(events)}, _items(events))


def _find_following(protocol: Protocol, timeline: Timeline) -> Iterator[Noticing]:
    """Find the pair of different codes that followed each other most often, at least half of the times."""
    events = sorted(_events_of(protocol, timeline), key=lambda event: event.t_ms)
    starts = Counter(event.code for event in events[:-1])
    pairs: dict[tuple[str, str], list[TimedEvent]] = {}
    for event, after in pairwise(events):
        if event.code != after.code:
            pairs.setdefault((event.code, after.code), []).extend((event, after))
    most = max(pairs.items(), key=lambda each: len(each[1]), default=None)
    if most is None:
        return
    (code, then), held = most
    n, of = len(held) // 2, starts[code]
    if n >= _OFTEN and n * 2 >= of:
        yield Noticing("follows", {"code": code, "next": then, "n": n, "of": of}, _items(held))


def _find_seats(protocol: Protocol, timeline: Timeline) -> Iterator[Noticing]:
    """Find how many seats the code was given to that was given to the most."""
    if "seatmap" not in protocol:
        return
    codes: dict[str, list[TimedEvent]] = {}
    for event in _events_of(protocol, timeline):
        if event.subject is not None:
            codes.setdefault(event.code, []).append(event)
    most = max(codes.items(), key=lambda each: len(each[1]), default=None)
    if most is not None and len(most[1]) >= _BUSY:
        code, events = most
        seats = len({event.subject for event in events})
        yield Noticing("seats", {"code": code, "seats": seats, "n": len(events)}, _items(events))


def _find_late_first(protocol: Protocol, timeline: Timeline) -> Iterator[Noticing]:
    """Find a code that came for the first time when some minutes had passed."""
    firsts: dict[str, tuple[int, str]] = {}
    moments = [(event.code, event.t_ms, event.item) for event in _events_of(protocol, timeline)]
    moments += [(span.code, span.start_ms, span.items[0] if span.items else "") for span in timeline.spans]
    for code, t_ms, item in moments:
        if code not in firsts or firsts[code][0] > t_ms:
            firsts[code] = t_ms, item
    late = {code: first for code, first in firsts.items() if first[0] >= _LATE_MS}
    latest = max(late.items(), key=lambda each: each[1][0], default=None)
    if latest is not None:
        code, (t_ms, item) = latest
        yield Noticing("first", {"code": code, "t_ms": t_ms}, (item,))


def _events_of(protocol: Protocol, timeline: Timeline) -> list[TimedEvent]:
    return [event for event in timeline.events if event.counted and find_code(protocol, event.code)]


def _items(events: Iterable[TimedEvent]) -> tuple[str, ...]:
    return tuple(event.item for event in events)
