"""How a report stands under review, of the ledger: what `publish.reviews` describes."""

from marsad.linking.judged import correct_claim, find_reviews
from marsad.model.judgement import Judgement
from marsad.pipeline.carrying import carry_over
from marsad.pipeline.conflicts import list_review_conflicts
from marsad.publish.reviews import ClaimReview, DocumentReview, ReviewState
from marsad.store.judgements import Entry
from marsad.store.ledger import Ledger

_DECIDING = frozenset({"accept", "correct", "reject"})


def read_review(ledger: Ledger, document_id: str) -> DocumentReview:
    """Each live claim of a document as read and as people have it, with what was decided and what to look at again."""
    ids = ledger.reviewing.read_claim_ids(document_id)
    claims = {claim.id: claim for claim in ledger.read_claims_of_document(document_id)}
    entries = ledger.read_entries_about((document_id, *ids))
    carried = _carry(ledger, entries)
    reviews = find_reviews([judgement for _, judgement in carried if judgement.verdict in _DECIDING], claims)
    newest = ledger.read_newest_judgements((document_id, *claims))
    made = []
    for claim_id, claim in claims.items():
        own = tuple(entry for entry, judgement in carried if judgement.about == (claim_id,))
        added = next((entry for entry in entries if _adds(entry, claim_id)), None)
        corrections = reviews.corrections.get(claim_id, ())
        state: ReviewState = "open"
        if claim_id in reviews.rejected:
            state = "rejected"
        elif corrections:
            state = "corrected"
        elif claim_id in reviews.accepted:
            state = "accepted"
        elif added is not None:
            state = "added"
        last = own[-1] if own else added
        made.append(
            ClaimReview(
                read=claim, claim=correct_claim(claim, corrections), state=state,
                entries=own if added is None else (added, *own), seen=newest[claim_id],
                undo=None if last is None else last.number, by=None if last is None else last.judgement.by,
            )
        )  # fmt: skip
    lost = tuple(
        one for one in entries
        if one.undone_by is None and one.judgement.claim is not None and one.judgement.claim.id not in claims
    )  # fmt: skip
    return DocumentReview(tuple(made), newest[document_id], list_review_conflicts(ledger, document_id), lost)


def _adds(entry: Entry, claim_id: str) -> bool:
    return entry.undone_by is None and entry.judgement.claim is not None and entry.judgement.claim.id == claim_id


def _carry(ledger: Ledger, entries: tuple[Entry, ...]) -> list[tuple[Entry, Judgement]]:
    """The decisions that stand, each as it speaks of the live claims."""
    standing = [one for one in entries if one.undone_by is None and one.judgement.verdict in _DECIDING]
    return list(zip(standing, carry_over(ledger, [one.judgement for one in standing]), strict=True))
