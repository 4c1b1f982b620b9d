"""Changes that the server makes itself, such as people and imported lessons."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from server.domain.changes import Draft
from server.services.sync import Author, commit_changes, make_changes, new_id
from server.storage.db import in_transaction
from tests.cast import Cast
from tests.device import make_observation, membership_id

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def _import_lesson(app: Flask, cast: Cast) -> tuple[str, str]:
    """Make an observation with one item in the coach's name; gives its scope and the item."""
    lesson, tap = new_id(), new_id()
    scope = f"observation:{lesson}"
    drafts = [
        Draft("observation", scope, make_observation(cast.teacher.id), id=lesson),
        Draft("evidence", scope, {"t_ms": 0, "action": "tap", "code": "LQ"}, id=tap),
    ]
    with app.app_context():
        made = commit_changes(cast.coach.space.space_id, cast.coach.id, drafts, NOW)
    assert [one.record for one in made] == [lesson, tap]
    return scope, tap


def test_an_imported_lesson_is_its_coachs_own(app: Flask, cast: Cast) -> None:
    scope, tap = _import_lesson(app, cast)
    tablet = cast.coach.tablet()
    tablet.pull(digests=True)

    assert tablet.fields(membership_id(cast.coach.id, scope))["role"] == "owner"
    assert tablet.digest() == tablet.replica.digests
    tablet.edit(tap, note="seen")
    assert tablet.push()[0]["status"] == "applied"
    told = tablet.history(tap)
    assert [(entry["by"], entry["device"]) for entry in told] == [(cast.coach.id, None), (cast.coach.id, tablet.id)]


def test_an_edit_by_the_server_has_seen_what_was_there(app: Flask, cast: Cast) -> None:
    scope, tap = _import_lesson(app, cast)
    tablet = cast.coach.tablet()
    tablet.pull()
    tablet.edit(tap, note="from the tablet")
    tablet.push()
    drafts = [Draft("evidence", scope, {"note": word}, record=tap) for word in ("from the server", "and again")]
    with app.app_context():
        commit_changes(cast.coach.space.space_id, cast.coach.id, drafts, NOW)

    tablet.pull()

    assert tablet.fields(tap)["note"] == "and again"
    assert "versions" not in tablet.replica.rows[tap]


def test_a_draft_that_no_tablet_could_send_is_a_bug_and_nothing_is_stored(app: Flask, cast: Cast) -> None:
    space = cast.coach.space.space_id
    good = Draft("school", f"space:{space}", {"name": "Harbor Middle School"})
    for bad in (
        Draft("school", f"space:{space}", {}),
        Draft("school", f"space:{space}", {"name": 7}),
        Draft("school", f"space:{space}", {"name": "x"}, record=cast.teacher.id),
    ):
        with app.app_context(), pytest.raises(ValueError, match=r"refused|is a person"):
            commit_changes(space, cast.coach.id, [good, bad], NOW)

    tablet = cast.coach.tablet()
    tablet.pull()
    assert not [row for row in tablet.replica.rows.values() if row["kind"] == "school"]


def test_changes_of_one_use_case_are_made_in_its_transaction(app: Flask, cast: Cast) -> None:
    author = Author(cast.coach.space.space_id, cast.coach.id, NOW)
    draft = Draft("school", f"space:{author.space_id}", {"name": "Harbor Middle School"})
    with app.app_context():
        (made,) = in_transaction(lambda connection: make_changes(connection, author, [draft]))

    tablet = cast.teacher.tablet()
    tablet.pull()

    assert tablet.fields(made.record) == {"name": "Harbor Middle School"}
    assert tablet.replica.rows[made.record]["seq"] == made.seq
