# ruff: noqa: E501 — a table of one case a line reads best.
"""Lint: every message, its line and its fix; and that no file of any content breaks it."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from server.domain.lint_findings import Finding
from server.domain.protocol_lint import MAX_BYTES, lint_file
from server.domain.shipped import protocols_folder

GOOD = """\
id = "good"
version = 1
title = {en = "Good", es = "Bueno"}
summary = {en = "A small protocol.", es = "Un protocolo breve."}
licence = "ours"
source = {citation = "Nobody (2026)", url = "https://example.org", note = {en = "Made up.", es = "Inventado."}}

[sampling]
method = "continuous"

[[groups]]
id = "talk"
label = {en = "Talk", es = "Habla"}
exclusive = true

[[groups]]
id = "taps"
label = {en = "Taps", es = "Toques"}
exclusive = false

[[codes]]
id = "Lec"
kind = "state"
group = "talk"
key = "l"
label = {en = "Lecture", es = "Exposición"}
look_for = {en = "The teacher explains.", es = "El docente explica."}

[[codes]]
id = "Ask"
kind = "event"
group = "taps"
key = "a"
label = {en = "Question", es = "Pregunta"}
look_for = {en = "The teacher asks.", es = "El docente pregunta."}
modifiers = ["level"]

[[modifiers]]
id = "level"
label = {en = "Level", es = "Nivel"}
kind = "one"
options = [
  {id = "low", label = {en = "low", es = "bajo"}},
  {id = "high", label = {en = "high", es = "alto"}},
]

[[measures]]
id = "questions"
label = {en = "Questions", es = "Preguntas"}
kind = "rate"
codes = ["Ask"]
where = {level = "high"}

[[measures]]
id = "lecture"
label = {en = "Lecture", es = "Exposición"}
kind = "share_of_time"
codes = ["Lec"]

