"""Decisions over claims that are gone, carried over to the claims that took their place.

Why it is hard: a newer reader makes other claims of the same words, and an edited document moves the words besides. So
the heir of a claim is the live claim that stands on most of its words, wherever these are now, and what a correction
stands on moves with them. Words that a newer version no longer has are let go: the value then stands on the words of
the value it replaces or on the whole claim, and `list_review_conflicts` says so.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from marsad.model.claim import Claim
from marsad.model.document import Document
from marsad.model.judgement import CorrectedDetail, Correction, Judgement
from marsad.model.span import Words
from marsad.model.standing import find_words, move_words, stands
from marsad.pipeline.moving import Move, make_move
from marsad.store.judgements import list_standing
from marsad.store.ledger import Ledger
from marsad.store.records import KeptClaim

BY_HAND = "h"
"""How the ids of added claims begin; no machine's does."""


class Heir(NamedTuple):
    """The live claim that took another's place; `move` says where the words went, None where the text is the same."""

    kept: KeptClaim
    move: Move | None


def carry_over(ledger: Ledger, judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The decisions with each claim that is no longer live replaced by its heir, where it has one."""
    judgements = tuple(_place_correction(ledger, one) for one in judgements)
    named = {name for one in judgements for name in (*one.about, *(each for held in _held(one) for each in held))}
    gone = sorted(named - ledger.find_live(sorted(named)))
    heirs = {name: heir for name in gone if (heir := find_heir(ledger, name)) is not None}
    if not heirs:
        return judgements
    return tuple(_rename(one, heirs) for one in judgements)


def _place_correction(ledger: Ledger, judgement: Judgement) -> Judgement:
    """A correction of an added claim that stands elsewhere by now, on the words of the version where it stands."""
    name, correction = judgement.about[0], judgement.correction
    if correction is None or not name.startswith(BY_HAND):
        return judgement
    kept = ledger.read_claims([name]).get(name)
    new = None if kept is None else ledger.read_document(kept.document.id, kept.version)
    if kept is None or new is None or _fits(correction, new):
        return judgement
    for version in range(kept.version - 1, 0, -1):
        old = ledger.read_document(kept.document.id, version)
        if old is not None and _fits(correction, old):
            moved = move_correction(correction, kept.claim.evidence, make_move(old, new))
            return msgspec.structs.replace(judgement, correction=moved)
    return judgement


def _fits(correction: Correction, document: Document) -> bool:
    return all(stands(words, document.title, document.text) for words in find_words(correction))


def find_heir(ledger: Ledger, claim_id: str) -> Heir | None:
    """The live claim that shares most of its words with one that is gone; None where it stands on none of them."""
    gone = ledger.read_claim(claim_id)
    if gone is None:
        return None
    live = ledger.read_claims([one.id for one in ledger.read_claims_of_document(gone.document.id)])
    if not live:
        return None
    move = _find_move(ledger, gone, max(one.version for one in live.values()))
    triggers, evidences = (
        [_move(words, move) for words in found] for found in _list_standing_words(ledger, gone.claim)
    )
    ranked = []
    for kept in live.values():
        claim = kept.claim
        at_trigger = max(_count_shared(claim.trigger, each) for each in triggers)
        at_evidence = max(_count_shared(claim.evidence, each) for each in evidences)
        same_type = claim.type == gone.claim.type
        if at_trigger or (same_type and at_evidence):
            ranked.append((at_trigger, at_evidence, same_type, claim.id))
    return Heir(live[max(ranked)[-1]], move) if ranked else None


def _list_standing_words(ledger: Ledger, claim: Claim) -> tuple[list[Words], list[Words]]:
    """The words of the event and all its words, as read and as people have them: a newer reader may have learnt."""
    triggers, evidences = [claim.trigger], [claim.evidence]
    for one in list_standing(ledger.read_entries_about([claim.id])):
        if one.correction is not None and one.about == (claim.id,):
            triggers += [one.correction.trigger] if one.correction.trigger else []
            evidences += [one.correction.evidence] if one.correction.evidence else []
    return triggers, evidences


def _find_move(ledger: Ledger, gone: KeptClaim, version: int) -> Move | None:
    """Where words went between the version of a claim that is gone and the present one; None where nothing moved."""
    old = ledger.read_document(gone.document.id, gone.version)
    new = ledger.read_document(gone.document.id, version)
    if old is None or new is None or old.sha256 == new.sha256:
        return None
    return make_move(old, new)


def _move(words: Words, move: Move | None) -> Words | None:
    return words if move is None else move(words)


def _count_shared(one: Words, other: Words | None) -> int:
    """How many characters two spans of one text have in common."""
    if other is None or one.field != other.field:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _held(judgement: Judgement) -> Iterable[tuple[str, ...]]:
    return (judgement.held or {}).values()


def _rename(judgement: Judgement, heirs: dict[str, Heir]) -> Judgement:
    names = {name: heir.kept.claim.id for name, heir in heirs.items()}
    held = judgement.held and {
        names.get(name, name): tuple(names.get(claim, claim) for claim in claims)
        for name, claims in judgement.held.items()
    }
    about = tuple(names.get(name, name) for name in judgement.about)
    correction = judgement.correction
    heir = heirs.get(judgement.about[0])
    if correction is not None and heir is not None and heir.move is not None:
        correction = move_correction(correction, heir.kept.claim.evidence, heir.move)
    return msgspec.structs.replace(judgement, about=about, held=held, correction=correction)


def move_correction(correction: Correction, evidence: Words, move: Move) -> Correction:
    """A correction on the words of a newer version; those that are not there are left to the claim's own.

    So is a detail that is nothing but its words.
    """
    kept = msgspec.structs.replace(
        correction,
        when_words=correction.when_words and move(correction.when_words),
        figures=tuple(msgspec.structs.replace(one, words=one.words and move(one.words)) for one in correction.figures),
        counts=tuple(msgspec.structs.replace(one, words=one.words and move(one.words)) for one in correction.counts),
        trigger=correction.trigger and move(correction.trigger),
        evidence=correction.evidence and move(correction.evidence),
        details=tuple(found for one in correction.details if (found := _move_detail(one, move)) is not None),
    )
    lists = {name: getattr(kept, name) for name in ("places", "actors", "targets", "weapon", "sources")}
    moved = {name: move_words(found, lambda words: move(words) or evidence) for name, found in lists.items()}
    return msgspec.structs.replace(kept, **moved)


def _move_detail(detail: CorrectedDetail, move: Move) -> CorrectedDetail | None:
    values = [msgspec.structs.replace(one, words=one.words and move(one.words)) for one in detail.values]
    kept = tuple(one for one in values if one.words is not None or one.form not in {"words", "list"})
    return msgspec.structs.replace(detail, values=kept) if kept or not detail.values else None
