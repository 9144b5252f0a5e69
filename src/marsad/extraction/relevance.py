"""Is the report about something else: sport, economy, culture, weather? Then its war words are figures of speech.

Why it is hard: an article on trade has a war of prices, a security council and a truce between two firms; a report of
a strike on a market has shops and prices. So both sides are counted by hits and by different words: a matter that
outweighs the words of conflict refuses all triggers, and so does a long text in which those words are strewn thin.

Method: context words of each matter are counted in title and text. Known gaps: mixed news digests.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from marsad.extraction.triggers import FIGURE_WORDS
from marsad.grammar.scan import Scan
from marsad.model.claim import RefusalReason

_MATTERS = ("sport", "economy", "culture", "science", "nature", "health", "history", "accident")
_MISHAPS = ("nature", "accident")
_TRADES = ("sport", "economy", "culture", "science")
_ARMS = frozenset({"military", "explosive", "gun", "suicide", "air", "artillery"})
_ARMED = _ARMS | {"conflict"}
_LEAST_FORMS, _SHORT, _LONG = 2, 4, 6
_MANY, _SOME = 4, 3
_OPENING = 2
"""A report tells its harm in its first sentences; what stands further down may be an aside."""
_REASON: dict[str, RefusalReason] = {"sport": "figurative", "economy": "figurative", "culture": "figurative"}


def _tells_harm(scan: Scan) -> bool:
    """Whether one sentence counts the harmed and names arms: a strike on a market is no news of trade."""
    return (
        bool(scan.numbers)
        and any(hit.entry.table == "trigger" and hit.sense in FIGURE_WORDS for hit in scan.hits)
        and any(hit.entry.table == "context" and hit.sense in _ARMS for hit in scan.hits)
    )


class _Weights(NamedTuple):
    """Context words by matter, those of titles thrice; the different words of each; the senses of the title."""

    counted: Counter[str]
    words: dict[str, set[str]]
    headline: set[str]

    @property
    def conflict(self) -> int:
        return self.counted["conflict"] + self.counted["military"] // 2 + self.counted["air"] // 2

    @property
    def armed_words(self) -> int:
        return len(set().union(*(self.words.get(sense, ()) for sense in _ARMED)))


def is_other_matter(scans: Sequence[Scan], title_scans: int, *, titled: bool) -> RefusalReason | None:
    """The reason to refuse every trigger of the document, or None; `titled`: its title tells an event."""
    weights = _weigh(scans, title_scans)
    harmed = any(_tells_harm(scan) for scan in scans[: title_scans + _OPENING])
    for matter in _MISHAPS if harmed else _MATTERS:
        if _outweighs(matter, weights):
            return _REASON.get(matter, "not_conflict")
    if harmed:
        return None
    if weights.armed_words < _LEAST_FORMS and len(scans) > _SHORT:
        return "not_conflict"
    return "not_conflict" if not titled and _is_thin(weights, len(scans)) else None


def is_civil(scans: Sequence[Scan], title_scans: int) -> bool:
    """Whether another matter holds its own beside the words of conflict: then its deals and threats are its own."""
    weights = _weigh(scans, title_scans)
    return any(weights.counted[matter] >= _SOME and weights.counted[matter] >= weights.conflict for matter in _TRADES)


CIVIL = frozenset({"agreement", "negotiation", "statement", "threat", "territory_change"})
"""Kinds of event that other matters have under the same words."""


def _weigh(scans: Sequence[Scan], title_scans: int) -> _Weights:
    counted: Counter[str] = Counter()
    words: dict[str, set[str]] = {}
    headline: set[str] = set()
    for number, scan in enumerate(scans):
        weight = 3 if number < title_scans else 1
        for hit in scan.hits:
            if hit.entry.table == "context":
                counted[hit.sense] += weight
                words.setdefault(hit.sense, set()).add(hit.entry.form)
                if number < title_scans:
                    headline.add(hit.sense)
    return _Weights(counted, words, headline)


def _outweighs(matter: str, weights: _Weights) -> bool:
    counted, conflict = weights.counted[matter], weights.conflict
    titled = matter in weights.headline and weights.headline.isdisjoint(_ARMED)
    if counted >= _MANY and counted > (0.8 if titled else 1.6) * conflict:
        return True
    different = len(weights.words.get(matter, ()))
    return different >= _MANY and different >= weights.armed_words and 2 * counted > conflict


def _is_thin(weights: _Weights, sentences: int) -> bool:
    other = max(weights.counted[matter] for matter in _MATTERS)
    if not weights.armed_words and not weights.conflict:
        return other > 0 and sentences > 1
    return sentences >= _LONG and 3 * weights.conflict < sentences and other > 1
