"""Whatever is asked of the API, by whomever: no fault of our own, and no answer that the document does not announce."""

import os

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import Cast, Person

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES = ("coach", "teacher", "administrator")
#: Of each operation, asked once by nobody and once by each role, on each database; BACKROW_REQUESTS takes any number.
REQUESTS = int(os.environ.get("BACKROW_REQUESTS", "8"))
SIGN_OUT = "DELETE /api/v1/session"

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


def test_every_answer_is_one_that_the_document_announces(app: Flask, cast: Cast) -> None:
    askers = [{"X-Requested-With": "backrow"}, *(_headers(getattr(cast, role)) for role in ROLES)]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = {found.ok().label: found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)}
    assert len(operations) == schema.statistic.operations.total
    operations[SIGN_OUT] = operations.pop(SIGN_OUT)  # last, since it ends the session of all that follows
    for operation in operations.values():

        @settings(max_examples=REQUESTS, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:  # type: ignore[type-arg]  # four arguments of no use to us
            for headers in askers:
                case.call_and_validate(headers=headers, checks=CHECKS)

        ask()


def _headers(person: Person) -> dict[str, str]:
    cookie = person.client.get_cookie("backrow-session")
    assert cookie is not None
    return {"X-Requested-With": "backrow", "Cookie": f"backrow-session={cookie.value}"}
