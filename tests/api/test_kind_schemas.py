"""The fast reader of fields says of any fields what marshmallow says of them."""

from hypothesis import given
from hypothesis import strategies as st

from server.api.schemas.kinds import KIND_SCHEMAS
from server.domain.kinds import KINDS
from server.domain.records import find_field_fault

_ID = "01a2015e-2bf8-7060-9abc-2b51503f8696"
# Values that are right or nearly right for some field.
_TELLING = st.sampled_from(
    [
        None, True, False, 0, 1, -1, 5.0, 0.5, 2**53 - 1, 2**53, -(2**53), 1e308, float("nan"), float("inf"),
        "", "LQ", "tap", "note", "jump", "granted", "owner", "plan", "fill-plus", "Fill", "fill-plus\n", "x" * 200,
        "x" * 201, "x" * 65536, "x" * 65537, "é" * 32768, "é" * 32769, "nul \0", "half \ud83d", "ab" * 32, _ID,
        _ID.upper(), f"user:{_ID}", f"planet:{_ID}", "2026-11-22", "2026-11-31", "2026-11-22T10:02:11.480Z",
        "2026-11-22T10:02:11Z", "2026-02-30T10:02:11.480Z", [], [_ID], [_ID, 7], ["coach"], ["coach", "king"],
        [{"from_ms": 1, "to_ms": None, "why": "sleep"}], [{"from_ms": 1, "why": "nap"}], [{"why": "sleep"}], {},
        {"layout": "rows", "rows": 3, "columns": 4, "labels": "letters", "empty": ["A1"]},
        {"layout": "rows", "rows": 0, "columns": 4, "labels": "letters", "empty": []},
        {"level": "group"}, {"level": ["a", 1, None]}, {"level": {"deep": 1}}, {"": 1}, {"k" * 201: 1},
    ]
)  # fmt: skip
_ANY = st.recursive(_TELLING, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


@st.composite
def _fields(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """Fields of some kind: mostly those it has, each of any value."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    names = [field.name for field in KINDS[kind].fields]
    return kind, draw(st.dictionaries(st.sampled_from(names) | st.text(max_size=5), _ANY, max_size=len(names) + 2))


@given(_fields())
def test_of_any_kind_both_say_the_same(drawn: tuple[str, dict[str, object]]) -> None:
    kind, fields = drawn

    fault = find_field_fault(kind, fields, creates=True)  # type: ignore[arg-type]  # any values at all

    assert (fault is None) == (not KIND_SCHEMAS[kind]().validate(fields))


_GOOD_SEATMAP = {
    "layout": st.sampled_from(["rows", "columns", "free"]),
    "rows": st.integers(1, 12),
    "columns": st.integers(1, 10),
    "labels": st.sampled_from(["letters", "numbers"]),
    "empty": st.lists(st.sampled_from(["A1", "B2"])),
}


@given(st.fixed_dictionaries(_GOOD_SEATMAP), st.dictionaries(st.sampled_from([*_GOOD_SEATMAP, "door"]), _ANY))
def test_of_a_room_that_is_nearly_right_both_say_the_same(good: dict[str, object], spoiled: dict[str, object]) -> None:
    fields = {"seatmap": good | spoiled}

    fault = find_field_fault("observation", fields, creates=False)  # type: ignore[arg-type]  # any values at all

    assert (fault is None) == (not KIND_SCHEMAS["observation"](partial=True).validate(fields))


_GOOD_EVIDENCE = {
    "t_ms": st.integers(0, 2**53 - 1),
    "action": st.sampled_from(["tap", "note", "start"]),
    "code": st.sampled_from(["LQ", "PQ"]),
    "note": st.text(max_size=20),
    "modifiers": st.dictionaries(st.text("abc", min_size=1), st.integers() | st.text(max_size=3), max_size=3),
    "starred": st.booleans(),
    "value": st.none() | st.integers(-9, 9) | st.floats(-1, 1) | st.text(max_size=3),
}


@given(st.fixed_dictionaries({}, optional=_GOOD_EVIDENCE), st.dictionaries(st.sampled_from(["t_ms", "note"]), _ANY))
def test_of_evidence_that_is_nearly_right_both_say_the_same(
    good: dict[str, object], spoiled: dict[str, object]
) -> None:
    fields = good | spoiled

    fault = find_field_fault("evidence", fields, creates=True)  # type: ignore[arg-type]  # any values at all

    assert (fault is None) == (not KIND_SCHEMAS["evidence"]().validate(fields))
