"""The letters that wait to be sent, as a test reads them."""

from __future__ import annotations

import re

import orjson
from flask import Flask
from sqlalchemy import select

from server.domain.letters import Letter
from server.storage.db import reading
from server.storage.tables.notices import dispatch

_LINK = re.compile(r"http\S+/(?:invitation|reset)#(\S+)")


def list_letters(app: Flask) -> list[Letter]:
    """Give the letters that wait, the oldest first."""
    wanted = select(dispatch.c.body).where(dispatch.c.channel == "mail").order_by(dispatch.c.id)
    with app.app_context(), reading() as connection:
        return [Letter(**orjson.loads(body)) for body in connection.execute(wanted).scalars() if body]


def read_token(letter: Letter) -> str:
    """Give what stands in a letter's link."""
    found = _LINK.search(letter.text)
    assert found, letter.text
    return found.group(1)
