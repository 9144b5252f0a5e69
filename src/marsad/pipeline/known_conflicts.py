"""The decisions of a whole ledger whose ground moved, kept between requests and brought up to date by what changed.

Why it is hard: whether a decision still stands on its ground takes the history of its claim, which is nothing for one
report and minutes for ten thousand decisions; yet the list must never miss one, whoever decided or read meanwhile, in
this process or another. So the ledger says in two numbers whether anything changed at all; a new decision concerns its
own report; and only where reports were read is it asked which decisions have a newer reading under them, and of those
only the reports whose reading is another than the last time are looked at.
Known gaps: after a start the reports concerned are looked at once; after a newer reader read everything, that is all of
them.
"""

import threading
from collections.abc import Iterable

from marsad.model.review import ReviewConflict
from marsad.pipeline.conflicts import list_review_conflicts
from marsad.store.ledger import Ledger
from marsad.store.reviewing import Ground


class KnownConflicts:
    """The conflicts of one ledger; for several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._ground: Ground | None = None
        self._live: dict[str, tuple[int, ...]] = {}
        self._of: dict[str, tuple[ReviewConflict, ...]] = {}

    def list_all(self) -> tuple[ReviewConflict, ...]:
        """What should be looked at again, by document and number of the judgement, as `list_review_conflicts` says."""
        with self._lock:
            ground = self._ledger.reviewing.read_ground()
            if ground != self._ground:
                self._renew(ground)
                self._ground = ground
            return tuple(one for document_id in sorted(self._of) for one in self._of[document_id])

    def _renew(self, ground: Ground) -> None:
        """Look at the reports that may have changed since the last time."""
        known, reviewing = self._ground, self._ledger.reviewing
        concerned: set[str] = set()
        if known is not None:
            concerned.update(reviewing.list_judged_documents(known.judgement))
        if known is None or known.readings != ground.readings:
            live = reviewing.read_moved_documents()
            concerned.update(name for name, numbers in live.items() if self._live.get(name) != numbers)
            concerned.update(self._of.keys() - live.keys())
            self._live = live
        self._look(concerned)

    def _look(self, document_ids: Iterable[str]) -> None:
        for document_id in document_ids:
            found = list_review_conflicts(self._ledger, document_id)
            if found:
                self._of[document_id] = found
            else:
                self._of.pop(document_id, None)
