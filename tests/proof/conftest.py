"""One office for all days of a module, on each database: a day has a district of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage.db import db
from tests.conftest import Clock, empty_database, make_app
from tests.proof.world import Office


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The app and its clock, without the client that checks every answer against the document: other tests do that."""
    folder, clock = tmp_path_factory.mktemp("office"), Clock()
    app = make_app(_make_database(request, folder), folder, clock)
    app.test_client_class = None
    yield Office(app, clock)
    with app.app_context():
        db.engine.dispose()


def _make_database(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "office.sqlite3")
        return f"sqlite:///{folder / 'office.sqlite3'}"
    url: str = request.getfixturevalue("postgres_database")
    empty_database(url)
    return url
