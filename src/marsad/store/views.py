"""Saved views: a filter under a name, each person's own. Nothing rests on them; the log tells that they were."""

import msgspec
from sqlalchemy import Column, Connection, Integer, String, Table, Text, UniqueConstraint, delete, func, insert, select

from marsad.base.errors import InputError
from marsad.model.account import Deed
from marsad.store.log import write_deeds
from marsad.store.tables import metadata

NAME_LONGEST = 80
QUERY_LONGEST = 4_000
VIEWS_MOST = 200

saved_views = Table(
    "saved_views",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("saved_at", String, nullable=False),
    UniqueConstraint("owner", "name"),
)


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as its address has it, without the question mark."""

    number: int
    name: str
    query: str
    saved_at: str


def read_views(connection: Connection, owner: str) -> tuple[SavedView, ...]:
    """The views of a person, by name."""
    c = saved_views.c
    rows = connection.execute(
        select(c.number, c.name, c.query, c.saved_at).where(c.owner == owner).order_by(c.name, c.number)
    )
    return tuple(SavedView(number=row.number, name=row.name, query=row.query, saved_at=row.saved_at) for row in rows)


def write_view(connection: Connection, owner: str, name: str, query: str, moment: str) -> int:
    """Keep a view; one of the same name is replaced. A name or query beyond measure raises InputError."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LONGEST:
        raise InputError(f"a view needs a name of 1 to {NAME_LONGEST} characters")
    if len(query) > QUERY_LONGEST:
        raise InputError(f"a view holds at most {QUERY_LONGEST} characters of filter; ask for less")
    c = saved_views.c
    connection.execute(delete(saved_views).where(c.owner == owner, c.name == name))
    held = connection.execute(select(func.count()).select_from(saved_views).where(c.owner == owner)).scalar_one()
    if held >= VIEWS_MOST:
        raise InputError(f"there are {VIEWS_MOST} saved views already; delete some first")
    number = int(connection.execute(select(func.coalesce(func.max(c.number), 0))).scalar_one()) + 1
    connection.execute(insert(saved_views).values(number=number, owner=owner, name=name, query=query, saved_at=moment))
    detail = {"name": name, "query": query}
    write_deeds(connection, [(moment, Deed(who=owner, action="save_view", about=str(number), detail=detail))])
    return number


def delete_view(connection: Connection, owner: str, number: int, moment: str) -> bool:
    """Forget a view of this person; False where there is none of that number."""
    c = saved_views.c
    if not connection.execute(delete(saved_views).where(c.owner == owner, c.number == number)).rowcount:
        return False
    write_deeds(connection, [(moment, Deed(who=owner, action="drop_view", about=str(number)))])
    return True
