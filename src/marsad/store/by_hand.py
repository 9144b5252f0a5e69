"""Claims that people added: generations of their own, made of the chain of judgements and of nothing else.

Why it is hard: what a person missed in a reading must be linked and shown like any other claim, survive every newer
reader, and go when the addition is undone, while the ledger stays one that can be rebuilt. So the standing `add`
judgements are the truth; the rows here are their shadow, one generation a document version, and may be made again.
A newer version of the document keeps those claims whose words all stand in it: where they stood, or elsewhere, if it
is certain which are meant (`place_anew`); they keep their ids. The others are not live any more. Of both
`list_review_conflicts` tells, so that a person looks again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, and_, insert, select, update

from marsad.base.ids import hash_bytes
from marsad.model.claim import Claim
from marsad.model.standing import Texts, find_words, place_anew, stands
from marsad.store import judgements
from marsad.store import tables as t
from marsad.store.explore_rows import move_claim_texts, write_claim_texts
from marsad.store.rows import claim_row, insert_all, next_number, place_rows
from marsad.store.tables import AnyRow

READER = "by hand"


def find_documents(connection: Connection) -> list[str]:
    """The documents to which somebody added claims, also where that was undone."""
    return sorted(set(connection.execute(_about_additions()).scalars()))


def find_documents_of(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """The documents with additions that any of these judgements is about."""
    named = select(t.judged.c.name).where(t.judged.c.number.in_(numbers))
    return sorted(set(connection.execute(_about_additions().where(t.judged.c.name.in_(named))).scalars()))


def has_additions(connection: Connection, document_id: str) -> bool:
    """Whether somebody added claims to a document, also where that was undone."""
    return connection.execute(_about_additions().where(t.judged.c.name == document_id).limit(1)).first() is not None


def _about_additions() -> Select[Any]:
    joined = t.judged.join(t.judgements, t.judgements.c.number == t.judged.c.number)
    return select(t.judged.c.name).select_from(joined).where(t.judgements.c.verdict == "add")


def rebuild(connection: Connection, document_ids: Iterable[str], moment: str) -> int:
    """Make the live claims of these documents what their standing additions say; gives how many versions changed."""
    changed = 0
    for document_id in document_ids:
        for change in list(_find_changes(connection, document_id)):
            _apply(connection, change, moment)
            changed += 1
    return changed


def find_stale(connection: Connection) -> Iterator[str]:
    """A sentence for each document whose added claims are not what the chain of judgements says."""
    for document_id in find_documents(connection):
        if any(True for _ in _find_changes(connection, document_id)):
            yield f"document {document_id}: the claims that people added are not those of the judgements; link again"


class _Change(NamedTuple):
    """What one document version should hold.

    `made_of` is the print of its claims, `live` whether that is live, `known` the generations by hand by their prints.
    """

    document: int
    title: str | None
    claims: list[Claim]
    made_of: str
    live: bool
    known: Mapping[str, tuple[int, bool]]


def _find_changes(connection: Connection, document_id: str) -> Iterator[_Change]:
    entries = judgements.read_entries_about(connection, [document_id])
    c = t.documents.c
    versions = connection.execute(
        select(c.number, c.sha256, c.title, c.text).where(c.id == document_id).order_by(c.version)
    ).all()
    wanted: dict[int, list[Claim]] = {}
    for one in judgements.list_standing(entries):
        if one.claim is not None and (found := _find_version(one.claim, one.fingerprint, versions)) is not None:
            wanted.setdefault(found[0], []).append(found[1])
    known = _read_known(connection, [row.number for row in versions])
    for row in versions:
        claims = wanted.get(row.number, [])
        made_of = hash_bytes(msgspec.json.encode(claims, order="deterministic"))[:16]
        here = known.get(row.number, {})
        live = bool(claims) and row.number == versions[-1].number
        if (bool(claims) and made_of not in here) or {one for one, (_, was_live) in here.items() if was_live} != (
            {made_of} if live else set()
        ):
            yield _Change(row.number, row.title, claims, made_of, live, here)


def _find_version(claim: Claim, sha256: str | None, versions: Sequence[AnyRow]) -> tuple[int, Claim] | None:
    """The newest version where the claim fits it, also elsewhere; else the one it was made on; None for neither."""
    newest = versions[-1]
    if all(stands(words, newest.title, newest.text) for words in find_words(claim)):
        return int(newest.number), claim
    made_on = next((row for row in reversed(versions) if row.sha256 == sha256), None)
    if made_on is None:
        return None
    placed = place_anew(claim, Texts(made_on.title, made_on.text), Texts(newest.title, newest.text))
    return (int(newest.number), placed) if placed is not None else (int(made_on.number), claim)


def _read_known(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Mapping[str, tuple[int, bool]]]:
    """Document number → what its generations by hand are made of → number, and whether it is live."""
    g = t.generations.c
    found: dict[int, dict[str, tuple[int, bool]]] = {}
    rows = select(g.number, g.document, g.places, g.live).where(and_(g.by_hand, g.document.in_(numbers)))
    for row in connection.execute(rows):
        found.setdefault(row.document, {})[row.places] = (row.number, bool(row.live))
    return found


def _apply(connection: Connection, change: _Change, moment: str) -> None:
    """Make the right generation live; one that was never there is written, none is ever changed or removed."""
    g = t.generations.c
    was_live = [number for number, live in change.known.values() if live]
    number = change.known.get(change.made_of, (None, False))[0]
    if number is None and change.claims:
        number = _write_generation(connection, change, moment)
    connection.execute(update(t.generations).where(g.number.in_(was_live)).values(live=False))
    if number is not None and change.live:
        connection.execute(update(t.generations).where(g.number == number).values(live=True))
    move_claim_texts(connection, was_live, -1 if number is None else number)


def _write_generation(connection: Connection, change: _Change, moment: str) -> int:
    number = next_number(connection, t.generations)
    values: dict[str, Any] = {"reader": READER, "places": change.made_of, "live": False, "by_hand": True}
    values |= {"number": number, "document": change.document, "claims": len(change.claims), "recorded_at": moment}
    connection.execute(insert(t.generations).values(values | {"refusals": "{}"}))
    insert_all(connection, t.claims, [claim_row(claim, number, at) for at, claim in enumerate(change.claims)])
    insert_all(connection, t.claim_places, place_rows(change.claims, number))
    write_claim_texts(connection, number, change.title, change.claims)
    return number
