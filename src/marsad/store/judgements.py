"""Judgements: what people decided, appended to a chain in which each link holds the hash of the one before.

Why it is hard: a decision that was quietly changed afterwards must show. Each row's hash is taken over the hash of
the row before and over its own words in one canonical form, so that a change, a removal or a row slipped in between
breaks the chain; the newest hash and the length stand in `meta` too, so that a cut end shows as well.
Known gaps: who can write the whole database can also compute a whole new chain. Against that the newest hash must be
known outside: `marsad verify` prints it, to be noted in a bulletin or on paper.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from marsad.base.errors import ConflictError, InputError
from marsad.base.ids import hash_bytes
from marsad.model.claim import Claim
from marsad.model.judgement import Correction, Judgement
from marsad.store import tables as t
from marsad.store.tables import AnyRow

ROOT_HASH = "0" * 64
ACT_MOST = 20
"""How many decisions one act of a person holds at most."""
PAIRS = frozenset({"same", "different", "unsure"})


class _Bare(msgspec.Struct, frozen=True):
    """A decision without more: the form in which the first chains were hashed."""

    verdict: str
    about: tuple[str, ...]
    by: str
    at: datetime
    reason: str | None


class _More(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a decision may hold besides."""

    correction: Correction | None = None
    held: dict[str, tuple[str, ...]] | None = None
    claim: Claim | None = None
    fingerprint: str | None = None
    alone: bool = False


class Entry(msgspec.Struct, frozen=True):
    """A link of the chain: its number from 1, the decision, its hash, and the number of what undid it."""

    number: int
    judgement: Judgement
    hash: str
    undone_by: int | None = None


def compute_hash(previous_hash: str, number: int, judgement: Judgement) -> str:
    """The link's SHA-256 over the hash before it, its place in the chain, and its words."""
    one = judgement
    bare = _Bare(one.verdict, one.about, one.by, one.at, one.reason)
    more = _read_more(one)
    parts = [previous_hash, number, bare] if more == _More() else [previous_hash, number, bare, more]
    return hash_bytes(msgspec.json.encode(parts, order="deterministic"))


def _read_more(judgement: Judgement) -> _More:
    return _More(judgement.correction, judgement.held, judgement.claim, judgement.fingerprint, judgement.alone)


def check_judgement(judgement: Judgement) -> None:
    """Raise InputError unless signed, dated with a zone, and about one thing (or two, for same/different/unsure)."""
    if not judgement.by.strip():
        raise InputError("a judgement needs a name: say who decides with --as NAME")
    if judgement.at.tzinfo is None:
        raise InputError("a judgement's moment needs a time zone")
    if (judgement.verdict == "correct") != (judgement.correction is not None):
        raise InputError("a correction carries what is right (--set FIELD=VALUE), and no other verdict does")
    if judgement.verdict != "add" and (judgement.verdict == "sign") != (judgement.fingerprint is not None):
        raise InputError("a signature carries the fingerprint of what is signed, and no other verdict does")
    if (judgement.verdict == "add") != (judgement.claim is not None):
        raise InputError("what is added to a report is a claim, and no other verdict carries one")
    wanted = 2 if judgement.verdict in PAIRS else 1
    if len(set(judgement.about)) != wanted or len(judgement.about) != wanted:
        things = "two different ids" if wanted == 2 else "one id"
        raise InputError(f"{judgement.verdict!r} is said of {things}, not of {len(judgement.about)}: {judgement.about}")


def write_judgement(connection: Connection, judgement: Judgement) -> Entry:
    """Append a decision; gives its link."""
    check_judgement(judgement)
    newest = connection.execute(
        select(t.judgements.c.number, t.judgements.c.hash).order_by(t.judgements.c.number.desc()).limit(1)
    ).first()
    number = 1 if newest is None else newest.number + 1
    if judgement.verdict == "undo" and not _is_earlier(judgement.about[0], number):
        raise InputError(f"there is no judgement {judgement.about[0]} to undo; `marsad judgements` lists them")
    previous_hash = ROOT_HASH if newest is None else newest.hash
    own_hash = compute_hash(previous_hash, number, judgement)
    connection.execute(
        insert(t.judgements).values(
            number=number,
            **_write_columns(judgement),
            previous_hash=previous_hash,
            hash=own_hash,
        )
    )
    names = sorted(_find_names(connection, judgement))
    connection.execute(insert(t.judged), [{"name": name, "number": number} for name in names])
    write_head(connection, number, own_hash)
    return Entry(number, judgement, own_hash)


def _is_earlier(undone: str, number: int) -> bool:
    return undone.isascii() and undone.isdecimal() and undone == str(int(undone)) and 1 <= int(undone) < number


def _find_names(connection: Connection, judgement: Judgement) -> set[str]:
    """What a decision is about; an undoing is about what the undone decision was about."""
    if judgement.verdict != "undo":
        return set(judgement.about)
    rows = connection.execute(select(t.judged.c.name).where(t.judged.c.number == int(judgement.about[0])))
    return {str(row.name) for row in rows}


def check_seen(connection: Connection, seen: Mapping[str, int]) -> None:
    """Raise ConflictError where somebody judged one of these ids after the judgement that the caller last saw."""
    newest = read_newest(connection, tuple(seen))
    for name, number in newest.items():
        if number > seen[name]:
            by = connection.execute(select(t.judgements.c.by).where(t.judgements.c.number == number)).scalar_one()
            raise ConflictError(f"{by} decided on {name} meanwhile (judgement {number}); look at it again, then decide")


