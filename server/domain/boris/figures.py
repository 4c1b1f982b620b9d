"""The figures and pictures that a protocol from a project has from the start: those of BORIS's time budget."""

from collections.abc import Sequence
from typing import Literal

from server.domain.boris.names import Names, to_slug
from server.domain.protocol import Code, Display, Group, Measure, TallyMeasure

_MAX_MEASURES, _MAX_SHOWN = 60, 24
_Kind = Literal["count", "duration", "bout_mean", "share_of_time"]
_WORDS: dict[_Kind, tuple[str, str]] = {
    "count": ("how often", "cuántas veces"),
    "duration": ("how long", "cuánto tiempo"),
    "bout_mean": ("how long at a time", "cuánto cada vez"),
    "share_of_time": ("share of time", "parte del tiempo"),
}
_OF_STATES: tuple[_Kind, ...] = ("share_of_time", "bout_mean")
_OF_EVENTS: tuple[_Kind, ...] = ("count",)


def make_measures(codes: Sequence[Code], subjects: Sequence[str]) -> list[Measure]:
    """Make the measures of each code and, as long as there is room, of each code by subject."""
    names = Names(to_slug)
    plain = [_make(names, code, kind) for code in codes for kind in _kinds(code)]
    by_subject = [
        _make(names, code, kind, subject)
        for subject in subjects
        for code in codes
        for kind in (("count", "duration") if code["kind"] == "state" else _OF_EVENTS)
    ]
    if len(plain) + len(by_subject) <= _MAX_MEASURES:
        return [*plain, *by_subject]
    return [*plain] if len(plain) <= _MAX_MEASURES else []


def _kinds(code: Code) -> tuple[_Kind, ...]:
    return _OF_STATES if code["kind"] == "state" else _OF_EVENTS


def _make(names: Names, code: Code, kind: _Kind, subject: str | None = None) -> TallyMeasure:
    whose = f" ({subject})" if subject else ""
    english, spanish = (f"{code['label'][language][:200]}{whose}: " for language in ("en", "es"))
    measure: TallyMeasure = {
        "id": names.give_new(f"{code['id'][:14]} {kind} {subject or ''}"),
        "label": {"en": english + _WORDS[kind][0], "es": spanish + _WORDS[kind][1]},
        "kind": kind,
        "codes": [code["id"]],
    }
    if subject:
        measure["subject"] = subject
    return measure


def make_displays(groups: Sequence[Group], measures: Sequence[Measure]) -> list[Display]:
    """Make a timeline, and shares and counts where there are any."""
    lanes = list(dict.fromkeys(group["id"] for group in groups))[:_MAX_SHOWN]
    displays: list[Display] = [
        {"id": "timeline", "label": {"en": "Timeline", "es": "Línea de tiempo"}, "chart": "timeline", "groups": lanes}
    ]
    charts: tuple[tuple[str, str, tuple[str, str]], ...] = (
        ("shares", "share_of_time", ("Shares of time", "Partes del tiempo")),
        ("counts", "count", ("Counts", "Recuentos")),
    )
    for chart, kind, (english, spanish) in charts:
        shown = [each["id"] for each in measures if each["kind"] == kind and "subject" not in each][:_MAX_SHOWN]
        if shown:
            displays.append({"id": chart, "label": {"en": english, "es": spanish}, "chart": chart, "measures": shown})
    return [{**display, "shown": True} for display in displays]
