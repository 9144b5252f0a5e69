"""A person's decision, checked against the ledger before it is signed.

Why it is hard: a decision is never edited, so a mistyped id would stand in the chain for ever, deciding nothing; and
what it names changes: incidents merge and split, a newer reader makes other claims of the same words. So a decision
over an incident notes which claims that was, and one over a claim that is gone is carried over to the live claim of
that report which stands on the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from marsad.base.clock import utc_now
from marsad.base.errors import UseError
from marsad.model.claim import Claim
from marsad.model.incident import IncidentPlace
from marsad.model.judgement import Correction, Judgement, Verdict
from marsad.model.span import Words
from marsad.pipeline.corrections import FindPlace
from marsad.store.ledger import Ledger


def judge(  # noqa: PLR0913 - what a decision is made of
    ledger: Ledger,
    verdict: Verdict,
    about: Sequence[str],
    *,
    by: str,
    reason: str | None = None,
    correction: Correction | None = None,
    seen: Mapping[str, int] | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> tuple[int, str]:
    """Append a decision about claims or incidents, or undo one by its number; gives its number and its hash.

    Former ids of an incident become its present one. `seen` is the newest judgement that the person saw about each of
    these ids: where somebody decided since, ConflictError. Raises UseError for an id that the ledger does not hold and
    for a correction that does not fit what it is about, InputError for a decision about too few or too many things.
    """
    judgement = prepare_judgement(ledger, verdict, about, by=by, at=clock(), reason=reason, correction=correction)
    (entry,) = ledger.write_judgements([judgement], seen)
    return entry.number, entry.hash


def prepare_judgement(  # noqa: PLR0913 - what a decision is made of
    ledger: Ledger,
    verdict: Verdict,
    about: Sequence[str],
    *,
    by: str,
    at: datetime,
    reason: str | None = None,
    correction: Correction | None = None,
    claim: Claim | None = None,
    fingerprint: str | None = None,
    stated: Mapping[str, tuple[str, ...]] | None = None,
) -> Judgement:
    """A decision checked against the ledger, with the claims that its incidents hold; raises as `judge` does.

    `stated` gives the claims that some of the names stand for in this decision, where it is not all that they hold.
    """
    held: dict[str, tuple[str, ...]] = {}
    present = tuple(about) if verdict == "undo" else tuple(_find_present(ledger, each, held) for each in about)
    held.update({name: tuple(claims) for name, claims in (stated or {}).items() if name in present})
    if correction is not None and held and correction != Correction(figures=correction.figures):
        raise UseError("of an incident only figures can be corrected (their best); correct the claim instead")
    return Judgement(
        verdict=verdict, about=present, by=by, at=at, reason=reason, correction=correction, held=held or None,
        claim=claim, fingerprint=fingerprint,
    )  # fmt: skip


def _find_present(ledger: Ledger, wanted: str, held: dict[str, tuple[str, ...]]) -> str:
    incident = ledger.read_incident(wanted)
    if incident is not None:
        held[incident.incident_id] = incident.claims
        return incident.incident_id
    if ledger.read_claim(wanted) is not None:
        return wanted
    raise UseError(f"{ledger.name} holds no claim and no incident {wanted!r}; `marsad incidents` lists them")


def find_place_in(gazetteer_path: str | None) -> FindPlace:
    """What looks up a place by its id in the gazetteer that reading uses."""
    from pathlib import Path  # noqa: PLC0415

    from marsad.reference.gazetteer import Gazetteer  # noqa: PLC0415 - most decisions name no place

    def find(place_id: str) -> IncidentPlace | None:
        with Gazetteer.open(Path(gazetteer_path) if gazetteer_path else None) as gazetteer:
            row = gazetteer.row_of(place_id)
            if row is None:
                return None
            place = gazetteer.place(row)
            area = None if place.admin1_row is None else gazetteer.place(place.admin1_row)
            return IncidentPlace(
                place_id=place.place_id, name_ar=place.name_ar, name_en=place.name_en, lat=place.lat, lon=place.lon,
                precision=place.feature, pcode=place.pcode, admin1=place.admin1,
                admin1_en=None if area is None else area.name_en, country=place.country,
            )  # fmt: skip

    return find


def carry_over(ledger: Ledger, judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The decisions with each claim that is no longer live replaced by its heir, where it has one."""
    judgements = tuple(judgements)
    named = {name for one in judgements for name in (*one.about, *(each for held in _held(one) for each in held))}
    gone = sorted(named - ledger.find_live(sorted(named)))
    heirs = {name: heir for name in gone if (heir := _find_heir(ledger, name)) is not None}
    if not heirs:
        return judgements
    return tuple(_rename(one, heirs) for one in judgements)


def _held(judgement: Judgement) -> Iterable[tuple[str, ...]]:
    return (judgement.held or {}).values()


def _rename(judgement: Judgement, heirs: dict[str, str]) -> Judgement:
    held = judgement.held and {
        heirs.get(name, name): tuple(heirs.get(claim, claim) for claim in claims)
        for name, claims in judgement.held.items()
    }
    about = tuple(heirs.get(name, name) for name in judgement.about)
    return msgspec.structs.replace(judgement, about=about, held=held)


def _find_heir(ledger: Ledger, claim_id: str) -> str | None:
    """The live claim that shares most of its words with one that is gone; None where it stands on none of them."""
    gone = ledger.read_claim(claim_id)
    if gone is None:
        return None
    ranked = []
    for claim in ledger.read_claims_of_document(gone.document.id):
        trigger = _count_shared(claim.trigger, gone.claim.trigger)
        evidence = _count_shared(claim.evidence, gone.claim.evidence)
        same_type = claim.type == gone.claim.type
        if trigger or (same_type and evidence):
            ranked.append((trigger, evidence, same_type, claim.id))
    return max(ranked)[-1] if ranked else None


def _count_shared(one: Words, other: Words) -> int:
    """How many characters two spans have in common; within one document the same place is the same text."""
    return max(0, min(one.end, other.end) - max(one.start, other.start)) if one.field == other.field else 0
