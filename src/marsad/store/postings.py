"""What words lead to, held in memory: a common word's half million texts are fetched once.

Why it is hard: an index of words only grows and never gives a number twice, so that what a word was found in stays
good, and only what came since is asked for. It is good until everything is made again (`read_since`), and a
transaction that began earlier must not see what came later: whoever asks cuts off the numbers that it does not know.
"""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from marsad.store.explore_rows import read_since
from marsad.store.search import Term, read_texts, write_asked

BYTES_MOST = 128_000_000
"""Of all words kept together; a number takes four, or all up to the last one a bit each."""


class _Kept(NamedTuple):
    """Numbers in order, or where that is shorter one bit for each number that there might be."""

    last: int
    numbers: NDArray[np.int32] | None
    bits: NDArray[np.uint8] | None

    @property
    def size(self) -> int:
        return sum(part.nbytes for part in (self.numbers, self.bits) if part is not None)

    def unpack(self) -> NDArray[np.int32]:
        if self.numbers is not None:
            return self.numbers
        return np.flatnonzero(np.unpackbits(self.bits)).astype(np.int32)  # type: ignore[arg-type] # one of both


def _pack(numbers: NDArray[np.int32]) -> _Kept:
    last = int(numbers[-1]) if len(numbers) else 0
    if len(numbers) * 32 <= last:
        return _Kept(last, numbers, None)
    there = np.zeros(last + 1, np.bool_)
    there[numbers] = True
    return _Kept(last, None, np.packbits(there))


class Postings:
    """The texts that words were found in, those asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str, str], _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, connection: Connection, table: str, term: Term) -> NDArray[np.int32]:
        """The numbers of the texts in an index that a term is found in, in order; perhaps some that came later."""
        key = (read_since(connection), table, write_asked(connection, table, term))
        with self._lock:
            kept = self._kept.get(key)
        more = read_texts(connection, table, key[2], 0 if kept is None else kept.last)
        found = more if kept is None else np.concatenate([kept.unpack(), more])
        if kept is None or len(more):
            kept = _pack(found)
        with self._lock:
            before = self._kept.pop(key, None)
            self._bytes += kept.size - (0 if before is None else before.size)
            self._kept[key] = kept
            while self._bytes > BYTES_MOST and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._bytes -= old.size
        return found
