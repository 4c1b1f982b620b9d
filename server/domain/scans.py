"""Sweeps over the room, and ratings: what is recorded at a moment of the observer's choosing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.evidence import Evidence, Modifiers
from server.domain.protocol import Item, Protocol, find_code, is_exclusive, track_of
from server.domain.sweep_times import sweep_at


@dataclass(frozen=True, slots=True)
class Sighting:
    """So many people with a code, or one seat with it."""

    code: str
    n: float
    subject: str | None
    modifiers: Modifiers
    item: str


@dataclass(frozen=True, slots=True)
class Sweep:
    """One look over the room; `codes`: how many people have each code."""

    index: int
    t_ms: int
    sightings: tuple[Sighting, ...]
    codes: dict[str, float]


@dataclass(frozen=True, slots=True)
class Rating:
    """What an item was given: the level, or 1 seen and 0 not seen; None is not applicable.

    `segment` counts from 0, and is None when the scale is given once a lesson.
    """

    code: str
    t_ms: int
    item: str
    value: float | None
    segment: int | None


def make_sweeps(protocol: Protocol, items: Iterable[Evidence]) -> list[Sweep]:
    """Make the sweeps in order; of two records of one seat or exclusive lane in one sweep the later counts."""
    known = {code["id"] for code in protocol["codes"]}
    groups: dict[int, list[Evidence]] = {}
    for item in items:
        if item.action == "sweep" and item.code in known:
            index = sweep_at(protocol, item.t_ms) if item.interval is None else item.interval
            groups.setdefault(index, []).append(item)
    return [_make_sweep(protocol, index, group) for index, group in sorted(groups.items())]


def _make_sweep(protocol: Protocol, index: int, group: Sequence[Evidence]) -> Sweep:
    sightings: dict[str, Sighting] = {}
    for item in group:
        n = 1 if item.value is None else item.value
        sighting = Sighting(item.code or "", n, item.subject, item.modifiers, item.record)
        key = _place_of(protocol, item)
        sightings.pop(key, None)
        sightings[key] = sighting
    codes: dict[str, float] = {}
    for sighting in sightings.values():
        codes[sighting.code] = codes.get(sighting.code, 0) + sighting.n
    return Sweep(index, group[0].t_ms, tuple(sightings.values()), codes)


def _place_of(protocol: Protocol, item: Evidence) -> str:
    """Name what only one record of a sweep can fill: a seat, or else an exclusive lane; many fill no such place."""
    if item.subject is not None:
        return f"seat {item.subject}"
    code = find_code(protocol, item.code or "")
    is_one = code is not None and is_exclusive(protocol, code)
    return f"lane {track_of(protocol, code)}" if code and is_one else f"item {item.record}"


def make_ratings(protocol: Protocol, items: Iterable[Evidence]) -> list[Rating]:
    """Make the ratings that hold: of several of one item (and segment) the last."""
    by_id = {item["id"]: item for item in protocol["items"]}
    last: dict[tuple[str, int | None], Rating] = {}
    for item in items:
        if item.action in ("rate", "check") and item.code in by_id:
            rating = _make_rating(protocol, by_id[item.code], item)
            last[(rating.code, rating.segment)] = rating
    return list(last.values())


def _make_rating(protocol: Protocol, rated: Item, item: Evidence) -> Rating:
    per = {scale["id"]: scale.get("per") for scale in protocol["scales"]}.get(rated.get("scale", ""))
    segment = segment_at(protocol, item.t_ms) if item.interval is None else item.interval
    return Rating(rated["id"], item.t_ms, item.record, item.value, segment if per == "segment" else None)


def segment_at(protocol: Protocol, t_ms: int) -> int:
    """Give the segment in which a moment lies, its scoring break included; the last one afterwards."""
    end = 0
    for index, segment in enumerate(protocol["segments"]):
        end += (segment["length_s"] + segment.get("scoring_s", 0)) * 1000
        if t_ms < end:
            return index
    return max(0, len(protocol["segments"]) - 1)
