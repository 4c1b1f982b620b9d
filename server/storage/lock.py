"""A fair lock: nobody starves behind those who came later.

Handing a lock from thread to thread has its price: until the next one runs, everybody waits. So a thread that is
running may take a free lock ahead of sleepers, but only until the first of them has waited too long.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

PATIENCE_S = 3.0


class _Waiter:
    """A thread that waits: `alarm` is locked while it should sleep, `has_turn` says that it was given the lock."""

    def __init__(self) -> None:
        self.alarm = Lock()
        self.alarm.acquire()
        self.since = monotonic()
        self.has_turn = False

    def wake(self) -> None:
        if self.alarm.locked():
            self.alarm.release()


class FairLock:
    """Woken in the order of asking, and handed over to whoever has waited for `patience_s`. Not reentrant."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._guard = Lock()
        self._waiting: deque[_Waiter] = deque()
        self._is_held = False

    @contextmanager
    def held(self) -> Iterator[None]:
        self._acquire()
        try:
            yield
        finally:
            self._release()

    def count_waiting(self) -> int:
        """Count those who asked and did not get it yet."""
        with self._guard:
            return len(self._waiting)

    def _acquire(self) -> None:
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            waiter = _Waiter()
            self._waiting.append(waiter)
        while not self._has_got(waiter):
            pass

    def _has_got(self, waiter: _Waiter) -> bool:
        """Sleep until woken, and take the lock if it is given or still free."""
        waiter.alarm.acquire()
        with self._guard:
            if waiter.has_turn:
                return True
            if self._is_held:
                return False
            self._is_held = True
            self._waiting.remove(waiter)
            return True

    def _release(self) -> None:
        with self._guard:
            if not self._waiting:
                self._is_held = False
                return
            first = self._waiting[0]
            if monotonic() - first.since >= self._patience_s:
                # Still held, now by the first one, past whom nobody goes any more.
                self._waiting.popleft()
                first.has_turn = True
            else:
                self._is_held = False
            first.wake()
