"""Quiet hours and days, where the person is; and how long a try waits for the next."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.dispatch import wait_before_try
from server.domain.notices import (
    Choice,
    find_day,
    is_time_zone,
    is_unsent_since_yesterday,
    read_clock_time,
    wait_for_peace,
)

NIGHT = Choice(quiet_from=time(19), quiet_until=time(7), time_zone="America/Chicago")
ZONES = st.sampled_from(["UTC", "America/Chicago", "Asia/Tokyo", "Asia/Kathmandu", "Pacific/Chatham", "Europe/Madrid"])
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "free"),
    [
        ("2026-11-24T18:59", "2026-11-24T18:59"),
        ("2026-11-24T19:00", "2026-11-25T07:00"),
        ("2026-11-25T00:30", "2026-11-25T07:00"),
        ("2026-11-25T07:00", "2026-11-25T07:00"),
        # The nights in which clocks are set.
        ("2026-03-07T23:00", "2026-03-08T07:00"),
        ("2026-10-31T23:00", "2026-11-01T07:00"),
    ],
)
def test_the_night_ends_in_the_morning_there(now: str, free: str) -> None:
    assert wait_for_peace(NIGHT, at(now)) == at(free)


def test_quiet_hours_may_be_in_the_day() -> None:
    now = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    lessons = Choice(quiet_from=time(8), quiet_until=time(15), time_zone="UTC")
    assert wait_for_peace(lessons, now) == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert wait_for_peace(lessons, now + timedelta(hours=4)) == now + timedelta(hours=4)
    assert wait_for_peace(Choice(quiet_from=None, quiet_until=None), now) == now


@given(now=MOMENTS, start=CLOCKS, end=CLOCKS, zone=ZONES)
def test_nobody_waits_longer_than_a_day_and_nothing_comes_in_quiet_hours(
    now: datetime, start: time, end: time, zone: str
) -> None:
    choice = Choice(quiet_from=start, quiet_until=end, time_zone=zone)
    free = wait_for_peace(choice, now)
    # One hour more in the night in which clocks are set back.
    assert now <= free <= now + timedelta(hours=25)
    assert free == now or free.astimezone(ZoneInfo(zone)).time() >= end


def test_a_day_is_the_persons_own() -> None:
    moment = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert find_day(NIGHT, moment) == date(2026, 11, 24)
    assert find_day(Choice(time_zone="Asia/Tokyo"), moment) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("unsent", "hours", "tells"), [(3, 24, True), (3, 1, False), (0, 48, False), (None, 48, False)]
)
def test_what_a_tablet_kept_is_told_on_another_day(unsent: int | None, hours: int, tells: bool) -> None:
    now = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
    said = is_unsent_since_yesterday(Choice(), unsent=unsent, seen_at=now - timedelta(hours=hours), now=now)
    assert said is tells


@pytest.mark.parametrize("text", ["7:00", "24:00", "07:60", "07:00:00", "", "ab:cd", "٠٧:٠٠"])
def test_a_time_of_day_is_two_numbers(text: str) -> None:
    with pytest.raises(ValueError):
        read_clock_time(text)


def test_a_time_zone_is_a_known_name() -> None:
    assert is_time_zone("Europe/Madrid")
    assert not is_time_zone("../etc/passwd")


@given(tries=st.integers(1, 10_000), chance=st.floats(0, 1), asked=st.none() | st.timedeltas(timedelta(0)))
def test_a_try_waits_longer_each_time_and_never_for_days(tries: int, chance: float, asked: timedelta | None) -> None:
    wait = wait_before_try(tries, asked=asked, chance=chance)
    assert timedelta(seconds=22) <= wait <= timedelta(hours=6)
    if asked is not None:
        assert wait >= min(asked, timedelta(hours=6))
