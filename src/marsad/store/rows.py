"""How a claim lies in the tables, and the small steps that every writer takes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, insert, select

from marsad.model.claim import Claim


def next_number(connection: Connection, table: Table) -> int:
    """The number after the highest of a table."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()) + 1


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), list(rows))


def claim_row(claim: Claim, generation: int, ordinal: int) -> dict[str, Any]:
    """A claim as its row, with what is searched for beside its body."""
    point = next((place for place in claim.where if place.lat is not None and place.lon is not None), None)
    return {
        "generation": generation,
        "id": claim.id,
        "ordinal": ordinal,
        "type": claim.type,
        "status": claim.status,
        "kind": claim.kind,
        "date_start": claim.when.start,
        "date_end": claim.when.end,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "body": msgspec.json.encode(claim).decode(),
    }


def place_rows(claims: Iterable[Claim], generation: int) -> list[dict[str, Any]]:
    """The rows by which claims are found through the ids of their places."""
    return [
        {"generation": generation, "claim_id": claim.id, "ordinal": at, "place_id": place.place_id}
        for claim in claims
        for at, place in enumerate(claim.where)
        if place.place_id is not None
    ]