[[displays]]
id = "first"
label = {en = "First", es = "Primero"}
chart = "counts"
measures = ["questions"]
shown = true
"""
SECOND_LEC = """
[[codes]]
id = "Lec"
kind = "state"
group = "talk"
label = {en = "Other", es = "Otro"}
look_for = {en = "Something else.", es = "Otra cosa."}
"""


def swap(old: str, new: str) -> Callable[[], str]:
    assert GOOD.count(old) >= 1, old
    return lambda: GOOD.replace(old, new, 1)


def add(text: str) -> Callable[[], str]:
    return lambda: GOOD + text


def measure(kind: str, more: str) -> Callable[[], str]:
    return add(f'\n[[measures]]\nid = "m"\nlabel = {{en = "M", es = "M"}}\nkind = "{kind}"\n{more}\n')


def display(more: str) -> Callable[[], str]:
    return add(f'\n[[displays]]\nid = "d"\nlabel = {{en = "D", es = "D"}}\n{more}\n')


def item(more: str) -> Callable[[], str]:
    look = 'label = {en = "I", es = "I"}\nlook_for = {en = "x", es = "y"}\ngroup = "taps"'
    return add(f'\n[[items]]\nid = "I"\n{look}\n{more}\n')


def scale(more: str) -> Callable[[], str]:
    levels = 'levels = [{value = 1, label = {en = "1", es = "1"}}, {value = 2, label = {en = "2", es = "2"}}]'
    text = f'\n[[scales]]\nid = "s"\nlabel = {{en = "S", es = "S"}}\n{more or levels}\n'
    return add(text if "levels" in text else text + levels + "\n")


INTERVALS = swap('method = "continuous"', 'method = "interval"\nlength_s = 60\nrule = "partial"')
SWEEPS = 'method = "sweep"\nspacing_s = 60'

# Rule, text, line, words of the message.
CASES: list[tuple[str, Callable[[], str], int | None, str]] = [
    ("toml", swap("version = 1", "version = "), 2, 'this is not TOML: what stands after = is no value. Put a text in straight quotation marks (");'),
    ("toml", swap('licence = "ours"', 'licence = “ours”'), 5, "what stands after = is no value"),
    ("toml", swap('licence = "ours"', 'licence = "ours'), 5, 'a text has no closing quotation mark. Close it with " on the same line.'),
    ("toml", swap('licence = "ours"', 'licence = "o\u0001urs"'), 5, "there is a character that cannot be seen"),
    ("toml", swap('licence = "ours"', 'licence = "C:\\pad"'), 5, "a backslash stands in a text"),
    ("toml", swap('licence = "ours"', "licence: ours"), 5, "there is no name = value. Write name = value; a comment begins with #."),
    ("toml", swap('licence = "ours"', "= ours"), 5, "there is no name = value"),
    ("toml", swap('licence = "ours"', 'licence = "ours" version = 1'), 5, "there is more in the line than one value"),
    ("toml", swap('licence = "ours"', 'licence = "ours"\nlicence = "theirs"'), 6, "a name stands twice in one part. Take one away."),
    ("toml", swap('{en = "Good", es = "Bueno"}', '{en = "Good", en = "Bueno"}'), 3, "a name stands twice"),
    ("toml", swap('{en = "Good", es = "Bueno"}', '{en = "Good" es = "Bueno"}'), 3, "braces are not closed, or lack a comma"),
    ("toml", swap('{en = "Good", es = "Bueno"}', '{en = "Good",\n es = "Bueno"}'), 3, "Write { … } on one line"),
    ("toml", swap('modifiers = ["level"]', 'modifiers = ["level"'), 38, "a list is not closed, or lacks a comma. Put commas between its entries, and ] at its end."),
    ("toml", swap("[sampling]", "[sampling"), 8, "the head of a part is not closed"),
    ("toml", add('\n[sampling]\nmethod = "sweep"\n'), 67, "the head of a part stands twice"),
    ("toml", add('\n[[prompts]]\nphase = "plan'), 68, "a text has no closing quotation mark"),
    ("missing", swap('licence = "ours"\n', ""), 1, 'the protocol has no licence. Add licence = "…".'),
    ("missing", swap('kind = "event"\n', ""), 29, 'code "Ask" has no kind. Add kind, one of event, state.'),
    ("missing", swap('method = "continuous"', "window_s = 3"), 8, "sampling of the protocol has no method. Add method, one of continuous, interval, sweep."),
    ("missing", swap('title = {en = "Good", es = "Bueno"}\n', ""), 1, 'the protocol has no title. Add title = {en = "…", es = "…"}.'),
    ("missing", swap("exclusive = true\n", ""), 11, "has no exclusive. Add exclusive = true or false."),
    ("missing", swap("version = 1\n", ""), 1, "has no version. Add version, a number from 1 to 100000."),
    ("missing", swap('kind = "rate"\n', ""), 47, 'measure "questions" has no kind. Add kind, one of count, rate, duration'),
    ("missing", swap('codes = ["Lec"]\n', ""), 54, 'measure "lecture" has no codes. Add codes = […].'),
    ("missing", swap('[sampling]\nmethod = "continuous"\n', ""), 1, "the protocol has no sampling. Add [sampling]."),
    ("unknown", swap("exclusive = true", "exclusive = true\ncolor = 3"), 15, '"color", which the language does not know. Take it away, or write colour.'),
    ("type", swap("version = 1", 'version = "1"'), 2, 'version of the protocol is "1" and must be a whole number'),
    ("type", swap('title = {en = "Good", es = "Bueno"}', 'title = "Good"'), 3, 'must be a text in each language. Write {en = "…", es = "…"}.'),
    ("type", swap("exclusive = true", 'exclusive = "yes"'), 14, "must be true or false"),
    ("type", swap('[sampling]\nmethod = "continuous"', 'sampling = "continuous"'), 8, "must be a table"),
    ("type", swap('key = "l"', "short = 3"), 25, 'short of code "Lec" is 3 and must be a text, or one for each language. Write "…" or {en = "…", es = "…"}.'),
    ("choice", swap('kind = "event"', 'kind = "tap"'), 31, "Use one of event, state."),
    ("choice", swap('method = "continuous"', 'method = "live"'), 9, "Use one of continuous, interval, sweep."),
    ("choice", swap('kind = "rate"', 'kind = "speed"'), 50, "Use one of count, rate, duration"),
    ("form", swap('id = "good"', 'id = "Good one"'), 1, "lower-case words joined by hyphens"),
    ("form", swap('key = "l"', 'key = "Ctrl"'), 25, "one small letter or digit"),
    ("form", swap("https://example.org", "example.org"), 6, "https://…"),
    ("form", swap('where = {level = "high"}', 'where = {Level = "high"}'), 52, "has not the right form"),
    ("short", swap('licence = "ours"', 'licence = ""'), 5, "has too little in it"),
    ("short", swap('codes = ["Ask"]', "codes = []"), 51, "has too little in it"),
    ("long", swap('licence = "ours"', f'licence = "{"x" * 201}"'), 5, "is longer than 200"),
    ("range", swap("version = 1", "version = 0"), 2, "is 0 and must be from 1 to 100000"),
    ("number", measure("share_of_intervals", 'codes = ["Ask"]\nnorm = {value = nan, label = {en = "a", es = "b"}, source = "c"}'), 72, "no number that can be computed with"),
    ("repeated", swap('codes = ["Ask"]', 'codes = ["Ask", "Ask"]'), 51, "names the same thing twice"),
    ("too-many", swap('modifiers = ["level"]', "modifiers = [" + '"level",' * 101 + "]"), 36, "more than 100 entries"),
    ("depth", add("\nx = {a = {a = {a = {a = {a = {a = {a = {a = {a = 1}}}}}}}}}\n".replace("\nx", "\n[[prompts]]\nx")), 68, "nested too deeply"),
    ("depth", add("\na.a.a.a.a.a.a.a.a.a.a.a = 1\n"), 67, "nested too deeply"),
    ("language", swap('title = {en = "Good", es = "Bueno"}', 'title = {en = "Good"}'), 3, 'title of the protocol has no text in Spanish. Add es = "…".'),
    ("language", swap('key = "l"', 'short = {en = "Lec"}'), 25, 'short of code "Lec" has no text in Spanish. Add es = "…".'),
    ("long", swap('key = "l"', 'short = {en = "Lec", es = "Exposición"}'), 25, 'es of short of code "Lec" is longer than 8'),
    ("language-partly", swap('{en = "Good", es = "Bueno"}', '{en = "Good", es = "Bueno", fr = "Bon"}'), 4, 'has no text in "fr"'),
    ("untranslated", swap("Un protocolo breve.", "A small protocol."), None, ""),
    ("untranslated", swap('{en = "A small protocol.", es = "Un protocolo breve."}', '{en = "Four words stand here", es = "Four words stand here"}'), 4, "is the same in English and Spanish. Translate it."),
    ("name", swap('id = "good"', 'id = "better"'), 1, "the file is called good.toml and the protocol better. Call the file better.toml."),
    ("twice", add(SECOND_LEC), 67, 'code "Lec" is defined twice (lines 21 and 67). Rename one of them.'),
    ("twice", swap('{id = "high"', '{id = "low"'), 44, 'option "low" of modifier "level" is defined twice'),
    ("key-twice", swap('key = "a"', 'key = "l"'), 33, 'code "Ask" has the key "l", which code "Lec" has too (line 21). Give one of them another key.'),
    ("short-twice", add(SECOND_LEC.replace('id = "Lec"', 'id = "Lab"\nshort = {en = "lec", es = "Lab"}')), 67, 'code "Lab" shows "lec" on its key, as code "Lec" of the same lane does (line 21). Give one of them another short.'),
    ("reference", swap('group = "taps"', 'group = "tips"'), 32, 'group of code "Ask" names the group "tips", which does not exist. Name one of: talk, taps.'),
    ("reference", swap('codes = ["Ask"]', 'codes = ["Ast"]'), 51, 'names the code "Ast", which does not exist. Define it in [[codes]], or name one of: Lec, Ask.'),
    ("reference", swap('modifiers = ["level"]', 'modifiers = ["lever"]'), 36, 'the modifier "lever"'),
    ("reference", swap('where = {level = "high"}', 'where = {level = "hi"}'), 52, 'the option "hi", which does not exist. Name one of: low, high.'),
    ("reference", swap('where = {level = "high"}', 'where = {level = ["high", "hi"]}'), 52, 'level of where of measure "questions" names the option "hi", which does not exist. Name one of: low, high.'),
    ("reference", measure("transition", 'group = "taps"\nto_where = {level = "hi"}'), 72, 'the option "hi"'),
    ("type", swap('where = {level = "high"}', "where = {level = 3}"), 52, 'is 3 and must be a text or a list of texts. Write "…" or ["…", "…"].'),
    ("reference", swap('where = {level = "high"}', 'where = {lever = "high"}'), 52, 'the modifier "lever"'),
    ("reference", swap('measures = ["questions"]', 'measures = ["quests"]'), 64, 'the measure "quests"'),
    ("reference", measure("timer", 'timer = "t"'), 71, 'the timer "t"'),
    ("reference", measure("mean_rating", 'items = ["x"]'), 71, 'the item "x"'),
    ("reference", measure("count", 'codes = ["Ask"]\nsubject = "x"'), 72, 'the subject "x"'),
    ("reference", measure("reach", 'codes = ["Ask"]\npresent = "x"'), 72, 'the field "x"'),
    ("reference", measure("transition", 'group = "x"'), 71, 'the group "x"'),
    ("reference", measure("transition", 'group = "talk"\nedge = "x"'), 72, 'the code "x"'),
    ("reference", add('\n[[exclude]]\ncode = "x"\n'), 68, 'the code "x"'),
    ("reference", add('\n[seatmap]\nlayout = "rows"\ntap = "x"\n'), 69, 'the code "x"'),
    ("reference", add('\n[script]\nspeakers = [{id = "T", label = {en = "T", es = "D"}}]\ntags = ["x"]\n'), 69, 'the code "x"'),
    ("reference", add('\n[[timers]]\nid = "t"\nlabel = {en = "T", es = "T"}\nkind = "hold"\ncode = "x"\n'), 71, 'the code "x"'),
    ("reference", item('kind = "rating"\nscale = "x"'), 73, 'the scale "x"'),
    ("reference", swap('kind = "one"', 'kind = "one"\ndefault = "x"'), 42, 'the option "x"'),
    ("reference", swap('modifiers = ["level"]', 'subjects = ["x"]'), 36, 'the subject "x"'),
    ("empty", lambda: GOOD[: GOOD.index("[[groups]]")], 1, "there is nothing to record"),
    ("empty-group", add('\n[[groups]]\nid = "x"\nlabel = {en = "X", es = "X"}\nexclusive = false\n'), 67, 'group "x" has neither codes nor items'),
    ("initial", swap("exclusive = true", 'exclusive = true\ninitial = "Ask"'), 15, 'group "talk" begins with "Ask", which is no state of it'),
    ("exclusive-event", swap('kind = "state"', 'kind = "event"'), 21, 'code "Lec" is an event in the exclusive group "talk"'),
    ("track", swap("exclusive = false", 'exclusive = false\ntrack = "talk"'), 16, 'group "taps" shares the track "talk"'),
    ("event-only-states", swap('key = "a"', 'key = "a"\nsecond_tap = "stop"'), 34, 'code "Ask" is an event and has second_tap'),
    ("stops-state", swap('key = "l"', 'key = "l"\nstops = ["Ask"]'), 26, 'code "Lec" stops "Ask", which is no state'),
    ("rule-interval", swap('key = "l"', 'key = "l"\nrule = "whole"'), 26, "has an interval rule"),
    ("options", swap('  {id = "high", label = {en = "high", es = "alto"}},\n', ""), 38, 'modifier "level" needs at least two options'),
    ("no-options", swap('kind = "one"', 'kind = "number"'), 38, 'modifier "level" has options and is no choice'),
    ("bounds", add('\n[[context]]\nid = "n"\nlabel = {en = "N", es = "N"}\nkind = "number"\nminimum = 5\nmaximum = 2\n'), 67, 'context field "n" goes from 5 to 2. Put the lower number first.'),
    ("bounds", measure("count", 'codes = ["Ask"]\nnorm = {low = 3, high = 1, label = {en = "a", es = "b"}, source = "c"}'), 72, "goes from 3 to 1"),
    ("norm", measure("count", 'codes = ["Ask"]\nnorm = {low = 3, label = {en = "a", es = "b"}, source = "c"}'), 72, 'the norm of measure "m" has no figure'),
    ("scale", item('kind = "rating"'), 67, 'item "I" is a rating without a scale. Name its scale.'),
    ("levels", scale('levels = [{value = 2, label = {en = "2", es = "2"}}, {value = 1, label = {en = "1", es = "1"}}]'), 67, 'the levels of scale "s" do not rise'),
    ("no-segments", scale('per = "segment"'), 67, 'scale "s" is given once a segment, and there are no segments'),
    ("sweeps", swap('method = "continuous"', 'method = "sweep"'), 8, "neither spacing_s nor count"),
    ("first-alone", swap('method = "continuous"', 'method = "sweep"\ncount = 3\nfirst_s = 60'), 11, "the first sweep has a moment, and the others have no spacing_s. Say with spacing_s"),
    ("first-late", lambda: add('\n[[segments]]\nid = "s"\nlabel = {en = "S", es = "S"}\nlength_s = 60\n')().replace('method = "continuous"', SWEEPS + "\nfirst_s = 60"), 69, 'segment "s" ends after 60 s, before its first sweep at 60 s'),
    ("nobody", measure("latency", 'triggers = ["Ask"]\nresponses = ["Lec"]\nby_subject = true'), 73, 'measure "m" pairs by subject, and none of its codes is recorded of anybody'),
    ("nobody", measure("transition", 'group = "taps"\nby_subject = true'), 72, "Give the codes subjects, or take by_subject away."),
    ("rotation", add('\n[[subjects]]\nid = "p"\nlabel = {en = "P", es = "P"}\nkind = "peer"\nevery = 5\n'), 67, "subjects take turns and nobody is watched otherwise"),
    ("needs-states", swap('codes = ["Lec"]', 'codes = ["Ask"]'), 58, 'measure "lecture" measures time, and "Ask" is an event'),
    ("needs-intervals", measure("share_of_intervals", 'codes = ["Ask"]'), 67, 'measure "m" needs intervals'),
    ("needs-intervals", measure("ratio", 'codes = ["Ask"]\nper = ["Lec"]\nbasis = "intervals"'), 67, 'measure "m" needs intervals'),
    ("has-intervals", INTERVALS, 56, 'measure "lecture" measures time, and the protocol records intervals'),
    ("has-intervals", lambda: measure("latency", 'triggers = ["Ask"]\nresponses = ["Lec"]')().replace('"continuous"', '"interval"\nlength_s = 60\nrule = "whole"').replace('kind = "share_of_time"', 'kind = "share_of_intervals"'), 69, 'measure "m" measures time, and the protocol records intervals'),
    ("has-sweeps", lambda: GOOD.replace('method = "continuous"', SWEEPS), 55, 'measure "lecture" measures time or order, and the protocol records sweeps. Use sweep_share or count.'),
    ("own-intervals", lambda: measure("share_of_intervals", 'codes = ["Ask"]\ninterval_s = 10')().replace('"continuous"', '"interval"\nlength_s = 60\nrule = "whole"'), 74, 'measure "m" has interval_s'),
    ("one-group", measure("share_of_codes", 'codes = ["Ask", "Lec"]'), 67, 'measure "m" compares codes of several groups'),
    ("needs-sweeps", measure("sweep_share", 'codes = ["Ask"]\nof = ["Ask", "Lec"]'), 67, 'measure "m" is a share of sweeps'),
    ("part-of", lambda: measure("sweep_share", 'codes = ["Ask"]\nof = ["Lec"]')().replace('method = "continuous"', SWEEPS), 72, 'measure "m" counts "Ask", which is not among what it is a share of'),
    ("where", swap('codes = ["Ask"]', 'codes = ["Lec"]'), 52, 'measure "questions" asks for the modifier "level", which none of its codes has'),
    ("where", measure("transition", 'group = "talk"\nfrom = ["Lec"]\nwhere = {level = "low"}'), 73, 'asks for the modifier "level", which none of its codes has'),
    ("where", measure("latency", 'triggers = ["Ask"]\nresponses = ["Lec"]\nresponse_where = {level = "low"}'), 73, 'asks for the modifier "level", which none of its codes has'),
    ("limit", measure("latency", 'triggers = ["Ask"]\nresponses = ["Lec"]\nstatistic = "share_at_least"'), 67, 'measure "m" is a share and has no line. Add limit_s.'),
    ("present", measure("reach", 'codes = ["Ask"]\nstatistic = "share_of_present"'), 67, 'measure "m" is a share of those present'),
    ("displays", add("".join(f'\n[[displays]]\nid = "d{at}"\nlabel = {{en = "D", es = "D"}}\nchart = "counts"\ncodes = ["Ask"]\nshown = true\n' for at in range(3))), 81, "4 displays are shown from the start. Choose at most three."),
    ("display-empty", display('chart = "counts"'), 67, 'display "d" shows nothing'),
    ("display-kind", display('chart = "waits"\nmeasures = ["questions"]'), 67, 'display "d" is a picture of waits and names no measure of that kind'),
    ("seatmap", display('chart = "seatmap"\ncodes = ["Ask"]'), 67, 'display "d" needs a map of the room'),
]  # fmt: skip


def lint(text: str, name: str = "good.toml") -> list[Finding]:
    return lint_file(text.encode(), name)


# What is said about the files in the folder `broken`, word for word: file, then its messages in order.
BROKEN = {
    "event-in-exclusive-group": [
        '17: empty-group: group "talk" has neither codes nor items. Give it some or take it away.',
        '38: exclusive-event: code "ASK" is an event in the exclusive group "phase". Make it a state, or move it to a group that is not exclusive.',
    ],
    "link-without-map": ['72: seatmap: display "line" needs a map of the room. Add [seatmap].'],
    "misspelt-keyword": [
        '30: missing: code "WORK" has no look_for. Add look_for = {en = "…", es = "…"}.',
        '36: unknown: code "WORK" has a part "lookfor", which the language does not know. Take it away, or write look_for.',
    ],
    "one-language": ['4: language: title of the protocol has no text in Spanish. Add es = "…".'],
    "quotation-mark": ['6: toml: this is not TOML: a text has no closing quotation mark. Close it with " on the same line.'],
    "same-code-twice": ['30: twice: code "SETTLE" is defined twice (lines 22 and 30). Rename one of them.'],
    "same-key-twice": ['34: key-twice: code "WORK" has the key "s", which code "SETTLE" has too (line 22). Give one of them another key.'],
    "time-of-an-event": ['61: needs-states: measure "settling" measures time, and "ASK" is an event. Measure states, or count the event.'],
    "unknown-group": [
        '17: empty-group: group "talk" has neither codes nor items. Give it some or take it away.',
        '41: reference: group of code "ASK" names the group "talking", which does not exist. Name one of: phase, talk.',
    ],
    "unknown-option": ['69: reference: level of where of measure "reasons" names the option "opinion", which does not exist. Name one of: recall, reason.'],
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_what_is_wrong(name: str) -> None:
    file = Path(__file__).parent / "broken" / f"{name}.toml"
    found = lint_file(file.read_bytes(), file.name)
    assert [finding.say(file.name) for finding in found] == [f"{file.name}:{message}" for message in BROKEN[name]]


def test_no_broken_file_is_without_its_messages() -> None:
    assert {file.stem for file in (Path(__file__).parent / "broken").glob("*.toml")} == set(BROKEN)


def test_a_good_file_has_nothing_said_about_it() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    ("rule", "make", "line", "says"), CASES, ids=[f"{case[0]}-{at}" for at, case in enumerate(CASES)]
)
def test_a_fault_is_named_with_its_line_and_fix(
    rule: str, make: Callable[[], str], line: int | None, says: str
) -> None:
    if not says:
        assert lint(make()) == [], "three words may be the same in two languages"
        return
    said = {finding.rule: finding for finding in lint(make())}
    assert rule in said, [finding.say("good.toml") for finding in said.values()]
    finding = next(each for each in lint(make()) if each.rule == rule)
    assert says in f"{finding.what}. {finding.fix}"
    assert finding.line == line, finding.say("good.toml")


def test_a_file_may_have_256_kib_and_must_be_utf_8() -> None:
    assert [each.rule for each in lint_file(b"#" * (MAX_BYTES + 1), "good.toml")] == ["size"]
    assert [(each.rule, each.line) for each in lint_file(b'id = "a"\n# \xff\n', "good.toml")] == [("encoding", 2)]


def test_events_may_exclude_each_other_in_sweeps_only() -> None:
    text = GOOD.replace('method = "continuous"', SWEEPS).replace("exclusive = false", "exclusive = true")
    assert {each.rule for each in lint(text)} == {"has-sweeps"}
    assert "exclusive-event" in [each.rule for each in lint(text.replace(SWEEPS, 'method = "continuous"'))]


def test_a_released_version_is_frozen() -> None:
    found = lint_file(GOOD.encode(), "good.toml", {"good@1": "0" * 64})
    assert [each.say("good.toml") for each in found] == [
        "good.toml:2: frozen: version 1 of good was released and is frozen, and this file differs from it. "
        "Make it version 2."
    ]


def test_every_message_has_a_test() -> None:
    messages = tomllib.loads((protocols_folder() / "schema" / "messages.toml").read_text("utf-8"))
    tried = {rule for rule, *_ in CASES} | {"size", "encoding", "frozen"}
    assert set(messages["lint"]) == tried


def test_at_most_twenty_faults_of_shape_are_listed() -> None:
    assert len(lint(GOOD + '\n[[prompts]]\nphase = "x"\n' * 24)) == 20
