"""Words that name places, with their heads, lists and containing areas; which place is decided later.

Why it is hard: hundreds of villages are called like ordinary words, an article or a particle hides the name, one
head noun serves a list of eight names, and a name that no gazetteer knows still stands behind its head.

Method: names are looked up by the first word of the token, longest first, every clitic split tried; a name without a
head must stand where a place stands (behind a preposition, a direction or an event word, or in a list), unless it is
well known. Known gaps: personal names that are villages too, behind a preposition.
"""

from collections.abc import Iterator

import msgspec

from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan
from marsad.model.place import Mention
from marsad.reference.gazetteer import Name

_HEADED = (
    "settlement",
    "quarter",
    "spot",
    "camp",
    "governorate",
    "district",
    "countryside",
    "crossing",
    "base",
    "hill",
    "front",
)
_NAMING_HEADS = frozenset({"quarter", "spot", "camp", "crossing", "base", "hill", "governorate", "district"})
_AREAS = frozenset({"governorate", "countryside", "district"})
_TRUE_HEADS = frozenset({"settlement", "quarter", "camp", "governorate", "district", "crossing", "hill", "countryside"})
_POPULOUS = 60_000


class PlaceFound(msgspec.Struct):
    """A mention with the tokens it covers; `head_first` is where its head begins."""

    scan: int
    first: int
    last: int
    head_first: int
    head: str | None
    name: str
    mention: Mention
    list_id: int
    near: bool
    plural: bool
    areas: frozenset[int] = frozenset()
    index: int = -1
    held_in: frozenset[str] = frozenset()


