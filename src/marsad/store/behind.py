"""Writes that may be done a moment later, several of them in one transaction.

Why it is hard: whoever reads a page must not wait while the linking holds the database, yet nothing that was to be
written may be lost in silence. So work waits in line in its order; where the database refuses, whoever waits is told,
the work stays first in line, and closing the ledger ends only when it is written or says that it is not.
"""

import threading
from collections.abc import Callable

from sqlalchemy import Connection, Engine

from marsad.base.errors import LedgerError
from marsad.store import connect

WAITING_MOST = 10_000
"""So much work may wait for the database; more is refused."""


class Behind:
    """Writes that may be done a moment later, several at once, in a thread that lives as long as there are any."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._changed = threading.Condition()
        self._waiting: list[Callable[[Connection], None]] = []
        self._taken = 0
        self._asked = 0
        self._thread: threading.Thread | None = None
        self._raised: tuple[int, Exception] | None = None

    def write(self, work: Callable[[Connection], None], wait_seconds: float) -> bool:
        """Have something written, waiting so long at most; False where it still stands in line then.

        Raises the LedgerError that the database answered meanwhile; the work then stays in line, and so does all else.
        """
        with self._changed:
            if len(self._waiting) >= WAITING_MOST:
                raise LedgerError(f"{WAITING_MOST} entries wait for the ledger; nothing more is shown until it writes")
            self._waiting.append(work)
            self._asked += 1
            place = self._asked
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="log", daemon=True)
                self._thread.start()
            self._changed.wait_for(lambda: self._taken >= place or self._why(place), timeout=wait_seconds)
            raised = self._why(place)
            if raised is not None:
                raise raised
            return self._taken >= place

    def close(self, wait_seconds: float = 60) -> None:
        """Write all that waits; raises LedgerError where that fails."""
        with self._changed:
            if self._waiting and self._thread is None:
                self._thread = threading.Thread(target=self._work, name="log", daemon=True)
                self._thread.start()
            self._changed.wait_for(lambda: self._thread is None, timeout=wait_seconds)
            if self._waiting:
                raise LedgerError(f"{len(self._waiting)} entries of the log could not be written") from (
                    self._raised[1] if self._raised else None
                )

    def _why(self, place: int) -> Exception | None:
        """What kept the work at a place in line from being written, at the last try."""
        return self._raised[1] if self._raised is not None and self._taken < place <= self._raised[0] else None

    def _work(self) -> None:
        while True:
            with self._changed:
                batch = list(self._waiting)
                if not batch:
                    self._thread = None
                    self._changed.notify_all()
                    return
            try:
                with connect.begin_write(self._engine) as connection:
                    for work in batch:
                        work(connection)
            except Exception as error:  # noqa: BLE001 - raised again where somebody waits, and at the end
                with self._changed:
                    self._raised = (self._taken + len(batch), error)
                    self._thread = None
                    self._changed.notify_all()
                return
            with self._changed:
                del self._waiting[: len(batch)]
                self._taken += len(batch)
                self._raised = None
                self._changed.notify_all()
