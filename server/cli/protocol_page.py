"""A protocol as a page to read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from server.domain.protocol import Code, Protocol, Sampling, Text, read_text

_WIDTH = 96
_WORDS = {
    "en": {
        "version": "version", "licence": "licence", "lane": "lane", "exclusive": "one at a time", "event": "event",
        "state": "state", "key": "key", "counts": "counts", "not": "does not", "items": "Ratings and checks",
        "measures": "Measures", "context": "Asked at set-up", "plan": "Before the lesson",
        "reflect": "After the lesson",
        "continuous": "every second is watched", "sweep": "the room is swept", "modifiers": "details",
        "interval": "intervals of {length_s} s, {rule}", "norm": "to compare with",
    },
    "es": {
        "version": "versión", "licence": "licencia", "lane": "carril", "exclusive": "uno a la vez", "event": "evento",
        "state": "estado", "key": "tecla", "counts": "cuenta", "not": "no cuenta",
        "items": "Valoraciones y comprobaciones",
        "measures": "Medidas", "context": "Se pregunta al preparar", "plan": "Antes de la clase",
        "reflect": "Después de la clase", "continuous": "se mira cada segundo", "sweep": "se recorre el aula",
        "modifiers": "detalles", "interval": "intervalos de {length_s} s, {rule}", "norm": "para comparar",
    },
}  # fmt: skip
_RULES = {
    "en": {
        "partial": "seen at any time in it",
        "whole": "seen all through it",
        "momentary_start": "seen at its first instant",
        "momentary_end": "seen at its last instant",
    },
    "es": {
        "partial": "visto en algún momento",
        "whole": "visto durante todo él",
        "momentary_start": "visto en su primer instante",
        "momentary_end": "visto en su último instante",
    },
}


def write_page(protocol: Protocol, language: str) -> str:
    """Write title, source, lanes with their codes and look-fors, measures and prompts."""
    return "\n".join(_lines(protocol, language))


def _lines(protocol: Protocol, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield f"{read_text(protocol['title'], language)}  ({protocol['id']}, {words['version']} {protocol['version']})"
    yield _wrap(read_text(protocol["summary"], language))
    yield ""
    yield _sampling(protocol["sampling"], language)
    yield _wrap(protocol["source"]["citation"])
    yield f"{protocol['source']['url']}  ·  {words['licence']}: {protocol['licence']}"
    for group in protocol["groups"]:
        exclusive = f" ({words['exclusive']})" if group["exclusive"] else ""
        yield f"\n{read_text(group['label'], language).upper()}{exclusive}"
        for code in (code for code in protocol["codes"] if code["group"] == group["id"]):
            yield from _code(code, language)
        for item in (item for item in protocol["items"] if item["group"] == group["id"]):
            yield f"  {item['id']}  {read_text(item['label'], language)}"
            yield _wrap(read_text(item["look_for"], language), 6)
    yield from _measures(protocol, language)
    yield from _list(words["context"], [read_text(field["label"], language) for field in protocol["context"]])
    for phase in ("plan", "reflect"):
        texts: list[Text] = [prompt["text"] for prompt in protocol["prompts"] if prompt["phase"] == phase]
        yield from _list(words[phase], [read_text(text, language) for text in texts])


def _sampling(sampling: Sampling, language: str) -> str:
    words = _WORDS[language]
    if sampling["method"] != "interval":
        return words[sampling["method"]].capitalize() + "."
    rule = _RULES[language][sampling["rule"]]
    return words["interval"].format(length_s=sampling["length_s"], rule=rule).capitalize() + "."


def _code(code: Code, language: str) -> Iterator[str]:
    words = _WORDS[language]
    key = f", {words['key']} {code['key']}" if "key" in code else ""
    yield f"  {code['id']}  {read_text(code['label'], language)}  ({words[code['kind']]}{key})"
    yield _wrap(f"{words['counts']}: {read_text(code['look_for'], language)}", 6)
    if "not_for" in code:
        yield _wrap(f"{words['not']}: {read_text(code['not_for'], language)}", 6)
    if "modifiers" in code:
        yield f"      {words['modifiers']}: {', '.join(code['modifiers'])}"


def _measures(protocol: Protocol, language: str) -> Iterator[str]:
    words = _WORDS[language]
    lines = []
    for measure in protocol["measures"]:
        norm = measure.get("norm")
        beside = f"; {words['norm']}: {read_text(norm['label'], language)} ({norm['source']})" if norm else ""
        lines.append(f"{measure['id']} ({measure['kind']}): {read_text(measure['label'], language)}{beside}")
    yield from _list(words["measures"], lines)


def _list(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}"
        yield from (_wrap(f"- {line}", 2, 4) for line in lines)


def _wrap(text: str, indent: int = 0, hanging: int | None = None) -> str:
    later = " " * (indent if hanging is None else hanging)
    return fill(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=later)
