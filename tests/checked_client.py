"""Flask's test client, checking every answer of the API against its own OpenAPI document."""

import json
from collections.abc import Mapping
from typing import cast

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

Document = Mapping[str, "Document"]


class CheckedClient(FlaskClient):
    """Raises AssertionError for an answer that the document does not announce."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        response = super().open(*args, **kwargs)  # type: ignore[arg-type]
        if response.request.path.startswith("/api/"):
            self._check(response)
        return response

    def _check(self, response: TestResponse) -> None:
        said = f"{response.request.method} {response.request.path} → {response.status_code}"
        # A refusal that passes (507 …) has its Retry-After; any other 5xx is a fault.
        assert response.status_code < 500 or "Retry-After" in response.headers, f"{said}: {response.text}"
        announced = self._find_announced(response)
        if "$ref" in announced:
            name = str(announced["$ref"]).rsplit("/", 1)[-1]
            announced = self._document["components"]["responses"][name]
        content = announced.get("content")
        if response.request.method == "HEAD":
            assert not response.data, f"{said} has a body"
            return
        if not content:
            assert not response.data, f"{said} has a body, but none is announced"
            return
        mimetype = response.mimetype or ""
        assert mimetype in content, f"{said} is {mimetype}, announced is {list(content)}"
        if not content[mimetype]:
            return  # an address that is no part of the document, such as the document's own page
        if str(content[mimetype].get("schema", {}).get("format")) == "binary":
            return
        schema = {**content[mimetype].get("schema", {}), "components": self._document["components"]}
        errors = [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(response.data))]
        assert not errors, f"{said}: {errors[:3]}"

    def _find_announced(self, response: TestResponse) -> Document:
        """Find what is announced for an answer; an address that is none may only be a problem."""
        method = response.request.method.lower()
        problem = self._document["components"]["responses"]["Problem"]
        try:
            rule, _ = self.application.url_map.bind("").match(response.request.path, method.upper(), return_rule=True)
        except HTTPException:
            return problem
        path = self._document["paths"].get(_to_template(rule.rule))
        if path is None:
            return {"content": {response.mimetype or "": {}}} if response.data else {}
        responses = path["get" if method == "head" and "head" not in path else method]["responses"]
        found = responses.get(str(response.status_code))
        if found is None or response.mimetype == "application/problem+json":
            return responses["default"]
        return found

    @property
    def _document(self) -> Document:
        if "checked_document" not in self.application.extensions:
            reply = FlaskClient(self.application, self.application.response_class).get("/api/v1/openapi.json")
            self.application.extensions["checked_document"] = json.loads(reply.data)
        return cast(Document, self.application.extensions["checked_document"])


def _to_template(rule: str) -> str:
    """Write a Werkzeug rule as OpenAPI does: <uuid:id> becomes {id}."""
    parts = [f"{{{part[1:-1].split(':')[-1]}}}" if part.startswith("<") else part for part in rule.split("/")]
    return "/".join(parts)
