"""Four eyes: nobody signs an incident that holds their own work; and what the log says of a decision.

Why it is hard: "their own work" hides behind changes of name. A claim that somebody corrected may live on under another
id, an incident under the id of another that it was merged into, a decision over an incident may speak of claims that
have moved since, and one person may be spelt in two ways. So whoever decided on anything that the incident is made of,
under any of these names, is refused, by the transaction that would write the signature. A slip that one took back
oneself is no work; taking back another's decision is.
In a desk without accounts the program cannot tell two people apart: its signatures say that there was no second person.
Known gaps: whoever has the ledger's file can sign from the command line with any account's name; the log shows it.
"""

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Connection, select

from marsad.base.errors import RefusedError
from marsad.model.account import Action, Deed
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.store import judgements, people
from marsad.store import tables as t
from marsad.store.judgements import Entry


def check_signature(connection: Connection, judgement: Judgement) -> Judgement:
    """The judgement as it may be written: a signature of a desk without accounts says that it was alone.

    Any other verdict stays as it is. RefusedError for a signature by a name that has no account, and under what its
    own person decided.
    """
    if judgement.verdict != "sign":
        return judgement
    if not people.has_accounts(connection):
        return msgspec.structs.replace(judgement, alone=True)
    account = people.find_account(connection, judgement.by)
    if account is None or not account.is_active:
        raise RefusedError("no_account", f"{judgement.by!r} has no account here; who signs must have one")
    (incident_id,) = judgement.about
    own = find_own_work(connection, incident_id, judgement.by)
    if own:
        numbers = ", ".join(str(entry.number) for entry in own[:5])
        raise RefusedError(
            "own_work",
            f"{account.name} decided on this incident before (judgement {numbers}); a second person must sign it",
        )
    return msgspec.structs.replace(judgement, by=account.name, alone=False)


def find_own_work(connection: Connection, incident_id: str, name: str) -> tuple[Entry, ...]:
    """What a person decided on an incident or on anything that it is made of, as far as it stands, in order."""
    body = connection.execute(select(t.incidents.c.body).where(t.incidents.c.id == incident_id)).scalar()
    claims = set() if body is None else set(msgspec.json.decode(body, type=Incident).claims)
    names = {incident_id, *claims, *_find_aliases(connection, incident_id), *_find_gone(connection, claims)}
    folded = people.fold_name(name)
    entries = judgements.read_entries(connection)
    by_number = {entry.number: entry for entry in entries}
    return tuple(
        entry
        for entry in entries
        if entry.undone_by is None
        and people.fold_name(entry.judgement.by) == folded
        and _touches(entry, by_number, names, claims, folded)
    )


def _touches(entry: Entry, by_number: dict[int, Entry], names: set[str], claims: set[str], folded: str) -> bool:
    one = entry.judgement
    while one.verdict == "undo":
        undone = by_number[int(one.about[0])].judgement
        if undone.verdict == "sign" or people.fold_name(undone.by) == folded:
            return False
        one = undone
    if one.verdict == "sign":
        return False
    held = {claim for each in (one.held or {}).values() for claim in each}
    added = {one.claim.id} if one.claim is not None else set()
    return bool(names & set(one.about) or claims & held or claims & added)


def _find_aliases(connection: Connection, incident_id: str) -> Iterator[str]:
    yield from connection.execute(select(t.aliases.c.old_id).where(t.aliases.c.incident_id == incident_id)).scalars()


def _find_gone(connection: Connection, claims: set[str]) -> set[str]:
    """Claims of the same reports that are not live any more: one of them may live on in a claim of the incident."""
    documents = select(t.documents.c.id).select_from(t.claims.join(t.generations).join(t.documents))
    made = select(t.claims.c.id).select_from(t.claims.join(t.generations).join(t.documents))
    gone: set[str] = set()
    ordered = sorted(claims)
    for start in range(0, len(ordered), 500):
        of = documents.where(t.claims.c.id.in_(ordered[start : start + 500]))
        in_reports = made.where(t.documents.c.id.in_(of))
        gone |= set(connection.execute(in_reports.where(~t.generations.c.live)).scalars())
        gone -= set(connection.execute(in_reports.where(t.generations.c.live)).scalars())
    return gone


def tell_judgement(connection: Connection, entry: Entry) -> Deed:
    """What the log says of a decision: by whom, about what, and the link of the other chain that holds it."""
    one = entry.judgement
    names: Sequence[str] = one.about
    if one.verdict == "undo":
        names = sorted(connection.execute(select(t.judged.c.name).where(t.judged.c.number == entry.number)).scalars())
    action: Action = "sign" if one.verdict == "sign" else "undo" if one.verdict == "undo" else "judge"
    detail = {"number": entry.number, "hash": entry.hash, "verdict": one.verdict}
    if one.verdict == "undo":
        detail["undone"] = int(one.about[0])
    return Deed(
        who=one.by, action=action, about=names[0] if names else "", other=names[1] if len(names) > 1 else "",
        detail=detail,
    )  # fmt: skip
