"""Claims made by hand: one line says all that a test cares about."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from marsad.model.claim import Claim, LiveClaim, Marks
from marsad.model.incident import Cell, CountCell, Incident

DAY = date(2031, 5, 4)
NO_WORDS = {"text": "", "field": "text", "start": 0, "end": 0}


def settle(name: str, lat: float, lon: float, admin1: str) -> dict[str, Any]:
    """A town on the map."""
    return {
        "place_id": f"t:{name}", "name_ar": name, "lat": lat, "lon": lon, "precision": "settlement", "admin1": admin1,
    }  # fmt: skip


TOWN = settle("north", 35.5, 36.5, "idlib")
VILLAGE = settle("east", 35.5, 36.54, "idlib")
CITY = settle("city", 36.2, 37.1, "aleppo")
GOVERNORATE = {"place_id": "g:idlib", "name_ar": "idlib", "precision": "governorate", "admin1": "idlib"}
ELSEWHERE = {"place_id": "g:aleppo", "name_ar": "aleppo", "precision": "governorate", "admin1": "aleppo"}


def day(number: int) -> date:
    """The first day of the story is 0."""
    return DAY + timedelta(days=number)


def figure(words: str) -> dict[str, Any]:
    """`killed person 6`, `killed civilian 6+`, `killed child ~24+` (vague), `killed person 3-5`, `… subset`."""
    outcome, group, number, *rest = words.split()
    vague, open_end = number.startswith("~"), number.endswith("+")
    low, _, high = number.strip("~+").partition("-")
    exact = "range" if high else "none_reported" if low == "0" else "exact"
    kind = "vague" if vague else "at_least" if open_end else exact
    return NO_WORDS | {
        "outcome": outcome, "group": group, "kind": kind, "low": int(low),
        "high": None if open_end else int(high or low), "subset": "subset" in rest,
        "unit": "family" if "family" in rest else "person",
    }  # fmt: skip


def name_actor(actor: str) -> dict[str, Any]:
    """An actor of the list."""
    return {"actor_id": actor, "name_en": actor}


def name_source(name: str | None) -> dict[str, Any]:
    """A source of the registry, or "a source"."""
    return {"text": "a source", "source_id": None} if name is None else {"source_id": name, "name_en": name}


def tell(
    claim_id: str,
    *figures: str,
    report: str | None = None,
    type: str = "air_strike",  # noqa: A002
    status: str = "occurred",
    kind: str = "single",
    on: int | None = 0,
    until: int | None = None,
    published: int | None = 0,
    where: Sequence[dict[str, Any]] = (TOWN,),
    says: Sequence[str | None] = ("monitor",),
    publisher: str | None = None,
    count: str | None = None,
    actors: Sequence[str | dict[str, Any]] = (),
    targets: Sequence[str] = (),
    precision: str = "day",
    evidence: str = "",
    marks: Marks | None = None,
) -> LiveClaim:
    """One claim of report `report` (by default a report of its own); days count from the story's first."""
    last = on if until is None else until
    when = {"precision": "unknown"} if on is None else {
        "start": day(on).isoformat(), "end": day(last or 0).isoformat(), "precision": precision,
    }  # fmt: skip
    counted = None if count is None else {key: figure(f"killed person {count}")[key] for key in ("low", "high", "kind")}
    claim = msgspec.convert(
        {
            "id": claim_id, "type": type, "status": status, "kind": kind, "trigger": NO_WORDS, "when": when,
            "where": [NO_WORDS | {"country": "SY"} | place for place in where],
            "actors": [NO_WORDS | (name_actor(actor) if isinstance(actor, str) else actor) for actor in actors],
            "targets": [NO_WORDS | name_actor(target) for target in targets],
            "weapon": [],
            "count": None if counted is None else NO_WORDS | counted | {"unit": "strike"},
            "casualties": [figure(words) for words in figures],
            "sources": [NO_WORDS | name_source(name) for name in says],
            "details": {}, "evidence": NO_WORDS | {"text": evidence}, "confidence": 1.0, "rules": [],
        },
        Claim,
    )  # fmt: skip
    return LiveClaim(
        claim=claim,
        document_id=report or f"report of {claim_id}",
        publisher=publisher,
        published=None if published is None else day(published),
        marks=marks,
    )


def groups(incidents: Sequence[Incident]) -> set[tuple[str, ...]]:
    """The claims of each incident."""
    return {incident.claims for incident in incidents}


def shown(cell: Cell | CountCell) -> tuple[int | None, int | None, int | None, bool]:
    """Low, best, high, and whether the end is open."""
    return cell.low, cell.best, cell.high, cell.high_open


def cells(incident: Incident) -> dict[str, tuple[int | None, int | None, int | None, bool]]:
    """Each cell by `outcome group`."""
    return {f"{cell.outcome} {cell.group}": shown(cell) for cell in incident.cells}
