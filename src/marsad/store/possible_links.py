"""Pairs of claims in two incidents that may tell one: what linking compared and left for a person to decide.

Known gaps: until the first linking that keeps what it compared there are none; to count the pairs of incidents, all
open pairs are walked through.
"""

from collections.abc import Collection, Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, FromClause, Select, literal, or_, select, tuple_

from marsad.base.errors import UseError
from marsad.store import compared_tables as c
from marsad.store import tables as t
from marsad.store.compared import read_state
from marsad.store.records import Page

BATCH = 500
BY_BATCHES = {"yield_per": BATCH}
"""Handed to one question: set on the connection it would hold for all that follow, and writing has no cursor."""


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
    for link in _parse(connection, connection.execute(ordered, execution_options=BY_BATCHES)):
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
    if state is not None:
        yield from (_make_link(row, state.link) for row in rows)


def _make_link(row: t.AnyRow, least: float) -> PossibleLink:
    claim, other_claim, incident, other_incident, worth, *_ = row
    return PossibleLink(
        claim=claim, other_claim=other_claim, incident=incident, other_incident=other_incident, worth=worth,
        band="link" if worth >= least else "possible",
    )  # fmt: skip


def _turn(link: PossibleLink) -> PossibleLink:
    return msgspec.structs.replace(
        link, claim=link.other_claim, other_claim=link.claim, incident=link.other_incident, other_incident=link.incident
    )


def read_alike(
    connection: Connection, after: str | None, limit: int, *, backwards: bool = False
) -> tuple[tuple[PossibleLink, str], ...]:
    """See `Desk.read_alike`. A pair of incidents stands where its strongest pair of claims does, and nowhere else."""
    pair = c.compared_pairs.c
    query, _, _ = _select_pairs()
    query = query.add_columns(pair.one, pair.other).where(pair.open)
    order = (pair.worth, pair.one, pair.other)
    query = query.order_by(*(order if backwards else (column.desc() for column in order)))
    if after is not None:
        worth, one, other = parse_place(after)
        here = tuple_(literal(worth), literal(one), literal(other))
        if backwards:
            query = query.where(pair.worth >= worth, tuple_(*order) > here)
        else:
            query = query.where(pair.worth <= worth, tuple_(*order) < here)
    found: list[tuple[PossibleLink, str]] = []
    met: set[frozenset[str]] = set()
    state = read_state(connection)
    if state is None:
        return ()
    for row in connection.execute(query, execution_options=BY_BATCHES):
        link = _make_link(row, state.link)
        both = frozenset((link.incident, link.other_incident))
        if both not in met and _is_strongest(connection, link):
            met.add(both)
            found.append((link, f"{row.worth!r}~{row.one}~{row.other}"))
            if len(found) == limit:
                break
    return tuple(found)


def read_pair(connection: Connection, place: str) -> PossibleLink | None:
    """See `Desk.read_pair`."""
    _, one, other = parse_place(place)
    query, _, _ = _select_pairs()
    row = connection.execute(query.where(c.compared_pairs.c.one == one, c.compared_pairs.c.other == other)).first()
    return None if row is None else next(iter(_parse(connection, [row])), None)


def parse_place(after: str) -> tuple[float, int, int]:
    """A place in the list of pairs; raises UseError on what is none."""
    try:
        worth, one, other = after.split("~")
        return float(worth), int(one), int(other)
    except ValueError as error:
        raise UseError(f"after={after!r} is no place in this list") from error


def _is_strongest(connection: Connection, link: PossibleLink) -> bool:
    """Whether no other open pair between the same two incidents stands before this one; open pairs stand in two."""
    pair, claim = c.compared_pairs.c, c.compared_claims.c
    members = connection.execute(
        select(claim.number, claim.claim_id)
        .select_from(t.incident_claims.join(c.compared_claims, claim.claim_id == t.incident_claims.c.claim_id))
        .where(t.incident_claims.c.incident_id.in_((link.incident, link.other_incident)))
    )
    names = {row.number: row.claim_id for row in members}
    first = connection.execute(
        select(pair.one, pair.other)
        .where(pair.open, pair.one.in_(names), pair.other.in_(names))
        .order_by(pair.worth.desc(), pair.one.desc(), pair.other.desc())
        .limit(1)
    ).first()
    return first is not None and {names[first.one], names[first.other]} == {link.claim, link.other_claim}


def count_alike(connection: Connection, limit: int) -> int:
    """See `Desk.count_alike`."""
    query, _, _ = _select_pairs()
    rows = connection.execute(query.where(c.compared_pairs.c.open).limit(limit)).all()
    return len({frozenset((row[2], row[3])) for row in rows})
