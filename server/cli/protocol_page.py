"""A protocol as a page to read in a terminal: every text of it, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from server.cli.protocol_page_parts import list_parts
from server.cli.protocol_page_words import RULES, WORDS, wrap, write_list
from server.domain.protocol import (
    Code,
    IntervalSampling,
    Item,
    Protocol,
    Sampling,
    SweepSampling,
    read_short,
    read_text,
)

_NAMED: tuple[Literal["stops", "modifiers", "subjects"], ...] = ("stops", "modifiers", "subjects")


def write_page(protocol: Protocol, language: str) -> str:
    """Write title, source, lanes with their codes and look-fors, then the other parts in the order of the language."""
    return "\n".join(_lines(protocol, language))


def _lines(protocol: Protocol, language: str) -> Iterator[str]:
    yield from _head(protocol, language)
    yield from _lanes(protocol, language)
    for title, lines in list_parts(protocol, language):
        yield from write_list(title, lines)
    words = WORDS[language]
    for phase in ("plan", "reflect"):
        texts = [prompt["text"] for prompt in protocol["prompts"] if prompt["phase"] == phase]
        yield from write_list(words[phase], [read_text(text, language) for text in texts])


def _head(protocol: Protocol, language: str) -> Iterator[str]:
    words, source = WORDS[language], protocol["source"]
    yield f"{read_text(protocol['title'], language)}  ({protocol['id']}, {words['version']} {protocol['version']})"
    yield wrap(read_text(protocol["summary"], language))
    yield ""
    yield wrap(_sampling(protocol["sampling"], language))
    yield ""
    yield wrap(source["citation"])
    yield wrap(read_text(source["note"], language))
    yield f"{source['url']}  ·  {words['licence']}: {protocol['licence']}"
    if "based_on" in protocol:
        yield f"{words['based_on']} {protocol['based_on']}"


def _sampling(sampling: Sampling, language: str) -> str:
    if sampling["method"] == "continuous":
        return WORDS[language]["continuous"]
    return _intervals(sampling, language) if sampling["method"] == "interval" else _sweeps(sampling, language)


def _intervals(sampling: IntervalSampling, language: str) -> str:
    words = WORDS[language]
    said = words["interval"].format(length_s=sampling["length_s"], rule=RULES[language][sampling["rule"]])
    gap = sampling.get("record_gap_s", 0)
    return said + (words["gap"].format(gap_s=gap) if gap else "") + "."


def _sweeps(sampling: SweepSampling, language: str) -> str:
    words = WORDS[language]
    parts = [
        words[name].format(n=sampling[name])
        for name in ("spacing_s", "count", "first_s", "window_s")
        if name in sampling
    ]
    return f"{words['sweep']}: {', '.join(parts)}."


def _lanes(protocol: Protocol, language: str) -> Iterator[str]:
    words = WORDS[language]
    for group in protocol["groups"]:
        exclusive = f" ({words['exclusive']})" if group["exclusive"] else ""
        yield f"\n{read_text(group['label'], language).upper()}{exclusive}"
        for code in (code for code in protocol["codes"] if code["group"] == group["id"]):
            yield from _code(protocol, code, language)
        for item in (item for item in protocol["items"] if item["group"] == group["id"]):
            scale = f"{item['scale']}" if "scale" in item else words["check"]
            yield f"  {item['id']}  {read_text(item['label'], language)}  ({scale})"
            yield from _look_fors(item, language)


def _code(protocol: Protocol, code: Code, language: str) -> Iterator[str]:
    words = WORDS[language]
    short = read_short(code, language)
    marks = [words[code["kind"]]]
    marks += [] if short == code["id"] else [f"«{short}»"]
    marks += [f"{words['key']} {code['key']}"] if "key" in code else []
    marks += [RULES[language][code["rule"]]] if "rule" in code else []
    yield f"  {code['id']}  {read_text(code['label'], language)}  ({', '.join(marks)})"
    yield from _look_fors(code, language)
    named = {name: code.get(name, []) for name in _NAMED}
    yield from (wrap(f"{words[name]}: {', '.join(ids)}", 6) for name, ids in named.items() if ids)


def _look_fors(part: Code | Item, language: str) -> Iterator[str]:
    words = WORDS[language]
    yield wrap(f"{words['counts']}: {read_text(part['look_for'], language)}", 6)
    if "not_for" in part:
        yield wrap(f"{words['not']}: {read_text(part['not_for'], language)}", 6)
