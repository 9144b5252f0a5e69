"""What a page may start: decisions, and the linking that follows them. `pipeline` hands it in; imports point down."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from marsad.model.claim import Claim
from marsad.model.incident import IncidentPlace
from marsad.model.judgement import Correction, Verdict
from marsad.store.judgements import Entry


class Decision(NamedTuple):
    """A decision before it is signed; `about` as in a Judgement."""

    verdict: Verdict
    about: tuple[str, ...]
    reason: str | None = None
    correction: Correction | None = None
    claim: Claim | None = None
    fingerprint: str | None = None


class Work(Protocol):
    """What the pages ask of the rooms above them."""

    def judge(self, decisions: Sequence[Decision], *, by: str, seen: Mapping[str, int]) -> tuple[Entry, ...]:
        """Sign decisions, all or none, and have the incidents recomputed soon.

        `seen` is the newest judgement that the person saw about each id: ConflictError where somebody decided since.
        Raises UseError for ids that the ledger does not hold and InputError for odd decisions.
        """

    def link_soon(self) -> None:
        """Recompute the incidents in the background; several wishes become one."""

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to be linked; False where that takes longer. Raises what the linking raised."""

    def find_place(self, place_id: str) -> IncidentPlace | None:
        """The gazetteer's entry of an id."""
