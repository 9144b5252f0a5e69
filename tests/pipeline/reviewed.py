"""Ledgers with one report, read as told, and what a newer reader or an edited report makes of it."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from marsad.base.ids import document_id
from marsad.model.claim import Claim, Reading
from marsad.model.document import Document, DocumentHead
from marsad.model.span import Words
from marsad.model.value import Casualty, Place, Source, When
from marsad.pipeline.conflicts import list_review_conflicts
from marsad.pipeline.judge import prepare_judgement
from marsad.pipeline.known_conflicts import KnownConflicts
from marsad.pipeline.review import read_review
from marsad.publish.reviews import ClaimReview
from marsad.store.judgements import Entry
from marsad.store.ledger import Ledger, open_ledger

TEXT = "قُتل ستة مدنيين في غارة على سوق بأريحا، بحسب الدفاع المدني. وفي سرمين أصيب ثلاثة بقصف مدفعي مساء أمس."
START = datetime(2024, 2, 7, 9, tzinfo=UTC)


class Clock:
    """A minute later at each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def words(text: str, whole: str = TEXT) -> dict[str, Any]:
    start = whole.index(text)
    return {"text": text, "field": "text", "start": start, "end": start + len(text)}


def make_claim(claim_id: str = "c1", whole: str = TEXT, **more: Any) -> Claim:
    values: dict[str, Any] = {
        "id": claim_id, "type": "air_strike", "status": "occurred", "kind": "single",
        "trigger": Words(**words("غارة", whole)), "when": When(), "actors": (), "targets": (), "weapon": (),
        "where": (Place(**words("أريحا", whole), place_id="geo:1", name_ar="أريحا"),), "count": None,
        "casualties": (
            Casualty(**words("ستة مدنيين", whole), outcome="killed", group="civilian", low=6, high=6, kind="exact"),
        ),
        "sources": (Source(**words("الدفاع المدني", whole), source_id="sy.whitehelmets"),),
        "details": {}, "evidence": Words(**words("قُتل ستة مدنيين في غارة على سوق بأريحا", whole)),
        "confidence": 0.9, "rules": ("one",),
    }  # fmt: skip
    return Claim(**(values | more))


def make_addition(whole: str = TEXT) -> Claim:
    """What a person adds: the second sentence."""
    return make_claim(
        "", whole, type="shelling", trigger=Words(**words("بقصف مدفعي", whole)), sources=(),
        where=(Place(**words("سرمين", whole), place_id="geo:2", name_ar="سرمين"),),
        casualties=(Casualty(**words("ثلاثة", whole), outcome="injured", group="person", low=3, high=3, kind="exact"),),
        evidence=Words(**words("وفي سرمين أصيب ثلاثة بقصف مدفعي", whole)),
    )  # fmt: skip


def read_as(ledger: Ledger, *claims: Claim, reader: str = "r1", text: str = TEXT) -> Document:
    """Have the report read: by this reader, with this text, with these claims."""
    document = Document(id="d", text=text, sha256=document_id(None, text), language="ar")
    head = DocumentHead(**{name: getattr(document, name) for name in DocumentHead.__struct_fields__})
    ledger.write_reading(
        Reading(format=1, reader=reader, places="p", document=head, claims=claims, refusals=()), document, None
    )
    return document


def open_reviewed(folder: Path) -> Ledger:
    return open_ledger(folder / "desk.db", clock=Clock())


def forget_additions(path: Path) -> None:
    """Delete the rows that people's additions made, as a rebuilt ledger would lack them."""
    with sqlite3.connect(path) as connection:
        for table in ("claims", "claim_places"):
            connection.execute(f"DROP TRIGGER {table}_no_delete")
        for table, column in (("claim_places", "generation"), ("claims", "generation"), ("generations", "number")):
            connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT number FROM generations WHERE by_hand)")
    connection.close()


def rename(claim: Claim, claim_id: str) -> Claim:
    return msgspec.structs.replace(claim, id=claim_id)


class Desk:
    """One report under review."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "desk.db"
        self.ledger = open_reviewed(folder)
        self.clock = self.ledger._clock
        assert isinstance(self.clock, Clock)
        self.known = KnownConflicts(self.ledger)
        assert self.known.list_all() == ()

    def decide(self, verdict: Any, about: str, by: str = "Mona", **more: Any) -> Entry:
        judgement = prepare_judgement(self.ledger, verdict, (about,), by=by, at=self.clock(), **more)
        (entry,) = self.ledger.write_judgements([judgement])
        return entry

    def review(self) -> dict[str, ClaimReview]:
        return {one.read.id: one for one in read_review(self.ledger, "d").claims}

    def kinds(self) -> list[tuple[str, str]]:
        """The conflicts; what is kept since the beginning, and what a new start finds, must say the same."""
        found = list_review_conflicts(self.ledger)
        assert self.known.list_all() == found
        assert KnownConflicts(self.ledger).list_all() == found
        return [(one.kind, one.claim_id) for one in found]
