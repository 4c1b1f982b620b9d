"""What time it is, by the clock that the app was made with."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import current_app


def now() -> datetime:
    clock = cast(Callable[[], datetime], current_app.config["BACKROW_CLOCK"])
    return clock()
