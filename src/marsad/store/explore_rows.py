"""What makes finding quick is written here, in the same transaction as what it is made of.

Why it is hard: everything here repeats what incidents and claims say, and must never say it otherwise. So only what
changed is written, an incident keeps its number through its changes, numbers are never given twice (an index of words
cannot forget what it once took in), and the whole can be made again from the ledger's own records: `refresh` does so
where the rows were made by another version of this code or of the language's search grammar.
Known gaps: words of claims that no longer live stay in the index, where nothing leads to them, until it is made again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from marsad.base.ids import hash_parts
from marsad.model.claim import Claim
from marsad.model.incident import Incident, IncidentPlace
from marsad.model.value import SENSITIVE_TYPES
from marsad.packs import word_forms_for
from marsad.store import tables as t
from marsad.store.explore_tables import WORD_INDEXES, claim_texts, incident_facts, incident_names, names
from marsad.store.search import LANGUAGE, empty_words, fold_name, index_words, write_words

SHAPE = 3
"""Of the rows; raised when this module writes others."""
VERSION_KEY = "derived_version"
MADE_KEY = "derived_made_by"
NUMBER_KEY = "last_incident_number"
SINCE_KEY = "derived_since"
KEYS = (VERSION_KEY, MADE_KEY, NUMBER_KEY, SINCE_KEY)
"""What is kept of it in `meta`."""
CHUNK = 500
UNNAMED = "unnamed"
CLAIM = msgspec.json.Decoder(Claim)
INCIDENT = msgspec.json.Decoder(Incident)

NameRow = dict[str, Any]


def read_version(connection: Connection) -> int:
    """The number of the last change of what is derived; whoever keeps something made of it compares this."""
    return _read_number(connection, VERSION_KEY)


def read_since(connection: Connection) -> int:
    """The change at which all was made again: what was kept from before, numbers of texts too, is good no more."""
    return _read_number(connection, SINCE_KEY)


def _read_number(connection: Connection, key: str) -> int:
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == key)).scalar()
    return 0 if found is None else int(found)


def _raise_version(connection: Connection) -> int:
    version = read_version(connection) + 1
    _write_meta(connection, VERSION_KEY, str(version))
    return version


def _write_meta(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(t.meta).where(t.meta.c.key == key))
    connection.execute(insert(t.meta).values(key=key, value=value))


# ---------------------------------------------------------------------- incidents


def write_facts(
    connection: Connection, kept: Mapping[str, int], fresh: Sequence[Incident], known: "Names | None" = None
) -> None:
    """Write the rows of new and changed incidents, whose old ones are gone; `kept` are numbers they had.

    `known` are the names already kept, where the caller writes several times.
    """
    version = _raise_version(connection)
    numbers = dict(kept)
    last = _read_number(connection, NUMBER_KEY)
    new = [one.incident_id for one in fresh if one.incident_id not in numbers]
    numbers.update({incident_id: number for number, incident_id in enumerate(new, last + 1)})
    _write_meta(connection, NUMBER_KEY, str(last + len(new)))
    known = known or Names(connection)
    facts, links = [], []
    for incident in fresh:
        number = numbers[incident.incident_id]
        at = [known.find(row) for row in _list_names(incident)]
        facts.append({"number": number, "version": version, **_fact_row(incident, at)})
        links += [{"name": name, "incident": number} for name in dict.fromkeys(at)]
    known.write()
    for table, rows in ((incident_facts, facts), (incident_names, links)):
        if rows:
            connection.execute(insert(table), rows)
    _point_claims(connection, numbers, fresh)


def take_away(connection: Connection, stale: Sequence[str]) -> dict[str, int]:
    """Delete the rows of these incidents; gives the numbers that they had."""
    f = incident_facts.c
    numbers: dict[str, int] = {}
    for some in _cut(stale):
        rows = connection.execute(select(f.incident_id, f.number).where(f.incident_id.in_(some))).all()
        numbers.update({row.incident_id: row.number for row in rows})
    for some in _cut(list(numbers.values())):
        connection.execute(delete(incident_facts).where(f.number.in_(some)))
        connection.execute(delete(incident_names).where(incident_names.c.incident.in_(some)))
        connection.execute(update(claim_texts).where(claim_texts.c.incident.in_(some)).values(incident=None))
    return numbers


def _cut(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _fact_row(incident: Incident, at: Sequence[int]) -> dict[str, Any]:
    when = incident.when
    main = find_main_place(incident)
    place = None if main is None else incident.where[main]
    sensitive = incident.type in SENSITIVE_TYPES
    located = place is not None and place.lat is not None and place.lon is not None and not sensitive
    toll = next((cell for cell in incident.cells if (cell.outcome, cell.group) == ("killed", "person")), None)
    return {
        "incident_id": incident.incident_id,
        "type": incident.type,
        "status": incident.status,
        "kind": incident.kind,
        "grade": incident.grade,
        "state": incident.state,
        "first_day": when.start or when.end,
        "last_day": when.end or when.start,
        "date_precision": when.precision,
        "lat": place.lat if place is not None and located else None,
        "lon": place.lon if place is not None and located else None,
        "precision": None if place is None else "governorate" if sensitive and place.admin1 else place.precision,
        "radius_km": place.radius_km if place is not None and located else None,
        "place": None if main is None else at[main],
        "killed_low": toll.low if toll else None,
        "killed_best": toll.best if toll else None,
        "killed_high": toll.high if toll else None,
        "killed_open": (toll.high_open or toll.high is None) if toll else None,
    }


def find_main_place(incident: Incident) -> int | None:
    """Which of an incident's places stands for it: the first with a point, else the first."""
    if not incident.where:
        return None
    return next((at for at, one in enumerate(incident.where) if one.lat is not None and one.lon is not None), 0)


