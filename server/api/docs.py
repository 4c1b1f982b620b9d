"""`/api/v1/docs`: the OpenAPI document as a page for developers, without a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from flask import Blueprint, Response, current_app
from markupsafe import Markup

from server.domain.json_values import Json

Document = Mapping[str, Json]

pages = Blueprint("docs", __name__, url_prefix="/api/v1")


@pages.get("/docs")
def show_docs() -> Response:
    """Show every address with what it takes and answers."""
    document = _read_document()
    addresses = Markup().join(_show_addresses(document))
    schemas = Markup().join(_show_schemas(document))
    return Response(_PAGE.format(addresses=addresses, schemas=schemas), mimetype="text/html")


@pages.get("/docs.css")
def show_style() -> Response:
    """Send the page's style, which the policy does not allow within it."""
    return Response(_STYLE, mimetype="text/css", headers={"Cache-Control": "no-cache"})


def _read_document() -> Document:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return cast(Document, api.spec.to_dict())


def _show_addresses(document: Document) -> Iterator[Markup]:
    for path, methods in _members(document, "paths"):
        for method, operation in _members(_mapping(methods)):
            if method == "parameters":
                continue
            yield _ADDRESS.format(
                method=method.upper(),
                path=path,
                summary=_mapping(operation).get("summary", ""),
                parameters=_show_parameters(_mapping(operation), _mapping(methods)),
                body=_show_body(_mapping(operation)),
                answers=Markup().join(_show_answers(_mapping(operation))),
            )


def _show_parameters(operation: Document, path: Document) -> Markup:
    found = [_mapping(one) for holder in (path, operation) for one in cast(list[Json], holder.get("parameters", []))]
    if not found:
        return Markup()
    rows = [
        _ROW.format(
            name=one.get("name"), note="" if one.get("required") else "optional", type=_type_of(one.get("schema"))
        )
        for one in found
    ]
    return _TABLE.format(caption="Parameters", rows=Markup().join(rows))


def _show_body(operation: Document) -> Markup:
    schema = _schema_of(operation.get("requestBody"))
    return _BODY.format(type=_type_of(schema)) if schema is not None else Markup()


def _show_answers(operation: Document) -> Iterator[Markup]:
    for status, answer in _members(operation, "responses"):
        reference = _mapping(answer).get("$ref")
        schema: Json = {"$ref": "#/components/schemas/Problem"} if reference else _schema_of(answer)
        yield _ANSWER.format(status="refusal" if status == "default" else status, type=_type_of(schema))


def _show_schemas(document: Document) -> Iterator[Markup]:
    for name, schema in _members(_mapping(document["components"]), "schemas"):
        required = cast(list[Json], _mapping(schema).get("required", []))
        rows = [
            _ROW.format(name=field, note="" if field in required else "optional", type=_type_of(shape))
            for field, shape in _members(_mapping(schema), "properties")
        ]
        yield _SCHEMA.format(name=name, table=_TABLE.format(caption="Fields", rows=Markup().join(rows)))


def _type_of(schema: Json) -> Markup:
    """Name a type, with a link where it has a section of its own."""
    shape = _mapping(schema)
    if "$ref" in shape:
        return Markup('<a href="#{0}">{0}</a>').format(str(shape["$ref"]).rsplit("/", 1)[-1])
    if "items" in shape:
        return Markup("list of {}").format(_type_of(shape["items"]))
    variants = [_type_of(one) for key in ("allOf", "anyOf", "oneOf") for one in cast(list[Json], shape.get(key, []))]
    if variants:
        return Markup(" or ").join(variants)
    kind = shape.get("type", "anything" if schema is not None else "nothing")
    words = " or ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
    choices = ", ".join(map(str, cast(list[Json], shape.get("enum", []))))
    return Markup("{}").format(
        " ".join(filter(None, [words, str(shape.get("format", "")), choices and f"({choices})"]))
    )


def _schema_of(holder: Json) -> Json:
    """Find the schema in the content of a body or an answer, whatever its media type."""
    content = _mapping(_mapping(holder).get("content"))
    return next((_mapping(media).get("schema") for media in content.values()), None)


def _members(holder: Document, name: str | None = None) -> list[tuple[str, Json]]:
    return list((_mapping(holder.get(name)) if name else holder).items())


def _mapping(value: Json) -> Document:
    return value if isinstance(value, dict) else {}


_ADDRESS = Markup(
    "<section><h3><b>{method}</b> <code>{path}</code></h3><p>{summary}</p>"
    "{parameters}{body}<ul>{answers}</ul></section>"
)
_BODY = Markup("<p>Takes {type}</p>")
_ANSWER = Markup("<li>{status}: {type}</li>")
_SCHEMA = Markup('<section id="{name}"><h3>{name}</h3>{table}</section>')
_TABLE = Markup("<table><caption>{caption}</caption><tbody>{rows}</tbody></table>")
_ROW = Markup("<tr><th scope=row><code>{name}</code></th><td>{type}</td><td>{note}</td></tr>")
_PAGE = Markup(
    """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Backrow: the server's interface</title>
<link rel="stylesheet" href="/api/v1/docs.css">
<main>
<h1>The server's interface</h1>
<p>Made from <a href="/api/v1/openapi.json">the OpenAPI document</a>. Every change carries
<code>Content-Type: application/json</code> and <code>X-Requested-With: backrow</code>; every refusal is a
<a href="#Problem">Problem</a> with a stable <code>code</code>.</p>
<h2>Addresses</h2>
{addresses}
<h2>Shapes</h2>
{schemas}
</main>
"""
)
_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 50rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid; padding: .5rem 0; }
section:target { outline: 3px solid; outline-offset: 4px; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; font-weight: bold; }
th, td { text-align: start; vertical-align: top; padding: .15rem 1rem .15rem 0; font-weight: normal; }
code { overflow-wrap: anywhere; }
"""
