"""The README of the language: its example is a protocol, its table is that of the schema."""

import re

from server.domain.keyword_table import write_keywords
from server.domain.lint_shape import read_schema
from server.domain.protocol_lint import lint_file
from server.domain.shipped import protocols_folder

README = (protocols_folder() / "README.md").read_text("utf-8")


def test_the_worked_example_is_a_protocol() -> None:
    text = "\n".join(re.findall(r"```toml\n(.*?)```", README, re.DOTALL))
    assert [finding.say("first-minutes.toml") for finding in lint_file(text.encode(), "first-minutes.toml")] == []


def test_the_table_of_keywords_is_that_of_the_schema() -> None:
    assert write_keywords(README, read_schema()) == README