def read_newest(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """The number of the newest judgement about each of these ids, 0 where there is none; an undoing counts as one."""
    found = dict.fromkeys(names, 0)
    c = t.judged.c
    for start in range(0, len(names), 500):
        rows = connection.execute(
            select(c.name, func.max(c.number)).where(c.name.in_(names[start : start + 500])).group_by(c.name)
        )
        found.update({row[0]: int(row[1]) for row in rows})
    return found


def _write_columns(judgement: Judgement) -> dict[str, str | None]:
    """A decision as its row says it, in the one form that verifies."""
    more = _read_more(judgement)
    return {
        "verdict": judgement.verdict,
        "about": msgspec.json.encode(judgement.about).decode(),
        "by": judgement.by,
        "at": judgement.at.isoformat(),
        "reason": judgement.reason,
        "more": None if more == _More() else msgspec.json.encode(more, order="deterministic").decode(),
    }


def is_as_written(row: AnyRow) -> bool:
    """Whether a row says its decision in the very letters in which it was written."""
    return all(getattr(row, name) == value for name, value in _write_columns(parse_row(row)).items())


def write_head(connection: Connection, number: int, own_hash: str) -> None:
    """Note the length and the newest hash of the chain beside it."""
    value = f"{number} {own_hash}"
    if read_head(connection) is None:
        connection.execute(insert(t.meta).values(key="judgements", value=value))
    else:
        connection.execute(update(t.meta).where(t.meta.c.key == "judgements").values(value=value))


def read_head(connection: Connection) -> str | None:
    """`LENGTH HASH` of the chain as noted at the last judgement; `None` before the first."""
    found = connection.execute(select(t.meta.c.value).where(t.meta.c.key == "judgements")).scalar()
    return None if found is None else str(found)


def parse_row(row: AnyRow) -> Judgement:
    """The decision that a row holds."""
    more = _More() if row.more is None else msgspec.json.decode(row.more, type=_More)
    return Judgement(
        verdict=row.verdict,
        about=msgspec.json.decode(row.about, type=tuple[str, ...]),
        by=row.by,
        at=datetime.fromisoformat(row.at),
        reason=row.reason,
        correction=more.correction,
        held=more.held,
        claim=more.claim,
        fingerprint=more.fingerprint,
        alone=more.alone,
    )


def find_undone(rows: Sequence[AnyRow]) -> dict[int, int]:
    """Number of a decision → number of what undid it, of rows in order; an undoing that was undone undoes nothing."""
    undone: dict[int, int] = {}
    for row in reversed(rows):
        if row.verdict == "undo" and row.number not in undone:
            undone.setdefault(int(msgspec.json.decode(row.about, type=tuple[str])[0]), row.number)
    return undone


def _make_entries(rows: Sequence[AnyRow]) -> tuple[Entry, ...]:
    undone = find_undone(rows)
    return tuple(Entry(row.number, parse_row(row), row.hash, undone.get(row.number)) for row in rows)


def read_entries(connection: Connection) -> tuple[Entry, ...]:
    """The whole chain in order, each link with what undid it; an undoing that was undone undoes nothing."""
    return _make_entries(connection.execute(select(t.judgements).order_by(t.judgements.c.number)).all())


def read_entries_about(connection: Connection, names: Sequence[str]) -> tuple[Entry, ...]:
    """The links about any of these ids, undoings included, in order; reads no other links.

    An undoing is about what the undone decision was about, so that these links alone tell what stands.
    """
    found: dict[int, AnyRow] = {}
    for start in range(0, len(names), 500):
        wanted = select(t.judged.c.number).where(t.judged.c.name.in_(names[start : start + 500]))
        rows = connection.execute(select(t.judgements).where(t.judgements.c.number.in_(wanted)))
        found |= {row.number: row for row in rows}
    return _make_entries([found[number] for number in sorted(found)])


def read_judgements(connection: Connection) -> tuple[Judgement, ...]:
    """All decisions, in the order they were made."""
    return tuple(entry.judgement for entry in read_entries(connection))


def list_standing(entries: Sequence[Entry]) -> tuple[Judgement, ...]:
    """The decisions that hold: neither undone nor an undoing."""
    return tuple(entry.judgement for entry in entries if entry.undone_by is None and entry.judgement.verdict != "undo")


def read_act(connection: Connection, number: int) -> tuple[Entry, ...]:
    """The decisions that one person made in one act with this one: of the same moment, side by side; () for none."""
    c = t.judgements.c
    first = connection.execute(select(c.by, c.at).where(c.number == number)).first()
    if first is None:
        return ()
    beside = c.number.between(number - ACT_MOST, number + ACT_MOST)
    numbers = set(connection.execute(select(c.number).where(c.by == first.by, c.at == first.at, beside)).scalars())
    names = connection.execute(select(t.judged.c.name).where(t.judged.c.number.in_(numbers)).distinct()).scalars()
    return tuple(entry for entry in read_entries_about(connection, list(names)) if entry.number in numbers)


def list_held(entries: Sequence[Entry], length: int) -> dict[int, Judgement]:
    """The decisions that held when the chain had so many links, by their numbers."""
    undone: set[str] = set()
    standing = {}
    for entry in reversed(entries[:length]):
        if str(entry.number) in undone:
            continue
        if entry.judgement.verdict == "undo":
            undone.add(entry.judgement.about[0])
        else:
            standing[entry.number] = entry.judgement
    return dict(sorted(standing.items()))
