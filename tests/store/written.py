"""Small records for the ledger's tests, with real spans and ids."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from marsad.base.ids import document_id, hash_bytes, hash_parts
from marsad.model.claim import Claim, Reading, Refusal
from marsad.model.document import Document, DocumentHead
from marsad.model.incident import Cell, Incident, IncidentPlace, Origin, Period
from marsad.model.judgement import Judgement
from marsad.model.span import Words
from marsad.model.value import Casualty, Place, Source, When
from marsad.store import connect
from marsad.store.ledger import Ledger
from marsad.store.tables import metadata

TEXT = "قتل ستة مدنيين في صيدا، وفق المرصد. وسيطرت القوات على معبر."
DAY = date(2018, 7, 5)
MOMENT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def ticking_clock() -> Callable[[], datetime]:
    """A clock that is a second later at every look, so that whatever is written twice shows."""
    seconds = itertools.count()
    return lambda: MOMENT + timedelta(seconds=next(seconds))


def make_document(text: str = TEXT, **fields: Any) -> Document:
    sha256 = document_id(fields.get("title"), text)
    fields.setdefault("published", date(2018, 7, 6))
    return Document(**{"id": "report-1", "text": text, "sha256": sha256, "language": "ar", **fields})


def find_words(document: Document, text: str) -> dict[str, Any]:
    start = document.text.index(text)
    return {"text": text, "field": "text", "start": start, "end": start + len(text)}


def make_claim(document: Document, trigger: str = "قتل", **fields: Any) -> Claim:
    at = find_words(document, trigger)
    standing = {
        "id": hash_parts(document.id, document.sha256, "attack", "text", at["start"], at["end"]),
        "type": "attack",
        "status": "occurred",
        "kind": "single",
        "trigger": Words(**at),
        "when": When(start=DAY, end=DAY, precision="day"),
        "where": (),
        "actors": (),
        "targets": (),
        "weapon": (),
        "count": None,
        "casualties": (),
        "sources": (),
        "details": {},
        "evidence": Words(**at),
        "confidence": 0.9,
        "rules": ("ar.attack.verb-first",),
    }
    return Claim(**{**standing, **fields})


def make_full_claim(document: Document) -> Claim:
    place = Place(
        **find_words(document, "صيدا"), place_id="ocha:C5995", name_ar="صيدا", name_en="Sayda", lat=32.6286,
        lon=36.2236, radius_km=1.0, precision="settlement", country="SY", admin1="درعا", rivals=2, confidence=0.97,
    )  # fmt: skip
    toll = Casualty(
        **find_words(document, "ستة مدنيين"), outcome="killed", group="civilian", low=6, high=None, kind="at_least"
    )
    source = Source(**find_words(document, "المرصد"), source_id="sohr", name_en="Syrian Observatory")
    return make_claim(document, where=(place,), casualties=(toll,), sources=(source,), details={"damage_only": True})


def make_reading(document: Document, *claims: Claim, reader: str = "reader-1", places: str = "places-1") -> Reading:
    head = DocumentHead(
        **{name: getattr(document, name) for name in DocumentHead.__struct_fields__},
    )
    refusal = Refusal(**find_words(document, document.text[:3]), reason="no_event")
    return Reading(format=1, reader=reader, places=places, document=head, claims=claims, refusals=(refusal,))


def make_toll(low: int | None, best: int | None, high: int | None, *, is_open: bool = False) -> tuple[Cell, ...]:
    return (
        Cell(
            outcome="killed", group="person", low=low, best=best, high=high, high_open=is_open, best_rule="agree",
            low_by=(), high_by=(),
        ),
    )  # fmt: skip


def make_incident(incident_id: str, *claims: str, **fields: Any) -> Incident:
    standing = {
        "incident_id": incident_id,
        "code": None,
        "state": "proposed",
        "kind": "single",
        "type": "air_strike",
        "status": "occurred",
        "when": Period(start=DAY, end=DAY, precision="day"),
        "where": (
            IncidentPlace(
                place_id="ocha:C5995", name_ar="صيدا", name_en="Sayda", lat=32.6286, lon=36.2236,
                precision="settlement", pcode="C5995", admin1="درعا", country="SY",
            ),
        ),
        "documents": ("report-1",),
        "claims": claims,
        "origins": (Origin(source_id="sohr", name_en="Syrian Observatory", name_ar="المرصد", claims=claims),),
        "cells": (
            Cell(
                outcome="killed", group="person", low=6, best=6, high=6, high_open=True, best_rule="agree",
                low_by=claims, high_by=claims,
            ),
        ),
        "counts": (),
        "actors": (),
        "grade": "weak",
        "grade_inputs": {"origins": 1},
    }  # fmt: skip
    return Incident(**{**standing, **fields})


def make_judgement(verdict: Any = "accept", *about: str, by: str = "First Reviewer") -> Judgement:
    return Judgement(verdict=verdict, about=about or ("claim-1",), by=by, at=MOMENT, reason="read it twice")


def dump_ledger(ledger: Ledger) -> tuple[dict[str, list[tuple[Any, ...]]], dict[str, str]]:
    """The whole content: every row of every table in the order of its key, and every preserved file with its hash."""
    with connect.begin_read(ledger._engine) as connection:
        rows = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }
    folder = ledger._archive.folder
    kept = {
        str(each.relative_to(folder)): hash_bytes(each.read_bytes()) for each in folder.rglob("*") if each.is_file()
    }
    return rows, kept


def change_rows(ledger: Ledger, *statements: str) -> None:
    """What an intruder with the database would do: the guards taken off, rows changed."""
    with connect.begin_write(ledger._engine) as connection:
        if ledger._engine.dialect.name == "sqlite":
            guards = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.exec_driver_sql(guards).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(text(statement))
        if ledger._engine.dialect.name != "sqlite":
            connection.exec_driver_sql("SET session_replication_role = DEFAULT")
