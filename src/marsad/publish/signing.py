"""Who may sign an incident: a second pair of eyes, never one who worked on it.

Working on it is any decision about the incident, under any of its names, or about one of its claims; signing it, or
taking a signature back, is none.
"""

from marsad.base.errors import UseError
from marsad.model.incident import Incident
from marsad.publish.access import Person
from marsad.store.ledger import Ledger


class OwnWorkError(UseError):
    """Who worked on an incident signs it."""


def list_workers(ledger: Ledger, incident: Incident) -> frozenset[str]:
    """The people who decided something of an incident or its claims that still holds."""
    entries = ledger.read_entries_about([incident.incident_id, *incident.merged_from, *incident.claims])
    return frozenset(
        entry.judgement.by
        for entry in entries
        if entry.undone_by is None and entry.judgement.verdict not in {"sign", "undo"}
    )


def check_signer(ledger: Ledger, incident: Incident, person: Person) -> None:
    """Raise OwnWorkError where the person worked on the incident; the one person of a desk may (it is marked)."""
    if not person.alone and person.name in list_workers(ledger, incident):
        raise OwnWorkError(f"{person.name} worked on this incident and cannot sign it")
