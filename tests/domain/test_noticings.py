"""Noticings: what stands out in a lesson, each statement with the items it rests on; as in the app."""

import tomllib
from random import Random
from typing import Any

import pytest

from server.domain.evidence import read_evidence
from server.domain.noticings import Noticing, find_noticings, say_noticing
from server.domain.protocol import LANGUAGES, Protocol
from server.domain.shipped import protocols_folder
from server.domain.simulate import simulate_lesson
from server.domain.timeline import make_timeline
from server.services.protocols import read_library
from tests.domain.vectors import complete, read_items, read_vectors

VECTORS = read_vectors("noticings")
LENGTH_MS = 30 * 60_000


def _notice(case: dict[str, Any]) -> list[Noticing]:
    protocol = complete(VECTORS["protocols"][case["protocol"]])
    timeline = make_timeline(protocol, case.get("observation", {}), read_items(case["evidence"]), case["until_ms"])
    return find_noticings(protocol, timeline, case.get("starred", []))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: str(case["title"]))
def test_what_stands_out_is_named_with_its_items_and_said(case: dict[str, Any]) -> None:
    found = _notice(case)
    assert [{"is": each.kind, **each.facts, "items": list(each.items)} for each in found] == case["noticings"]
    protocol = complete(VECTORS["protocols"][case["protocol"]])
    for language, says in case["says"].items():
        assert [say_noticing(protocol, each, language) for each in found] == says


def test_every_sentence_of_a_noticing_is_tried() -> None:
    messages = tomllib.loads((protocols_folder() / "schema" / "messages.toml").read_text("utf-8"))["says"]
    said = {sentence for case in VECTORS["cases"] for sentence in case["says"]["en"]}
    starts = {text["en"].partition("{")[0] for name, text in messages.items() if name.startswith("noticing_")}
    assert {start for start in starts if not any(sentence.startswith(start) for sentence in said)} == set()


@pytest.mark.parametrize("protocol", read_library(), ids=lambda protocol: str(protocol["id"]))
def test_noticings_of_a_library_protocol_rest_on_items_and_judge_nothing(protocol: Protocol) -> None:
    fields = simulate_lesson(protocol, LENGTH_MS, Random(3))
    evidence = [read_evidence(f"{at:05}", dict(each)) for at, each in enumerate(fields)]
    found = find_noticings(protocol, make_timeline(protocol, {}, evidence, LENGTH_MS), [])
    known = {item.record for item in evidence}
    for noticing in found:
        assert noticing.items
        assert known.issuperset(noticing.items)
        for language in LANGUAGES:
            assert "{" not in say_noticing(protocol, noticing, language)
