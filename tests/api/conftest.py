"""What several tests of the API stand on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.conftest import Clock
from tests.push_service import serve_pushes
from tests.told import District

AFTERNOON = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


@pytest.fixture
def district(app: Flask, cast: Cast, clock: Clock, tmp_path: Path) -> Iterator[District]:
    clock.now = AFTERNOON
    with serve_pushes(tmp_path) as service:
        yield District(app, cast, clock, service)
