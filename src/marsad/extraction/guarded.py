"""Names of towns that are also words, and names of far towns: read bare only where the report itself vouches for them.

Why it is hard: "the gate", "the standing one" and "the white one" are towns of ten thousands; whoever reads them
everywhere finds a town in every door, whoever reads them behind "city of" only misses most reports on them. So what is
refused is remembered, and looked at again when all of the report's other places are known.

Known gaps: a report that names such a town alone, without its country or any other place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from marsad.extraction.place_shapes import PlaceShapes
from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan
from marsad.model.place import Mention
from marsad.reference.distance import distance_km

_NEAR_KM = 80.0
_FEW = 4
_TELLING = frozenset({"settlement", "camp", "district", "governorate"})


class Refused(msgspec.Struct):
    """A name that was not read for want of a head: its rows, the sentences it stands in, whether it is a word."""

    rows: tuple[int, ...]
    scans: set[int]
    worded: bool


class GuardedNames:
    """What was refused in one report, and what of it the report vouches for."""

    def __init__(self, setting: Setting, shapes: PlaceShapes) -> None:
        self._setting = setting
        self._shapes = shapes
        self._refused: dict[str, Refused] = {}
        self.allowed: frozenset[str] = frozenset()

    def refuse(self, written: str, rows: tuple[int, ...], number: int, *, worded: bool) -> None:
        """Remember a name that was not read in sentence `number`."""
        known = self._refused.setdefault(written, Refused(rows, set(), worded))
        known.scans.add(number)

    def allow(self, mentions: Sequence[tuple[str, Mention]]) -> frozenset[int]:
        """Settle which names may stand bare; the sentences to read again. `mentions` are folded names with theirs.

        A name that stood behind its head elsewhere in the report may, as may a town called like a word or a far
        small one where the report names its country, or a place near it.
        """
        if not self._refused:
            return frozenset()
        headed = {name for name, mention in mentions if mention.head in _TELLING and mention.candidates}
        lands, points = self._ground(mention for _, mention in mentions)
        allowed = {
            name
            for name, refused in self._refused.items()
            if name in headed or (self._may_be_meant(name, refused) and self._vouched(refused, lands, points))
        }
        self.allowed = frozenset(allowed)
        return frozenset(number for name in allowed for number in self._refused[name].scans)

    def _may_be_meant(self, name: str, refused: Refused) -> bool:
        return name in self._setting.pack.place_words if refused.worded else not self._setting.is_seen(name)

    def _ground(self, mentions: Iterable[Mention]) -> tuple[Counter[str], list[tuple[float, float]]]:
        """The countries that the report's names can only lie in, and the middles of names that few places bear."""
        lands: Counter[str] = Counter()
        points: list[tuple[float, float]] = []
        for mention in mentions:
            places = [self._setting.place(row) for row in mention.candidates]
            countries = {place.country for place in places if place.feature == "country" and place.country is not None}
            countries = countries or {place.country for place in places if place.country is not None}
            if len(countries) == 1:
                lands[countries.pop()] += 1
            if len(places) <= _FEW:
                points += [place.about for place in places if place.feature != "country" and place.about is not None]
        return lands, points

    def _vouched(self, refused: Refused, lands: Counter[str], points: list[tuple[float, float]]) -> bool:
        for row in refused.rows:
            place = self._setting.place(row)
            if place.country in lands:
                return True
            if place.about is not None and any(distance_km(*place.about, *point) <= _NEAR_KM for point in points):
                return True
        return False

    def stands(self, scan: Scan, index: int, last: int, front: str, *, listed: bool) -> bool:
        """Whether a guarded name stands in a list or where only a place does, and is no noun with its adjective.

        Neither is a word that its particle makes another word ("on the pretext of"), nor a far name inside a token.
        """
        pack, text = self._setting.pack, scan.tokens[index].text
        if not self.ends(scan, last):
            return False
        written = text[len(front) :]
        if written not in pack.place_stopwords and (front or not self._shapes.may_name(scan, index)):
            return False
        if "by" in pack.front_marks[front]:
            return written.startswith(pack.article) and text not in pack.seen_words and text not in pack.common_words
        return listed or self._shapes.is_at(scan, index)

    def ends(self, scan: Scan, last: int) -> bool:
        """Whether no adjective or genitive stands right behind a name."""
        after = last + 1
        if after >= len(scan.tokens) or scan.between(last, after).strip():
            return True
        if scan.ending_at(after, "function", "direction") is not None:
            return True
        marks = scan.token_marks(after)
        if "and" in marks:
            return True
        return "the" not in marks
