"""The audit is added to, and nothing else, whoever tries."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.storage.audit import Act, insert_act, list_acts
from server.storage.db import in_transaction, reading, transaction
from tests.cast import Cast

ACT = Act("0198c0de-0000-7000-8000-000000000001", "2026-11-22T15:00:00.000Z", "root", "backed_up", "it", {"rows": 3})


@pytest.mark.parametrize("sentence", ["UPDATE audit SET act = 'nothing'", "DELETE FROM audit", "TRUNCATE audit"])
def test_what_stands_in_the_audit_stays(app: Flask, cast: Cast, sentence: str) -> None:
    space = cast.coach.space.space_id
    with app.app_context():
        in_transaction(lambda connection: insert_act(connection, space, ACT))
        with pytest.raises(DBAPIError), transaction() as connection:
            connection.execute(text(sentence))
        with reading() as connection:
            assert list_acts(connection, space) == [ACT]
