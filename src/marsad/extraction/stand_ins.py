"""Words that stand for a place by what the report is about: "the country", "the Libyan capital", "the Strip".

Why it is hard: the words name nothing; the adjective behind them or the report's other places say what is meant, and
"the sector" may be that of health.

Method: the country of a report is the one that most of its places lie in; an adjective of a country wins over it.
"""

from collections import Counter
from collections.abc import Sequence

from marsad.extraction.places import PlaceFound
from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan
from marsad.model.place import Mention

_BEFORE = ("inside", "vicinity", "direction", "in_place", "people_of", "near")
_STRIP = "geonames:PS.GZ"
_STRIP_COUNTRIES = frozenset({"PS", "IL"})
_SENSES = ("the_country", "the_capital", "the_strip")
_LED = 0.5


def add_stand_ins(found: list[PlaceFound], scans: Sequence[Scan], setting: Setting) -> list[PlaceFound]:
    """The places with those that such words stand for among them, in order of the text."""
    covered = {(place.scan, at) for place in found for at in range(place.head_first, place.last + 1)}
    finder = _StandIns(found, setting)
    added: list[PlaceFound] = []
    for number, scan in enumerate(scans):
        for hit in scan.with_sense("function", *_SENSES):
            if "the" not in hit.marks or (number, hit.first) in covered or (number, hit.last + 1) in covered:
                continue
            meant = finder.meant(scan, hit.first, hit.sense)
            if meant is not None and (number, meant[1] + 1) not in covered:
                added.append(_place(number, scan, hit.first, meant[1], (meant[0], -1_000 - len(added))))
    return sorted([*found, *added], key=lambda place: (place.scan, place.first)) if added else found


def _place(number: int, scan: Scan, first: int, last: int, told: tuple[int, int]) -> PlaceFound:
    row, list_id = told
    words = scan.passage.words(scan.tokens[first].start, scan.tokens[last].end)
    mention = Mention(
        text=words.text, field=words.field, start=words.start, end=words.end, head=None, candidates=(row,),
        sentence=number, list_id=list_id,
    )  # fmt: skip
    return PlaceFound(number, first, last, first, None, words.text, mention, list_id, near=False, plural=False)


class _StandIns:
    """What such words mean in one document."""

    def __init__(self, found: Sequence[PlaceFound], setting: Setting) -> None:
        self._setting = setting
        self._countries: Counter[str] = Counter()
        for place in found:
            rows = [setting.place(row) for row in place.mention.candidates]
            leader = max(rows, key=lambda row: row.population or 0, default=None)
            if leader is not None and leader.country is not None:
                self._countries[leader.country] += 1

    def meant(self, scan: Scan, index: int, sense: str) -> tuple[int, int] | None:
        """The row that a word stands for, and its last token (an adjective of country may follow)."""
        gazetteer = self._setting.gazetteer
        stated = self._adjective(scan, index + 1)
        country = stated or self._country()
        if sense == "the_capital" and country is not None:
            row = gazetteer.capital_row(country)
            return None if row is None else (row, index + (stated is not None))
        placed = "by" in scan.token_marks(index) or (
            index > 0 and scan.ending_at(index - 1, "function", *_BEFORE) is not None
        )
        qualified = "the" in scan.token_marks(index + 1) if index + 1 < len(scan.tokens) else False
        if qualified and not scan.between(index, index + 1).strip():
            return None
        if sense == "the_country" and placed and country is not None:
            row = gazetteer.country_row(country)
            return None if row is None else (row, index)
        if sense == "the_strip" and _STRIP_COUNTRIES.intersection(self._countries):
            row = gazetteer.row_of(_STRIP)
            return None if row is None else (row, index)
        return None

    def _country(self) -> str | None:
        leader = max(self._countries.items(), key=lambda item: (item[1], item[0]), default=None)
        return leader[0] if leader and leader[1] >= _LED * sum(self._countries.values()) else None

    @staticmethod
    def _adjective(scan: Scan, index: int) -> str | None:
        """The country that an adjective behind the word is of."""
        if index >= len(scan.tokens) or scan.between(index - 1, index).strip():
            return None
        for hit in scan.at(index, "actor"):
            if "the" in hit.marks and hit.last == index and hit.sense.partition(".")[2] == "state":
                return hit.sense[:2].upper()
        return None
