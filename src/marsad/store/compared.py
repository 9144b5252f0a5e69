"""What linking compared, kept so that the next compares only what is new. Derived: it may be deleted at any time.

Why it is hard: what is kept must be of the very claims that the incidents rest on, so it is written in the transaction
that writes the incidents, and a linking that builds on it holds the writer's place from its first look to its last
word. What was kept by another linker, with other weights or tiers, is worth nothing: the state says whose it is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection, Select, Table, and_, delete, func, insert, or_, select, update

from marsad.model.claim import LiveClaim
from marsad.model.compared import ComparedClaim, ComparedGeneration, ComparedPair, ComparedText
from marsad.model.incident import Incident
from marsad.store import compared_tables as c
from marsad.store import reader, writer
from marsad.store import tables as t
from marsad.store.records import DocumentText

BATCH = 500
ROWS = 5000
STATE = "compared"
Row = TypeVar("Row")


class ComparedState(msgspec.Struct, frozen=True):
    """Whose comparison is kept, and the newest judgement that it knew (0 and "" before the first).

    `link` is the worth from which a pair is linked by itself.
    """

    linker: str
    judgement: int
    judgement_hash: str
    link: float


class Callee(NamedTuple):
    """A claim that another may have to be compared with; hashes as in `ComparedClaim`."""

    document_id: str
    first: int
    last: int
    filed: bytes
    asked: bytes


class Comparison:
    """What is kept, inside one transaction."""

    def __init__(self, connection: Connection, moment: str) -> None:
        self._connection, self._moment = connection, moment

    # ------------------------------------------------------------------ reading

    def read_state(self) -> ComparedState | None:
        """Whose comparison is kept; None where there is none."""
        return read_state(self._connection)

    def count_texts(self) -> int:
        """How many reports were compared."""
        return int(self._connection.execute(select(func.count()).select_from(c.compared_texts)).scalar_one())

    def list_live(self) -> list[ComparedGeneration]:
        """The live readings of the ledger, as they are now."""
        rows = self._connection.execute(_live_generations())
        return [ComparedGeneration(*row) for row in rows]

    def list_new(self) -> list[ComparedGeneration]:
        """The live readings that were not compared, or had another number of claims."""
        kept = c.compared_generations
        known = and_(kept.c.generation == t.generations.c.number, kept.c.claims == t.generations.c.claims)
        rows = self._connection.execute(_live_generations().where(~select(kept).where(known).exists()))
        return [ComparedGeneration(*row) for row in rows]

    def list_gone(self) -> list[ComparedGeneration]:
        """The readings that were compared and are no longer live."""
        kept = c.compared_generations
        live = and_(t.generations.c.number == kept.c.generation, t.generations.c.live)
        rows = self._connection.execute(select(kept).where(~select(t.generations).where(live).exists()))
        return [ComparedGeneration(*row) for row in rows]

    def list_between(self, first: date | None, last: date | None) -> list[ComparedText]:
        """The texts published in a time, both days included and None for no end, and all that have no day."""
        day = c.compared_texts.c.published
        inside = [day >= first] if first else []
        inside += [day <= last] if last else []
        rows = self._connection.execute(select(c.compared_texts).where(or_(day.is_(None), and_(True, *inside))))
        return [ComparedText(*row) for row in rows]

    def read_texts(self, document_ids: Collection[str]) -> list[ComparedText]:
        """The texts of these documents as they were compared."""
        wanted = select(c.compared_texts)
        return [ComparedText(*row) for row in self._each(wanted, c.compared_texts.c.document_id, document_ids)]

    def list_copies(self, document_ids: Collection[str]) -> set[str]:
        """The documents that were found to copy one of these, itself a copy or not."""
        text = c.compared_texts.c
        return {row[0] for row in self._each(select(text.document_id), text.copies, document_ids)}

    def read_live_texts(self, document_ids: Collection[str]) -> list[DocumentText]:
        """The texts of live documents, as they are now."""
        return [text for part in _parts(document_ids) for text in reader.read_live_texts(self._connection, part)]

    def read_live_claims(self, document_ids: Collection[str]) -> list[LiveClaim]:
        """The live claims of documents, as they are now."""
        return [live for part in _parts(document_ids) for live in reader.read_live_claims(self._connection, part)]

    def list_claims(self, document_ids: Collection[str]) -> set[str]:
        """The claims of documents, as they were compared."""
        claim = c.compared_claims.c
        return {row[0] for row in self._each(select(claim.claim_id), claim.document_id, document_ids)}

    def find_documents(self, claim_ids: Collection[str]) -> set[str]:
        """The documents of claims that were compared."""
        claim = c.compared_claims.c
        return {row[0] for row in self._each(select(claim.document_id), claim.claim_id, claim_ids)}

    def find_homes(self, claim_ids: Collection[str]) -> dict[str, str]:
        """The document of each claim that any reading ever made."""
        claim = t.claims.c
        query = select(claim.id, t.documents.c.id).select_from(t.claims.join(t.generations).join(t.documents))
        return {row[0]: row[1] for row in self._each(query, claim.id, claim_ids)}

    def find_callees(self, room: str, first: int, last: int) -> list[Callee]:
        """The claims of a room that may lie on some of these days."""
        claim = c.compared_claims.c
        rows = self._connection.execute(
            select(claim.document_id, claim.first, claim.last, claim.filed, claim.asked).where(
                claim.room == room, claim.last >= first, claim.first <= last
            )
        )
        return [Callee(*row) for row in rows]

    def list_incidents(self, claim_ids: Collection[str]) -> list[Incident]:
        """The incidents of the last linking that hold one of these claims."""
        link = t.incident_claims.c
        names = {row[0] for row in self._each(select(link.incident_id), link.claim_id, claim_ids)}
        return self._read_incidents(names)

    def find_incidents(self, names: Collection[str]) -> list[Incident]:
        """The incidents of the last linking that have one of these ids, or once had it."""
        alias = t.aliases.c
        led = {row[0]: row[1] for row in self._each(select(t.aliases), alias.old_id, names)}
        found = self._read_incidents({*names, *led.values()})
        return [one for one in found if one.incident_id in names or any(name in names for name in one.merged_from)]

    def _read_incidents(self, names: Collection[str]) -> list[Incident]:
        rows = self._each(select(t.incidents.c.body), t.incidents.c.id, names)
        return [reader.INCIDENT.decode(row[0]) for row in rows]

    def list_partners(self, claim_ids: Collection[str], least: float) -> set[str]:
        """The claims that make a pair worth at least so much with one of these."""
        numbers = self._number(claim_ids).values()
        pair, claim = c.compared_pairs.c, c.compared_claims.c
        partners: set[int] = set()
        for own, other in ((pair.one, pair.other), (pair.other, pair.one)):
            partners.update(row[0] for row in self._each(select(other).where(pair.worth >= least), own, numbers))
        return {row[0] for row in self._each(select(claim.claim_id), claim.number, partners)}

    def read_joined(self, claim_ids: Collection[str]) -> dict[str, str | None]:
        """How each of these claims came into its incident at the last linking."""
        claim = c.compared_claims.c
        rows = self._each(select(claim.claim_id, claim.joined), claim.claim_id, claim_ids)
        return {row[0]: row[1] for row in rows}

    def _number(self, claim_ids: Collection[str]) -> dict[str, int]:
        claim = c.compared_claims.c
        rows = self._each(select(claim.claim_id, claim.number), claim.claim_id, claim_ids)
        return {row[0]: row[1] for row in rows}

    def _each(self, query: Select[Any], column: Any, values: Collection[Any]) -> Iterator[t.AnyRow]:  # noqa: ANN401 - a column of any type
        for part in _parts(values):
            yield from self._connection.execute(query.where(column.in_(part)))

    # ------------------------------------------------------------------ writing

    def write_generations(self, new: Iterable[ComparedGeneration], gone: Iterable[ComparedGeneration]) -> None:
        """Note the readings that are compared now, and forget those that are no longer live."""
        new, table = list(new), c.compared_generations
        self._delete(table, table.c.generation, [one.generation for one in (*new, *gone)])
        _insert(self._connection, table, (one._asdict() for one in new))

    def write_texts(self, texts: Collection[ComparedText], gone: Collection[str]) -> None:
        """Keep texts as they compare now."""
        table = c.compared_texts
        self._delete(table, table.c.document_id, {*gone, *(text.document_id for text in texts)})
        _insert(self._connection, table, (text._asdict() for text in texts))

    def replace_claims(self, document_ids: Collection[str], claims: Iterable[ComparedClaim]) -> None:
        """Forget all claims of these documents with their pairs, and keep others in their place."""
        claim, pair = c.compared_claims, c.compared_pairs
        numbers = list(self._number(self.list_claims(document_ids)).values())
        for column in (pair.c.one, pair.c.other):
            self._delete(pair, column, numbers)
        self._delete(claim, claim.c.number, numbers)
        highest = self._connection.execute(select(func.coalesce(func.max(claim.c.number), 0))).scalar_one()
        numbered = enumerate(claims, start=int(highest) + 1)
        _insert(self._connection, claim, ({"number": number, **one._asdict()} for number, one in numbered))

    def write_pairs(self, pairs: Sequence[ComparedPair]) -> None:
        """Keep pairs of claims that are kept."""
        numbers = self._number({name for pair in pairs for name in (pair.one, pair.other)})
        _insert(self._connection, c.compared_pairs, _pair_rows(pairs, numbers))

    def write_joined(self, joined: Mapping[str, str | None]) -> None:
        """Note how claims came into their incidents, where that is other than it was."""
        claim, before = c.compared_claims, self.read_joined(joined)
        for name, way in joined.items():
            if name in before and before[name] != way:
                self._connection.execute(update(claim).where(claim.c.claim_id == name).values(joined=way))

    def write_open(self, groups: Iterable[Sequence[str]], different: Collection[tuple[str, str]]) -> None:
        """Note which pairs stand in two incidents now, for all pairs of the claims of some incidents."""
        homes = {claim: at for at, group in enumerate(groups) for claim in group}
        names = {number: name for name, number in self._number(homes).items()}
        pair = c.compared_pairs
        found = {
            (row.one, row.other): row.open
            for column in (pair.c.one, pair.c.other)
            for row in self._each(select(pair), column, names)
        }
        for (one, other), was_open in found.items():
            first, second = names.get(one), names.get(other)
            together = first is not None and second is not None and homes[first] == homes[second]
            is_open = not together and (first, second) not in different
            if is_open != was_open:
                self._connection.execute(
                    update(pair).where(pair.c.one == one, pair.c.other == other).values(open=is_open)
                )

    def write_incidents(
        self, incidents: Sequence[Incident], gone: Collection[str], aliases: Mapping[str, str]
    ) -> tuple[int, int]:
        """Write some incidents and take others away; gives how many there are now, and how many changed."""
        changed = writer.write_some_incidents(self._connection, incidents, gone, aliases, self._moment)
        return int(self._connection.execute(select(func.count()).select_from(t.incidents)).scalar_one()), changed

    def write_state(self, state: ComparedState) -> None:
        """Say whose comparison is kept now."""
        _write_state(self._connection, state)

    def _delete(self, table: Table, column: Any, values: Collection[Any]) -> None:  # noqa: ANN401 - a column of any type
        for part in _parts(values):
            self._connection.execute(delete(table).where(column.in_(part)))


class ComparedWhole(NamedTuple):
    """All that a full linking compared, ready to be kept; what is iterated over is gone through once."""

    state: ComparedState
    generations: Sequence[ComparedGeneration]
    texts: Iterable[ComparedText]
    claims: Iterable[ComparedClaim]
    pairs: Iterable[ComparedPair]


def write_whole(connection: Connection, whole: ComparedWhole) -> None:
    """Keep all that a full linking compared in the place of whatever was kept."""
    forget_compared(connection)
    _insert(connection, c.compared_generations, (one._asdict() for one in whole.generations))
    _insert(connection, c.compared_texts, (one._asdict() for one in whole.texts))
    numbers: dict[str, int] = {}
    rows = ({"number": numbers.setdefault(one.claim_id, len(numbers) + 1), **one._asdict()} for one in whole.claims)
    _insert(connection, c.compared_claims, rows)
    _insert(connection, c.compared_pairs, _pair_rows(whole.pairs, numbers))
    _write_state(connection, whole.state)


def read_state(connection: Connection) -> ComparedState | None:
    """Whose comparison is kept; None where there is none."""
    value = connection.execute(select(t.meta.c.value).where(t.meta.c.key == STATE)).scalar()
    return None if value is None else msgspec.json.decode(value, type=ComparedState)


def _write_state(connection: Connection, state: ComparedState) -> None:
    connection.execute(delete(t.meta).where(t.meta.c.key == STATE))
    connection.execute(insert(t.meta).values(key=STATE, value=msgspec.json.encode(state).decode()))


def forget_compared(connection: Connection) -> None:
    """Keep nothing: the next linking compares all claims."""
    for table in (c.compared_pairs, c.compared_claims, c.compared_texts, c.compared_generations):
        connection.execute(delete(table))
    connection.execute(delete(t.meta).where(t.meta.c.key == STATE))


def _live_generations() -> Select[Any]:
    return (
        select(t.generations.c.number, t.documents.c.id, t.generations.c.claims)
        .select_from(t.generations.join(t.documents))
        .where(t.generations.c.live)
    )


def _pair_rows(pairs: Iterable[ComparedPair], numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    return (
        {"one": numbers[pair.one], "other": numbers[pair.other], "worth": pair.worth, "open": pair.open}
        for pair in pairs
    )


def _insert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    rows = iter(rows)
    while part := list(islice(rows, ROWS)):
        connection.execute(insert(table), part)


def _parts(values: Collection[Row]) -> Iterator[list[Row]]:
    ordered = list(dict.fromkeys(values))
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
