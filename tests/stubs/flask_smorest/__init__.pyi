"""What we use of flask-smorest, which comes without types."""

from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar

import flask
from apispec import APISpec
from marshmallow import Schema
from webargs.flaskparser import FlaskParser

View = TypeVar("View", bound=Callable[..., object])

class Api:
    ERROR_SCHEMA: ClassVar[type[Schema]]
    DEFAULT_ERROR_RESPONSE_NAME: ClassVar[str | None]
    spec: APISpec
    def __init__(self, app: flask.Flask | None = None) -> None: ...
    def register_blueprint(self, blp: Blueprint) -> None: ...

class Blueprint(flask.Blueprint):
    ARGUMENTS_PARSER: ClassVar[FlaskParser]
    def __init__(
        self, name: str, import_name: str, *, url_prefix: str | None = None, description: str | None = None
    ) -> None: ...
    def arguments(
        self,
        schema: type[Schema] | Schema,
        *,
        location: str = "json",
        content_type: str | None = None,
        required: bool = True,
        description: str | None = None,
    ) -> Callable[[View], View]: ...
    def response(
        self,
        status_code: int,
        schema: type[Schema] | Schema | None = None,
        *,
        content_type: str | None = None,
        description: str | None = None,
        headers: Mapping[str, object] | None = None,
    ) -> Callable[[View], View]: ...
    def alt_response(
        self,
        status_code: int,
        response: str | None = None,
        *,
        schema: type[Schema] | Schema | None = None,
        headers: Mapping[str, object] | None = None,
        success: bool = False,
    ) -> Callable[[View], View]: ...
    def doc(self, **kwargs: object) -> Callable[[View], View]: ...
