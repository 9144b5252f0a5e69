"""A small invented ledger: every trap of pages and files in a handful of incidents."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from marsad.model.claim import Claim, Reading, Refusal
from marsad.model.document import Document, DocumentHead
from marsad.model.incident import (
    Cell,
    CountCell,
    Incident,
    IncidentActor,
    IncidentPlace,
    Origin,
    OriginFigure,
    Period,
)
from marsad.model.span import Words
from marsad.model.value import Actor, Casualty, Count, Place, Source, When
from marsad.store.ledger import Ledger, open_ledger

PERSON = "سمير الافتراضي"
HOUSE = "منزل سمير الافتراضي"
TEXT = (
    "قُتل ستة مدنيين على الأقل بينهم طفلان بأريحا يوم الثلاثاء، وفق شبكة الرصد الميداني.\n\n"
    f"وقال {PERSON} إن الطيران الحربي أغار على {HOUSE} \u202eمرتين\u202c 😀 في أريحا.\n"
    "تابعونا على صفحاتنا."
)
TITLE = "=غارة على أريحا"
ADDRESS = "https://someone.example/@handle/1"


def words(text: str, whole: str = TEXT, field: str = "text") -> dict[str, Any]:
    start = whole.index(text)
    return {"text": text, "field": field, "start": start, "end": start + len(text)}


ARIHA = IncidentPlace(
    place_id="geo:1",
    name_ar="أريحا",
    name_en="Ariha",
    lat=35.813721,
    lon=36.609642,
    precision="settlement",
    pcode="SY0701",
    admin1="إدلب",
    admin1_en="Idlib",
    country="SY",
)
HOUSE_PLACE = IncidentPlace(
    place_id=None,
    name_ar=HOUSE,
    name_en=None,
    lat=35.813721,
    lon=36.609642,
    precision="site",
    admin1="إدلب",
    admin1_en="Idlib",
    country="SY",
)
IDLIB = IncidentPlace(
    place_id="geo:2",
    name_ar="إدلب",
    name_en="Idlib",
    lat=None,
    lon=None,
    precision="governorate",
    admin1="إدلب",
    admin1_en="Idlib",
    country="SY",
)

NETWORK = Origin(source_id="field_network", name_en="Field Monitoring Network", name_ar="شبكة الرصد", claims=("c1",))
UNNAMED = Origin(source_id=f"unnamed:d1:{PERSON}", name_en=None, name_ar=PERSON, claims=("c2",))


def cell(outcome: str, group: str, low: int | None, best: int | None, high: int | None, **more: Any) -> Cell:
    return Cell(
        outcome=outcome,
        group=group,
        low=low,
        best=best,
        high=high,
        high_open=more.get("high_open", False),
        best_rule="agree",
        low_by=("c1",),
        high_by=("c1",),
        origins=more.get("origins", ()),
        over_places=more.get("over_places"),
    )


def incident(incident_id: str, **more: Any) -> Incident:
    values: dict[str, Any] = {
        "incident_id": incident_id,
        "code": None,
        "state": "proposed",
        "kind": "single",
        "type": "air_strike",
        "status": "occurred",
        "when": Period(start=date(2024, 2, 6), end=date(2024, 2, 6), precision="day"),
        "where": (ARIHA,),
        "documents": ("d1",),
        "claims": (),
        "origins": (),
        "cells": (),
        "counts": (),
        "actors": (),
        "grade": "weak",
        "grade_inputs": {},
    } | more
    return Incident(**values)


def figure(source: Origin, low: int | None, high: int | None, kind: str) -> OriginFigure:
    return OriginFigure(source_id=source.source_id, claim=source.claims[0], low=low, high=high, kind=kind)


STRIKE = incident(
    "strike",
    where=(ARIHA, HOUSE_PLACE),
    documents=("d1", "d2"),
    claims=("c1", "c2"),
    origins=(NETWORK, UNNAMED),
    cells=(
        cell("injured", "person", None, None, None),
        cell("killed", "child", 2, 2, 2),
        cell(
            "killed",
            "person",
            6,
            6,
            9,
            high_open=True,
            over_places=2,
            origins=(figure(NETWORK, 6, None, "at_least"), figure(UNNAMED, 9, 9, "exact")),
        ),
    ),
    counts=(
        CountCell(
            unit="strike",
            low=12,
            best=12,
            high=15,
            high_open=False,
            best_rule="conservative",
            low_by=("c1",),
            high_by=("c2",),
        ),
    ),
    actors=(
        IncidentActor(
            actor_id="sy.airforce",
            name_en="Syrian air force",
            name_ar="سلاح الجو السوري",
            stance="accused",
            by=("field_network",),
        ),
        IncidentActor(actor_id=None, name_en=None, name_ar=PERSON, stance="suspected", by=()),
    ),
    grade="fair",
    grade_inputs={
        "origins": 2,
        "credible_origins": ["field_network"],
        "accused": {"sy.airforce": ["field_network"]},
        "combatants_only": False,
    },
)
SENSITIVE = incident(
    "sensitive",
    type="sexual_violence",
    when=Period(start=date(2024, 1, 17), end=date(2024, 1, 17), precision="day"),
    cells=(cell("injured", "person", 1, 1, 1, over_places=3), cell("injured", "child", 1, 1, 1)),
    origins=(NETWORK,),
    claims=("c3",),
)
GOVERNORATE = incident("governorate", type="shelling", where=(IDLIB,), cells=(cell("killed", "person", 0, 0, 0),))
RECENT = incident("recent", when=Period(start=date(2024, 2, 9), end=date(2024, 2, 9), precision="day"))
UNDATED = incident("undated", type="siege", when=Period(), where=(), documents=("d2",))
INCIDENTS = (STRIKE, SENSITIVE, GOVERNORATE, RECENT, UNDATED)


def claim(claim_id: str, **more: Any) -> Claim:
    values: dict[str, Any] = {
        "id": claim_id,
        "type": "air_strike",
        "status": "occurred",
        "kind": "single",
        "trigger": Words(**words("أغار")),
        "when": When(start=date(2024, 2, 6), end=date(2024, 2, 6), precision="day"),
        "where": (),
        "actors": (),
        "targets": (),
        "weapon": (),
        "count": None,
        "casualties": (),
        "sources": (),
        "details": {},
        "evidence": Words(**words("الطيران الحربي أغار")),
        "confidence": 0.9,
        "rules": ("ar.strike.verb-first",),
    } | more
    return Claim(**values)


CLAIMS = {
    "d1": (
        claim(
            "c1",
            trigger=Words(**words("قُتل")),
            evidence=Words(**words(TEXT.split("\n", maxsplit=1)[0])),
            when=When(
                start=date(2024, 2, 6),
                end=date(2024, 2, 6),
                precision="day",
                text="يوم الثلاثاء",
                field="text",
                text_start=TEXT.index("يوم"),
                text_end=TEXT.index("يوم") + len("يوم الثلاثاء"),
            ),
            where=(
                Place(
                    **words("أريحا"),
                    place_id="geo:1",
                    name_ar="أريحا",
                    name_en="Ariha",
                    lat=35.813721,
                    lon=36.609642,
                    precision="settlement",
                    admin1="إدلب",
                    country="SY",
                ),
            ),
            casualties=(
                Casualty(
                    **words("ستة مدنيين على الأقل"), outcome="killed", group="person", low=6, high=None, kind="at_least"
                ),
                Casualty(**words("طفلان"), outcome="killed", group="child", low=2, high=2, kind="exact", subset=True),
            ),
            sources=(
                Source(**words("شبكة الرصد الميداني"), source_id="field_network", name_en="Field Monitoring Network"),
            ),
        ),
        claim(
            "c2",
            where=(Place(**words(HOUSE), name_ar=HOUSE, lat=35.813721, lon=36.609642, precision="site", country="SY"),),
            actors=(Actor(**words("الطيران الحربي"), actor_id="sy.airforce", name_en="Syrian air force"),),
            count=Count(**words("مرتين"), low=2, high=2, kind="exact", unit="strike"),
            sources=(Source(**words(PERSON)),),
        ),
        claim("c3", type="sexual_violence"),
    ),
    "d2": (claim("c4", type="siege", trigger=Words(text=TITLE[1:5], field="title", start=1, end=5)),),
}


def document(document_id: str, **more: Any) -> Document:
    values: dict[str, Any] = {
        "id": document_id,
        "text": TEXT,
        "sha256": "0" * 64,
        "title": TITLE,
        "language": "ar",
        "url": ADDRESS,
        "publisher": "صفحة فلان",
        "published": date(2024, 2, 7),
    } | more
    return Document(**values)


DOCUMENTS = (document("d1"), document("d2", published=None), document("https://someone.example/d 3?x=1#y", title=None))


def make_ledger(folder: Path) -> Ledger:
    """The invented ledger as a file in the folder."""
    ledger = open_ledger(folder / "desk.db", clock=lambda: datetime(2024, 2, 8, 9, tzinfo=UTC))
    for one in DOCUMENTS:
        head = DocumentHead(
            id=one.id,
            published=one.published,
            publisher=one.publisher,
            url=one.url,
            title=one.title,
            language=one.language,
            sha256=one.sha256,
        )
        refusals = (Refusal(**words("تابعونا على صفحاتنا"), reason="boilerplate"),) if one.id == "d1" else ()
        reading = Reading(
            format=1, reader="test", places="test", document=head, claims=CLAIMS.get(one.id, ()), refusals=refusals
        )
        ledger.write_reading(reading, one, None)
    ledger.write_incidents(INCIDENTS, {"old-strike": "strike"})
    return ledger
