"""The part of the ledger that linking writes and asks: incidents, what was compared for them, and possible links."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine

from marsad.model.compared import ComparedGeneration
from marsad.model.incident import Incident
from marsad.store import compared, connect, judgements, possible_links, reader, writer
from marsad.store.compared import ComparedWhole
from marsad.store.possible_links import PossibleLink
from marsad.store.records import Page


class LinkingLedger:
    """What a linking reads and leaves behind. Every method may raise LedgerError."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def write_linking(
        self, incidents: Sequence[Incident], aliases: Mapping[str, str], whole: ComparedWhole | None
    ) -> int:
        """The same together with what was compared for it, or with nothing kept (None)."""
        with connect.begin_write(self._engine) as connection:
            changed = writer.write_incidents(connection, incidents, aliases, self._moment())
            if whole is None:
                compared.forget_compared(connection)
            else:
                compared.write_whole(connection, whole)
            return changed

    @contextmanager
    def open_comparison(self) -> Iterator[compared.Comparison]:
        """What linking compared, in one writing transaction: until its end nobody else writes."""
        with connect.begin_write(self._engine) as connection:
            yield compared.Comparison(connection, self._moment())

    @contextmanager
    def read_comparison(self) -> Iterator[compared.Comparison]:
        """The same to look at, in one reading transaction: nothing may be written, and nobody is kept from writing."""
        with connect.begin_read(self._engine) as connection:
            yield compared.Comparison(connection, self._moment())

    def is_behind(self) -> bool:
        """Whether there are decisions that no linking took in yet."""
        with connect.begin_read(self._engine) as connection:
            head, state = judgements.read_head(connection), compared.read_state(connection)
        return head is not None and (state is None or int(head.split()[0]) > state.judgement)

    def find_live(self, claim_ids: Sequence[str]) -> set[str]:
        """Those of these ids that a live claim has."""
        with connect.begin_read(self._engine) as connection:
            return reader.find_live(connection, claim_ids)

    def list_live_generations(self) -> tuple[ComparedGeneration, ...]:
        """The live readings as they are now."""
        with connect.begin_read(self._engine) as connection:
            return tuple(compared.Comparison(connection, self._moment()).list_live())

    def read_possible_links(self, claim_ids: Sequence[str], *, decided: bool = False) -> tuple[PossibleLink, ...]:
        """The pairs between these claims and claims of other incidents that may tell one, strongest first.

        `claim` and `incident` are of these, `other_claim` and `other_incident` of the others (or of these as well).
        What a person judged different is left out, unless the `decided` are asked for too.
        """
        with connect.begin_read(self._engine) as connection:
            return possible_links.read_possible_links(connection, claim_ids, decided=decided)

    def list_possible_links(self, limit: int, offset: int = 0) -> Page[PossibleLink]:
        """The pairs of incidents that may be one, by their strongest pair of claims, strongest first."""
        with connect.begin_read(self._engine) as connection:
            return possible_links.list_possible_links(connection, limit, offset)

    def _moment(self) -> str:
        return self._clock().isoformat()