class PlaceFinder:
    """Finds the place mentions of one document."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._lists = 0

    def find(self, number: int, scan: Scan, blocked: frozenset[int]) -> list[PlaceFound]:
        """Mentions of one scan, in order; `blocked` tokens belong to actors and sources."""
        found: list[PlaceFound] = []
        index, count = 0, len(scan.tokens)
        while index < count:
            place = self._at(number, scan, index, blocked, found)
            if place is None:
                index += 1
                continue
            found.append(place)
            index = place.last + 1
        return found

    def _at(
        self, number: int, scan: Scan, index: int, blocked: frozenset[int], found: list[PlaceFound]
    ) -> PlaceFound | None:
        if index in blocked or any(date.first <= index <= date.last for date in scan.dates):
            return None
        head, head_first, plural = self._head(scan, index)
        previous = found[-1] if found and self._continues(scan, found[-1], index) else None
        named = self._named(
            scan, index, headed=head in _TRUE_HEADS or (previous is not None and previous.head in _TRUE_HEADS)
        )
        if named is None:
            named = self._unknown(scan, index, head, previous, blocked)
            if named is None:
                return None
        elif head is None and previous is None and not self._stands(scan, index, named):
            return None
        start, last, candidates = named
        list_id = previous.list_id if previous is not None else self._next_list()
        kind = head or (previous.head if previous is not None else None)
        plural = plural or (previous is not None and previous.plural)
        end = scan.tokens[last].end
        begin = scan.tokens[head_first].start if head in _NAMING_HEADS else start
        if head in _NAMING_HEADS:
            begin = self._after_clitics(scan, head_first)
        words = scan.passage.words(begin, end)
        mention = Mention(
            text=words.text, field=words.field, start=words.start, end=words.end, head=kind, candidates=candidates,
            sentence=number, list_id=list_id,
        )  # fmt: skip
        near = scan.ending_at(head_first - 1, "function", "near") is not None if head_first else False
        name = scan.passage.words(start, end).text
        return PlaceFound(
            number, index, last, head_first, kind, name, mention, list_id, near, plural, self._areas(candidates)
        )

    def _areas(self, candidates: tuple[int, ...]) -> frozenset[int]:
        """Rows of the areas that some reading of the name lies in."""
        places = [self._setting.place(row) for row in candidates]
        return frozenset(row for place in places for row in (place.admin1_row, place.admin2_row) if row is not None)

    def _next_list(self) -> int:
        self._lists += 1
        return self._lists

    @staticmethod
    def _after_clitics(scan: Scan, index: int) -> int:
        hit = next(scan.at(index, "place_head"), None)
        if hit is None:
            return scan.tokens[index].start
        return hit.start - 2 if "article" in hit.marks else hit.start

    def _head(self, scan: Scan, index: int) -> tuple[str | None, int, bool]:
        """The head noun before a token, an adjective of direction between them allowed."""
        at = index - 1
        if at >= 0 and scan.ending_at(at, "function", "direction") is not None and "definite" in scan.token_marks(at):
            at -= 1
        if at < 0:
            return None, index, False
        hit = scan.ending_at(at, "place_head", *_HEADED)
        if (
            hit is None
            or ("article" in hit.marks and hit.sense != "base")
            or scan.between(at, at + 1).strip(' "«(#')
            or hit.after
        ):
            return None, index, False
        return hit.sense, hit.first, hit.entry.features["number"] == "pl"

    def _continues(self, scan: Scan, previous: PlaceFound, index: int) -> bool:
        """Whether the token is the next one of an enumeration begun by `previous`."""
        if previous.last != index - 1:
            return False
        gap = scan.between(previous.last, index).strip()
        if gap in self._setting.pack.list_marks or gap in {"-", "–", "/"}:
            return True
        return not gap and scan.is_joined(index) and len(scan.tokens[index].text) > 2

    def _named(self, scan: Scan, index: int, *, headed: bool) -> tuple[int, int, tuple[int, ...]] | None:
        """The longest gazetteer name that begins in a token: folded start, last token, rows."""
        token = scan.tokens[index]
        if token.text[0].isdigit() or len(token.text) < 2:
            return None
        no_name = self._is_worded(scan, index) or (not headed and any(scan.at(index, "place_head")))
        for front, stem, article in self._setting.splits(token.text):
            for name in self._setting.names_from(stem):
                last = self._match(scan, index, name, article=article)
                if last is None or (last == index and (no_name or self._setting.opens_name(stem))):
                    continue
                if not headed and not self._may_stand_alone(name, article=article, length=last - index + 1, stem=stem):
                    continue
                start = token.start + len(front)
                return start, last, name.places
        return None

    @staticmethod
    def _is_worded(scan: Scan, index: int) -> bool:
        """Whether the whole token is a particle, a number, a direction or a date word."""
        token = scan.tokens[index]
        return any(
            hit.last == index
            and hit.entry.table in {"function", "numeral", "date", "attribution"}
            and hit.end == token.end
            for hit in scan.by_first.get(index, ())
        )

    def _match(self, scan: Scan, index: int, name: Name, *, article: bool) -> int | None:
        if name.article != article:
            return None
        words = name.words
        last = index + len(words) - 1
        if last >= len(scan.tokens):
            return None
        for step in range(1, len(words)):
            if scan.tokens[index + step].text != words[step]:
                return None
            if scan.between(index + step - 1, index + step).strip(" -"):
                return None
        return last

    def _may_stand_alone(self, name: Name, *, article: bool, length: int, stem: str) -> bool:
        if length > 1:
            return not name.risky
        written = (self._setting.pack.article if article else "") + stem
        return not (name.risky or written in self._setting.pack.place_stopwords or len(stem) < 3)

    def _stands(self, scan: Scan, index: int, named: tuple[int, int, tuple[int, ...]]) -> bool:
        """Whether an unheaded name stands where a place stands, or is well known."""
        start, _, rows = named
        front = scan.passage.folded[scan.tokens[index].start : start]
        if "by" in self._setting.pack.front_marks[front]:
            return True
        if index and (
            scan.ending_at(index - 1, "function", "in_place", "near", "direction", "to_place", "from_place") is not None
            or scan.ending_at(index - 1, "trigger", *self._setting.place_taking) is not None
        ):
            return True
        if any(scan.at(index, "capital")):
            return False
        places = [self._setting.place(row) for row in rows]
        if any(place.feature == "country" for place in places):
            return False
        return any(
            place.feature in {"governorate", "region", "district"} or (place.population or 0) >= _POPULOUS
            for place in places
        )

    def _unknown(
        self, scan: Scan, index: int, head: str | None, previous: PlaceFound | None, blocked: frozenset[int]
    ) -> tuple[int, int, tuple[int, ...]] | None:
        """A name no gazetteer knows, behind its head or in a headed list."""
        kind = head or (previous.head if previous is not None else None)
        if kind is None or kind in {"front", "governorate", "base"}:
            return None
        token = scan.tokens[index]
        text = token.text
        start = token.start
        if head is None:
            if (
                not scan.is_joined(index)
                or len(text) < 4
                or (
                    previous is not None
                    and not (previous.plural and previous.head in {"settlement", "quarter", "camp"})
                )
            ):
                return None
            width = len(self._setting.pack.conjunction)
            text, start = text[width:], start + width
        if text[0].isdigit() or len(text) < 3 or self._setting.is_word(scan, index):
            return None
        last = index
        if self._setting.opens_name(text) and index + 1 < len(scan.tokens) and index + 1 not in blocked:
            last = index + 1
        elif "the" in self._setting.pack.mark_token(text) and self._is_epithet(scan, last + 1):
            last += 1
        return start, last, ()

    def _is_epithet(self, scan: Scan, index: int) -> bool:
        """Whether a definite feminine word that no table knows belongs to the name right before it."""
        if index >= len(scan.tokens) or scan.between(index - 1, index).strip():
            return False
        return (
            {"the", "feminine"} <= scan.token_marks(index)
            and scan.ending_at(index, "function", "direction") is None
            and not self._setting.is_word(scan, index)
        )


def link_containers(found: list[PlaceFound], scans: list[Scan]) -> list[PlaceFound]:
    """Mentions with `within` filled: "X in the countryside of Y", "X, Y governorate"."""
    linked: list[PlaceFound] = []
    for index, place in enumerate(found):
        within = tuple(_containers(index, found, scans))
        mention = msgspec.structs.replace(place.mention, within=within) if within else place.mention
        held_in = frozenset(found[other].name.split()[-1] for other in within if found[other].head not in _AREAS)
        linked.append(msgspec.structs.replace(place, mention=mention, index=index, held_in=held_in))
    return linked


def _containers(index: int, found: list[PlaceFound], scans: list[Scan]) -> Iterator[int]:
    place = found[index]
    last, scan = place.last, scans[place.scan]
    for other in range(index + 1, min(index + 12, len(found))):
        wider = found[other]
        if wider.scan != place.scan:
            return
        if wider.list_id == place.list_id:
            last = wider.last
            continue
        gap = scan.tokens[last + 1 : wider.head_first]
        if wider.head in {"governorate", "countryside", "district"} and len(gap) <= 4:
            yield other
            return
        if len(gap) <= 3 and any(
            scan.ending_at(at, "function", "direction", "in_place") for at in range(last + 1, wider.head_first)
        ):
            yield other
            return
        return
