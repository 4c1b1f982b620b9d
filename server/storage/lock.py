"""A fair lock: whoever asked first gets it first, so that no writer starves behind busy ones."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class FairLock:
    """Hands itself over in the order of asking. Not reentrant."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
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
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def _release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
                return
            self._is_held = False
