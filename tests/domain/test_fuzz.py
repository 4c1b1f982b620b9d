"""Files of any content: a message with its place, never a crash, and soon."""

import csv
import io
import json
import time
from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.boris.raw import BorisError
from server.domain.boris.read import read_boris
from server.domain.protocol_drafts import CodesFileError, read_codes_file
from server.domain.protocol_lint import MAX_BYTES, lint_file
from server.domain.shipped import protocols_folder
from server.domain.timeline_files import TimelineFileError, read_timeline_file
from server.domain.toml_write import write_toml
from server.services.protocols import get_library_protocol

pytestmark = pytest.mark.slow

# Twice what is promised, since other processes share the machine of a test; processor time, not the clock's.
PATIENCE_S = 2.0
_fuzz = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_HOSTILE = (
    "[[",
    "]]",
    "{",
    "}",
    "=",
    '"',
    "'''",
    "\\",
    "\n",
    "#",
    "nan",
    "inf",
    "1979-05-27",
    "\x00",
    "é",
    ",",
    ".",
    "9" * 40,
)


@cache
def _library() -> tuple[str, ...]:
    return tuple(file.read_text("utf-8") for file in sorted((protocols_folder() / "library").glob("*.toml")))


def _must_speak(data: bytes) -> None:
    started = time.process_time()
    findings = lint_file(data, "file.toml")
    assert time.process_time() - started < PATIENCE_S
    for finding in findings:
        said = finding.say("file.toml")
        assert "\n" not in said
        assert finding.what
        assert finding.fix
        assert finding.line is None or 1 <= finding.line <= data.count(b"\n") + 1, said


@_fuzz
@given(st.binary(max_size=4000))
def test_lint_speaks_about_any_bytes(data: bytes) -> None:
    _must_speak(data)


@_fuzz
@given(st.text(max_size=2000))
def test_lint_speaks_about_any_text(text: str) -> None:
    _must_speak(text.encode("utf-8", "surrogatepass"))


@_fuzz
@given(st.data())
def test_lint_speaks_about_broken_library_files(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_library()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 0, 1, 5, 80, 1000]))
        other = data.draw(st.sampled_from(_HOSTILE) | st.text(max_size=8))
        text = text[:at] + other + text[at + length :]
    _must_speak(text.encode("utf-8", "surrogatepass"))


@_fuzz
@given(st.data())
def test_lint_speaks_about_library_files_with_lines_in_other_places(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(_library())).split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        source, target = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines.insert(target, lines[source] if data.draw(st.booleans()) else lines.pop(source))
    _must_speak("\n".join(lines).encode())


BULK = {
    "brackets": "[" * MAX_BYTES,
    "arrays in arrays": "a=" + "[\n" * 100_000,
    "tables in tables": "a=" + "{a=" * 50_000,
    "a key of many parts": "a" + ".a" * 100_000 + "=1",
    "a header of many parts": "[" + "a." * 100_000 + "a]",
    "many tables": "\n".join(f"[a{at}]" for at in range(28_000)),
    "many codes": "[[codes]]\n" * 25_000,
    "many keys": "\n".join(f"k{at}=1" for at in range(20_000)),
    "a long array": "a=[" + "1," * 120_000 + "]",
    "a long array of mixed things": "a=[\n" + '1,"a",[],\n' * 20_000 + "]",
    "a long text": 'a="""' + '"" ' * 80_000 + '"""',
    "a text without end": 'a="""' + "x" * 200_000,
    "a number of many digits": "a=" + "9" * 250_000,
    "quotation marks": '"' * MAX_BYTES,
    "line ends": "\n" * MAX_BYTES,
    "blanks": " " * MAX_BYTES,
    "nothing at all": "",
}


@pytest.mark.parametrize("text", BULK.values(), ids=BULK)
def test_lint_is_soon_done_with_bulk(text: str) -> None:
    _must_speak(text.encode()[:MAX_BYTES])


