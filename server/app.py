"""The composition root: puts settings, database and blueprints together."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider

from server import api as pages
from server.api import calendars, docs, shell
from server.api.headers import send_headers
from server.api.identity import guard_requests
from server.api.logs import log_requests
from server.api.problems import ProblemApi, handle_problems
from server.config import Settings
from server.storage.db import bind_database


class FastJson(JSONProvider):
    """Flask's JSON, done by orjson."""

    def dumps(self, obj: object, **_options: object) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: object) -> object:
        return orjson.loads(s)

    def response(self, *args: object, **kwargs: object) -> Response:
        body = orjson.dumps(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")


def create_app(settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Flask:
    """Make the web application; `clock` says what time it is."""
    app = Flask("server", static_folder=None)
    app.json = FastJson(app)
    app.config.update(_OPENAPI, BACKROW_SETTINGS=settings, BACKROW_CLOCK=clock)
    bind_database(app, settings.database_url, str(files("server.storage") / "migrations"))
    api = ProblemApi(app)
    handle_problems(app)
    # First of all, so that it sees the answer as it leaves.
    log_requests(app)
    send_headers(app)
    guard_requests(app)
    pages.register(api)
    app.register_blueprint(docs.pages)
    app.register_blueprint(calendars.feeds)
    app.register_blueprint(shell.pages)
    return app


_OPENAPI = {
    "API_TITLE": "Backrow",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_JSON_PATH": "openapi.json",
    "OPENAPI_URL_PREFIX": "/api/v1",
    # The largest body of anything but a push, which has its own limit.
    "MAX_CONTENT_LENGTH": 256 * 1024,
}
