"""Our blueprint: flask-smorest's, with bodies read strictly and errors told as problems."""

from typing import NoReturn

import flask_smorest
from flask import Request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from server.api.bodies import read_json
from server.api.problems import list_errors
from server.domain.json_values import Json
from server.domain.problems import Problem


class StrictParser(FlaskParser):
    """Reads arguments; a key that the schema does not know is an error in a body and ignored in a query."""

    def load_json(self, req: Request, schema: Schema) -> Json:
        return read_json()

    def handle_error(self, error: ValidationError, *_args: object, **_options: object) -> NoReturn:
        found = error.messages
        located = next(iter(found.values())) if isinstance(found, dict) and len(found) == 1 else found
        raise Problem("bad_request", errors=list_errors(located))


class Blueprint(flask_smorest.Blueprint):
    """A noun's pages."""

    ARGUMENTS_PARSER = StrictParser()
