"""How often somebody may try: a moving window in memory.

Twenty lines of our own rather than a library: one process serves a desk, the windows may be forgotten with it, and what
is counted (failures only, by name and address together, by address, by name) is a decision of this house.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

KEYS_MOST = 10_000


class Attempts:
    """Failures within the last `seconds`, at most `most` of them a key."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, deque[float]] = {}

    def find_wait(self, key: str) -> float:
        """Seconds until the next try; 0 where it may be made now."""
        with self._lock:
            failures = self._find(key)
            return 0.0 if len(failures) < self._most else failures[0] + self._seconds - self._clock()

    def add(self, key: str) -> None:
        """Note a failure."""
        with self._lock:
            if key not in self._failures and len(self._failures) >= KEYS_MOST:
                self._forget()
            failures = self._find(key)
            failures.append(self._clock())
            self._failures[key] = failures

    def clear(self, key: str) -> None:
        """Forget the failures of one who came in after all."""
        with self._lock:
            self._failures.pop(key, None)

    def _find(self, key: str) -> deque[float]:
        failures = self._failures.get(key, deque())
        while failures and failures[0] <= self._clock() - self._seconds:
            failures.popleft()
        return failures

    def _forget(self) -> None:
        """Drop keys whose windows are empty, or, where none is, the one that was tried longest ago."""
        idle = [key for key in self._failures if not self._find(key)]
        for key in idle or [min(self._failures, key=lambda key: self._failures[key][-1])]:
            del self._failures[key]
