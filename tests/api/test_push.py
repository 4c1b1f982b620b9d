"""What the server does with one push."""

from tests.cast import Cast
from tests.device import Device


def test_a_lesson_is_stored_and_comes_back(cast: Cast) -> None:
    tablet = cast.coach.tablet()
    scope = tablet.observe(cast.teacher.id)
    taps = [tablet.tap(scope, t_ms=number) for number in range(5)]

    results = tablet.push()

    assert [result["status"] for result in results] == ["applied"] * 6
    assert tablet.account == {"contiguous": 6, "highest": 6, "missing": [], "forked": False}
    tablet.pull(digests=True)
    assert {tap["id"] for tap in taps} <= tablet.live().keys()
    assert tablet.digest() == tablet.replica.digests
