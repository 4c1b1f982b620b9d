"""The README of the language: its example is a protocol, its table is that of the schema."""

import re

from server.domain.agreement import Settings, compare_observers
from server.domain.keyword_table import write_keywords
from server.domain.lint_shape import read_schema
from server.domain.protocol_lint import lint_file
from server.domain.shipped import protocols_folder
from server.domain.timeline import make_timeline
from tests.domain.vectors import complete, read_items, read_vectors

README = (protocols_folder() / "README.md").read_text("utf-8")


def test_the_worked_example_is_a_protocol() -> None:
    text = "\n".join(re.findall(r"```toml\n(.*?)```", README, re.DOTALL))
    assert [finding.say("first-minutes.toml") for finding in lint_file(text.encode(), "first-minutes.toml")] == []


def test_the_table_of_keywords_is_that_of_the_schema() -> None:
    assert write_keywords(README, read_schema()) == README


def test_every_figure_of_agreement_is_explained() -> None:
    section = README.partition("### Agreement of observers")[2].partition("###")[0]
    explained = {
        name for row in re.findall(r"^\|(.*?)\|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    vectors = read_vectors("agreement")
    found = set()
    for case in vectors["cases"]:
        protocol = complete(vectors["protocols"][case["protocol"]])
        timelines = [
            make_timeline(protocol, one.get("observation", {}), read_items(one["evidence"]), one["until_ms"])
            for one in case["observers"]
        ]
        told = compare_observers(protocol, timelines, Settings())
        found |= {name for figures in (told["overall"], *told["codes"].values()) for name in figures}
    assert explained == found
