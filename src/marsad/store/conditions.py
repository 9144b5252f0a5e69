"""One filter as SQL: the list, its count, the map, the timeline and every export ask with these very conditions.

All stand over `incident_facts`; names and words are sought in their own small indexes first.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from marsad.store import tables as t
from marsad.store.explore_tables import claim_texts, incident_facts, incident_names, names
from marsad.store.records import Box, Codes, IncidentFilter
from marsad.store.search import Term, fold_name, match_words, parse_words

FACTS = incident_facts.c
CODED = ("type", "status", "kind", "state", "grade")
EAST_END, NORTH_END = 180.0, 90.0

Condition = ColumnElement[bool]


def list_values(codes: Codes) -> tuple[str, ...]:
    """The values of a field; empty where it asks for nothing."""
    if codes is None:
        return ()
    return (codes,) if isinstance(codes, str) else codes


def make_conditions(connection: Connection, wanted: IncidentFilter) -> list[Condition]:
    """What rows of `incident_facts` must hold to pass."""
    conditions: list[Condition] = [
        FACTS[name].in_(values) for name in CODED if (values := list_values(getattr(wanted, name)))
    ]
    if wanted.date_from is not None:
        conditions.append(FACTS.last_day >= wanted.date_from)
    if wanted.date_to is not None:
        conditions.append(FACTS.first_day <= wanted.date_to)
    if wanted.dated is not None:
        conditions.append(FACTS.first_day.is_not(None) if wanted.dated else FACTS.first_day.is_(None))
    if wanted.located is not None:
        conditions.append(FACTS.lat.is_not(None) if wanted.located else FACTS.lat.is_(None))
    if wanted.box is not None:
        conditions.append(make_box(wanted.box))
    if wanted.killed_min is not None:
        toll = func.coalesce(FACTS.killed_best, FACTS.killed_low, FACTS.killed_high)
        conditions.append(toll >= wanted.killed_min)
    conditions += _name_conditions(wanted)
    conditions += _held_conditions(wanted)
    if wanted.words is not None:
        conditions += _word_conditions(connection, wanted.words)
    return conditions


def make_box(box: Box) -> Condition:
    """The points in a box."""
    east = FACTS.lon <= box.east if box.east >= EAST_END else FACTS.lon < box.east
    north = FACTS.lat <= box.north if box.north >= NORTH_END else FACTS.lat < box.north
    across = or_(FACTS.lon >= box.west, east) if box.west > box.east else and_(FACTS.lon >= box.west, east)
    return and_(across, FACTS.lat >= box.south, north)


def _named(*conditions: Condition) -> Condition:
    """The incidents that one of the names leads to."""
    found = select(names.c.number).where(*conditions)
    return FACTS.number.in_(select(incident_names.c.incident).where(incident_names.c.name.in_(found)))


def _name_conditions(wanted: IncidentFilter) -> list[Condition]:
    n = names.c
    conditions: list[Condition] = []
    if wanted.place is not None:
        code = or_(n.code == wanted.place, n.pcode == wanted.place)
        conditions.append(_named(n.kind == "place", or_(code, _has_words(wanted.place))))
    same: Sequence[tuple[Codes, Callable[[tuple[str, ...]], Condition]]] = (
        (wanted.place_id, n.code.in_),
        (wanted.country, n.country.in_),
        (wanted.admin1, lambda values: or_(n.admin1.in_(values), n.admin1_en.in_(values))),
    )
    conditions += [_named(n.kind == "place", make(values)) for codes, make in same if (values := list_values(codes))]
    for kind, codes in (("origin", wanted.origin), ("actor", wanted.actor)):
        if values := list_values(codes):
            any_of = [or_(n.code == value, _has_words(value)) for value in values]
            conditions.append(_named(n.kind == kind, or_(*any_of)))
    return conditions


def _has_words(words: str) -> Condition:
    """Names in whose folded form these words stand; signs alone stand nowhere."""
    folded = fold_name(words)
    return names.c.folded.contains(folded, autoescape=True) if folded else false()


def _held_conditions(wanted: IncidentFilter) -> list[Condition]:
    conditions: list[Condition] = []
    links = t.incident_claims.c
    if wanted.incident is not None:
        present = select(t.aliases.c.incident_id).where(t.aliases.c.old_id == wanted.incident)
        conditions.append(or_(FACTS.incident_id == wanted.incident, FACTS.incident_id.in_(present)))
    if wanted.claim is not None:
        conditions.append(FACTS.incident_id.in_(select(links.incident_id).where(links.claim_id == wanted.claim)))
    if wanted.document is not None:
        of_document = (
            select(t.claims.c.id)
            .select_from(t.claims.join(t.generations).join(t.documents))
            .where(and_(t.documents.c.id == wanted.document, t.generations.c.live))
        )
        conditions.append(FACTS.incident_id.in_(select(links.incident_id).where(links.claim_id.in_(of_document))))
    return conditions


def _word_conditions(connection: Connection, words: str) -> list[Condition]:
    """Every word and phrase must stand in one of an incident's claims, titles or names; not all in the same one."""
    terms = parse_words(words)
    if not terms:
        return [false()]
    return [FACTS.number.in_(find_by_term(connection, term)) for term in terms]


def find_by_term(connection: Connection, term: Term) -> Select[Any]:
    """The numbers of the incidents that a term leads to."""
    in_claims = match_words(connection, "claim_words", term)
    in_names = match_words(connection, "name_words", term)
    by_claims = select(claim_texts.c.incident).where(
        claim_texts.c.number.in_(in_claims), claim_texts.c.incident.is_not(None)
    )
    by_names = select(incident_names.c.incident).where(incident_names.c.name.in_(in_names))
    return select(by_claims.union(by_names).subquery().c[0])
