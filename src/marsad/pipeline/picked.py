"""What the reader makes of words that a person picked: its own numbers, dates, places and names, and nothing else.

Why it is hard: a figure or a date is read from its sentence, but a person who points at three words means these three.
So all else is blanked, nothing moves, and the same rooms read what is left; what they do not find there stays empty.
One thread owns the gazetteer, which is not to be shared.
Known gaps: a relative day is resolved against the report's day only.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

import msgspec

from marsad.base.errors import UseError
from marsad.base.letters import fold_words
from marsad.extraction import Extraction, Setting, build_claims, extract, find_mentions
from marsad.extraction.draft import Party, Voice
from marsad.extraction.figures import FigureFinder
from marsad.extraction.nouns import Lows
from marsad.extraction.parties import PartyFinder
from marsad.extraction.place_areas import place_in_areas
from marsad.extraction.voices import VoiceFinder
from marsad.grammar.lexicon import Hit
from marsad.grammar.pack import Pack
from marsad.grammar.scan import Scan
from marsad.language import scan_passage
from marsad.model.document import Document
from marsad.model.span import Field, Words
from marsad.model.value import Actor, Casualty, Place, PlaceRole, Source, Weapon, When
from marsad.packs import load_pack
from marsad.packs.places import naming_for
from marsad.pipeline.places import find_rows
from marsad.publish.reviews import NamedChoice, NumberRead, PlaceChoice, WordsRead
from marsad.reference.actors import ActorList, read_actors
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import Gazetteer, PlaceRecord
from marsad.resolution.places import resolve_places, score_places

LANGUAGE = "ar"
CHOICES_MOST = 12
LONGEST_NAME = 60
_AREAS = frozenset({"governorate", "region", "country"})
_RADIUS_KM = {"site": 0.5, "settlement": 2.0, "district": 10.0}
T = TypeVar("T")


class PickedWords:
    """Reads picked words, and finds places by what a person types. Slow to begin with, so begun when first asked."""

    def __init__(self, places: Path | None = None, words: Path | None = None) -> None:
        """`places` is a gazetteer file, `words` a folder of a user's own tables."""
        self._places = places
        self._words = words
        self._owner = ThreadPoolExecutor(1, thread_name_prefix="picked")

    def begin(self) -> None:
        """Load words and places in the background, so that the first question need not wait."""
        self._owner.submit(lambda: self._rooms)

    def read(self, document: Document, field: Field, start: int, end: int) -> WordsRead:
        """What the reader makes of a stretch of one field; UseError where there are no words."""
        whole = document.text if field == "text" else document.title or ""
        if not 0 <= start < end <= len(whole) or not whole[start:end].strip():
            raise UseError(f"document {document.id} has no words at {field} {start} to {end}")
        words = Words(text=whole[start:end], field=field, start=start, end=end)
        return self._ask(lambda rooms: rooms.read(document, words))

    def search(self, words: str, near: str | None, most: int) -> tuple[PlaceChoice, ...]:
        """Places that bear a name or code, or whose name begins so."""
        return self._ask(lambda rooms: rooms.search(words, near, most))

    def make_place(self, place_id: str | None, words: Words, role: PlaceRole) -> Place:
        """A place of the gazetteer on some words; without an id one that no gazetteer knows. UseError: no such id."""
        if place_id is None:
            return Place(**msgspec.structs.asdict(words), role=role, name_ar=words.text)
        return self._ask(lambda rooms: rooms.make_place(place_id, words, role))

    def list_weapons(self) -> tuple[NamedChoice, ...]:
        """Every weapon of the pack with the forms that it is called by."""
        return self._ask(lambda rooms: rooms.weapons)

    def _ask(self, question: Callable[["_Rooms"], T]) -> T:
        return self._owner.submit(lambda: question(self._rooms)).result()

    @cached_property
    def _rooms(self) -> "_Rooms":
        return _Rooms(load_pack(LANGUAGE, self._words), Gazetteer.open(self._places))


