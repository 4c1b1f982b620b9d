"""What stands on a protocol's page below its lanes: details, subjects, room, timers, levels, measures, displays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.cli.protocol_page_words import WORDS
from server.domain.protocol import (
    ContextField,
    Display,
    Measure,
    Modifier,
    Norm,
    Option,
    Protocol,
    Scale,
    Script,
    Seatmap,
    Segment,
    Subject,
    Timer,
    read_text,
)


def list_parts(protocol: Protocol, language: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Give each part's heading and its points, one a line of the file's table; without points where it is absent."""
    words = WORDS[language]
    yield words["details"], [_modifier(each, language) for each in protocol["modifiers"]]
    yield words["watched"], [_subject(each, language) for each in protocol["subjects"]]
    yield words["room"], _room(protocol["seatmap"], language) if "seatmap" in protocol else ()
    yield words["timers"], [_timer(each, language) for each in protocol["timers"]]
    yield words["scales"], [_scale(each, language) for each in protocol["scales"]]
    yield words["script"], _script(protocol["script"], language) if "script" in protocol else ()
    yield (
        words["exclude"],
        [
            _join(each["code"], read_text(each["why"], language) if "why" in each else "")
            for each in protocol["exclude"]
        ],
    )
    yield words["segments"], [_segment(each, language) for each in protocol["segments"]]
    yield words["context"], [_field(each, language) for each in protocol["context"]]
    yield words["measures"], [_measure(each, language) for each in protocol["measures"]]
    yield words["displays"], [_display(each, language) for each in protocol["displays"]]


def _modifier(modifier: Modifier, language: str) -> str:
    words = WORDS[language]
    kind = words[modifier["kind"]]
    if modifier["kind"] == "number":
        kind = _join(kind, _bounds(modifier), sep=" ")
    facts = [kind, words[modifier.get("ask", "later")]]
    facts += [f"{modifier['default']} {words['default']}"] if "default" in modifier else []
    head = f"{modifier['id']}: {read_text(modifier['label'], language)} ({', '.join(facts)})"
    return _join(head, _options(modifier.get("options", ()), language))


def _bounds(part: Modifier | ContextField) -> str:
    low, high = part.get("minimum"), part.get("maximum")
    bounds = "" if low is None and high is None else f"{_show(low)}–{_show(high)}"
    return _join(bounds, part.get("unit", ""), sep=" ")


def _show(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def _options(options: Sequence[Option], language: str) -> str:
    return " · ".join(read_text(option["label"], language) for option in options)


def _subject(subject: Subject, language: str) -> str:
    every = WORDS[language]["every"].format(n=subject["every"]) if "every" in subject else ""
    return _join(f"{subject['id']}: {read_text(subject['label'], language)}", every, sep=", ")


def _room(room: Seatmap, language: str) -> list[str]:
    words = WORDS[language]
    size = [f"{room[name]} {words[name]}" for name in ("rows", "columns") if name in room]
    acts = [words[name].format(code=room[name]) for name in ("tap", "link", "path") if name in room]
    return [", ".join(size) or words["free"], *acts]


def _timer(timer: Timer, language: str) -> str:
    words = WORDS[language]
    facts = []
    if timer["kind"] == "pair":
        edges = {
            name: words[f"at_{edge}"]
            for name, edge in (("from", timer.get("from_edge", "start")), ("to", timer.get("to_edge", "start")))
        }
        facts += [words[name].format(edge=edges[name], codes=" / ".join(timer[name])) for name in ("from", "to")]
    else:
        facts.append(words["hold"].format(code=timer["code"]))
    facts += [words["limit"].format(n=f"{timer['limit_s']:g}")] if "limit_s" in timer else []
    return f"{timer['id']}: {read_text(timer['label'], language)} ({', '.join(facts)})"


def _scale(scale: Scale, language: str) -> str:
    words = WORDS[language]
    per = {"lesson": words["lesson"], "segment": words["segment"], "interval": words["interval_"]}
    facts = [words["per"].format(per=per[scale.get("per", "lesson")])]
    facts += [words["na"]] if scale.get("na") else []
    wanted = scale.get("evidence", "none")
    facts += [] if wanted == "none" else [words["evidence"].format(wanted=words[wanted])]
    levels = [
        _join(
            f"{level['value']} {read_text(level['label'], language)}",
            read_text(level["anchor"], language) if "anchor" in level else "",
        )
        for level in scale["levels"]
    ]
    return _join(f"{scale['id']}: {read_text(scale['label'], language)} ({', '.join(facts)})", " · ".join(levels))


def _script(script: Script, language: str) -> list[str]:
    words = WORDS[language]
    parts = {
        "speakers": [f"{each['id']} {read_text(each['label'], language)}" for each in script["speakers"]],
        "tags": list(script.get("tags", ())),
        "phrases": [read_text(each, language) for each in script.get("phrases", ())],
    }
    return [f"{words[name]}: {' · '.join(each)}" for name, each in parts.items() if each]


def _segment(segment: Segment, language: str) -> str:
    words = WORDS[language]
    scoring = words["scoring"].format(n=segment["scoring_s"]) if "scoring_s" in segment else ""
    lasts = words["lasts"].format(n=segment["length_s"]) + scoring
    return f"{segment['id']}: {read_text(segment['label'], language)} ({lasts})"


def _field(field: ContextField, language: str) -> str:
    head = _join(read_text(field["label"], language), _bounds(field), sep=" ")
    return _join(head, _options(field.get("options", ()), language))


def _measure(measure: Measure, language: str) -> str:
    head = f"{measure['id']} ({measure['kind']}): {read_text(measure['label'], language)}"
    beside = f"; {_norm(measure['norm'], language)}" if "norm" in measure else ""
    about = f". {read_text(measure['about'], language)}" if "about" in measure else ""
    return head + beside + about


def _norm(norm: Norm, language: str) -> str:
    return f"{WORDS[language]['norm']}: {read_text(norm['label'], language)} ({norm['source']})"


def _display(display: Display, language: str) -> str:
    shown = WORDS[language]["shown"] if display.get("shown") else ""
    return f"{read_text(display['label'], language)} ({_join(display['chart'], shown, sep=', ')})"


def _join(first: str, then: str, *, sep: str = ": ") -> str:
    return sep.join(part for part in (first, then) if part)
