"""Sums by day and by point, ready in memory: all incidents in the order of a key, with what each adds to the figures.

Why it is hard: a filter may let through any of a million, and their sums by day or by cell of the map are asked for in
a twentieth of a second. Adding up by a key that jumps about costs five times as much as adding up runs, so the order
is made once for a state of all incidents, and a question adds up what passes of each run.

Known gap: thirty bytes of memory an incident for each order.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]
NONE = -1
"""What a number is where nothing is known; days are counted from the year 1 and are 0 then."""


class Sums:
    """What passed, key by key: how many incidents, and what each weight came to."""

    def __init__(self, count: Numbers, weights: Sequence[Numbers]) -> None:
        self.count = count
        self.weights = list(weights)

    def join(self, group: Numbers, groups: int) -> "Sums":
        """The same, added up by group 0 to `groups`; `group` says for each key which is its own."""
        whole = [np.bincount(group, weights=each, minlength=groups).astype(np.int64) for each in self._all]
        return Sums(whole[0], whole[1:])

    def take(self, at: Numbers) -> "Sums":
        """Those of some keys."""
        return Sums(self.count[at], [each[at] for each in self.weights])

    @property
    def _all(self) -> list[Numbers]:
        return [self.count, *self.weights]


class Summary:
    """Some incidents by a key, with weights that add up."""

    def __init__(self, at: Numbers, key: Numbers, weights: Sequence[NDArray[Any]]) -> None:
        """`at` are the positions of the incidents that are meant; `key` is theirs, `weights` are those of all."""
        order = np.argsort(key, kind="stable")
        keys = key[order]
        self.order: Numbers = at[order].astype(np.int32)
        self.starts: Numbers = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
        self.keys: Numbers = keys[self.starts]
        self._weights = [weight[self.order] for weight in weights]

    def sort_mask(self, passing: Mask) -> Mask:
        """What passes, in this order."""
        mask: Mask = passing[self.order]
        return mask

    def add_up(self, mask: Mask) -> Sums:
        """The sums of what passes, for each of `keys`; `mask` is in this order."""
        if not len(self.starts):
            return Sums(np.zeros(0, np.int64), [np.zeros(0, np.int64)] * len(self._weights))
        weights = [each & mask if each.dtype == np.bool_ else each * mask for each in self._weights]
        return Sums(self._add(mask), [self._add(each) for each in weights])

    def find_runs(self, chosen: Mask, mask: Mask) -> tuple[Numbers, Numbers]:
        """Of what passes, the incidents whose key is chosen: their positions, and for each which key it is."""
        lengths = np.diff(self.starts, append=len(self.order))
        found = np.flatnonzero(np.repeat(chosen, lengths) & mask)
        return self.order[found], np.searchsorted(self.starts, found, side="right") - 1

    def _add(self, values: NDArray[Any]) -> Numbers:
        added: Numbers = np.add.reduceat(values, self.starts, dtype=np.int64)
        return added
