"""The third part of lint: can each measure be computed from what the protocol records?"""

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.lint_findings import Finding, Place
from server.domain.lint_parts import ids, refer
from server.domain.protocol import Protocol, track_of
from server.domain.toml_lines import Path

_CODE_LISTS = ("codes", "of", "per", "triggers", "responses", "from", "to", "per_from", "per_to")
_OF_TIME = ("duration", "share_of_time", "bout_mean", "bout_sd", "gap_mean")
_OF_MOMENTS = ("latency", "timer")


def lint_measures(place: Place, protocol: Protocol) -> Iterator[Finding]:
    for index, measure in enumerate(protocol["measures"]):
        path: Path = ("measures", index)
        yield from _references(place, path, protocol, measure)
        yield from _norm(place, path, measure)
        yield from _where(place, path, protocol, measure)
        yield from _kind(place, path, protocol, measure)


def _references(place: Place, path: Path, protocol: Protocol, measure: Mapping[str, Any]) -> Iterator[Finding]:
    codes = ids(protocol["codes"])
    for part in _CODE_LISTS:
        for at, name in enumerate(measure.get(part, ())):
            yield from refer(place, (*path, part, at), "code", name, codes)
    for at, name in enumerate(measure.get("items", ())):
        yield from refer(place, (*path, "items", at), "item", name, ids(protocol["items"]))
    if "edge" in measure:
        yield from refer(place, (*path, "edge"), "code", measure["edge"], codes)
    if "timer" in measure:
        yield from refer(place, (*path, "timer"), "timer", measure["timer"], ids(protocol["timers"]))
    if "subject" in measure:
        yield from refer(place, (*path, "subject"), "subject", measure["subject"], ids(protocol["subjects"]))
    if "present" in measure:
        numbers = [field["id"] for field in protocol["context"] if field["kind"] == "number"]
        yield from refer(place, (*path, "present"), "field", measure["present"], numbers)
    if "group" in measure:
        tracks = [track_of(protocol, code) for code in protocol["codes"]]
        yield from refer(place, (*path, "group"), "group", measure["group"], [*ids(protocol["groups"]), *tracks])


def _norm(place: Place, path: Path, measure: Mapping[str, Any]) -> Iterator[Finding]:
    norm = measure.get("norm")
    if norm is None:
        return
    if "value" not in norm and not ("low" in norm and "high" in norm):
        yield place.find("norm", (*path, "norm"), it=place.name(path))
    elif "low" in norm and norm["low"] > norm.get("high", norm["low"]):
        yield place.find("bounds", (*path, "norm"), low=norm["low"], high=norm["high"])


# Of which codes each of them asks; a transition asks of the codes of its group.
_WHERE_OF = {
    "where": ("codes", "triggers", "from", "per_from"),
    "per_where": ("per",),
    "response_where": ("responses",),
    "to_where": ("to", "per_to"),
}


def _where(place: Place, path: Path, protocol: Protocol, measure: Mapping[str, Any]) -> Iterator[Finding]:
    options = {modifier["id"]: ids(modifier.get("options", ())) for modifier in protocol["modifiers"]}
    for part, lists in _WHERE_OF.items():
        meant = {name for each in lists for name in measure.get(each, ())} or _codes_of(protocol, measure)
        offered = {name for code in protocol["codes"] if code["id"] in meant for name in code.get("modifiers", ())}
        for modifier, wanted in measure.get(part, {}).items():
            at: Path = (*path, part, modifier)
            if modifier not in options:
                yield from refer(place, at, "modifier", modifier, options)
            elif modifier not in offered:
                yield place.find("where", at, it=place.name(path), name=modifier)
            else:
                yield from _options(place, at, wanted, options[modifier])


def _codes_of(protocol: Protocol, measure: Mapping[str, Any]) -> set[str]:
    group = measure.get("group")
    return {code["id"] for code in protocol["codes"] if group in (code["group"], track_of(protocol, code))}


