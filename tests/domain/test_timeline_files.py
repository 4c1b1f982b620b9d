"""Timeline files: what is read, and that a bad row refuses the whole file with its line."""

from dataclasses import asdict

import pytest

from server.domain.evidence import Evidence
from server.domain.protocol import track_of
from server.domain.timeline import make_timeline
from server.domain.timeline_files import TimelineFileError, read_timeline_file, timeline_codes
from server.services.protocols import get_library_protocol

FILL_PLUS = get_library_protocol("fill-plus")
GOOD = (
    "time,code,Comments\n00:00:00,NA,\n00:01:08,LT,\n00:01:12,AD,slides\n"
    "00:02:00,NA,mic off\n00:02:30,LT,\n01:00:00,END,\n"
)


def test_states_start_where_rows_say_and_na_is_not_observed() -> None:
    found = read_timeline_file(GOOD, FILL_PLUS)
    assert [(row.t_ms, row.code) for row in found.starts] == [(68_000, "LT"), (72_000, "AD"), (150_000, "LT")]
    assert found.not_observed == ((0, 68_000), (120_000, 150_000))
    assert found.ended_ms == 3_600_000


def test_comments_become_notes_of_their_moment() -> None:
    assert [(row.t_ms, row.comment) for row in read_timeline_file(GOOD, FILL_PLUS).comments] == [
        (72_000, "slides"),
        (120_000, "mic off"),
    ]


def test_spreadsheets_leave_marks_that_do_not_matter() -> None:
    text = "\ufeff" + GOOD.replace("\n", "\r\n") + "\r\n"
    assert asdict(read_timeline_file(text, FILL_PLUS)) == asdict(read_timeline_file(GOOD, FILL_PLUS))


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_spreadsheet_may_write_another_mark_between_columns(mark: str) -> None:
    assert read_timeline_file(GOOD.replace(",", mark), FILL_PLUS) == read_timeline_file(GOOD, FILL_PLUS)


@pytest.mark.parametrize(
    "id", ["fill-plus", "flanders", "talk-ratio", "lesson-structure", "co-teaching", "teacher-movement"]
)
def test_every_protocol_whose_states_exclude_each_other_takes_a_timeline(id: str) -> None:
    """One after the other, each state of it holds for a minute, or until the next of its own track."""
    protocol = get_library_protocol(id)
    codes = timeline_codes(protocol)
    rows = [f"00:{at:02}:00,{code}" for at, code in enumerate(codes)]
    found = read_timeline_file("\n".join([*rows, f"00:{len(codes):02}:00,END"]), protocol)
    evidence = [Evidence(f"{at:03}", row.t_ms, "start", row.code) for at, row in enumerate(found.starts)]
    spans = make_timeline(protocol, {}, evidence, found.ended_ms).spans
    tracks = {code["id"]: track_of(protocol, code) for code in protocol["codes"]}
    assert {span.code for span in spans} == set(codes)
    for track in {tracks[code] for code in codes}:
        ranges = sorted(span.range for span in spans if tracks[span.code] == track)
        assert [end for _, end in ranges] == [start for start, _ in ranges[1:]] + [found.ended_ms]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no row"),
        ("time,code\n", 1, "no row"),
        ("00:00:00,LT\n00:00:61,AD\n00:02:00,END\n", 2, "not a time"),
        ("00:00:00,LT\n1.5,AD\n00:02:00,END\n", 2, "not a time"),
        ("00:00:00,LT\n٠٠:٠٠:٠٥,AD,x\n00:02:00,END\n", 2, "not a time"),
        ("00:00:00,LT\n00:00:30,XY\n00:02:00,END\n", 2, "no state 'XY'"),
        ("00:00:00,LT\n00:00:30,lt\n00:02:00,END\n", 2, "no state 'lt'"),
        ("00:00:00,LT\n00:00:30\n00:02:00,END\n", 2, "1 columns"),
        ("00:00:00,LT\n00:00:30,AD,a,b\n00:02:00,END\n", 2, "4 columns"),
        ("00:00:40,LT\n00:00:30,AD\n00:02:00,END\n", 2, "before that of the row above"),
        ("00:00:00,LT\n00:02:00,END\n00:03:00,LT\n", 3, "rows after END"),
        ("00:00:00,LT\n00:02:00,AD\n", 2, "not END"),
        ('00:00:00,LT\n00:00:30,"AD\n00:02:00,END\n', 3, "not CSV"),
    ],
)
def test_a_bad_row_refuses_the_file_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(TimelineFileError, match=f"line {line}: .*{says}") as refused:
        read_timeline_file(text, FILL_PLUS)
    assert refused.value.line == line


def test_a_protocol_without_exclusive_states_takes_no_timeline() -> None:
    assert timeline_codes(get_library_protocol("copus")) == []
    with pytest.raises(TimelineFileError, match="no exclusive states"):
        read_timeline_file(GOOD, get_library_protocol("copus"))
