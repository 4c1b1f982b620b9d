"""What a push costs the database: a number of statements that does not grow with what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from server.storage.db import db
from tests.cast import Cast
from tests.device import Device

MOST = 30


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that go to the database; one for many rows counts once."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def cost(app: Flask, work: Callable[[], object]) -> int:
    with counting(app) as asked:
        work()
    return len(asked)


def make_lesson(cast: Cast, items: int) -> Device:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    for number in range(items - 1):
        tablet.tap(scope, t_ms=number)
    return tablet


def test_five_hundred_changes_cost_as_many_statements_as_five(app: Flask, cast: Cast) -> None:
    make_lesson(cast, 1).push()
    few, many = make_lesson(cast, 5), make_lesson(cast, 500)
    small, large = cost(app, few.push), cost(app, many.push)
    assert small == large <= MOST


def test_sending_them_again_costs_no_more(app: Flask, cast: Cast) -> None:
    tablet = make_lesson(cast, 500)
    first = cost(app, tablet.push)
    assert cost(app, lambda: tablet.push(tablet.shadow)) <= first


def test_editing_five_hundred_records_costs_as_many_as_editing_five(app: Flask, cast: Cast) -> None:
    tablet = make_lesson(cast, 501)
    tablet.sync()
    records = [change["record"] for change in tablet.shadow if change["kind"] == "evidence"]
    for record in records[:5]:
        tablet.edit(record, note="few")
    few = cost(app, tablet.push)
    for record in records:
        tablet.edit(record, note="many")
    assert cost(app, tablet.push) == few <= MOST


def test_what_cannot_be_applied_costs_a_bounded_number_too(app: Flask, cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    tablet.push()

    def push_unknown(count: int) -> int:
        for _ in range(count):
            tablet.save("doodle", scope, {"text": "?"})
        return cost(app, tablet.push)

    assert push_unknown(5) == push_unknown(500) <= MOST


def test_a_grant_of_a_large_lesson_costs_as_much_as_that_of_a_small_one(app: Flask, cast: Cast) -> None:
    costs = []
    for items in (5, 500):
        tablet = make_lesson(cast, items)
        tablet.sync()
        tablet.grant(tablet.shadow[0]["scope"], cast.observer.id, "reader")
        costs.append(cost(app, tablet.push))
    assert costs[0] == costs[1] <= MOST + 10


def test_a_page_costs_the_same_whatever_it_holds(app: Flask, cast: Cast) -> None:
    costs = []
    # The first page of an installation makes the key of its cursors.
    cast.coach.tablet().pull()
    for items in (5, 500):
        tablet = make_lesson(cast, items)
        tablet.push()
        costs.append(cost(app, lambda tablet=tablet: tablet.pull()))  # type: ignore[misc]  # bound in a loop
    assert costs[0] == costs[1] <= MOST
