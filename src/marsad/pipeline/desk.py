"""What the pages start: decisions are signed at once, the linking after them runs in a thread of its own.

Why it is hard: a person corrects a claim every few seconds and must not wait for the whole ledger each time, yet what
the next page shows should be true. So several wishes become one linking, and a page may wait a moment for it. A linking
that fails leaves the decisions signed and the incidents as they were: that is said on every page (`fault`) and on
standard error, until one succeeds; the next decision, or the button beside the notice, starts another.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from marsad.base.clock import utc_instant
from marsad.model.incident import Incident, IncidentPlace
from marsad.model.judgement import Judgement
from marsad.pipeline.corrections import FindPlace
from marsad.pipeline.judge import prepare_judgement
from marsad.pipeline.picked import PickedWords
from marsad.pipeline.reviewing import DeskReviewing
from marsad.publish.work import Decision, Foreseen, LinkEvidence, LinkingFault
from marsad.store.judgements import Entry
from marsad.store.ledger import Ledger

_logger = logging.getLogger(__name__)


class DeskWork:
    """`link` recomputes the incidents of the ledger; `find` looks a place up by its id."""

    def __init__(
        self,
        ledger: Ledger,
        link: Callable[[], object],
        find: FindPlace,
        clock: Callable[[], datetime] = utc_instant,
        picked: PickedWords | None = None,
    ) -> None:
        self.reviewing = DeskReviewing(ledger, find, picked or PickedWords())
        self._ledger = ledger
        self._link = link
        self._find = find
        self._clock = clock
        self._changed = threading.Condition()
        self._wanted = 0
        self._done = 0
        self._fault: LinkingFault | None = None
        self._thread: threading.Thread | None = None

    @property
    def fault(self) -> LinkingFault | None:
        """What the last linking failed of; see `Work.fault`."""
        with self._changed:
            return self._fault

    def judge(self, decisions: Sequence[Decision], *, by: str, seen: Mapping[str, int]) -> tuple[Entry, ...]:
        """Sign decisions, all or none, and have the incidents recomputed soon; see `Work.judge`."""
        entries = self._ledger.write_judgements(self._prepare(decisions, by), seen)
        self.link_soon()
        return entries

    def preview(self, decisions: Sequence[Decision], *, by: str) -> Foreseen:
        """The incidents that would hold the claims concerned after these decisions; see `Work.preview`."""
        from marsad.pipeline.preview import preview_incidents  # noqa: PLC0415 - linking is loaded when first needed

        return preview_incidents(self._ledger, self._prepare(decisions, by))

    def explain_link(self, one: str, other: str) -> LinkEvidence | None:
        """Why two live claims are, or are not, one incident; see `Work.explain_link`."""
        from marsad.pipeline.explain_links import weigh_link  # noqa: PLC0415 - the same

        return weigh_link(self._ledger, one, other)

    def explain_links(self, ones: Sequence[str], others: Sequence[str]) -> tuple[LinkEvidence, ...]:
        """Why the claims of two groups are, or are not, one incident; see `Work.explain_links`."""
        from marsad.pipeline.explain_links import weigh_links  # noqa: PLC0415 - the same

        return weigh_links(self._ledger, ones, others)

    def find_possible(self, incident: Incident) -> tuple[LinkEvidence, ...]:
        """Claims of other incidents that may be of this one; see `Work.find_possible`."""
        from marsad.pipeline.possible import find_possible  # noqa: PLC0415 - the same

        return find_possible(self._ledger, incident)

    def _prepare(self, decisions: Sequence[Decision], by: str) -> list[Judgement]:
        """The decisions of one act: of one moment, by which it is known again when it is undone."""
        moment = self._clock()
        return [
            prepare_judgement(
                self._ledger, each.verdict, each.about, by=by, at=moment, reason=each.reason,
                correction=each.correction, claim=each.claim, fingerprint=each.fingerprint, stated=each.held,
            )
            for each in decisions
        ]  # fmt: skip

    def link_soon(self) -> None:
        """Recompute the incidents in the background; several wishes become one."""
        with self._changed:
            self._wanted += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="linking", daemon=True)
                self._thread.start()

    def catch_up(self) -> None:
        """Have decisions linked that an earlier run of the desk left unlinked, as one does that failed to link."""
        if self._ledger.is_behind():
            self.link_soon()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to be linked; False where that takes longer, or the linking failed."""
        with self._changed:
            linked = self._changed.wait_for(lambda: self._done >= self._wanted, timeout=seconds)
            return linked and self._fault is None

    def find_place(self, place_id: str) -> IncidentPlace | None:
        """The gazetteer's entry of an id."""
        return self._find(place_id)

    def _work(self) -> None:
        while True:
            with self._changed:
                wanted = self._wanted
                if self._done >= wanted:
                    self._thread = None
                    return
            fault = None
            try:
                self._link()
            except Exception as error:  # whatever it is, the desk goes on and every page says it
                _logger.exception("linking failed; decisions are kept, incidents are as they were before")
                fault = LinkingFault(self._clock(), f"{type(error).__name__}: {error}")
            with self._changed:
                self._fault = fault
                self._done = wanted
                self._changed.notify_all()
