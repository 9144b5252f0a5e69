"""What a page may start: decisions, and the linking that follows them. `pipeline` hands it in; imports point down."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from marsad.model.claim import Claim
from marsad.model.incident import Incident, IncidentPlace
from marsad.model.judgement import Correction, Verdict
from marsad.publish.reviews import Reviewing
from marsad.store.judgements import Entry


class Decision(NamedTuple):
    """A decision before it is signed; `about` and `held` as in a Judgement.

    Without `held` the incidents that are named hold what they hold at present.
    """

    verdict: Verdict
    about: tuple[str, ...]
    reason: str | None = None
    correction: Correction | None = None
    claim: Claim | None = None
    fingerprint: str | None = None
    held: Mapping[str, tuple[str, ...]] | None = None


class Reason(NamedTuple):
    """One thing that was compared: how it came out, and what that is worth in bits (+1 doubles the odds)."""

    feature: str
    level: str
    weight: float


class LinkEvidence(NamedTuple):
    """Why two claims are, may be or are not one incident; `link` and `possible` are where the bands begin.

    `conflict` forbids the pair whatever the rest is worth; there are no reasons then.
    """

    one: str
    other: str
    band: Literal["link", "possible", "apart"]
    score: float
    reasons: tuple[Reason, ...]
    conflict: str | None
    link: float
    possible: float


class LinkingFault(NamedTuple):
    """A linking that failed, and nothing was linked since: when, and what it said. Decisions are kept all the same."""

    at: datetime
    message: str


class Foreseen(NamedTuple):
    """What incidents would be after a decision.

    `is_whole` says that they were linked with all that the decision touches; then `drawn_in` is how many claims of
    incidents that the decision does not name would come in, and `others` how many other incidents would change.
    """

    incidents: tuple[Incident, ...]
    is_whole: bool
    drawn_in: int = 0
    others: int = 0


class Work(Protocol):
    """What the pages ask of the rooms above them."""

    @property
    def fault(self) -> LinkingFault | None:
        """What the last linking failed of; None where it succeeded. Stays until one succeeds."""

    @property
    def reviewing(self) -> Reviewing:
        """What the pages of reports ask besides."""

    def judge(self, decisions: Sequence[Decision], *, by: str, seen: Mapping[str, int]) -> tuple[Entry, ...]:
        """Sign decisions, all or none, and have the incidents recomputed soon.

        `seen` is the newest judgement that the person saw about each id: ConflictError where somebody decided since.
        Raises UseError for ids that the ledger does not hold and InputError for odd decisions.
        """

    def link_soon(self) -> None:
        """Recompute the incidents in the background; several wishes become one."""

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to be linked; False where that takes longer, or the linking failed (`fault`)."""

    def preview(self, decisions: Sequence[Decision], *, by: str) -> Foreseen:
        """The incidents that would hold the claims concerned after these decisions; nothing is written.

        Raises UseError and InputError as `judge` does.
        """

    def explain_link(self, one: str, other: str) -> LinkEvidence | None:
        """Why two live claims are, or are not, one incident; None where one of them is gone."""

    def explain_links(self, ones: Sequence[str], others: Sequence[str]) -> tuple[LinkEvidence, ...]:
        """The same of each pair between two groups of claims, the strongest first, forbidden ones last."""

    def find_possible(self, incident: Incident) -> tuple[LinkEvidence, ...]:
        """Claims of other incidents that may be of this one: `one` is its own, the strongest first."""

    def find_place(self, place_id: str) -> IncidentPlace | None:
        """The gazetteer's entry of an id."""
