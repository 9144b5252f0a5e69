"""Pairs of claims in two incidents that may tell one: what linking compared and left for a person to decide.

Known gaps: until the first linking that keeps what it compared there are none; to count the pairs of incidents, all
open pairs are walked through.
"""

from collections.abc import Collection, Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, FromClause, Select, or_, select

from marsad.store import compared_tables as c
from marsad.store import tables as t
from marsad.store.compared import read_state
from marsad.store.records import Page

BATCH = 500


class PossibleLink(msgspec.Struct, frozen=True, kw_only=True):
    """Two claims in two incidents that may tell one: the worth of what speaks for it, in bits, and its band.

    `link` is the band of what would be linked by itself, had nothing in the two incidents stood against it.
    """

    claim: str
    other_claim: str
    incident: str
    other_incident: str
    worth: float
    band: Literal["possible", "link"]


def read_possible_links(
    connection: Connection, claim_ids: Collection[str], *, decided: bool
) -> tuple[PossibleLink, ...]:
    """See `Ledger.read_possible_links`."""
    ids = list(dict.fromkeys(claim_ids))
    query, one, other = _select_pairs()
    if not decided:
        query = query.where(c.compared_pairs.c.open)
    found: dict[tuple[str, str], PossibleLink] = {}
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        rows = connection.execute(query.where(or_(one.c.claim_id.in_(part), other.c.claim_id.in_(part))))
        found.update({(link.claim, link.other_claim): link for link in _parse(connection, rows)})
    own = set(ids)
    turned = [link if link.claim in own else _turn(link) for link in found.values()]
    return tuple(sorted(turned, key=lambda link: (-link.worth, link.claim, link.other_claim)))


def list_possible_links(connection: Connection, limit: int, offset: int) -> Page[PossibleLink]:
    """See `Ledger.list_possible_links`."""
    query, one, other = _select_pairs()
    strongest: dict[frozenset[str], PossibleLink] = {}
    ordered = query.where(c.compared_pairs.c.open).order_by(
        c.compared_pairs.c.worth.desc(), one.c.claim_id, other.c.claim_id
    )
    for link in _parse(connection, connection.execution_options(yield_per=BATCH).execute(ordered)):
        strongest.setdefault(frozenset((link.incident, link.other_incident)), link)
    return Page(tuple(strongest.values())[offset : offset + limit], len(strongest))


def _select_pairs() -> tuple[Select[Any], FromClause, FromClause]:
    """The pairs in two incidents, with the names of their claims and incidents."""
    pair, one, other = c.compared_pairs, c.compared_claims.alias("one"), c.compared_claims.alias("other")
    home, away = t.incident_claims.alias("home"), t.incident_claims.alias("away")
    query = (
        select(one.c.claim_id, other.c.claim_id, home.c.incident_id, away.c.incident_id, pair.c.worth)
        .select_from(
            pair.join(one, one.c.number == pair.c.one)
            .join(other, other.c.number == pair.c.other)
            .join(home, home.c.claim_id == one.c.claim_id)
            .join(away, away.c.claim_id == other.c.claim_id)
        )
        .where(home.c.incident_id != away.c.incident_id)
    )
    return query, one, other


def _parse(connection: Connection, rows: Iterable[t.AnyRow]) -> Iterable[PossibleLink]:
    state = read_state(connection)
    if state is None:
        return
    for claim, other_claim, incident, other_incident, worth in rows:
        yield PossibleLink(
            claim=claim, other_claim=other_claim, incident=incident, other_incident=other_incident, worth=worth,
            band="link" if worth >= state.link else "possible",
        )  # fmt: skip


def _turn(link: PossibleLink) -> PossibleLink:
    return msgspec.structs.replace(
        link, claim=link.other_claim, other_claim=link.claim, incident=link.other_incident, other_incident=link.incident
    )
