"""A district whose people are told things: a worker that goes when it is asked to, and browsers that take pushes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from server.crew import make_post
from server.domain.json_values import JsonObject
from server.services import worker
from server.services.sync import new_id
from server.services.tellings import tell_of_the_day
from tests.cast import Cast, Person
from tests.conftest import Clock
from tests.device import Device
from tests.push_service import Browser, PushService, Taken

OURS = {"X-Requested-With": "backrow"}


@dataclass
class District:
    """The cast, a worker that goes when told to, and a push service that shows what arrived."""

    app: Flask
    cast: Cast
    clock: Clock
    service: PushService

    def listen(self, person: Person, **more: object) -> Browser:
        """Have a person's browser take their notices."""
        browser = self.service.open_browser()
        reply = person.client.post(
            "/api/v1/notices/subscriptions", json={**browser.wish, "time_zone": "UTC", **more}, headers=OURS
        )
        assert reply.status_code == 201, reply.text
        return browser

    def work(self) -> list[Taken]:
        """Let the worker do all that is due now, and give what arrived by it."""
        before = len(self.service.taken)
        with self.app.app_context():
            post = make_post(self.app.config["BACKROW_SETTINGS"], self.service.guard)
            while worker.work(post, now=self.clock.now):
                pass
        return self.service.taken[before:]

    def begin_day(self) -> None:
        with self.app.app_context():
            tell_of_the_day(new_id, now=self.clock.now)

    def list_for(self, person: Person) -> list[JsonObject]:
        found: list[JsonObject] = person.client.get("/api/v1/notices").get_json()["notices"]
        return found

    def choose(self, person: Person, **chosen: object) -> None:
        body = {"muted": [], "quiet": None, "time_zone": "UTC", **chosen}
        reply = person.client.put("/api/v1/notices/choice", json=body, headers=OURS)
        assert reply.status_code == 200, reply.text

    def share(self) -> tuple[Device, str]:
        """Ana observes Tom's lesson and shares it with him."""
        tablet = self.cast.coach.tablet()
        scope = tablet.observe(self.cast.teacher.id, title="A private word")
        tablet.tap(scope, note="Nobody's business")
        tablet.grant(scope, self.cast.teacher.id, "teacher")
        tablet.sync()
        return tablet, scope

    def plan(self) -> tuple[Device, str]:
        """Ana and Tom have a cycle."""
        tablet = self.cast.coach.tablet()
        cycle = tablet.make("cycle", "", {"title": "Wait time"})
        cycle["scope"] = scope = f"cycle:{cycle['id']}"
        tablet.keep(cycle)
        tablet.grant(scope, self.cast.teacher.id, "teacher")
        tablet.sync()
        return tablet, scope


def id_of(scope: str) -> str:
    return scope.partition(":")[2]


def kinds(notices: list[JsonObject]) -> list[object]:
    return [one["kind"] for one in notices]
