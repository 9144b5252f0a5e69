"""A definite head alone ("the town", "the crossing") stands for a place that the report has named before.

Why it is hard: "the town" may be the one of the sentence before or the one that the whole report is about, the last
name may be where people fled to or the seat of an office, and "the industrial city in X" names something else.

Method: the last place of the kind that stands as a site; from the next sentence on it is the report's own place, where
that is of the kind. Crossings, bases and single sites must have been named with the same noun.
"""

from collections.abc import Sequence

import msgspec

from marsad.extraction.main_place import SITES
from marsad.extraction.place_roles import find_role
from marsad.extraction.places import PlaceFound
from marsad.extraction.setting import Setting
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

_REFERRED = {
    "settlement": frozenset({"settlement"}),
    "camp": frozenset({"camp"}),
    "quarter": frozenset({"quarter"}),
    "governorate": frozenset({"governorate", "countryside"}),
}
_BY_NOUN = frozenset({"crossing", "base", "spot"})
_SENSES = _BY_NOUN.union(_REFERRED)


def find_references(
    places: list[PlaceFound], scans: Sequence[Scan], setting: Setting, main: list[PlaceFound]
) -> list[PlaceFound]:
    """Places that definite heads stand for, with the tokens of the head; their list numbers are negative."""
    covered = {(place.scan, at) for place in places for at in range(place.head_first, place.last + 1)}
    finder = _Antecedents(places, scans, setting, main)
    found: list[PlaceFound] = []
    for number, scan in enumerate(scans):
        for hit in scan.hits:
            if hit.entry.table != "place_head" or "the" not in hit.marks or hit.sense not in _SENSES:
                continue
            if (number, hit.first) in covered or hit.entry.features["number"] == "pl" or hit.after:
                continue
            if (number, hit.last + 2) in covered and _is_described_in(scan, hit.last + 1):
                continue
            meant = finder.meant(hit, number)
            if meant is not None:
                found.append(
                    msgspec.structs.replace(
                        meant, scan=number, first=hit.first, last=hit.last, head_first=hit.first,
                        list_id=-1 - len(found),
                    )
                )  # fmt: skip
    return found


class _Antecedents:
    """What definite heads of one document may stand for."""

    def __init__(
        self, places: list[PlaceFound], scans: Sequence[Scan], setting: Setting, main: list[PlaceFound]
    ) -> None:
        self._places = places
        self._sites = [place for place in places if find_role(scans[place.scan], place) in SITES]
        self._scans = scans
        self._setting = setting
        self._main = main

    def meant(self, hit: Hit, number: int) -> PlaceFound | None:
        """The place named before a definite head of sentence `number` that the head stands for."""
        here = (number, hit.first)
        before = [place for place in self._sites if (place.scan, place.first) < here]
        before = before or [place for place in self._places if (place.scan, place.first) < here]
        if hit.sense in _BY_NOUN:
            return next((place for place in reversed(before) if self._has_noun(place, hit)), None)
        meant = next((place for place in reversed(before) if self._may_mean(hit.sense, place)), None)
        if meant is not None and meant.scan < number and len(self._main) == 1 and self._main[0] in before:
            return self._main[0] if self._may_mean(hit.sense, self._main[0]) else meant
        return meant

    def _has_noun(self, place: PlaceFound, hit: Hit) -> bool:
        heads = self._scans[place.scan].at(place.head_first, "place_head")
        return any(head.entry.form == hit.entry.form for head in heads)

    def _may_mean(self, sense: str, place: PlaceFound) -> bool:
        if place.head is not None:
            return place.head in _REFERRED[sense]
        features = {self._setting.place(row).feature for row in place.mention.candidates}
        return sense == "settlement" and "country" not in features and (not features or "settlement" in features)


def _is_described_in(scan: Scan, at: int) -> bool:
    """Whether an adjective stands at a token and "in" right behind it: "the industrial city in X" is none of X's."""
    return {"the", "adjective"} <= scan.token_marks(at) and "by" in scan.token_marks(at + 1)
