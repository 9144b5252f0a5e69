"""What the search over reports asks of every document version, held as arrays: its day, and whether it is the newest.

Why it is hard: a common word is in half of all reports, and the database would sort all of these to show twenty.
Known gap: some 50 bytes of memory a document version, mostly its id.
"""

from datetime import date
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, func, select

from marsad.store import tables as t
from marsad.store.columns import fetch_raw, make_days
from marsad.store.postings import Postings
from marsad.store.summary import Mask, Numbers


class Reports:
    """All document versions by number: the day of each, which are the newest of theirs, and their order in lists."""

    def __init__(self, days: Numbers, newest: Mask, ids: NDArray[np.str_]) -> None:
        self.days = days
        self.newest = newest
        self.ids = ids

    def __len__(self) -> int:
        return len(self.days)

    def count_days(self, first: date, last: date) -> dict[date, int]:
        """How many reports, each in its newest version, are of each day from first to last."""
        start, end = first.toordinal(), last.toordinal()
        chosen = self.days[self.newest & (self.days >= start) & (self.days <= end)]
        counted = np.bincount(chosen - start)
        filled = np.flatnonzero(counted)
        return {date.fromordinal(start + day): int(counted[day]) for day in filled.tolist()}

    def take_page(self, numbers: Numbers, limit: int | None, offset: int) -> Numbers:
        """Those of these numbers that a page shows, the last published first, then by id, without a day last."""
        days = self.days[numbers]
        most = len(numbers) if limit is None else min(len(numbers), offset + limit)
        if 0 < most < len(numbers):
            least = np.partition(days, len(days) - most)[len(days) - most]
            numbers = numbers[days >= least]
        order = np.lexsort((self.ids[numbers], -self.days[numbers]))
        page: Numbers = numbers[order][offset:most]
        return page


class ReportKeeper:
    """The last state that was read, brought forward by what came since; document versions never change or go."""

    def __init__(self) -> None:
        self.postings = Postings()
        self._lock = Lock()
        self._reports = Reports(np.zeros(1, np.int32), np.zeros(1, np.bool_), np.zeros(1, np.str_))

    def read(self, connection: Connection) -> Reports:
        """The state of the transaction that asks."""
        last = int(connection.execute(select(func.coalesce(func.max(t.documents.c.number), 0))).scalar_one())
        kept = self._reports
        if len(kept) == last + 1:
            return kept
        with self._lock:
            kept = self._reports
            if len(kept) > last + 1:  # a transaction that began earlier reads anew
                return _read(connection, Reports(kept.days[:1], kept.newest[:1], kept.ids[:1]), last)
            self._reports = _read(connection, kept, last)
            return self._reports


def _read(connection: Connection, kept: Reports, last: int) -> Reports:
    d, later = t.documents.c, t.documents.alias("later")
    start, size = len(kept), last + 1
    by_id = fetch_raw(connection, select(d.number, d.id).where(d.number >= start))
    by_day = fetch_raw(connection, select(d.number, d.published).where(d.number >= start))
    fresh = np.array([id_ for _, id_ in by_id], np.str_)
    ids = np.zeros(size, np.result_type(kept.ids.dtype, fresh.dtype) if len(fresh) else kept.ids.dtype)
    days, newest = np.zeros(size, np.int32), np.zeros(size, np.bool_)
    ids[:start], days[:start], newest[:start] = kept.ids, kept.days, kept.newest
    number = np.array([one for one, _ in by_id], np.int32)
    ids[number], newest[number] = fresh, True
    days[np.array([one for one, _ in by_day], np.int32)] = make_days(day for _, day in by_day)
    query = (
        select(d.number)
        .select_from(t.documents.join(later, and_(later.c.id == d.id, later.c.version > d.version)))
        .where(later.c.version > 1, later.c.number >= start)
    )
    newest[np.array(fetch_raw(connection, query), np.int32).reshape(-1)] = False
    return Reports(days, newest, ids)
