"""Decisions whose ground moved: what the work queue and a report's page ask people to look at again.

Why it is hard: a correction holds whatever the reader says later, and so would hide that the reader now agrees, or
that it reads something quite new there. So the claim as it was when it was judged is laid beside the live one, field
by field, by value and not by words. Whoever decides again on the live claim has answered the question; so has who
undoes the old decision.
Known gaps: what a reader changed and changed back between two decisions is not seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from marsad.linking.judged import correct_claim
from marsad.model.claim import Claim
from marsad.model.details import list_details
from marsad.model.judgement import Correction, Judgement
from marsad.model.review import ReviewConflict
from marsad.model.span import Words
from marsad.model.standing import find_words
from marsad.model.value import When
from marsad.pipeline.carrying import Heir, find_heir
from marsad.pipeline.moving import make_move
from marsad.store.judgements import Entry
from marsad.store.ledger import Ledger
from marsad.store.records import KeptClaim

FIELDS = (
    "type", "status", "kind", "when", "where", "actors", "targets", "weapon", "casualties", "count", "sources",
    "details",
)  # fmt: skip
_OF_CORRECTION = {
    "type": "type", "status": "status", "kind": "kind", "when": "when", "where": "where", "places": "where",
    "actors": "actors", "targets": "targets", "weapon": "weapon", "figures": "casualties", "counts": "count",
    "sources": "sources", "details": "details", "trigger": "trigger", "evidence": "evidence",
}  # fmt: skip
_POINTS = ("text", "field", "start", "end", "confidence", "rivals")


def list_review_conflicts(ledger: Ledger, document_id: str | None = None) -> tuple[ReviewConflict, ...]:
    """What should be looked at again, of one document or of all, by document and number of the judgement."""
    if document_id is None:
        entries = ledger.read_entries()
    else:
        names = (document_id, *ledger.reviewing.read_claim_ids(document_id))
        entries = ledger.read_entries_about(names)
    standing = [one for one in entries if one.undone_by is None]
    found = [*_of_claims(ledger, standing), *_of_additions(ledger, standing)]
    return tuple(sorted(found, key=lambda one: (one.document_id, one.judgement, one.kind)))


def list_changed_fields(before: Claim, after: Claim) -> tuple[str, ...]:
    """The fields in which two claims say different things, whatever words they stand on.

    The words of the event and those of the whole claim are no such fields: a reader draws them a little otherwise each
    time. They are compared where a person picked them.
    """
    return tuple(name for name in FIELDS if _value(before, name) != _value(after, name))


def _value(claim: Claim, name: str) -> object:
    """What a field says, without the words it stands on and without order."""
    if name == "details":
        return _value_details(claim, None)
    value = getattr(claim, name)
    if isinstance(value, tuple):
        return sorted(repr(_bare(each)) for each in value)
    return _bare(value)


def _value_details(claim: Claim, keys: frozenset[str] | None) -> object:
    """What the details say, all or those of some keys; of words the text, of a code or a number that alone."""
    return sorted(
        (one.key, one.words.text if one.words and one.form in {"words", "list"} else "", one.code or "", repr(one.low),
         repr(one.high))
        for one in list_details(claim.type, claim.details)
        if keys is None or one.key in keys
    )  # fmt: skip


def _bare(value: object) -> object:
    if isinstance(value, When):
        return value.start, value.end
    if isinstance(value, Words):
        held = msgspec.structs.asdict(value)
        named = held.get("place_id") or held.get("actor_id") or held.get("source_id")
        kept = {key: each for key, each in held.items() if key not in _POINTS}
        if named is None and not {"low", "code"} & kept.keys():
            return kept | {"text": value.text}
        by_id = ("place_id", "role", "actor_id", "stance", "source_id")
        return {key: each for key, each in kept.items() if key in by_id} if named else kept
    return value


def _of_claims(ledger: Ledger, standing: Sequence[Entry]) -> Iterator[ReviewConflict]:
    judged = [one for one in standing if one.judgement.verdict in {"accept", "correct", "reject"}]
    names = sorted({one.judgement.about[0] for one in judged})
    live = ledger.read_claims(names)
    newest = {one.judgement.about[0]: one for one in judged}
    for entry in judged:
        name = entry.judgement.about[0]
        kept = live.get(name)
        if kept is not None:
            if _moment(kept) > newest[name].judgement.at and kept.generation.reader != "by hand":
                yield from _compare(entry, ledger.read_claim_history(name), kept)
            continue
        gone = ledger.read_claim(name)
        if gone is None:
            continue  # an incident, or a claim that was added and undone
        heir = find_heir(ledger, name)
        if heir is None:
            yield _conflict(entry, "gone", gone.document.id, name)
        elif not _is_answered(ledger, entry, heir.kept):
            yield from _compare(entry, ledger.read_claim_history(name), heir.kept)
            yield from _find_moved(entry, gone, heir)


def _moment(kept: KeptClaim) -> datetime:
    return datetime.fromisoformat(kept.recorded_at)


def _is_answered(ledger: Ledger, entry: Entry, heir: KeptClaim) -> bool:
    """Whether somebody decided on the heir itself after the old decision."""
    newest = ledger.read_newest_judgements([heir.claim.id])[heir.claim.id]
    return newest > entry.number


def _conflict(entry: Entry, kind: str, document_id: str, claim_id: str, **more: object) -> ReviewConflict:
    values = {"kind": kind, "judgement": entry.number, "by": entry.judgement.by, "document_id": document_id}
    return msgspec.convert({**values, "claim_id": claim_id, **more}, ReviewConflict)


def _compare(entry: Entry, history: Sequence[KeptClaim], kept: KeptClaim) -> Iterator[ReviewConflict]:
    """Settled where the new reading says all that the person said; changed where it left what was judged."""
    before = _find_judged(history, entry.judgement)
    if before is None or entry.judgement.verdict == "reject":
        return
    place = kept.document.id, kept.claim.id
    correction = entry.judgement.correction
    if correction is None:
        if changed := list_changed_fields(before, kept.claim):
            yield _conflict(entry, "changed", *place, fields=changed)
        return
    wanted = correct_claim(kept.claim, [correction])
    keys = frozenset(one.key for one in correction.details)

    def says(claim: Claim, name: str) -> object:
        return _value_details(claim, keys) if name == "details" else _value(claim, name)

    concerned = [name for name in _list_corrected(correction) if says(before, name) != says(kept.claim, name)]
    if not concerned:
        return
    differing = tuple(name for name in concerned if says(wanted, name) != says(kept.claim, name))
    yield _conflict(entry, "changed" if differing else "settled", *place, fields=differing or tuple(concerned))


def _find_judged(history: Sequence[KeptClaim], judgement: Judgement) -> Claim | None:
    """The claim as it was when it was judged."""
    earlier = [kept for kept in history if _moment(kept) <= judgement.at]
    found = earlier or list(history[:1])
    return found[-1].claim if found else None


def _list_corrected(correction: Correction) -> list[str]:
    return list(dict.fromkeys(of for name, of in _OF_CORRECTION.items() if getattr(correction, name) not in {None, ()}))


def _find_moved(entry: Entry, gone: KeptClaim, heir: Heir) -> Iterator[ReviewConflict]:
    correction = entry.judgement.correction
    if correction is None or heir.move is None:
        return
    yield from _say_moved(
        entry, [heir.move(words) for words in find_words(correction)], list(find_words(correction)),
        (gone.document.id, heir.kept.claim.id),
    )  # fmt: skip


def _say_moved(
    entry: Entry, moved: Sequence[Words | None], words: Sequence[Words], place: tuple[str, str]
) -> Iterator[ReviewConflict]:
    if any(each is None for each in moved):
        yield _conflict(entry, "vanished", *place)
    elif list(moved) != list(words):
        yield _conflict(entry, "moved", *place)


def _of_additions(ledger: Ledger, standing: Sequence[Entry]) -> Iterator[ReviewConflict]:
    added = [one for one in standing if one.judgement.claim is not None]
    for document_id in sorted({one.judgement.about[0] for one in added}):
        live = {claim.id: claim for claim in ledger.read_claims_of_document(document_id)}
        rejected = _find_rejected(ledger, live)
        by_hand = {one.judgement.claim.id for one in added if one.judgement.claim is not None}
        for entry in added:
            claim = entry.judgement.claim
            if claim is None or entry.judgement.about[0] != document_id:
                continue
            if claim.id not in live:
                yield from _find_lost(ledger, entry, claim, document_id)
                continue
            if live[claim.id] != claim and not _is_looked_at(ledger, claim.id):
                yield _conflict(entry, "placed", document_id, claim.id)
            for other in live.values():
                if other.id not in by_hand | rejected and claim.id not in rejected and _is_same(claim, other):
                    yield _conflict(entry, "found", document_id, claim.id, other=other.id)
                    break


def _is_looked_at(ledger: Ledger, claim_id: str) -> bool:
    """Whether somebody decided on an added claim after it was placed where it stands."""
    kept = ledger.read_claims([claim_id])[claim_id]
    entries = ledger.read_entries_about([claim_id])
    return any(one.undone_by is None and one.judgement.at > _moment(kept) for one in entries)


def _find_rejected(ledger: Ledger, live: Mapping[str, Claim]) -> frozenset[str]:
    entries = [one for one in ledger.read_entries_about(list(live)) if one.undone_by is None]
    verdicts = {one.judgement.about[0]: one.judgement.verdict for one in entries}
    return frozenset(name for name, verdict in verdicts.items() if verdict == "reject")


def _is_same(added: Claim, read: Claim) -> bool:
    """Whether the reader's claim is of the same type and lies on the same words."""
    one, other = added.evidence, read.trigger
    return added.type == read.type and one.field == other.field and one.start < other.end and other.start < one.end


def _find_lost(ledger: Ledger, entry: Entry, claim: Claim, document_id: str) -> Iterator[ReviewConflict]:
    """An added claim that the newest version of its document does not hold any more."""
    new = ledger.read_document(document_id)
    old = next(
        (one for version in _list_versions(ledger, document_id)
         if (one := ledger.read_document(document_id, version)) and one.sha256 == entry.judgement.fingerprint),
        None,
    )  # fmt: skip
    if new is None or old is None:
        yield _conflict(entry, "gone", document_id, claim.id)
        return
    move = make_move(old, new)
    words = list(find_words(claim))
    yield from _say_moved(entry, [move(each) for each in words], words, (document_id, claim.id))


def _list_versions(ledger: Ledger, document_id: str) -> Iterator[int]:
    version = 1
    while ledger.read_document(document_id, version) is not None:
        yield version
        version += 1
