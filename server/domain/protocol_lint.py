"""Lint of a protocol file: is it TOML, has it the shape, do its parts fit, is it what was released?"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import cast

from server.domain.lint_findings import Finding, Place, make_finding
from server.domain.lint_measures import lint_measures
from server.domain.lint_parts import lint_parts
from server.domain.lint_shape import lint_shape
from server.domain.protocol import Protocol, hash_protocol
from server.domain.protocol_files import read_toml
from server.domain.toml_lines import find_lines
from server.domain.toml_words import advise

MAX_BYTES = 256 * 1024
_MAX_DOTS = 8
_MAX_BRACKETS = 100
_AT_LINE = re.compile(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


def lint_file(data: bytes, name: str, released: Mapping[str, str] | None = None) -> list[Finding]:
    """Find all that is wrong with a protocol file; nothing found means that it can be used.

    `name` is the file's name, `released` maps `id@version` to the hash of the version that was released.
    """
    if len(data) > MAX_BYTES:
        return [make_finding("size")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [make_finding("encoding", data.count(b"\n", 0, error.start) + 1)]
    bulky = _find_deep_line(text)
    if bulky is not None:
        return [make_finding("depth", bulky, it="this line")]
    try:
        body = read_toml(text)
    except (ValueError, RecursionError) as error:
        return [_say_toml(error, text.count("\n") + 1)]
    return _lint_body(Place(body, find_lines(text)), PurePath(name), released or {})


def _lint_body(place: Place, name: PurePath, released: Mapping[str, str]) -> list[Finding]:
    findings = lint_shape(place)
    if findings:
        return findings
    protocol = cast(Protocol, place.body)
    found = [*_lint_name(place, protocol, name), *lint_parts(place, protocol), *lint_measures(place, protocol)]
    found += _lint_release(place, protocol, released)
    return sorted(found, key=lambda finding: finding.line or 0)


def _lint_name(place: Place, protocol: Protocol, name: PurePath) -> Iterator[Finding]:
    if name.suffix == ".toml" and name.stem != protocol["id"]:
        yield place.find("name", ("id",), name=name.name, id=protocol["id"])


def _lint_release(place: Place, protocol: Protocol, released: Mapping[str, str]) -> Iterator[Finding]:
    version = protocol["version"]
    hash = released.get(f"{protocol['id']}@{version}")
    if hash is not None and hash != hash_protocol(protocol):
        yield place.find("frozen", ("version",), id=protocol["id"], version=version, next=version + 1)


def _find_deep_line(text: str) -> int | None:
    """Name a line that could only be there to exhaust the parser: a key of many parts, brackets in brackets."""
    for number, line in enumerate(text.splitlines(), 1):
        is_key = line.split("=", 1)[0].count(".") > _MAX_DOTS and not line.lstrip().startswith(("#", '"', "'"))
        if is_key and "=" in line:
            return number
        if line.lstrip().startswith("[") and line.count(".") > _MAX_DOTS and "=" not in line:
            return number
        if max(line.count("["), line.count("{")) > _MAX_BRACKETS and not line.lstrip().startswith("#"):
            return number
    return None


def _say_toml(error: Exception, last_line: int) -> Finding:
    """Put the reader's words in ours; what it finds at the end of the document stands on the last line."""
    if not isinstance(error, tomllib.TOMLDecodeError):
        why = "brackets lie too deep in brackets, or a number is too long"
        return make_finding("toml", 1, why=why, fix="Shorten it.")
    match = _AT_LINE.match(str(error))
    said, line = (match[1], match[2]) if match else (str(error), None)
    return make_finding("toml", int(line) if line else last_line, **advise(said)._asdict())
