"""Standards from files, by the shared examples; `pwa/src/core/standards/standards.test.ts` reads the same ones."""

from dataclasses import asdict
from typing import Any

import pytest

from server.domain.standards import MAX_BYTES, MAX_STANDARDS, Refused, StandardsFileError, plan_intake, read_standards
from tests.domain.vectors import assert_stands, read_vectors

STANDARDS = read_vectors("standards")


@pytest.mark.parametrize("example", STANDARDS["files"], ids=lambda example: str(example["name"]))
def test_a_file_reads_as_the_example_says(example: dict[str, Any]) -> None:
    if "fault" in example:
        with pytest.raises(StandardsFileError) as refused:
            read_standards(example["text"], "ours")
        assert refused.value.fault == example["fault"]
        return
    found = asdict(read_standards(example["text"], "ours"))
    assert_stands(found, example["expected"])
    assert found["standards"] == example["expected"]["standards"]


@pytest.mark.parametrize("example", STANDARDS["intakes"], ids=lambda example: str(example["name"]))
def test_taking_in_comes_to_what_the_example_says(example: dict[str, Any]) -> None:
    found = example["found"]
    refused = [Refused(**each) for each in found["refused"]]
    intake = plan_intake([(id, fields) for id, fields in example["held"]], found["standards"], refused)
    assert asdict(intake) == example["expected"]


def test_a_file_is_bounded_in_bytes_and_in_standards() -> None:
    rows = "".join(f"{number},Counts\n" for number in range(MAX_STANDARDS))
    assert len(read_standards("code,text\n" + rows, "ours").standards) == MAX_STANDARDS
    for text, fault in ((f"code,text\n{rows}more,Counts\n", "too_many"), ("é" * (MAX_BYTES // 2 + 1), "too_large")):
        with pytest.raises(StandardsFileError) as refused:
            read_standards(text, "ours")
        assert refused.value.fault == fault


def test_what_is_too_long_for_a_record_is_refused_by_its_line() -> None:
    long = "x" * 201
    found = read_standards(
        f"code,text,subject\n{long},Text,\nA,{'y' * 4001},\nB,Text,{long}\nC,{'y' * 4000},\n", "ours"
    )
    assert [(each.line, each.fault) for each in found.refused] == [(2, "too_long"), (3, "too_long"), (4, "too_long")]
    assert [fields["code"] for fields in found.standards] == ["C"]


def test_a_hostile_file_is_refused_and_not_chewed_on() -> None:
    for text in ('"' * 200_000, "[" * 200_000, "{" * 200_000, '{"CFItems": ' + "[" * 200_000, '",' * 100_000):
        with pytest.raises(StandardsFileError):
            read_standards(text, "ours")
