"""A person's decision, checked against the ledger before it is signed.

Why it is hard: a decision is never edited, so a mistyped id would stand in the chain for ever, deciding nothing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from marsad.base.clock import utc_now
from marsad.base.errors import UseError
from marsad.model.judgement import Judgement, Verdict
from marsad.store.ledger import Ledger


def judge(  # noqa: PLR0913 - what a decision is made of
    ledger: Ledger,
    verdict: Verdict,
    about: Sequence[str],
    *,
    by: str,
    reason: str | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> str:
    """Append a decision about claims or incidents; gives the hash of its link in the chain.

    Former ids of an incident become its present one. Raises UseError for an id that the ledger does not hold,
    InputError for a decision about too few or too many things.
    """
    present = tuple(_find_present(ledger, each) for each in about)
    return ledger.write_judgement(Judgement(verdict=verdict, about=present, by=by, at=clock(), reason=reason))


def _find_present(ledger: Ledger, wanted: str) -> str:
    incident = ledger.read_incident(wanted)
    if incident is not None:
        return incident.incident_id
    if ledger.read_claim(wanted) is not None:
        return wanted
    raise UseError(f"{ledger.name} holds no claim and no incident {wanted!r}; `marsad incidents` lists them")
