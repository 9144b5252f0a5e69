"""A reader that makes no mistake: the truth's events as claims, so that linking can be held to the truth on its own."""

from datetime import date
from typing import Any

import msgspec
from residents import GOLD, TRUTH

from marsad.base.ids import hash_parts
from marsad.model.claim import Claim, LiveClaim

COUNTRIES = {"v21": "YE", "v22": "SD"}
UNNAMED = ("source", "witnesses", "spokesman", "factions")  # kinds of people: a voice of its own in each report
UNITS = {"rocket": "rocket"}
NO_WORDS = {"text": "", "field": "text", "start": 0, "end": 0}


def live_claims() -> list[LiveClaim]:
    """Every event of the village as the claim that a perfect reader would make of it."""
    return [
        LiveClaim(
            claim=make_claim(document, event, number),
            document_id=document["doc_id"],
            publisher=document["publisher"],
            published=day(document["published"]),
        )
        for document in TRUTH["documents"]
        for number, event in enumerate(document["events"])
    ]


def make_claim(document: dict[str, Any], event: dict[str, Any], number: int) -> Claim:
    """One event as a claim, through the same door as any record that comes from a file."""
    text = GOLD[document["doc_id"]]["text"]
    start, end = event["date_start"], event["date_end"]
    return msgspec.convert(
        {
            "id": hash_parts(document["doc_id"], number),
            "type": event["type"], "status": event["status"], "kind": event["kind"],
            "trigger": find_words(text, event["trigger"]), "evidence": find_words(text, event["evidence"]),
            "when": {"start": start, "end": end, "precision": "day" if start and start == end else "days"},
            "where": [make_place(place, text, COUNTRIES.get(document["doc_id"], "SY")) for place in event["places"]],
            "actors": [NO_WORDS | {"name_en": name} for name in event["actors"]],
            "targets": [NO_WORDS | {"name_en": name} for name in event["targets"]],
            "weapon": [],
            "count": make_count(event),
            "casualties": [
                NO_WORDS | row | {"kind": find_kind(row, event)} for row in event["casualties"]
            ],
            "sources": [make_source(name) for name in event["sources"]],
            "details": {}, "confidence": 1.0, "rules": [],
        },
        Claim,
    )  # fmt: skip


def make_place(place: dict[str, Any], text: str, country: str) -> dict[str, Any]:
    """A place with its coordinates where it is a point, as the contract has it."""
    known = {"precision": place["precision"], "country": country, "place_id": f"true:{place['name']}"}
    point = place["precision"] in {"site", "settlement", "district"}
    where = {"lat": place["lat"], "lon": place["lon"]} if point else {"lat": None, "lon": None}
    return find_words(text, place["name"]) | {"name_ar": place["name"]} | known | where


def make_count(event: dict[str, Any]) -> dict[str, Any] | None:
    """The count of strikes or rockets."""
    if event["count"] is None:
        return None
    kind = "exact" if event["count"]["high"] is not None else "more_than"
    return NO_WORDS | event["count"] | {"kind": kind, "unit": UNITS.get(event["weapon"], "strike")}


def find_kind(row: dict[str, Any], event: dict[str, Any]) -> str:
    """The kind of a figure: the gold writes "dozens" as 24 or more."""
    if row["low"] == row["high"]:
        return "exact"
    return "vague" if row["low"] == 24 and "عشرات" in event["evidence"] else "at_least"


def make_source(name: str) -> dict[str, Any]:
    """A named body with an id; an unnamed kind of people without."""
    unnamed = any(word in name.split() for word in UNNAMED)
    return NO_WORDS | {"text": name, "name_en": name, "source_id": None if unnamed else f"true:{name}"}


def find_words(text: str, words: str) -> dict[str, Any]:
    """The words with their place in the text."""
    start = text.index(words)
    return {"text": words, "field": "text", "start": start, "end": start + len(words)}


def day(iso: str | None) -> date | None:
    """A day, or None."""
    return None if iso is None else date.fromisoformat(iso)
