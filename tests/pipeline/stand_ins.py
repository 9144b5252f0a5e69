"""A reader and a linker that are simple enough to know every result by heart.

The reader makes one claim of each "killed N in PLACE" and refuses each "price war"; the linker makes one incident of
each place and day.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from marsad.base.errors import InputError
from marsad.base.ids import document_id, hash_bytes, hash_parts
from marsad.model.claim import Claim, LiveClaim, Reading, Refusal
from marsad.model.document import Captured, Document, DocumentHead
from marsad.model.incident import Cell, Incident, IncidentPlace, Origin, OriginFigure, Period
from marsad.model.judgement import Judgement
from marsad.model.span import Words
from marsad.model.value import Casualty, Place, Source, When

EVENT = re.compile(r"killed (\d+) in (\w+)")


class PlainReader:
    """Reads "killed N in PLACE"; fails on purpose on "boom" (a bug) and on "unreadable" (the document's fault)."""

    def __init__(self, places: Path | None = None, words: Path | None = None, version: str = "plain-1") -> None:
        self.version = version
        self.places = "nowhere" if places is None else places.name
        self.words = words
        self.seen: list[str] = []

    def read(self, document: Document) -> Reading:
        self.seen.append(document.id)
        if "boom" in document.text:
            raise ZeroDivisionError("division by zero")
        if "unreadable" in document.text:
            raise InputError("no language in it")
        refusals = tuple(
            Refusal(text=found[0], field="text", start=found.start(), end=found.end(), reason="figurative")
            for found in re.finditer("price war", document.text)
        )
        head = DocumentHead(**{name: getattr(document, name) for name in DocumentHead.__struct_fields__})
        return Reading(
            format=1, reader=self.version, places=self.places, document=head, refusals=refusals,
            claims=tuple(self._claim(document, found) for found in EVENT.finditer(document.text)),
        )  # fmt: skip

    def _claim(self, document: Document, found: "re.Match[str]") -> Claim:
        def words(group: int) -> dict[str, object]:
            return {"text": found[group], "field": "text", "start": found.start(group), "end": found.end(group)}

        toll = int(found[1])
        return Claim(
            id=hash_parts(document.id, document.sha256, found.start()), type="attack", status="occurred", kind="single",
            trigger=Words(**words(0)), evidence=Words(**words(0)), confidence=0.9, rules=("en.killed",),
            when=When(start=document.published, end=document.published, precision="day"),
            where=(Place(**words(2), place_id=f"test:{found[2]}", name_en=found[2], precision="settlement"),),
            casualties=(Casualty(**words(1), outcome="killed", group="person", low=toll, high=toll, kind="exact"),),
            sources=(Source(**words(2), source_id=document.publisher),), actors=(), targets=(), weapon=(), count=None,
            details={},
        )  # fmt: skip


class NextReader(PlainReader):
    """The same, a version later."""

    def __init__(self, places: Path | None = None, words: Path | None = None) -> None:
        super().__init__(places, words, "plain-2")


class Linked(NamedTuple):
    incidents: tuple[Incident, ...]
    aliases: Mapping[str, str]


def link_plainly(
    claims: Sequence[LiveClaim], judgements: Sequence[Judgement], previous: Sequence[Incident], **_: object
) -> Linked:
    """One incident for each place and day; a rejected claim is left out."""
    rejected = {each for judgement in judgements if judgement.verdict == "reject" for each in judgement.about}
    groups: dict[tuple[str, date | None], list[LiveClaim]] = defaultdict(list)
    for live in claims:
        if live.claim.id not in rejected:
            groups[live.claim.where[0].text, live.published].append(live)
    return Linked(tuple(_incident(*key, members) for key, members in groups.items()), {})


def _incident(place: str, day: date | None, members: Sequence[LiveClaim]) -> Incident:
    tolls = {live.claim.id: live.claim.casualties[0].low or 0 for live in members}
    low, high = min(tolls.values()), max(tolls.values())
    figures = tuple(
        OriginFigure(source_id=live.publisher or "?", claim=live.claim.id, low=tolls[live.claim.id],
                     high=tolls[live.claim.id], kind="exact")
        for live in members
    )  # fmt: skip
    cell = Cell(
        outcome="killed", group="person", low=low, best=low, high=high, high_open=False, best_rule="conservative",
        low_by=tuple(each for each, toll in tolls.items() if toll == low),
        high_by=tuple(each for each, toll in tolls.items() if toll == high), origins=figures,
    )  # fmt: skip
    return Incident(
        incident_id=hash_parts("incident", place, day), code=None, state="proposed", kind="single", type="attack",
        status="occurred", when=Period(start=day, end=day, precision="day"), grade="fair",
        where=(IncidentPlace(place_id=f"test:{place}", name_ar=None, name_en=place, lat=None, lon=None,
                             precision="settlement"),),
        documents=tuple(live.document_id for live in members), claims=tuple(tolls), cells=(cell,), counts=(),
        origins=tuple(
            Origin(source_id=live.publisher or "?", name_en=None, claims=(live.claim.id,)) for live in members
        ),
        actors=(), grade_inputs={"origins": len(members)},
    )  # fmt: skip


def capture(text: str, name: str | None = None, day: date | None = date(2018, 7, 6), publisher: str = "A") -> Captured:
    sha256 = document_id(None, text)
    original = text.encode()
    document = Document(
        id=name or sha256, text=text, sha256=sha256, published=day, publisher=publisher, origin_path=f"{name}.txt",
        bytes_sha256=hash_bytes(original),
    )  # fmt: skip
    return Captured(document=document, original=original)


def dump_ledger(path: Path) -> tuple[list[tuple[object, ...]], list[str]]:
    """Every row of every table but the log (which tells of each command), and every preserved file.

    Those that search tables keep their words in are included.
    """
    connection = sqlite3.connect(path)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    rows = [
        (name, *row)
        for (name,) in connection.execute(tables).fetchall()
        for row in connection.execute(f'SELECT * FROM "{name}"')
        if name != "log" and (name, row[0]) != ("meta", "log")
    ]
    connection.close()
    folder = path.with_suffix(".files")
    return rows, sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())
