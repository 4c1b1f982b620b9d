"""Protocols of a district that come from a tablet: whole, named as they are, and never changed afterwards."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from server.domain.protocol import hash_protocol
from server.services.protocols import get_library_protocol
from tests.cast import Cast
from tests.device import Device


def make_fields(**changed: Any) -> dict[str, Any]:
    """The record of a district's own protocol; what is changed in its body is in its hash too."""
    body: Any = {**deepcopy(get_library_protocol("talk-ratio")), "id": "our-talk", "version": 1, **changed}
    return {"slug": body["id"], "version": body["version"], "hash": hash_protocol(body), "body": body}


def scope_of(cast: Cast) -> str:
    return f"space:{cast.coach.space.space_id}"


def add(tablet: Device, cast: Cast, fields: dict[str, Any]) -> str:
    """Push the record of a protocol and give what became of it."""
    tablet.save("protocol", scope_of(cast), fields)
    [result] = tablet.push()
    return result.get("code") or result["status"]


def test_a_district_adds_a_protocol_of_its_own_and_puts_it_away(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    record = tablet.save("protocol", scope_of(cast), make_fields())["record"]
    assert [result["status"] for result in tablet.push()] == ["applied"]
    tablet.pull()
    tablet.edit(record, retired=True)
    assert [result["status"] for result in tablet.push()] == ["applied"]


@pytest.mark.parametrize("name", ["body", "version", "slug", "hash"])
def test_a_version_that_is_there_never_changes(cast: Cast, name: str) -> None:
    tablet = cast.coach.tablet()
    record = tablet.save("protocol", scope_of(cast), make_fields())["record"]
    tablet.push()
    tablet.pull()
    before = tablet.fields(record)
    tablet.edit(record, **{name: make_fields(id="other-talk", version=2)[name]})
    assert [(result["status"], result.get("code")) for result in tablet.push()] == [("quarantined", "bad_fields")]
    tablet.pull()
    assert tablet.fields(record) == before


def _rename(fields: dict[str, Any]) -> None:
    fields["slug"] = "another"


def _count(fields: dict[str, Any]) -> None:
    fields["version"] = 2


def _forge(fields: dict[str, Any]) -> None:
    fields["hash"] = "0" * 64


def _empty(fields: dict[str, Any]) -> None:
    fields["body"] = {}


@pytest.mark.parametrize("spoil", [_rename, _count, _forge, _empty])
def test_a_record_that_is_not_its_protocol_is_kept_aside(cast: Cast, spoil: Callable[[dict[str, Any]], None]) -> None:
    fields = make_fields()
    spoil(fields)
    assert add(cast.coach.tablet(), cast, fields) == "bad_fields"


def test_a_protocol_that_lint_refuses_is_kept_aside(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    measure = {"id": "m", "label": {"en": "M", "es": "M"}, "kind": "count", "codes": ["NOWHERE"]}
    assert add(tablet, cast, make_fields(measures=[measure])) == "bad_fields"
    assert add(tablet, cast, make_fields(measures=[])) == "bad_fields", "its displays name measures"
    assert add(tablet, cast, make_fields(measures=[], displays=[])) == "applied"


def test_a_protocol_larger_than_a_file_may_be_is_kept_aside(cast: Cast) -> None:
    long = {"en": "a" * 2000, "es": "b" * 2000}
    code = {"kind": "event", "group": "voice", "label": long, "look_for": long, "not_for": long}
    groups = [{"id": "voice", "label": long, "exclusive": False}]
    codes = [{"id": f"c{at}", **code} for at in range(80)]
    empty: dict[str, Any] = {"measures": [], "displays": [], "exclude": [], "modifiers": []}
    assert add(cast.coach.tablet(), cast, make_fields(groups=groups, codes=codes, **empty)) == "bad_change"
    assert add(cast.coach.tablet(), cast, make_fields(groups=groups, codes=codes[:20], **empty)) == "applied"
