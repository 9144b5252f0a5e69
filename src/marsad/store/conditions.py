"""One filter as a mask over all incidents: the list, its count, the map, the timeline and every export ask with it.

What is a code, a day or a number is compared in `columns`; names and words are sought in the ledger's own small
indexes, which give the incidents that they lead to.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select

from marsad.store import tables as t
from marsad.store.columns import Columns
from marsad.store.explore_tables import incident_facts, names
from marsad.store.records import Box, Codes, IncidentFilter
from marsad.store.search import Term, fold_name, parse_words
from marsad.store.summary import NONE, Mask

EAST_END, NORTH_END = 180.0, 90.0
FACETS = ("type", "status", "kind", "grade", "state")

Masks = dict[str, Mask]


def list_values(codes: Codes) -> tuple[str, ...]:
    """The values of a field; empty where it asks for nothing."""
    if codes is None:
        return ()
    return (codes,) if isinstance(codes, str) else codes


def make_masks(connection: Connection, columns: Columns, wanted: IncidentFilter) -> Masks:
    """For each field that asks for something, which incidents it lets through."""
    masks: Masks = {}
    for name in FACETS:
        if values := list_values(getattr(wanted, name)):
            masks[name] = _mask_codes(columns, name, values)
    if wanted.date_from is not None:
        masks["date_from"] = columns.last >= wanted.date_from.toordinal()
    if wanted.date_to is not None:
        masks["date_to"] = (columns.first <= wanted.date_to.toordinal()) & (columns.first > 0)
    if wanted.dated is not None:
        masks["dated"] = (columns.first > 0) == wanted.dated
    if wanted.located is not None:
        masks["located"] = columns.located == wanted.located
    if wanted.box is not None:
        masks["box"] = find_inside(columns.lon, columns.lat, wanted.box)
    if wanted.killed_min is not None:
        masks["killed_min"] = (columns.toll >= wanted.killed_min) & (columns.toll != NONE)
    masks |= _mask_names(connection, columns, wanted)
    masks |= _mask_held(connection, columns, wanted)
    if wanted.words is not None:
        masks["words"] = _mask_words(connection, columns, wanted.words)
    return masks


def join_masks(columns: Columns, masks: Mapping[str, Mask], *, without: str | None = None) -> Mask:
    """Which incidents pass all of them, one field left out."""
    passing = np.ones(len(columns), np.bool_)
    for name, mask in masks.items():
        if name != without:
            passing &= mask
    return passing


def find_passing(connection: Connection, columns: Columns, wanted: IncidentFilter) -> Mask:
    """Which incidents the filter lets through; not to be changed in place: one page asks for it several times."""
    if wanted.claim or wanted.document or wanted.incident:  # what these lead to may change while the columns stay
        return join_masks(columns, make_masks(connection, columns, wanted))
    asked = replace(wanted, limit=None, offset=0, after=None, sort="newest", oldest_first=False)
    return columns.answers.find(asked, lambda: join_masks(columns, make_masks(connection, columns, wanted)))


def find_inside(lon: NDArray[np.float64], lat: NDArray[np.float64], box: Box) -> Mask:
    """Which points lie in a box; no point (NaN) lies in any."""
    east = lon <= box.east if box.east >= EAST_END else lon < box.east
    north = lat <= box.north if box.north >= NORTH_END else lat < box.north
    across = (lon >= box.west) | east if box.west > box.east else (lon >= box.west) & east
    inside: Mask = across & (lat >= box.south) & north
    return inside


def _mask_codes(columns: Columns, name: str, values: tuple[str, ...]) -> Mask:
    """Which have one of these values."""
    mask = np.zeros(len(columns), np.bool_)
    for code in columns.codes[name].find(values):
        mask |= columns.arrays[name] == code
    return mask


def _mask_names(connection: Connection, columns: Columns, wanted: IncidentFilter) -> Masks:
    n = names.c

    def find(name: str, *conditions: ColumnElement[bool]) -> Mask:
        def make() -> Mask:
            return columns.find_named(connection.execute(select(n.number).where(*conditions)).scalars().all())

        return columns.terms.find((name, getattr(wanted, name)), make)

    masks: Masks = {}
    if wanted.place is not None:
        code = or_(n.code == wanted.place, n.pcode == wanted.place)
        masks["place"] = find("place", n.kind == "place", or_(code, _has_words(wanted.place)))
    same: Mapping[str, Callable[[tuple[str, ...]], ColumnElement[bool]]] = {
        "place_id": n.code.in_,
        "country": n.country.in_,
        "admin1": lambda values: or_(n.admin1.in_(values), n.admin1_en.in_(values)),
    }
    for name, make in same.items():
        if values := list_values(getattr(wanted, name)):
            masks[name] = find(name, n.kind == "place", make(values))
    for kind in ("origin", "actor"):
        if values := list_values(getattr(wanted, kind)):
            any_of = (or_(n.code == value, _has_words(value)) for value in values)
            masks[kind] = find(kind, n.kind == kind, or_(*any_of))
    return masks


def _has_words(words: str) -> ColumnElement[bool]:
    """Names in whose folded form these words stand; signs alone stand nowhere."""
    folded = fold_name(words)
    return names.c.folded.contains(folded, autoescape=True) if folded else false()


def _mask_numbers(connection: Connection, columns: Columns, query: Select[Any]) -> Mask:
    numbers = np.array(connection.execute(query).scalars().all(), np.int64)
    return columns.mark(columns.find_at(numbers))


def _mask_held(connection: Connection, columns: Columns, wanted: IncidentFilter) -> Masks:
    links, facts = t.incident_claims.c, incident_facts.c
    asked: dict[str, ColumnElement[bool]] = {}
    if wanted.incident is not None:
        present = select(t.aliases.c.incident_id).where(t.aliases.c.old_id == wanted.incident)
        asked["incident"] = or_(facts.incident_id == wanted.incident, facts.incident_id.in_(present))
    if wanted.claim is not None:
        asked["claim"] = facts.incident_id.in_(select(links.incident_id).where(links.claim_id == wanted.claim))
    if wanted.document is not None:
        of_document = (
            select(t.claims.c.id)
            .select_from(t.claims.join(t.generations).join(t.documents))
            .where(and_(t.documents.c.id == wanted.document, t.generations.c.live))
        )
        asked["document"] = facts.incident_id.in_(select(links.incident_id).where(links.claim_id.in_(of_document)))
    return {
        name: _mask_numbers(connection, columns, select(facts.number).where(condition))
        for name, condition in asked.items()
    }


def _mask_words(connection: Connection, columns: Columns, words: str) -> Mask:
    """Every word and phrase must stand in one of an incident's claims, titles or names; not all in the same one."""
    terms = parse_words(words)
    passing = np.full(len(columns), bool(terms))
    for term in terms:
        passing &= columns.terms.find(term, partial(_mask_term, connection, columns, term))
    return passing


def _mask_term(connection: Connection, columns: Columns, term: Term) -> Mask:
    texts = columns.postings.find(connection, "claim_words", term)
    at = columns.text_at[texts[texts < len(columns.text_at)]]
    return columns.mark(at[at != NONE]) | columns.find_named(
        columns.postings.find(connection, "name_words", term).tolist()
    )
