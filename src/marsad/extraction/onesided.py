"""Is an assault fighting, or violence against people? "Gunmen stormed a village and killed 32 of its inhabitants".

Why it is hard: the same verbs tell of both; what decides is who was hit. Fighting needs a second armed side, so an
assault whose dead are all unarmed and that was made on a village, a house or a bus is an attack.

Known gaps: victims whose group the text leaves open, where nothing is said to have been stormed.
"""

from collections.abc import Sequence

from marsad.extraction.agents import ARMED
from marsad.extraction.draft import Draft
from marsad.grammar.scan import Scan

_ASSAULTS = frozenset({"assault", "offensive"})
_ARMED_GROUPS = frozenset({"fighter", "soldier", "police"})
_HARMS = frozenset({"killed", "injured", "killed_or_injured", "abducted"})
_LIVED_IN = ("settlement", "camp", "quarter")
_REACH = 5


def settle_onesided(drafts: Sequence[Draft], scans: Sequence[Scan]) -> None:
    """Make an attack of each assault that met no armed side."""
    for draft in drafts:
        if draft.type == "armed_clash" and draft.trigger.sense in _ASSAULTS and _is_onesided(draft, scans[draft.scan]):
            draft.type = "attack"


def _is_onesided(draft: Draft, scan: Scan) -> bool:
    harmed = [figure for figure in draft.figures if figure.outcome in _HARMS]
    if not harmed or any(figure.group in _ARMED_GROUPS for figure in harmed):
        return False
    if any(target.kind in ARMED for target in draft.targets) or any(scan.with_sense("function", "averted")):
        return False
    last = draft.trigger.last
    behind = range(last + 1, min(last + 1 + _REACH, len(scan.tokens)))
    if any(scan.sense_at(at, "context", "military") and not any(scan.at(at, "group")) for at in behind):
        return False
    return any(_is_lived_in(scan, at) for at in behind)


def _is_lived_in(scan: Scan, at: int) -> bool:
    """Whether a token names people, or where they live or travel."""
    return (
        scan.sense_at(at, "place_head", *_LIVED_IN) is not None
        or scan.sense_at(at, "context", "property") is not None
        or any(hit.sense not in _ARMED_GROUPS for hit in scan.at(at, "group"))
    )
