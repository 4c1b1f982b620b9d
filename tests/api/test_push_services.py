"""What push services do, and which of them, with which keys, are taken at all."""

from __future__ import annotations

import pytest

from server.services import worker
from tests.cast import Cast
from tests.told import OURS, District


def test_a_browser_that_is_gone_is_forgotten(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(410, None)]
    assert district.work() == []
    district.share()
    assert district.work() == []
    assert district.service.asked == 1


def test_retry_after_is_kept_to(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(429, "600")]
    assert district.work() == []
    district.clock.advance(seconds=590)
    assert district.work() == []
    district.clock.advance(seconds=20)
    assert len(district.work()) == 1


def test_a_redirect_is_not_followed(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(307, None)]
    assert district.work() == []
    assert district.service.asked == 1


def test_a_push_that_nobody_takes_is_given_up_after_a_day(district: District) -> None:
    district.listen(district.cast.teacher)
    district.share()
    district.service.answers = [(503, None)] * 100
    for _ in range(30):
        district.work()
        district.clock.advance(hours=1)
    with district.app.app_context():
        counts = worker.count(now=district.clock.now)
    assert (counts.waiting, counts.sent, counts.failed) == (0, 0, 1)
    assert district.service.asked < 20


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com.example/x",
        "https://user@fcm.googleapis.com/x",
        "https://evil.example#fcm.googleapis.com",
        "https://evil.example/fcm.googleapis.com",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://fcm.googleapis.com\t/x",
        "https://[bad/x",
        "push",
    ],
)
def test_only_known_push_services_are_taken(cast: Cast, district: District, endpoint: str) -> None:
    wish = {**district.service.open_browser().wish, "endpoint": endpoint}
    reply = cast.teacher.client.post("/api/v1/notices/subscriptions", json=wish, headers=OURS)
    assert (reply.status_code, reply.get_json()["code"]) == (422, "bad_request")


@pytest.mark.parametrize(
    "change",
    [
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"keys": {"p256dh": "ü", "auth": "="}},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"more": 1},
    ],
)
def test_keys_and_zones_that_are_none_are_refused(cast: Cast, district: District, change: dict[str, object]) -> None:
    wish = {**district.service.open_browser().wish, **change}
    reply = cast.teacher.client.post("/api/v1/notices/subscriptions", json=wish, headers=OURS)
    assert reply.status_code == 422
