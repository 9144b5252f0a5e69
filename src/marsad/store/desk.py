"""What the desk asks of the ledger besides its content: what waits, who holds what, what changed, what looks alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine

from marsad.store import connect, incident_states, possible_links, queue, taking
from marsad.store.possible_links import PossibleLink


class Desk:
    """The work of people over one ledger; as `Ledger.desk`. Every method may raise LedgerError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def write_look(self, incident_ids: Sequence[str], by: str) -> None:
        """Note that a person looked incidents through: they are neither new nor updated any more."""
        with connect.begin_write(self._engine) as connection:
            taking.write_look(connection, incident_ids, by, self._clock().isoformat())

    def write_assignment(self, incident_ids: Sequence[str], by: str) -> None:
        """Take an incident, or both of a pair, for a while; ConflictError where somebody else holds one."""
        with connect.begin_write(self._engine) as connection:
            taking.write_assignment(connection, incident_ids, by, self._clock())

    def write_release(self, incident_ids: Sequence[str], by: str) -> None:
        """Let go of incidents that one holds."""
        with connect.begin_write(self._engine) as connection:
            taking.write_release(connection, incident_ids, by, self._clock())

    def read_queue(
        self, facet: str, *, after: str | None = None, limit: int = 50, backwards: bool = False
    ) -> tuple[queue.QueueRow, ...]:
        """The incidents that wait for one reason, the latest first, from behind `after` on.

        `backwards` gives those before that place, the nearest first.
        """
        with connect.begin_read(self._engine) as connection:
            return queue.read_queue(connection, facet, self._clock(), after=after, limit=limit, backwards=backwards)

    def count_waiting(self, facets: Sequence[str], limit: int) -> dict[str, int]:
        """How many incidents wait for each reason, counted no further than `limit`."""
        with connect.begin_read(self._engine) as connection:
            return queue.count_waiting(connection, facets, limit)

    def count_badge(self, limit: int) -> int:
        """How many incidents nobody saw as they are now, or wait for a signature; no further than `limit`."""
        with connect.begin_read(self._engine) as connection:
            return queue.count_badge(connection, limit)

    def find_next(self, incident_id: str, by: str) -> str | None:
        """The incident to go on with after this one, never one that somebody else holds."""
        with connect.begin_read(self._engine) as connection:
            return queue.find_next(connection, incident_id, by, self._clock())

    def read_holder(self, incident_id: str) -> tuple[str, str] | None:
        """Who holds an incident, and until when."""
        return self.read_holders([incident_id]).get(incident_id)

    def read_holders(self, incident_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Who holds which of these incidents, and until when; those that nobody holds are left out."""
        with connect.begin_read(self._engine) as connection:
            return taking.read_holders(connection, incident_ids, self._clock())

    def read_reasons(self, incident_id: str) -> Mapping[str, queue.Why]:
        """Why an incident waits for a person, by facet."""
        with connect.begin_read(self._engine) as connection:
            return queue.read_reasons(connection, incident_id)

    def read_states(self, incident_ids: Sequence[str]) -> tuple[incident_states.StateChange, ...]:
        """What changed of these incidents, when and by what, oldest first."""
        with connect.begin_read(self._engine) as connection:
            return incident_states.read_states(connection, incident_ids)

    def read_alike(
        self, *, after: str | None = None, limit: int = 50, backwards: bool = False
    ) -> tuple[tuple[PossibleLink, str], ...]:
        """Pairs of incidents that may be one, each by its strongest pair of claims with its place in the list.

        The strongest first, from behind `after` on; `backwards` gives those before that place, the nearest first.
        """
        with connect.begin_read(self._engine) as connection:
            return possible_links.read_alike(connection, after, limit, backwards=backwards)

    def read_pair(self, place: str) -> PossibleLink | None:
        """The pair that stands at a place of that list; None where it stands there no more."""
        with connect.begin_read(self._engine) as connection:
            return possible_links.read_pair(connection, place)

    def count_alike(self, limit: int) -> int:
        """How many pairs of incidents may be one, counted over no more than `limit` pairs of claims."""
        with connect.begin_read(self._engine) as connection:
            return possible_links.count_alike(connection, limit)
