"""Questions about JSON values, and the ids and instants among them."""

import pytest

from server.domain.clock import is_date, is_instant
from server.domain.ids import is_uuid, make_membership_id, make_uuid7, split_scope
from server.domain.json_values import are_equal, is_deeper_than


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (None, False, False),
        ("1", 1, False),
        ([1, {"a": 2}], [1.0, {"a": 2}], True),
        ([1, {"a": True}], [1, {"a": 1}], False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": 1, "b": None}, False),
        ([], {}, False),
    ],
)
def test_values_are_equal_as_json(left: object, right: object, equal: bool) -> None:
    assert are_equal(left, right) == are_equal(right, left) == equal


def test_depth_counts_nested_containers() -> None:
    assert not is_deeper_than("x", 0)
    assert is_deeper_than([], 0)
    assert not is_deeper_than({"a": [1, {"b": 2}]}, 3)
    assert is_deeper_than({"a": [1, {"b": []}]}, 3)


def test_ids_of_later_milliseconds_sort_later() -> None:
    first, later = make_uuid7(1000, b"\xff" * 10), make_uuid7(1001, b"\0" * 10)

    assert first < later
    assert is_uuid(first)
    assert first[14] == "7"


def test_an_id_has_one_spelling() -> None:
    assert not is_uuid(make_uuid7(1, b"\xaa" * 10).upper())
    assert not is_uuid(make_uuid7(1, b"\xaa" * 10) + "\n")
    assert not is_uuid("{01a2015e-2bf8-7060-9abc-000000000001}")


def test_a_user_has_one_membership_in_a_scope() -> None:
    user, scope = "01a2015e-2bf8-7060-9abc-000000000001", "cycle:01a2015e-2bf8-7060-9abc-000000000002"

    # What any implementation of UUIDv5 gives (RFC 9562, 5.5): namespace the user, name the scope.
    assert make_membership_id(user, scope) == "a52733b4-e3a0-5d30-a883-cdd8a002eea8"


@pytest.mark.parametrize("scope", ["observation", "observation:", "planet:01a2015e-2bf8-7060-9abc-000000000001", ""])
def test_what_is_no_scope_is_none(scope: str) -> None:
    assert split_scope(scope) is None


def test_instants_have_one_spelling() -> None:
    assert is_instant("2028-02-29T23:59:59.999Z")
    for other in ("2026-02-29T10:00:00.000Z", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00.000+00:00", "2026-11-22"):
        assert not is_instant(other)
    assert is_date("2026-11-22")
    assert not is_date("20261122")