def _options(place: Place, at: Path, wanted: str | list[str], known: list[str]) -> Iterator[Finding]:
    if isinstance(wanted, str):
        yield from refer(place, at, "option", wanted, known)
        return
    for index, option in enumerate(wanted):
        yield from refer(place, (*at, index), "option", option, known)


def _kind(place: Place, path: Path, protocol: Protocol, measure: Mapping[str, Any]) -> Iterator[Finding]:
    kind, method = measure["kind"], protocol["sampling"]["method"]
    yield from _time(place, path, protocol, measure)
    if kind == "share_of_intervals" and method != "interval" and "interval_s" not in measure:
        yield place.find("needs-intervals", path)
    if measure.get("basis") == "intervals" and method != "interval":
        yield place.find("needs-intervals", path)
    if "interval_s" in measure and method == "interval":
        yield place.find("own-intervals", (*path, "interval_s"), it=place.name(path))
    if kind == "share_of_codes":
        yield from _one_group(place, path, protocol, measure)
    if kind == "sweep_share" and method != "sweep":
        yield place.find("needs-sweeps", path)
    if kind in ("sweep_share", "share_of_codes", "share_of_time"):
        yield from _part_of(place, path, measure)
    if measure.get("by_subject"):
        yield from _by_subject(place, path, protocol, measure)
    if measure.get("statistic") == "share_at_least" and not _has_limit(protocol, measure):
        yield place.find("limit", path)
    if measure.get("statistic") == "share_of_present" and "present" not in measure:
        yield place.find("present", path)


def _time(place: Place, path: Path, protocol: Protocol, measure: Mapping[str, Any]) -> Iterator[Finding]:
    """Time is measured where every second is watched; what follows what can be read from intervals too."""
    kind, method = measure["kind"], protocol["sampling"]["method"]
    is_of_states = kind in _OF_TIME or measure.get("basis") == "duration"
    if method == "sweep" and (is_of_states or kind in (*_OF_MOMENTS, "transition")):
        yield place.find("has-sweeps", path)
    elif method == "interval" and (is_of_states or kind in _OF_MOMENTS):
        yield place.find("has-intervals", path)
    elif is_of_states:
        yield from _states_only(place, path, protocol, measure)


def _states_only(place: Place, path: Path, protocol: Protocol, measure: Mapping[str, Any]) -> Iterator[Finding]:
    events = {code["id"] for code in protocol["codes"] if code["kind"] == "event"}
    for part in ("codes", "of", "per"):
        for at, name in enumerate(measure.get(part, ())):
            if name in events:
                yield place.find("needs-states", (*path, part, at), it=place.name(path), name=name)


def _one_group(place: Place, path: Path, protocol: Protocol, measure: Mapping[str, Any]) -> Iterator[Finding]:
    groups = {code["group"] for code in protocol["codes"] if code["id"] in measure["codes"]}
    if len(groups) > 1 and "of" not in measure:
        yield place.find("one-group", path)


def _part_of(place: Place, path: Path, measure: Mapping[str, Any]) -> Iterator[Finding]:
    for at, name in enumerate(measure["codes"]):
        if "of" in measure and name not in measure["of"]:
            yield place.find("part-of", (*path, "codes", at), it=place.name(path), name=name)


def _by_subject(place: Place, path: Path, protocol: Protocol, measure: Mapping[str, Any]) -> Iterator[Finding]:
    codes = {name for part in ("triggers", "responses") for name in measure.get(part, ())}
    codes = codes or _codes_of(protocol, measure)
    if not any("subjects" in code for code in protocol["codes"] if code["id"] in codes):
        yield place.find("nobody", (*path, "by_subject"), it=place.name(path))


def _has_limit(protocol: Protocol, measure: Mapping[str, Any]) -> bool:
    timer = next((each for each in protocol["timers"] if each["id"] == measure.get("timer")), None)
    return "limit_s" in measure or (timer is not None and "limit_s" in timer)
