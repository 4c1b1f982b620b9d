"""The table of all keywords of the protocol language, from the schema."""

from collections.abc import Iterator, Mapping
from typing import Any

MARK = "<!-- keywords -->"


def write_keywords(readme: str, schema: Mapping[str, Any]) -> str:
    """Put the table below its mark in a page."""
    before = readme.partition(MARK)[0]
    return before + MARK + "\n" + "\n".join(_lines(schema)) + "\n"


def _lines(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from _table("The protocol", schema)
    for name, part in schema["$defs"].items():
        if "properties" in part:
            yield from _table(f"{part['title']} (`{name}`)", part)


def _table(title: str, part: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### {title}", "")
    yield from ("| keyword | form | what it says |", "|---|---|---|")
    for name, schema in part["properties"].items():
        must = " **must**" if name in part.get("required", ()) and schema.get("type") != "array" else ""
        yield f"| `{name}`{must} | {_form(schema)} | {schema['description']} |"


def _form(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).split("/")[-1].replace("_", " ")
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " · ".join(f"`{choice}`" for choice in schema["enum"])
    if schema["type"] == "array":
        return f"list of {_form(schema['items'])}, up to {schema['maxItems']}"
    if schema["type"] in ("integer", "number"):
        return f"{schema['type']}, {schema['minimum']} to {schema['maximum']}"
    return "true or false" if schema["type"] == "boolean" else f"text of up to {schema.get('maxLength', 1)}"
