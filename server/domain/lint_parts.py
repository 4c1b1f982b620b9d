"""The second half of lint: do the parts of a protocol fit together?"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from server.domain.lint_codes import lint_codes
from server.domain.lint_findings import Finding, Place
from server.domain.protocol import LANGUAGES, Protocol, SweepSampling
from server.domain.toml_lines import Path

_NAMESPACES = (
    ("groups",),
    ("codes", "items"),
    ("modifiers",),
    ("subjects",),
    ("timers",),
    ("scales",),
    ("context",),
    ("segments",),
    ("measures",),
    ("displays",),
)
_ADVICE = {
    "group": "Name one of: {names}.",
    "code": "Define it in [[codes]], or name one of: {names}.",
    "modifier": "Define it in [[modifiers]] or take it away.",
    "option": "Name one of: {names}.",
    "subject": "Define it in [[subjects]] or take it away.",
    "scale": "Define it in [[scales]] or take it away.",
    "item": "Define it in [[items]] or take it away.",
    "timer": "Define it in [[timers]] or take it away.",
    "measure": "Name one of: {names}.",
    "field": "Define it in [[context]] as a number.",
}
_SHOWN_NAMES = 12
_LEAST_WORDS = 4


def lint_parts(place: Place, protocol: Protocol) -> Iterator[Finding]:
    yield from _twice(place, protocol)
    yield from _references(place, protocol)
    yield from _groups(place, protocol)
    yield from lint_codes(place, protocol)
    yield from _modifiers(place, protocol)
    yield from _items(place, protocol)
    yield from _sampling(place, protocol)
    yield from _displays(place, protocol)
    yield from _texts(place, (), protocol)


def refer(place: Place, path: Path, kind: str, name: str, known: Iterable[str]) -> Iterator[Finding]:
    """Find a reference to something that does not exist."""
    names = list(known)
    if name not in names:
        shown = ", ".join(names[:_SHOWN_NAMES]) + (" …" if len(names) > _SHOWN_NAMES else "")
        it = place.name(path[:-1] if isinstance(path[-1], int) else path)
        yield place.find("reference", path, it=it, kind=kind, name=name, advice=_ADVICE[kind].format(names=shown))


def _twice(place: Place, protocol: Mapping[str, Any]) -> Iterator[Finding]:
    for lists in _NAMESPACES:
        entries = [((name, index), entry["id"]) for name in lists for index, entry in enumerate(protocol[name])]
        yield from _twice_among(place, entries)
    for name in ("modifiers", "context"):
        for index, entry in enumerate(protocol[name]):
            options = enumerate(entry.get("options", ()))
            yield from _twice_among(place, [((name, index, "options", at), each["id"]) for at, each in options])


def _twice_among(place: Place, entries: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for path, id in entries:
        if id in seen:
            yield place.find("twice", path, first=place.line(seen[id]), second=place.line(path))
        seen.setdefault(id, path)


def ids(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    return [entry["id"] for entry in entries]


def _references(place: Place, protocol: Protocol) -> Iterator[Finding]:
    codes, groups = ids(protocol["codes"]), ids(protocol["groups"])
    known = {"modifier": ids(protocol["modifiers"]), "subject": ids(protocol["subjects"]), "code": codes}
    for index, code in enumerate(protocol["codes"]):
        yield from refer(place, ("codes", index, "group"), "group", code["group"], groups)
        for part, kind in (("modifiers", "modifier"), ("subjects", "subject"), ("stops", "code")):
            for at, name in enumerate(code.get(part, ())):  # type: ignore[arg-type, var-annotated]  # three lists of names
                yield from refer(place, ("codes", index, part, at), kind, name, known[kind])
    for index, item in enumerate(protocol["items"]):
        yield from refer(place, ("items", index, "group"), "group", item["group"], groups)
        if "scale" in item:
            yield from refer(place, ("items", index, "scale"), "scale", item["scale"], ids(protocol["scales"]))
    for index, excluded in enumerate(protocol["exclude"]):
        yield from refer(place, ("exclude", index, "code"), "code", excluded["code"], codes)
    yield from _other_codes(place, protocol, codes)


def _other_codes(place: Place, protocol: Protocol, codes: list[str]) -> Iterator[Finding]:
    """Codes named by timers, the map and the script."""
    paths: list[Path] = [("script", "tags", at) for at, _ in enumerate(protocol.get("script", {}).get("tags", ()))]
    paths += [("seatmap", part) for part in ("tap", "link", "path") if part in protocol.get("seatmap", {})]
    for index, timer in enumerate(protocol["timers"]):
        if timer["kind"] == "hold":
            paths.append(("timers", index, "code"))
        else:
            paths += [("timers", index, "from", at) for at, _ in enumerate(timer["from"])]
            paths += [("timers", index, "to", at) for at, _ in enumerate(timer["to"])]
    for path in paths:
        yield from refer(place, path, "code", str(place.get(path)), codes)


def _groups(place: Place, protocol: Protocol) -> Iterator[Finding]:
    if not (protocol["codes"] or protocol["items"] or "script" in protocol):
        yield place.find("empty", ())
    exclusive = {group.get("track", group["id"]) for group in protocol["groups"] if group["exclusive"]}
    for index, group in enumerate(protocol["groups"]):
        path: Path = ("groups", index)
        if not any(part["group"] == group["id"] for part in (*protocol["codes"], *protocol["items"])):
            yield place.find("empty-group", path)
        if not group["exclusive"] and group.get("track") in exclusive:
            yield place.find("track", path, name=group.get("track"))
        states = [code["id"] for code in protocol["codes"] if code["group"] == group["id"] and code["kind"] == "state"]
        if "initial" in group and not (group["exclusive"] and group["initial"] in states):
            yield place.find("initial", (*path, "initial"), it=place.name(path), name=group["initial"])


def _modifiers(place: Place, protocol: Mapping[str, Any]) -> Iterator[Finding]:
    for name in ("modifiers", "context"):
        for index, entry in enumerate(protocol[name]):
            path: Path = (name, index)
            options = entry.get("options", [])
            is_choice = entry["kind"] in ("one", "many", "choice")
            if is_choice and len(options) < 2:
                yield place.find("options", path)
            if options and not is_choice:
                yield place.find("no-options", path)
            if "default" in entry:
                yield from refer(place, (*path, "default"), "option", entry["default"], ids(options))
            if entry.get("minimum", 0) > entry.get("maximum", entry.get("minimum", 0)):
                yield place.find("bounds", path, low=entry["minimum"], high=entry["maximum"])


def _items(place: Place, protocol: Protocol) -> Iterator[Finding]:
    for index, item in enumerate(protocol["items"]):
        is_rating = item["kind"] == "rating"
        if is_rating != ("scale" in item):
            with_, advice = ("without", "Name its scale.") if is_rating else ("with", "Take it away.")
            yield place.find("scale", ("items", index), kind=item["kind"], advice=advice, **{"with": with_})
    for index, scale in enumerate(protocol["scales"]):
        values = [level["value"] for level in scale["levels"]]
        if any(low >= high for low, high in pairwise(values)):
            yield place.find("levels", ("scales", index))
        if scale.get("per") == "segment" and not protocol["segments"]:
            yield place.find("no-segments", ("scales", index))


def _sampling(place: Place, protocol: Protocol) -> Iterator[Finding]:
    sampling = protocol["sampling"]
    if sampling["method"] == "sweep" and not ("spacing_s" in sampling or "count" in sampling):
        yield place.find("sweeps", ("sampling",))
    if sampling["method"] == "sweep" and "first_s" in sampling:
        yield from _first_sweep(place, protocol, sampling)
    turning = [subject for subject in protocol["subjects"] if "every" in subject]
    if turning and len(turning) == len(protocol["subjects"]):
        yield place.find("rotation", ("subjects", 0))


def _first_sweep(place: Place, protocol: Protocol, sampling: SweepSampling) -> Iterator[Finding]:
    if "spacing_s" not in sampling:
        yield place.find("first-alone", ("sampling", "first_s"))
    for index, segment in enumerate(protocol["segments"]):
        if segment["length_s"] <= sampling["first_s"]:
            facts = {"length": segment["length_s"], "first": sampling["first_s"]}
            yield place.find("first-late", ("segments", index), **facts)


_KINDS_OF_CHART = {
    "waits": ("latency", "timer"),
    "ratio": ("ratio",),
    "transitions": ("transition", "count", "duration", "rate"),
    "ratings": ("mean_rating",),
    "reach": ("reach",),
    "sweeps": ("sweep_share",),
}


def _displays(place: Place, protocol: Protocol) -> Iterator[Finding]:
    shown = [index for index, display in enumerate(protocol["displays"]) if display.get("shown")]
    if len(shown) > 3:
        yield place.find("displays", ("displays", shown[3]), n=len(shown))
    known = {"measures": "measure", "groups": "group", "codes": "code"}
    kinds: dict[str, str] = {measure["id"]: measure["kind"] for measure in protocol["measures"]}
    for index, display in enumerate(protocol["displays"]):
        path: Path = ("displays", index)
        for part, kind in known.items():
            names = _named(protocol, part)
            for at, name in enumerate(display.get(part, ())):  # type: ignore[arg-type, var-annotated]  # lists of names
                yield from refer(place, (*path, part, at), kind, name, names)
        if "modifier" in display:
            yield from refer(place, (*path, "modifier"), "modifier", display["modifier"], ids(protocol["modifiers"]))
        chart = display["chart"]
        fitting = _KINDS_OF_CHART.get(chart)
        if fitting and not any(kinds.get(name) in fitting for name in display.get("measures", ())):
            yield place.find("display-kind", path, chart=chart)
        if chart in ("seatmap", "links", "path") and "seatmap" not in protocol:
            yield place.find("seatmap", path)
        if not any(part in display for part in known) and chart not in ("notes", "script", "checklist", "path"):
            yield place.find("display-empty", path)


def _named(protocol: Mapping[str, Any], part: str) -> list[str]:
    """What a display may name; an item is named as a code is."""
    return ids(protocol[part]) + (ids(protocol["items"]) if part == "codes" else [])


def _texts(place: Place, path: Path, value: object) -> Iterator[Finding]:
    """Every text a person reads: the same languages everywhere, and translated."""
    languages = set(LANGUAGES) | set(_languages(value))
    for at, text in _find_texts(path, value):
        for language in sorted(languages - set(text)):
            yield place.find("language-partly", at, name=f'"{language}"')
        if text["en"] == text["es"] and len(text["en"].split()) >= _LEAST_WORDS:
            yield place.find("untranslated", at)


def _languages(value: object) -> Iterator[str]:
    for _, text in _find_texts((), value):
        yield from text


def _find_texts(path: Path, value: object) -> Iterator[tuple[Path, Mapping[str, str]]]:
    if isinstance(value, Mapping):
        if set(LANGUAGES) <= set(value):
            yield path, value
            return
        for name, inner in value.items():
            yield from _find_texts((*path, name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _find_texts((*path, index), inner)
