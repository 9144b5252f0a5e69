"""What a run did, counted, and how it is said: one summary for a person, one exit code for a program."""

from collections import Counter
from dataclasses import dataclass, field

from marsad.model.document import Fault


@dataclass
class RunReport:
    """Counts of one run. `unchanged` documents stood in the ledger already and are in the other counts too.

    `faults` are inputs that could not be read, `bugs` documents on which a room of ours failed.
    """

    documents: int = 0
    unchanged: int = 0
    claims: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    bugs: list[Fault] = field(default_factory=list)
    incidents: int = 0
    incidents_changed: int = 0

    @property
    def exit_code(self) -> int:
        """0 all read; 1 some input unreadable; 2 nothing could be read; 3 a promise of ours was broken."""
        if self.bugs:
            return 3
        if self.documents == 0:
            return 2
        return 1 if self.faults else 0


def render_report(report: RunReport, ledger: str) -> str:
    """The summary in lines, each count under its name."""
    refused = sum(report.refusals.values())
    rows = [
        ("documents", f"{report.documents} ({report.documents - report.unchanged} new, {report.unchanged} unchanged)"),
        ("claims", str(report.claims)),
        ("refusals", str(refused)),
        *((f"  {reason}", str(times)) for reason, times in sorted(report.refusals.items())),
        ("unreadable", str(len(report.faults))),
        *([("failed", f"{len(report.bugs)} (a fault of ours: please report)")] if report.bugs else []),
        ("incidents", f"{report.incidents} ({report.incidents_changed} changed)"),
        ("ledger", ledger),
    ]
    return "\n".join(f"{name:<22}{value}" for name, value in rows)