class _Rooms:
    """The rooms of reading around one gazetteer; used by one thread only."""

    def __init__(self, pack: Pack, gazetteer: Gazetteer) -> None:
        self._pack = pack
        self._gazetteer = gazetteer
        self._setting = Setting(pack, gazetteer)
        self._actors: ActorList = read_actors()

    # ---------------------------------------------------------------- reading

    def read(self, document: Document, words: Words) -> WordsRead:
        whole = document.text if words.field == "text" else document.title or ""
        blank = "".join(each if words.start <= at < words.end or each == "\n" else " " for at, each in enumerate(whole))
        passage = self._pack.fold.fold_passage(blank, words.field)
        scans = scan_passage(passage, self._pack, document.published)
        found = extract(scans, 0, document.published, self._setting, self._actors)
        resolved = resolve_places([place.mention for place in found.places], self._gazetteer, None, found.lands)
        claims = build_claims(document, found, resolved, self._gazetteer)
        scans = scan_passage(passage, self._pack, document.published)
        parties, voices = self._name(scans)
        places = find_mentions(scans, self._setting, self._actors)
        return WordsRead(
            words=words, claims=claims, figures=tuple(self._figures(scans, parties)),
            numbers=tuple(number for scan in scans for number in _numbers(scan)),
            whens=tuple(when for scan in scans for when in _whens(scan)),
            places=tuple(self._found_places(places)), choices=self._choose(document, words),
            actors=tuple(_actor(one) for here in parties for one in here),
            sources=tuple(_source(one) for here in voices for one in here if not one.own),
            weapons=tuple(weapon for scan in scans for weapon in _weapons(scan)),
        )  # fmt: skip

    def _name(self, scans: list[Scan]) -> tuple[list[list[Party]], list[list[Voice]]]:
        finder = PartyFinder(self._actors, scans)
        parties = [finder.find(number, scan) for number, scan in enumerate(scans)]
        speakers = VoiceFinder(self._actors, self._pack.fold)
        return parties, [speakers.find(scan, found) for scan, found in zip(scans, parties, strict=True)]

    def _figures(self, scans: list[Scan], parties: list[list[Party]]) -> list[Casualty]:
        lows = Lows(self._pack.vague["plural"].low, self._pack.vague["people"].low, self._pack.dual_ends)
        made = []
        for number, scan in enumerate(scans):
            for one in FigureFinder(scan, number, lows, parties[number], []).find():
                words = scan.passage.words(scan.tokens[one.first].start, scan.tokens[one.last].end)
                made.append(one.casualty(words))
        return made

    def _found_places(self, found: Extraction) -> list[Place]:
        decided = resolve_places([place.mention for place in found.places], self._gazetteer)
        made = []
        for place, decision in zip(found.places, decided, strict=True):
            words = Words(
                text=place.mention.text, field=place.mention.field, start=place.mention.start, end=place.mention.end
            )
            if decision.row is not None:
                made.append(self._place(self._gazetteer.place(decision.row), words, "site"))
        return made

    def _choose(self, document: Document, words: Words) -> tuple[PlaceChoice, ...]:
        """What the first name in the words may mean, likeliest first; judged beside all the places of the report."""
        scans = [
            scan
            for field, content in _fields(document)
            for scan in scan_passage(self._pack.fold.fold_passage(content, field), self._pack, document.published)
        ]
        found = find_mentions(scans, self._setting, self._actors)
        mentions = [place.mention for place in found.places]
        for at, mention in enumerate(mentions):
            if mention.field == words.field and mention.start < words.end and mention.end > words.start:
                scored = score_places(mentions, self._gazetteer, None, found.lands)[at]
                if scored:
                    return tuple(self._choice(record, share) for record, _, share in scored[:CHOICES_MOST])
        return self.search(words.text, None, CHOICES_MOST) if len(words.text) <= LONGEST_NAME else ()

    # ---------------------------------------------------------------- places

    def search(self, words: str, near: str | None, most: int) -> tuple[PlaceChoice, ...]:
        words = words.strip()
        if not words:
            return ()
        gazetteer = self._gazetteer
        rows = [*gazetteer.rows_coded(words.upper())]
        row = gazetteer.row_of(words)
        rows += [] if row is None else [row]
        rows += find_rows(words, gazetteer)
        for key in naming_for(LANGUAGE).keys(words):
            rows += gazetteer.rows_beginning(key.first, key.rest, most * 2)
        if fold_words(words) and words.isascii():
            rows += gazetteer.rows_beginning_latin(words, most * 2)
        records = [gazetteer.place(row) for row in dict.fromkeys(rows)]
        beside = None if near is None else gazetteer.row_of(near)
        if beside is not None:
            about = gazetteer.place(beside).about
            records.sort(key=partial(_distance, about))
        return tuple(self._choice(record) for record in records[:most])

    def _choice(self, record: PlaceRecord, share: float = 0.0) -> PlaceChoice:
        area = None if record.admin1_row is None else self._gazetteer.place(record.admin1_row)
        return PlaceChoice(
            place_id=record.place_id, name_ar=record.name_ar, name_en=record.name_en or None, kind=record.kind,
            admin1=record.admin1, admin1_en=area.name_en or None if area else None, country=record.country,
            pcode=record.pcode, share=round(share, 2),
        )  # fmt: skip

    def make_place(self, place_id: str, words: Words, role: PlaceRole) -> Place:
        row = self._gazetteer.row_of(place_id)
        if row is None:
            raise UseError(f"the gazetteer has no place {place_id!r}; `marsad places find NAME` prints ids")
        return self._place(self._gazetteer.place(row), words, role)

    def _place(self, record: PlaceRecord, words: Words, role: PlaceRole) -> Place:
        area = record if record.feature == "governorate" else None
        if record.admin1_row is not None:
            area = self._gazetteer.place(record.admin1_row)
        point = record.feature not in _AREAS
        radius = record.radius_km or _RADIUS_KM.get(record.feature, 5.0)
        place = Place(
            **msgspec.structs.asdict(words), role="area" if role == "site" and not point else role,
            place_id=record.place_id, name_ar=record.name_ar, name_en=record.name_en or None, lat=record.lat,
            lon=record.lon, radius_km=radius if point else None, precision=record.feature, country=record.country,
            admin1=area.name_ar if area else None, admin1_en=area.name_en or None if area else None,
            admin2=record.admin2, pcode=record.pcode, confidence=1.0,
        )  # fmt: skip
        return place_in_areas(place, self._gazetteer)

    @cached_property
    def weapons(self) -> tuple[NamedChoice, ...]:
        found: dict[str, tuple[str, list[str]]] = {}
        for entry in self._pack.lexicon.list_entries("weapon"):
            found.setdefault(entry.sense, (entry.features["name_en"], []))[1].append(entry.form)
        return tuple(
            NamedChoice(id=code, name_ar=forms[0], name_en=name, kind="weapon", also=tuple(forms[1:]))
            for code, (name, forms) in sorted(found.items())
        )