def _read_timeline(text: str) -> object:
    return read_timeline_file(text, get_library_protocol("fill-plus"))


READERS: dict[str, tuple[Callable[[str], object], type[Exception], str]] = {
    "timeline": (_read_timeline, TimelineFileError, "00:00:00,LT\n00:00:05,SQ,a comment\n00:01:00,END\n"),
    "codes": (lambda text: read_codes_file(text, "x"), CodesFileError, "code,type,excluded\nA,state,B\nB,state,A\n"),
    "boris": (
        lambda text: read_boris(text, "x"),
        BorisError,
        json.dumps(
            {
                "project_format_version": "7.0",
                "behaviors_conf": {"0": {"code": "A", "type": "State event", "modifiers": {}, "excluded": ""}},
                "subjects_conf": {"0": {"name": "s"}},
                "independent_variables": {"0": {"label": "l", "type": "numeric"}},
                "observations": {"o": {"type": "LIVE", "events": [[1.0, "", "A", "", ""], [2.0, "", "A", "", ""]]}},
            }
        ),
    ),
}


def _words_of(read: Callable[[str], object], refusal: type[Exception], text: str) -> str:
    """Read or be refused; the words of a refusal begin with its place."""
    try:
        read(text)
    except refusal as error:
        return str(error)
    return "read: nothing to say"


@pytest.mark.parametrize("name", READERS)
@_fuzz
@given(data=st.data())
def test_a_reader_reads_or_refuses_any_text(name: str, data: st.DataObject) -> None:
    read, refusal, good = READERS[name]
    text = data.draw(st.text(max_size=500) | st.just(good))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + data.draw(st.sampled_from(_HOSTILE) | st.text(max_size=6))
            + text[at + data.draw(st.integers(0, 9)) :]
        )
    assert ":" in _words_of(read, refusal, text)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("text", BULK.values(), ids=BULK)
def test_a_reader_is_soon_done_with_bulk(name: str, text: str) -> None:
    read, refusal, _ = READERS[name]
    started = time.process_time()
    with pytest.raises(refusal):
        read(text[:MAX_BYTES])
    assert time.process_time() - started < PATIENCE_S


Raw = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@_fuzz
@given(st.data())
def test_a_boris_project_with_anything_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    project = json.loads(READERS["boris"][2])
    for _ in range(data.draw(st.integers(1, 3))):
        at = project
        while True:
            key = data.draw(st.sampled_from(list(at) if isinstance(at, dict) else list(range(len(at)))))
            if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.booleans()):
                break
            at = at[key]
        at[key] = data.draw(Raw)
        if not isinstance(project, dict) or not project:
            break
    assert ":" in _words_of(lambda text: read_boris(text, "x"), BorisError, json.dumps(project))


_Cell = st.text(max_size=12) | st.sampled_from(["A", "hand up", "END", "É", "1", "x" * 3000])
_Row = st.tuples(_Cell, st.sampled_from(["state", "event", "Estado", "Point event"]), _Cell, _Cell, _Cell)


@_fuzz
@given(st.lists(_Row, min_size=1, max_size=6), st.text(max_size=60), st.randoms(use_true_random=False))
def test_a_spreadsheet_that_is_read_gives_a_draft_that_lint_lets_pass(
    rows: list[tuple[str, ...]], name: str, random: Random
) -> None:
    names = [row[0] for row in rows if not set(row[0]) & set(",;|")]
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(("code", "type", "description", "key", "category", "excluded"))
    writer.writerows((*row, ",".join(each for each in names if random.random() < 0.3)) for row in rows)
    try:
        draft = read_codes_file(sheet.getvalue(), name)
    except CodesFileError:
        return
    found = lint_file(write_toml(draft.protocol).encode(), f"{draft.protocol['id']}.toml")
    assert [finding.say("draft") for finding in found if finding.severity == "error"] == []
