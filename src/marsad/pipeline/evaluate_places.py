"""Where gold says an event happened, against where the reading says it did.

The scorer of claims counts places only inside pairs of event and claim. Here every gold place with a point is looked
for in all claims of its report, and what is not found is told by cause, so that a gap of the gazetteer is told from a
wrong choice and from a name that was not read.

Known gap: a place is judged against the claims' places, not against every mention, so one that was found but bound to
nothing counts as not read.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec

from marsad.base.errors import InputError
from marsad.model.claim import Claim
from marsad.model.document import Fault
from marsad.model.value import Place
from marsad.packs import fold_for
from marsad.pipeline.evaluate import Tell
from marsad.pipeline.run import DocumentReader
from marsad.reference.distance import distance_km
from marsad.sources.readers import read_documents

Cause = Literal["right", "near", "no point", "wrong", "not read"]
CAUSES: tuple[Cause, ...] = ("right", "near", "no point", "wrong", "not read")
RIGHT_KM, NEAR_KM = 10.0, 25.0
POINTED = frozenset({"site", "settlement", "district"})
LANGUAGE = "ar"


@dataclass(frozen=True)
class PlaceVerdict:
    """One gold place, and the reading's nearest answer: `km` apart where the same name has a point."""

    document_id: str
    name: str
    cause: Cause
    km: float | None = None
    answer: str | None = None


@dataclass
class PlaceExam:
    """All verdicts, and the reports that could not be read."""

    verdicts: list[PlaceVerdict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self) -> Counter[Cause]:
        """How many gold places met with what."""
        return Counter(verdict.cause for verdict in self.verdicts)


def evaluate_places(gold: Path, reader: DocumentReader, tell: Tell | None = None) -> PlaceExam:
    """Read the reports of a gold file and look for each of its places that has a point.

    Raises InputError where the gold is no JSON or has no such place.
    """
    told = dict(_read_gold(gold))
    exam = PlaceExam()
    for number, captured in enumerate(read_documents([str(gold)]), start=1):
        if tell is not None:
            tell(number)
        if isinstance(captured, Fault):
            exam.faults.append(captured)
            continue
        document = captured.document
        claims = reader.read(document).claims
        exam.verdicts += [judge_place(document.id, place, claims) for place in told.get(document.id, ())]
    if not exam.verdicts:
        raise InputError(f"{gold} has no place with a point: a line has doc_id, text and events with places")
    return exam


def judge_place(document_id: str, place: dict[str, Any], claims: tuple[Claim, ...]) -> PlaceVerdict:
    """What the claims say of one gold place."""
    found = [where for claim in claims for where in claim.where]
    ranked = sorted((km, where.text) for where in found if (km := _kilometres(place, where)) is not None)
    if ranked and ranked[0][0] <= NEAR_KM:
        cause: Cause = "right" if ranked[0][0] <= RIGHT_KM else "near"
        return PlaceVerdict(document_id, place["name"], cause, *ranked[0])
    named = [where for where in found if _same_name(place["name"], where)]
    for where in named:
        km = _kilometres(place, where)
        if km is not None:
            return PlaceVerdict(document_id, place["name"], "wrong", km, where.text)
    return PlaceVerdict(document_id, place["name"], "no point" if named else "not read")


def _read_gold(gold: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    try:
        lines = gold.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{gold}: the gold cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise InputError(f"{gold}:{number}: no gold ({error}); a line has doc_id, text and events") from error
        held = {
            (place["name"], place["lat"], place["lon"]): place
            for event in row.get("events", ())
            for place in event.get("places") or ()
            if place.get("lat") is not None and place.get("precision") in POINTED
        }
        yield str(row.get("id") or row.get("doc_id")), list(held.values())


def _kilometres(place: dict[str, Any], where: Place) -> float | None:
    if where.lat is None or where.lon is None:
        return None
    return distance_km(place["lat"], place["lon"], where.lat, where.lon)


def _same_name(name: str, where: Place) -> bool:
    """Whether one of two names holds the other, its head or area included."""
    fold = fold_for(LANGUAGE)
    asked = fold.fold_words(name)
    forms = [fold.fold_words(form) for form in (where.text, where.name_ar) if form]
    return any(asked in form or form in asked for form in forms)
