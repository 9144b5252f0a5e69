"""The registry of sources: which body a publisher's name stands for, and which party a body speaks for.

The list of actors holds every source that has a name of its own, with its kind, parent and affiliation. A state agency
is its state's voice and an army its government's, so a party is found by climbing from parent to parent. An outlet of
no affiliation, a monitor, a hospital, an agency of the United Nations speak for no party.

Why names are hard: outlets sign as "Sky News Arabia", "BBC Arabic", or with or without the noun that says what they
are. A name that fits two bodies stands for neither.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from marsad.base.letters import fold_words
from marsad.reference.actors import ActorRecord, read_actors

PUBLISHERS = frozenset({"media", "monitor", "ngo", "medical", "civil_defence", "un"})
"""Kinds of bodies that publish under their own names."""
TIERS = Path(__file__).parent / "tiers.csv"
"""The table of reliability tiers: it ships empty and is the user's to fill."""


@lru_cache(maxsize=1)
def read_affiliations() -> Mapping[str, str]:
    """The party (an actor id) that each affiliated body speaks for, by the body's id."""
    actors = read_actors()
    return MappingProxyType({actor.actor_id: _find_party(actor) for actor in actors.list_all() if actor.affiliation})


def find_publisher(name: str | None) -> str | None:
    """The id of the body that a publisher's name stands for; None where it is not listed or fits two."""
    if name is None:
        return None
    words = tuple(fold_words(name))
    names = _read_names()
    return names.get(words) or (names.get(words[:-1]) if len(words) > _SHORT_NAME else None)


_SHORT_NAME = 1
_MOVEMENTS = frozenset({"armed_group", "militia", "party"})
"""What these grew out of no longer speaks through them."""


def _find_party(actor: ActorRecord) -> str:
    """The topmost body of its own side above an actor: the movement of its newspaper, the government of its army."""
    seen: set[str] = set()
    above = read_actors().find(actor.parent)
    while above is not None and above.affiliation == actor.affiliation and above.actor_id not in seen:
        if actor.kind in _MOVEMENTS:
            break
        seen.add(above.actor_id)
        actor, above = above, read_actors().find(above.parent)
    return actor.actor_id


@lru_cache(maxsize=1)
def _read_names() -> Mapping[tuple[str, ...], str]:
    """The folded names of all bodies that publish, whole and without their first word where that leaves a name."""
    whole: dict[tuple[str, ...], set[str]] = {}
    short: dict[tuple[str, ...], set[str]] = {}
    for actor in read_actors().list_all():
        if actor.kind in PUBLISHERS:
            for name in (actor.name_ar, actor.name_en):
                words = tuple(fold_words(name))
                if words:
                    whole.setdefault(words, set()).add(actor.actor_id)
            own = tuple(fold_words(actor.name_ar))[1:]
            if own:
                short.setdefault(own, set()).add(actor.actor_id)
    names = _keep_sure(short.items())
    names.update(_keep_sure(whole.items()))
    return MappingProxyType(names)


def _keep_sure(names: Iterable[tuple[tuple[str, ...], set[str]]]) -> dict[tuple[str, ...], str]:
    return {words: next(iter(ids)) for words, ids in names if len(ids) == 1}
