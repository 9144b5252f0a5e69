"""A person's decision, checked against the ledger before it is signed.

Why it is hard: a decision is never edited, so a mistyped id would stand in the chain for ever, deciding nothing; and
what it names changes: incidents merge and split. So a decision over an incident notes which claims that was, and the
words that a correction or an added claim stands on must stand in the very version of the document that was judged.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from marsad.base.clock import utc_now
from marsad.base.errors import InputError, UseError
from marsad.base.ids import hash_parts
from marsad.linking.judged import correct_claim
from marsad.model.claim import Claim
from marsad.model.document import Document
from marsad.model.incident import IncidentPlace
from marsad.model.judgement import Correction, Judgement, Verdict
from marsad.model.standing import find_words, stands
from marsad.pipeline.carrying import BY_HAND
from marsad.pipeline.corrections import FindPlace
from marsad.store.judgements import list_standing
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
    if verdict == "add" and claim is not None:
        claim, fingerprint = prepare_addition(ledger, about[0], claim)
        present = tuple(about)
    elif verdict == "undo":
        present = tuple(about)
    else:
        present = tuple(_find_present(ledger, each, held) for each in about)
    held.update({name: tuple(claims) for name, claims in (stated or {}).items() if name in present})
    if correction is not None and held and correction != Correction(figures=correction.figures, named=correction.named):
        raise UseError(
            "of an incident only figures can be corrected (their best, or named victims); correct the claim instead"
        )
    if correction is not None and correction.named and not held:
        raise UseError("victims are named for an incident, not for a claim; `marsad incidents` lists the incidents")
    if correction is not None and not held:
        _check_correction(ledger, present[0], correction)
    return Judgement(
        verdict=verdict, about=present, by=by, at=at, reason=reason, correction=correction, held=held or None,
        claim=claim, fingerprint=fingerprint,
    )  # fmt: skip


def prepare_addition(ledger: Ledger, document_id: str, claim: Claim) -> tuple[Claim, str]:
    """A missed claim with the id it will have, and the SHA-256 of the document that it stands on.

    Raises UseError for a document that the ledger does not hold, InputError for words that do not stand in it. The id
    begins with a letter that no machine's id has, so that the two never meet.
    """
    document = ledger.read_document(document_id)
    if document is None:
        raise UseError(f"{ledger.name} holds no document {document_id!r}")
    _check_words(claim, document)
    _check_voices(claim)
    trigger = claim.trigger
    made = ("by hand", document.id, document.sha256, claim.type, trigger.field, trigger.start, trigger.end)
    present = {one.id for one in ledger.read_claims_of_document(document_id)}
    ids = (f"{BY_HAND}{hash_parts(*made, ordinal)}" for ordinal in range(len(present) + 1))
    own_id = next(one for one in ids if one not in present)
    return msgspec.structs.replace(claim, id=own_id, confidence=1.0, rules=()), document.sha256


def _check_correction(ledger: Ledger, claim_id: str, correction: Correction) -> None:
    """Raise InputError where what is right stands on words that are not in the document, or on no source."""
    kept = ledger.read_claim(claim_id)
    if kept is None:
        return
    document = ledger.read_document(kept.document.id, kept.version)
    if document is not None:
        _check_words(correction, document)
    if correction.actors is not None or correction.targets is not None:
        standing = [
            one.correction
            for one in list_standing(ledger.read_entries_about([claim_id]))
            if one.correction is not None and one.about == (claim_id,)
        ]
        _check_voices(correct_claim(kept.claim, [*standing, correction]))


def _check_words(record: object, document: Document) -> None:
    for words in find_words(record):
        if not words.text.strip() or not stands(words, document.title, document.text):
            raise InputError(
                f"the words {words.text!r} are not at {words.start} of the {words.field} of document {document.id}; "
                "pick them again in the report as it is now"
            )


def _check_voices(claim: Claim) -> None:
    for actor in (*claim.actors, *claim.targets):
        if any(not 0 <= index < len(claim.sources) for index in actor.by):
            raise InputError(f"{actor.text!r} is said by a source that the claim does not have")


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
