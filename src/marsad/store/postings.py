"""What words lead to, held in memory: a common word's half million texts are fetched once.

Why it is hard: an index of words only grows and never gives a number twice, so that what a word was found in stays
good, and only what came since is asked for. It is good until everything is made again (`read_since`), and a
transaction that began earlier must not see what came later: whoever asks cuts off the numbers that it does not know.
"""

from collections import OrderedDict
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from marsad.store.explore_rows import read_since
from marsad.store.search import Term, read_texts, write_asked

BYTES_MOST = 64_000_000
"""Of all words kept together; a number takes four."""


class Postings:
    """The texts that words were found in, those asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str, str], NDArray[np.int32]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, connection: Connection, table: str, term: Term) -> NDArray[np.int32]:
        """The numbers of the texts in an index that a term is found in, in order; perhaps some that came later."""
        key = (read_since(connection), table, write_asked(connection, table, term))
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            found = read_texts(connection, table, key[2])
        else:
            more = read_texts(connection, table, key[2], int(kept[-1]) if len(kept) else 0)
            found = np.concatenate([kept, more]) if len(more) else kept
        with self._lock:
            before = self._kept.pop(key, None)
            self._bytes += found.nbytes - (0 if before is None else before.nbytes)
            self._kept[key] = found
            while self._bytes > BYTES_MOST and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._bytes -= old.nbytes
        return found