def _list_names(incident: Incident) -> Iterator[NameRow]:
    """The places of an incident, in order, then its origins and actors."""
    yield from (_place_name(place) for place in incident.where)
    for origin in incident.origins:
        code = UNNAMED if origin.source_id.startswith(f"{UNNAMED}:") else origin.source_id
        yield _name("origin", code, origin.name_ar, origin.name_en)
    for actor in incident.actors:
        yield _name("actor", actor.actor_id, actor.name_ar, actor.name_en)


def _place_name(place: IncidentPlace) -> NameRow:
    more = {"pcode": place.pcode, "country": place.country, "admin1": place.admin1, "admin1_en": place.admin1_en}
    return _name("place", place.place_id, place.name_ar, place.name_en, **more)


def _name(kind: str, code: str | None, name_ar: str | None, name_en: str | None, **more: str | None) -> NameRow:
    row: NameRow = {"kind": kind, "code": code, "name_ar": name_ar, "name_en": name_en}
    return row | {"pcode": None, "country": None, "admin1": None, "admin1_en": None} | more


class Names:
    """The names already kept, and those that came since."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = {row.hash: row.number for row in connection.execute(select(names.c.hash, names.c.number))}
        self._seen: dict[tuple[Any, ...], int] = {}
        self._new: list[NameRow] = []

    def use(self, connection: Connection) -> None:
        """Go on in another transaction; nobody else may have written names since."""
        self._connection = connection

    def find(self, row: NameRow) -> int:
        """The number of a name, a new one where it is new."""
        key = tuple(row.values())
        number = self._seen.get(key)
        if number is None:
            sign = hash_parts(*key)
            number = self._numbers.get(sign)
            if number is None:
                number = self._numbers[sign] = len(self._numbers) + 1
                self._new.append({"number": number, "hash": sign, "folded": _fold_row(row), **row})
            self._seen[key] = number
        return number

    def write(self) -> None:
        """Keep the new ones, searchable."""
        if self._new:
            self._connection.execute(insert(names), self._new)
            indexed = {row["number"]: index_words(*(row[key] for key in NAMED)) for row in self._new}
            write_words(self._connection, "name_words", indexed)
            self._new = []


NAMED = ("name_ar", "name_en", "admin1", "admin1_en")


def _fold_row(row: NameRow) -> str:
    """All that words are sought in, one name a line."""
    said = [fold_name(row[key]) for key in (*NAMED, "pcode", "code") if row[key]]
    return "\n".join(dict.fromkeys(said))


def _point_claims(connection: Connection, numbers: Mapping[str, int], fresh: Sequence[Incident]) -> None:
    """Say for the texts of live claims which incident rests on them."""
    wanted = {claim: numbers[incident.incident_id] for incident in fresh for claim in incident.claims}
    texts, generations = claim_texts.c, t.generations.c
    pairs = []
    for some in _cut(list(wanted)):
        rows = connection.execute(
            select(texts.number, texts.claim_id)
            .select_from(claim_texts.join(t.generations, texts.generation == generations.number))
            .where(and_(texts.claim_id.in_(some), generations.live))
        )
        pairs += [{"at": row.number, "to": wanted[row.claim_id]} for row in rows]
    if pairs:
        pointed = update(claim_texts).where(texts.number == bindparam("at")).values(incident=bindparam("to"))
        connection.execute(pointed, pairs)


# ---------------------------------------------------------------------- texts


def write_document_words(connection: Connection, number: int, title: str | None, said: str) -> None:
    """Index a document version."""
    write_words(connection, "document_words", {number: index_words(title, said)})


def write_claim_texts(connection: Connection, generation: int, title: str | None, claims: Sequence[Claim]) -> None:
    """Index what the claims of a generation rest on: their evidence and the title of their report."""
    last = int(connection.execute(select(func.coalesce(func.max(claim_texts.c.number), 0))).scalar_one())
    rows = [
        {"number": number, "generation": generation, "claim_id": claim.id, "incident": None}
        for number, claim in enumerate(claims, last + 1)
    ]
    if rows:
        connection.execute(insert(claim_texts), rows)
        indexed = {number: index_words(title, claim.evidence.text) for number, claim in enumerate(claims, last + 1)}
        write_words(connection, "claim_words", indexed)


def move_claim_texts(connection: Connection, replaced: Sequence[int], generation: int) -> None:
    """A generation becomes live in the place of others: its claims stand where those of the same id stood."""
    c = claim_texts.c
    stood = select(c.claim_id, c.incident).where(and_(c.generation.in_(replaced), c.incident.is_not(None)))
    at = {row.claim_id: row.incident for row in connection.execute(stood)}
    if not at:
        return
    connection.execute(update(claim_texts).where(c.generation.in_(replaced)).values(incident=None))
    for row in connection.execute(select(c.number, c.claim_id).where(c.generation == generation)).all():
        if row.claim_id in at:
            connection.execute(update(claim_texts).where(c.number == row.number).values(incident=at[row.claim_id]))
    version, facts = _raise_version(connection), incident_facts.c
    for some in _cut(sorted(set(at.values()))):
        connection.execute(update(incident_facts).where(facts.number.in_(some)).values(version=version))


# ---------------------------------------------------------------------- all of it again


def name_maker() -> str:
    """What these rows are made by: this module's shape, the language's search grammar."""
    return json.dumps([SHAPE, LANGUAGE, word_forms_for(LANGUAGE).version])


def is_current(connection: Connection) -> bool:
    """Whether the rows were made by this version."""
    made = connection.execute(select(t.meta.c.value).where(t.meta.c.key == MADE_KEY)).scalar()
    return made == name_maker()


def rebuild(connection: Connection) -> None:
    """Make everything again from documents, claims and incidents."""
    _write_meta(connection, SINCE_KEY, str(_raise_version(connection)))
    for table in (incident_names, incident_facts, claim_texts, names):
        connection.execute(delete(table))
    for index in WORD_INDEXES:
        empty_words(connection, index)
    d, g, c = t.documents.c, t.generations.c, t.claims.c
    for rows in _read_some(connection, select(d.number, d.title, d.text).order_by(d.number)):
        write_words(connection, "document_words", {row.number: index_words(row.title, row.text) for row in rows})
    joined = t.claims.join(t.generations).join(t.documents)
    claims = select(g.number, d.title, c.body).select_from(joined).order_by(g.number, c.ordinal)
    for rows in _read_some(connection, claims):
        by_generation: dict[tuple[int, str | None], list[Claim]] = {}
        for row in rows:
            by_generation.setdefault((row.number, row.title), []).append(CLAIM.decode(row.body))
        for (generation, title), said in by_generation.items():
            write_claim_texts(connection, generation, title, said)
    known = Names(connection)
    for rows in _read_some(connection, select(t.incidents.c.body).order_by(t.incidents.c.id)):
        write_facts(connection, {}, [INCIDENT.decode(row.body) for row in rows], known)
    _write_meta(connection, MADE_KEY, name_maker())


def _read_some(connection: Connection, query: Any) -> Iterable[Sequence[Any]]:  # noqa: ANN401 - any select
    return connection.execute(query.execution_options(yield_per=2_000)).partitions()
