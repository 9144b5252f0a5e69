"""Words that name places, with their heads, lists and containing areas; which place is decided later.

Why it is hard: hundreds of villages are called like ordinary words, an article or a particle hides the name, one
head noun serves a list of eight names, and a name that no gazetteer knows still stands behind its head.

Method: names are looked up by the first word of the token, longest first, every clitic split tried; a name without a
head must stand where a place stands (behind a preposition, a direction or an event word, or in a list), unless it is
well known. Known gaps: personal names that are villages too, behind a preposition.
"""

import msgspec

from marsad.extraction.guarded import GuardedNames
from marsad.extraction.place_shapes import PlaceShapes
from marsad.extraction.place_tokens import after_clitics, is_in, is_in_itself, is_worded
from marsad.extraction.setting import Setting
from marsad.grammar.scan import Scan
from marsad.model.place import Mention, Relative
from marsad.reference.gazetteer import Name

_HEADED = (
    "settlement",
    "quarter",
    "spot",
    "area",
    "road",
    "camp",
    "governorate",
    "district",
    "countryside",
    "crossing",
    "base",
    "hill",
    "front",
)
_NAMING_HEADS = frozenset(
    {"quarter", "spot", "area", "road", "camp", "crossing", "base", "hill", "governorate", "district"}
)
_AREAS = frozenset({"governorate", "countryside", "district"})
_TRUE_HEADS = frozenset({"settlement", "quarter", "camp", "governorate", "district", "crossing", "hill", "countryside"})
_HELD_HEADS = frozenset({"settlement", "district"})
_HOLDING_HEADS = frozenset({"settlement", "quarter", "camp"})
_VAGUE_HEADS = frozenset({"base", "front"})
_DASHES = frozenset({"-", "–", "—", "/"})
_POPULOUS = 60_000
_JOINTS = " -_"
_SHORTEST = 3


class PlaceFound(msgspec.Struct):
    """A mention with the tokens it covers; `head_first` is where its head begins.

    `relative`: the words tell a place by this one; `aside`: it only helps to tell another place.
    """

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
    relative: Relative | None = None
    aside: bool = False


