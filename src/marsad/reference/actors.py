"""The actor list: ids, names and kinds of parties, bodies and media; their forms in text live in the packs."""

import csv
from functools import lru_cache
from pathlib import Path

import msgspec

from marsad.base.errors import PackError

_HERE = Path(__file__).parent
_COLUMNS = ["actor_id", "name_en", "name_ar", "kind", "country", "parent", "affiliation"]


class ActorRecord(msgspec.Struct, frozen=True):
    """One actor; `country` is ISO2 or empty, `parent` an id or empty."""

    actor_id: str
    name_en: str
    name_ar: str
    kind: str
    country: str
    parent: str
    affiliation: str


class ActorList:
    """All actors by id, and what a nationality adjective makes of a generic head."""

    def __init__(self, actors: dict[str, ActorRecord], adjectives: dict[str, dict[str, str]]) -> None:
        self._actors = actors
        self._adjectives = adjectives

    def find(self, actor_id: str) -> ActorRecord | None:
        """The record of an id, or None."""
        return self._actors.get(actor_id)

    def list_all(self) -> tuple[ActorRecord, ...]:
        """Every actor, in the order of the list."""
        return tuple(self._actors.values())

    def by_adjective(self, state: str, head_kind: str) -> ActorRecord | None:
        """The actor that "Russian" + "aircraft" names: state id and kind of the head; None where nobody is listed."""
        return self._actors.get(self._adjectives.get(state, {}).get(head_kind, ""))

    def adjective_en(self, state: str) -> str | None:
        """The English adjective of a state id."""
        return self._adjectives.get(state, {}).get("adjective_en") or None

    def __len__(self) -> int:
        return len(self._actors)


@lru_cache(maxsize=1)
def read_actors() -> ActorList:
    """Load the shipped list. Raises PackError where a row is not whole."""
    actors: dict[str, ActorRecord] = {}
    path = _HERE / "actors.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != _COLUMNS:
            message = f"{path}:1: the header is {reader.fieldnames}, it must be {_COLUMNS}"
            raise PackError(message)
        for row in reader:
            if row["actor_id"] in actors:
                message = f"{path}:{reader.line_num}: {row['actor_id']} stands here a second time"
                raise PackError(message)
            actors[row["actor_id"]] = ActorRecord(**row)
    with (_HERE / "actor_adjectives.csv").open(encoding="utf-8", newline="") as lines:
        adjectives = {row["actor_id"]: row for row in csv.DictReader(lines)}
    return ActorList(actors, adjectives)
