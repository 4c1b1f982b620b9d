"""Lint of the codes: their keys, what stands on them, and what only states or events can do."""

from collections.abc import Iterator

from server.domain.lint_findings import Finding, Place
from server.domain.protocol import LANGUAGES, Protocol, find_group, read_short
from server.domain.toml_lines import Path


def lint_codes(place: Place, protocol: Protocol) -> Iterator[Finding]:
    yield from _codes(place, protocol)
    yield from _faces(place, protocol)


def _codes(place: Place, protocol: Protocol) -> Iterator[Finding]:
    states = {code["id"] for code in protocol["codes"] if code["kind"] == "state"}
    keys: dict[str, int] = {}
    for index, code in enumerate(protocol["codes"]):
        path: Path = ("codes", index)
        if "key" in code and code["key"] in keys:
            first: Path = ("codes", keys[code["key"]])
            facts = {"key": code["key"], "other": place.name(first), "first": place.line(first)}
            yield place.find("key-twice", (*path, "key"), it=place.name(path), **facts)
        if "key" in code:
            keys.setdefault(code["key"], index)
        group = find_group(protocol, code["group"])
        in_sweeps = protocol["sampling"]["method"] == "sweep"
        if code["kind"] == "event" and group is not None and group["exclusive"] and not in_sweeps:
            yield place.find("exclusive-event", path, name=code["group"])
        if code["kind"] == "event" and "second_tap" in code:
            yield place.find("event-only-states", (*path, "second_tap"), it=place.name(path), name="second_tap")
        for at, name in enumerate(code.get("stops", ())):
            if name not in states and any(other["id"] == name for other in protocol["codes"]):
                yield place.find("stops-state", (*path, "stops", at), it=place.name(path), name=name)
        if "rule" in code and protocol["sampling"]["method"] != "interval":
            yield place.find("rule-interval", (*path, "rule"), it=place.name(path))


def _faces(place: Place, protocol: Protocol) -> Iterator[Finding]:
    """Two keys of one lane that nobody can tell apart, in one language or the other."""
    seen: dict[tuple[str, str, str], int] = {}
    for index, code in enumerate(protocol["codes"]):
        for language in LANGUAGES:
            face = (language, code["group"], read_short(code, language).casefold())
            if face in seen and code["id"] != protocol["codes"][seen[face]]["id"]:
                first: Path = ("codes", seen[face])
                facts = {"short": read_short(code, language), "other": place.name(first), "first": place.line(first)}
                yield place.find("short-twice", ("codes", index), **facts)
                break
            seen.setdefault(face, index)
