"""How much was reported when: without it a timeline of incidents says more than it knows.

Known gaps: a report counts on its day of publication; those without one are counted nowhere here.
"""

from datetime import date

from sqlalchemy import Connection, func, select

from marsad.store import tables as t


def count_reports(connection: Connection, first: date, last: date) -> dict[date, int]:
    """How many reports (in whatever version) were published on each of these days; days without one are left out."""
    c = t.documents.c
    query = (
        select(c.published, func.count(c.id.distinct()))
        .where(c.published >= first, c.published <= last)
        .group_by(c.published)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
