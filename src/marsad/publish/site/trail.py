"""Where in the work queue a person is, as addresses carry it: the list, and the place in it.

Why it is hard: an incident leaves its list by the very decision that is made over it, so "the one after this" cannot be
asked of the list by the incident. So the address holds the place itself, by what the list is ordered by; what comes
behind a place is known whether or not anything stands there still. Nothing is kept on the server, two windows may be
in two lists, and an address that is sent to somebody leads on from the same place.

In the lists of incidents reports follow in the order of the incidents, those of one incident in its own order; of
pairs, those of the two claims; decisions to review go report by report.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode

from marsad.base.errors import UseError
from marsad.publish.work import Work
from marsad.store.ledger import Ledger
from marsad.store.possible_links import PossibleLink
from marsad.store.queue import FACETS, QueueRow, parse_after

TABS = (*FACETS, "duplicates", "conflicts")
BATCH = 20
PLACE_MOST = 500


class Trail(NamedTuple):
    """A list of the queue and the place of what is looked at."""

    tab: str
    place: str

    def pairs(self) -> list[tuple[str, str]]:
        """The address's own form of it."""
        return [("queue", self.tab), ("place", self.place)]

    def query(self, *more: tuple[str, object]) -> str:
        """The query of an address that carries it."""
        return urlencode([*more, *self.pairs()])


class Step(NamedTuple):
    """A report to go to, and where that is in the list."""

    document_id: str
    trail: Trail


def parse_trail(values: Mapping[str, str]) -> Trail | None:
    """What an address or a form carries; None where the person does not come from the queue. UseError on nonsense."""
    tab, place = values.get("queue", ""), values.get("place", "")
    if not tab:
        return None
    if tab not in TABS or len(place) > PLACE_MOST:
        raise UseError(f"queue={tab!r} with this place is no list of the work queue; there are {', '.join(TABS)}")
    return Trail(tab, place)


class Trails:
    """Goes on and back in the lists of one ledger."""

    def __init__(self, ledger: Ledger, work: Work | None) -> None:
        self._ledger = ledger
        self._work = work

    def find_next(self, trail: Trail, language: str, by: str) -> str | None:
        """The address of what comes next and is not held by others; None at the end of the list."""
        if trail.tab == "conflicts":
            _, after = self.find_reports(trail, trail.place)
            return after and f"/{language}/reports/{quote(after.document_id, safe='')}?{after.trail.query()}"
        if trail.tab == "duplicates":
            for link, place in self._list_pairs(trail.place, backwards=False):
                holders = self._ledger.desk.read_holders([link.incident, link.other_incident])
                if all(holder == by for holder, _ in holders.values()):
                    query = Trail("duplicates", place).query(("with", link.other_incident))
                    return f"/{language}/incidents/{quote(link.incident, safe='')}/merge?{query}"
            return None
        for row in self._list_rows(trail, backwards=False):
            if row.held_by in {None, by}:
                query = Trail(trail.tab, row.after).query()
                return f"/{language}/incidents/{quote(row.incident.incident_id, safe='')}?{query}"
        return None

    def find_reports(self, trail: Trail, document_id: str) -> tuple[Step | None, Step | None]:
        """The reports before and after one in a list's order."""
        if trail.tab == "conflicts":
            return self._find_conflicts(document_id)
        if trail.tab == "duplicates":
            link = self._ledger.desk.read_pair(trail.place)
            own = () if link is None else self._list_reports(link)

            def go(*, backwards: bool) -> Iterator[tuple[Sequence[str], str]]:
                for found, place in self._list_pairs(trail.place, backwards=backwards):
                    yield self._list_reports(found), place
        else:
            incident = self._ledger.read_incident(parse_after(trail.place)[2])
            own = () if incident is None else incident.documents

            def go(*, backwards: bool) -> Iterator[tuple[Sequence[str], str]]:
                for row in self._list_rows(trail, backwards=backwards):
                    yield row.incident.documents, row.after

        return _find_around(trail, own, document_id, go)

    def _find_conflicts(self, document_id: str) -> tuple[Step | None, Step | None]:
        found = self._work.reviewing.list_conflicts() if self._work else ()
        ids = sorted({one.document_id for one in found})
        before = next((one for one in reversed(ids) if one < document_id), None)
        after = next((one for one in ids if one > document_id), None)
        steps = [one and Step(one, Trail("conflicts", one)) for one in (before, after)]
        return steps[0] or None, steps[1] or None

    def _list_rows(self, trail: Trail, *, backwards: bool) -> Iterator[QueueRow]:
        place = trail.place
        while rows := self._ledger.desk.read_queue(trail.tab, after=place, limit=BATCH, backwards=backwards):
            yield from rows
            place = rows[-1].after

    def _list_pairs(self, place: str, *, backwards: bool) -> Iterator[tuple[PossibleLink, str]]:
        while pairs := self._ledger.desk.read_alike(after=place, limit=BATCH, backwards=backwards):
            yield from pairs
            place = pairs[-1][1]

    def _list_reports(self, link: PossibleLink) -> tuple[str, ...]:
        kept = self._ledger.read_claims([link.claim, link.other_claim])
        named = (kept[claim].document.id for claim in (link.claim, link.other_claim) if claim in kept)
        return tuple(dict.fromkeys(named))


def _find_around(
    trail: Trail, own: Sequence[str], document_id: str, go: Callable[..., Iterator[tuple[Sequence[str], str]]]
) -> tuple[Step | None, Step | None]:
    """The reports around one: of its own incident or pair first, else the nearest of the next one that has any."""
    at = own.index(document_id) if document_id in own else None
    before = Step(own[at - 1], trail) if at else None
    after = Step(own[at + 1], trail) if at is not None and at + 1 < len(own) else None
    if before is None:
        before = next((Step(ids[-1], Trail(trail.tab, place)) for ids, place in go(backwards=True) if ids), None)
    if after is None:
        after = next((Step(ids[0], Trail(trail.tab, place)) for ids, place in go(backwards=False) if ids), None)
    return before, after
