"""The lock in front of SQLite's one writer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest

from server.storage.lock import FairLock


def _wait_until(lock: FairLock, count: int) -> None:
    while lock.count_waiting() < count:
        sleep(0.001)


@pytest.mark.parametrize("patience_s", [0.0, 60.0])
def test_those_who_wait_get_it_in_the_order_of_asking(patience_s: float) -> None:
    lock, order = FairLock(patience_s), list[int]()

    def take(turn: int) -> None:
        with lock.held():
            order.append(turn)

    with ThreadPoolExecutor(8) as pool, lock.held():
        for turn in range(8):
            pool.submit(take, turn)
            _wait_until(lock, turn + 1)
    assert order == list(range(8))


def test_nobody_is_overtaken_for_longer_than_their_patience() -> None:
    lock, has_it = FairLock(0.05), Event()

    def take() -> float:
        began = monotonic()
        with lock.held():
            has_it.set()
            return monotonic() - began

    def take_again_and_again() -> None:
        while not has_it.is_set():
            with lock.held():
                sleep(0.001)

    with ThreadPoolExecutor(3) as pool:
        for _ in range(2):
            pool.submit(take_again_and_again)
        _wait_until(lock, 1)
        assert pool.submit(take).result(timeout=20) < 10


def test_only_one_has_it_at_a_time() -> None:
    lock, inside, most = FairLock(0.002), list[int](), list[int]()

    def take(turn: int) -> None:
        with lock.held():
            inside.append(turn)
            most.append(len(inside))
            sleep(0.0005)
            inside.remove(turn)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(take, range(300)))
    assert most == [1] * 300


def test_it_is_free_again_after_an_exception() -> None:
    lock = FairLock()
    with pytest.raises(ZeroDivisionError), lock.held():
        raise ZeroDivisionError
    with lock.held():
        assert lock.count_waiting() == 0