def _distance(about: tuple[float, float] | None, record: PlaceRecord) -> float:
    if about is None or record.about is None:
        return 1e9
    return distance_km(*about, *record.about)


def _numbers(scan: Scan) -> list[NumberRead]:
    return [
        NumberRead(
            **msgspec.structs.asdict(scan.passage.words(one.start, one.end)), low=one.low, high=one.high, kind=one.kind
        )
        for one in scan.numbers
    ]


def _whens(scan: Scan) -> list[When]:
    made = []
    for one in scan.dates:
        words = scan.passage.words(one.start, one.end)
        start, end = (date.fromisoformat(day) if day else None for day in (one.begins, one.ends))
        made.append(
            When(
                start=start, end=end, precision=one.precision if start or end else "unknown", part=one.part,
                text=words.text, field=words.field, text_start=words.start, text_end=words.end,
            )
        )  # fmt: skip
    return made


def _actor(party: Party) -> Actor:
    return Actor(
        **msgspec.structs.asdict(party.words), actor_id=party.actor_id, name_ar=party.name_ar, name_en=party.name_en
    )


def _source(voice: Voice) -> Source:
    return Source(
        **msgspec.structs.asdict(voice.words), source_id=voice.source_id, name_ar=voice.name_ar,
        name_en=voice.name_en, through=voice.through,
    )  # fmt: skip


def _weapons(scan: Scan) -> list[Weapon]:
    found = [hit for hit in scan.hits if hit.entry.table == "weapon"]
    return [
        Weapon(
            **msgspec.structs.asdict(scan.passage.words(hit.start, hit.end)), code=hit.sense,
            name_en=hit.entry.features["name_en"],
        )
        for hit in found
        if not any(_holds(other, hit) for other in found)
    ]  # fmt: skip


def _holds(other: Hit, hit: Hit) -> bool:
    """Whether a hit lies inside a longer one."""
    return other.first <= hit.first and hit.last <= other.last and other.last - other.first > hit.last - hit.first


def _fields(document: Document) -> list[tuple[Field, str]]:
    return [("title", document.title or ""), ("text", document.text)]