class PlaceFinder:
    """Finds the place mentions of one document."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._shapes = PlaceShapes(setting)
        self.guarded = GuardedNames(setting, self._shapes)
        self._number = 0
        self._lists = 0
        self.ends: dict[int, list[PlaceFound]] = {}
        """By sentence, the towns at both ends of the roads named there."""

    def find(self, number: int, scan: Scan, blocked: frozenset[int]) -> list[PlaceFound]:
        """Mentions of one scan, in order; `blocked` tokens belong to actors and sources."""
        found: list[PlaceFound] = []
        self._number = number
        self.ends.pop(number, None)
        index, count = 0, len(scan.tokens)
        while index < count:
            place = self._at(number, scan, index, blocked, found)
            if place is None:
                index += 1
                continue
            place = self._road(number, scan, place, blocked)
            found += self._listed_before(number, scan, place, blocked, found[-1].last if found else -1)
            found.append(place)
            index = place.last + 1
        return found

    def _road(self, number: int, scan: Scan, place: PlaceFound, blocked: frozenset[int]) -> PlaceFound:
        """A road between two towns is one place, and neither of the towns; these are kept as its ends."""
        after = place.last + 1
        if place.head != "road" or place.head_first == place.first or after >= len(scan.tokens) or after in blocked:
            return place
        gap = scan.between(place.last, after).strip()
        if gap not in _DASHES and gap:
            return place
        named = self._named(scan, after, headed=bool(gap), whole=True)
        if named is None and not (gap and self._shapes.may_name(scan, after)):
            return place
        start, last, rows = (scan.tokens[after].start, after, ()) if named is None else named
        mention = place.mention
        first_end = scan.tokens[place.first].start, scan.tokens[place.last].end, mention.candidates
        ends = (first_end, (start, scan.tokens[last].end, rows))
        self.ends[number] = [*self.ends.get(number, ()), *(self._end(scan, place, *end) for end in ends)]
        words = scan.passage.words(after_clitics(scan, place.head_first), scan.tokens[last].end)
        whole = msgspec.structs.replace(mention, text=words.text, start=words.start, end=words.end, candidates=())
        return msgspec.structs.replace(place, last=last, name=words.text, mention=whole, areas=frozenset())

    def _end(self, scan: Scan, road: PlaceFound, start: int, end: int, rows: tuple[int, ...]) -> PlaceFound:
        """A town that a road leads to: it tells where the road lies."""
        words = scan.passage.words(start, end)
        mention = msgspec.structs.replace(
            road.mention, text=words.text, start=words.start, end=words.end, head=None, candidates=rows
        )
        return msgspec.structs.replace(
            road, head=None, name=words.text, mention=mention, aside=True, list_id=self._next_list()
        )

    def _at(
        self, number: int, scan: Scan, index: int, blocked: frozenset[int], found: list[PlaceFound]
    ) -> PlaceFound | None:
        if index in blocked or not self._shapes.may_begin(scan, index):
            return None
        head, head_first, plural = self._head(scan, index)
        if found and head_first <= found[-1].last:
            head, head_first, plural = None, index, False
        previous = found[-1] if found and self._continues(scan, found[-1], head_first) else None
        bracketed = bool(found) and self._opens_bracket(scan, found[-1], index)
        headed = head in _TRUE_HEADS or (previous is not None and previous.plural and previous.head in _TRUE_HEADS)
        named = self._named(scan, index, headed=headed, whole=head is not None)
        if named is None and head is not None:
            named = self._named_inside(scan, index)
            head, head_first = (None, index) if named is not None else (head, head_first)
        if named is None:
            named = self._unknown(scan, index, head, previous, blocked)
        elif head is None and not self._is_told(scan, index, named, listed=previous is not None or bracketed):
            named = None
        if named is None and head is None:
            named = self._shaped(scan, index, previous, blocked, bracketed=bracketed)
        if named is None or (plural and self._shapes.is_land(scan, index)):
            return None
        kind = head or (previous.head if previous is not None else None)
        plural = plural or (previous is not None and previous.plural)
        list_id = previous.list_id if previous is not None else self._next_list()
        near = scan.ending_at(head_first - 1, "function", "near") is not None if head_first else False
        found_at = (number, index, head_first)
        return self._found(scan, found_at, (head, kind), named, (list_id, near, plural))

    def _found(
        self, scan: Scan, found_at: tuple[int, int, int], heads: tuple[str | None, str | None],
        named: tuple[int, int, tuple[int, ...]], told: tuple[int, bool, bool],
    ) -> PlaceFound:  # fmt: skip
        """The record: its own head and the one it shares with its list; what its list tells."""
        number, index, head_first = found_at
        head, kind = heads
        start, last, candidates = named
        list_id, near, plural = told
        end = scan.tokens[last].end
        keeps_head = head in _NAMING_HEADS or (head == "settlement" and not candidates and not told[2])
        begin = after_clitics(scan, head_first) if keeps_head else start
        words = scan.passage.words(begin, end)
        mention = Mention(
            text=words.text, field=words.field, start=words.start, end=words.end, head=kind, candidates=candidates,
            sentence=number, list_id=list_id,
        )  # fmt: skip
        name = scan.passage.words(start, end).text
        return PlaceFound(
            number, index, last, head_first, kind, name, mention, list_id, near, plural, self._areas(candidates)
        )

    def _opens_bracket(self, scan: Scan, region: PlaceFound, index: int) -> bool:
        """Whether a bracket that lists the places of a region opens right before a token."""
        if region.last != index - 1 or scan.between(region.last, index).strip() != "(":
            return False
        features = {self._setting.place(row).feature for row in region.mention.candidates}
        return region.head in _AREAS or bool(features & {"governorate", "region", "district"})

    def _shaped(
        self, scan: Scan, index: int, previous: PlaceFound | None, blocked: frozenset[int], *, bracketed: bool
    ) -> tuple[int, int, tuple[int, ...]] | None:
        """A name without a head that the words around it tell to be a place: known but rare, or in no gazetteer."""
        shapes = self._shapes
        token = scan.tokens[index]
        width = 0
        if previous is not None and scan.is_joined(index):
            width = len(self._setting.pack.conjunction)
        text = token.text[width:]
        opens = self._setting.opens_name(text) and shapes.may_follow(scan, index, blocked)
        if not (opens and shapes.may_name(scan, index + 1)) and not shapes.may_name(scan, index):
            return None
        last = self._name_end(scan, index, blocked)
        contained = shapes.is_introduced(scan, index) and shapes.is_contained(scan, last)
        listed = previous is not None and not (width and scan.between(index - 1, index).strip())
        listed = listed or bracketed
        if not (listed or contained or shapes.stands_inside(scan, index) or shapes.opens_line(scan, index)):
            return None
        known = self._named(scan, index, headed=True, whole=not width)
        if known is not None and (contained or not self._is_far(known[2])):
            return known
        return token.start + width, last, ()

    def _is_far(self, rows: tuple[int, ...]) -> bool:
        """Whether only small places of countries without known governorates bear a name."""
        return all(self._setting.place(row).admin1_row is None for row in rows)

    def _name_end(self, scan: Scan, index: int, blocked: frozenset[int]) -> int:
        """The last token of an unknown name of one or two words."""
        after = index + 1
        if not self._shapes.may_follow(scan, index, blocked):
            return index
        text = scan.tokens[index].text
        width = len(self._setting.pack.conjunction) if scan.is_joined(index) else 0
        if self._setting.opens_name(text) or self._setting.opens_name(text[width:]):
            return after
        marks = scan.token_marks(after)
        if not marks & {"and", "by", "for", "the"} and self._shapes.may_name(scan, after):
            return after
        idafa = "the" in marks and "feminine" not in marks and "the" not in scan.token_marks(index)
        return after if idafa and not scan.by_first.get(after) and self._shapes.is_noun(scan, after) else index

    def _listed_before(
        self, number: int, scan: Scan, place: PlaceFound, blocked: frozenset[int], taken: int
    ) -> list[PlaceFound]:
        """Names right before the first known one of a list, which the list tells to be places."""
        before: list[PlaceFound] = []
        at = place.head_first
        while True:
            hit = scan.ending_at(at - 1, "function", "direction") if at else None
            at = hit.first if hit is not None and hit.first > taken else at
            left = at - 1
            if left <= taken or left < 0 or left in blocked or not self._parts(scan, left, at):
                break
            named = self._named(scan, left, headed=True)
            if named is None or named[1] != left:
                if not self._shapes.may_name(scan, left):
                    break
                named = (scan.tokens[left].start, left, ())
            before.append(self._found(scan, (number, left, left), (None, None), named, (place.list_id, False, False)))
            at = left
            if self._shapes.is_introduced(scan, at) or scan.between(at - 1, at).strip().endswith("("):
                return before[::-1]
        return []

    def _parts(self, scan: Scan, left: int, right: int) -> bool:
        """Whether two tokens are neighbours in an enumeration."""
        gap = scan.between(left, right).strip()
        return gap in self._setting.pack.list_marks or (not gap and scan.is_joined(right))

    def _areas(self, candidates: tuple[int, ...]) -> frozenset[int]:
        """Rows of the areas that some reading of the name lies in."""
        places = [self._setting.place(row) for row in candidates]
        return frozenset(row for place in places for row in (place.admin1_row, place.admin2_row) if row is not None)

    def _next_list(self) -> int:
        self._lists += 1
        return self._lists

    def _head(self, scan: Scan, index: int) -> tuple[str | None, int, bool]:
        """The head noun before a token, an adjective of direction between them allowed."""
        at = index - 1
        if at >= 0 and scan.ending_at(at, "function", "direction") is not None and "definite" in scan.token_marks(at):
            at -= 1
        if at < 0 or is_in(scan, index) or any(hit.last >= index for hit in scan.at(at, "capital")):
            return None, index, False
        hit = scan.ending_at(at, "place_head", *_HEADED)
        if (
            hit is None
            or "like" in hit.marks
            or ({"the", "for"} & hit.marks == {"the", "for"} or ("article" in hit.marks and hit.sense != "base"))
            or scan.between(at, at + 1).strip(' "«(#_')
            or hit.after
        ):
            return None, index, False
        return hit.sense, hit.first, hit.entry.features["number"] == "pl"

    def _continues(self, scan: Scan, previous: PlaceFound, index: int) -> bool:
        """Whether the token (a name, or its head) is the next one of an enumeration begun by `previous`."""
        nearby = scan.ending_at(index - 1, "function", "vicinity", "direction") if index else None
        if nearby is not None and nearby.first == previous.last + 1 and scan.is_joined(nearby.first):
            return not scan.between(previous.last, nearby.first).strip()
        if previous.last != index - 1:
            return False
        gap = scan.between(previous.last, index).strip()
        if gap in self._setting.pack.list_marks or gap in _DASHES:
            return True
        return not gap and scan.is_joined(index) and len(scan.tokens[index].text) > 2

    def _named(
        self, scan: Scan, index: int, *, headed: bool, whole: bool = False
    ) -> tuple[int, int, tuple[int, ...]] | None:
        """The longest gazetteer name that begins in a token: folded start, last token, rows.

        Right behind its head a name has no particle of its own: it begins where the token does (`whole`).
        """
        token = scan.tokens[index]
        if token.text[0].isdigit() or len(token.text) < 2 or is_in_itself(scan, index):
            return None
        no_name = self._heads_one(scan, index, whole=whole) or is_worded(scan, index, named=whole)
        area = scan.sense_at(index, "place_head", "governorate") is not None
        for front, stem, article in self._setting.splits(token.text):
            if front and (whole or (not headed and "so" in self._setting.pack.front_marks[front])):
                continue
            for name in self._setting.names_from(stem):
                last = self._match(scan, index, name, article=article)
                if last is None or (last == index and (no_name or (self._setting.opens_name(stem) and not article))):
                    continue
                if not headed and not self._may_stand_alone(name, article=article, length=last - index + 1, stem=stem):
                    continue
                if last == index and headed and not whole and len(stem) < _SHORTEST and not article:
                    continue
                rows = self._areas_only(name.places) if area and last > index else name.places
                if rows:
                    return token.start + len(front), last, rows
        return None

    def _named_inside(self, scan: Scan, index: int) -> tuple[int, int, tuple[int, ...]] | None:
        """The town behind "in" in a token right behind a head that it is no name of: "a hospital in X"."""
        named = self._named(scan, index, headed=False) if "by" in scan.token_marks(index) else None
        if named is None or named[0] == scan.tokens[index].start:
            return None
        front = scan.passage.folded[scan.tokens[index].start : named[0]]
        return named if "by" in self._setting.pack.front_marks[front] else None

    def _areas_only(self, rows: tuple[int, ...]) -> tuple[int, ...]:
        """Rows that a name which begins with the head of a governorate can mean: sources give it to the seat too."""
        return tuple(row for row in rows if self._setting.place(row).feature not in {"settlement", "site"})

    def _heads_one(self, scan: Scan, index: int, *, whole: bool) -> bool:
        """Whether a token is the head of a name behind it rather than a name; "the gate" may be a town called so."""
        if scan.tokens[index].text in self._setting.pack.place_words:
            return False
        return any(
            not whole or (hit.sense in _HOLDING_HEADS and "article" not in hit.marks)
            for hit in scan.at(index, "place_head")
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
            if scan.between(index + step - 1, index + step).strip(_JOINTS):
                return None
        return last

    def _may_stand_alone(self, name: Name, *, article: bool, length: int, stem: str) -> bool:
        if length > 1:
            return not name.risky
        if len(stem) < 2:
            return False
        written = (self._setting.pack.article if article else "") + stem
        worded = written in self._setting.pack.place_stopwords or len(stem) < 3
        if not name.risky and not worded:
            return True
        if written in self.guarded.allowed:
            return True
        self.guarded.refuse(written, name.places, self._number, worded=worded)
        return False

    def _is_told(self, scan: Scan, index: int, named: tuple[int, int, tuple[int, ...]], *, listed: bool) -> bool:
        """Whether an unheaded name is told to be a place by its list or by where it stands."""
        start, last, _ = named
        guarded = self.guarded
        if guarded.allowed and scan.passage.folded[start : scan.tokens[last].end] in guarded.allowed:
            front = scan.passage.folded[scan.tokens[index].start : start]
            return guarded.stands(scan, index, last, front, listed=listed)
        return listed or self._stands(scan, index, named)

    def _stands(self, scan: Scan, index: int, named: tuple[int, int, tuple[int, ...]]) -> bool:
        """Whether an unheaded name stands where a place stands, or is well known."""
        start, _, rows = named
        front = scan.passage.folded[scan.tokens[index].start : start]
        if "by" in self._setting.pack.front_marks[front] or self._shapes.is_measured(scan, index):
            return True
        if any(scan.at(index, "capital")):
            return self._shapes.names_seat(scan, index)
        if index and (
            scan.ending_at(index - 1, "context", "suffer") is not None
            or scan.ending_at(
                index - 1, "function", "in_place", "near", "direction", "to_place", "from_place", "people_of", "hosts"
            )
            is not None
            or scan.ending_at(index - 1, "trigger", *self._setting.place_taking) is not None
        ):
            return True
        places = [self._setting.place(row) for row in rows]
        heads = self._shapes.is_venue(scan, index) or self._shapes.heads_report(scan, index, named[1])
        if heads and any(place.feature == "settlement" for place in places):
            return True
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
        if kind is None or (kind == "governorate" and (head is None or not self._shapes.may_name(scan, index))):
            return None
        token = scan.tokens[index]
        start = token.start
        if head is None:
            if not scan.is_joined(index) or len(token.text) < 4 or previous is None or not _names_many(previous):
                return None
            start += len(self._setting.pack.conjunction)
        text = scan.passage.folded[start : token.end]
        if self._setting.opens_name(text) and self._shapes.may_follow(scan, index, blocked):
            return start, index + 1, ()
        if head is not None and self._shapes.is_construct(scan, index, head, blocked):
            return start, index + 1, ()
        if not self._is_free(scan, index, text, head, kind):
            return None
        last = self._name_end(scan, index, blocked)
        if last == index and "the" in self._setting.pack.mark_token(text) and self._is_epithet(scan, last + 1):
            last += 1
        return start, last, ()

    def _is_free(self, scan: Scan, index: int, text: str, head: str | None, kind: str) -> bool:
        """Whether no table knows a word behind a head, so that it may be a name."""
        if text[0].isdigit() or len(text) < 3 or (kind in _VAGUE_HEADS and not self._shapes.may_name(scan, index)):
            return False
        if self._shapes.is_said_of_head(scan, index, text, kind):
            return False
        if head == "hill" and self._opens_with_head(scan, index):
            return not any(scan.at(index, "place_head"))
        definite = "the" in self._setting.pack.mark_token(text)
        if kind in {"hill", "quarter"} and not definite and self._setting.is_seen(scan.tokens[index].text):
            return False
        if not self._setting.is_word(scan, index) or self._shapes.is_borrowed(scan, index, head):
            return True
        particle = any(hit.entry.table in {"function", "numeral", "date"} for hit in scan.by_first.get(index, ()))
        return definite and not particle and head in _HELD_HEADS and self._shapes.is_contained(scan, index)

    def _opens_with_head(self, scan: Scan, index: int) -> bool:
        """Whether the head before a token opens names of two words by itself ("mountain of X")."""
        opens = any(self._setting.opens_name(stem) for _, stem, _ in self._setting.splits(scan.tokens[index - 1].text))
        return opens and self._shapes.may_follow(scan, index - 1, frozenset())

    def _is_epithet(self, scan: Scan, index: int) -> bool:
        """Whether a definite feminine word that no table knows belongs to the name right before it."""
        if index >= len(scan.tokens) or scan.between(index - 1, index).strip():
            return False
        return (
            {"the", "feminine"} <= scan.token_marks(index)
            and scan.ending_at(index, "function", "direction") is None
            and not self._setting.is_word(scan, index)
        )


def _names_many(place: PlaceFound) -> bool:
    return place.plural and place.head in {"settlement", "quarter", "camp"}
