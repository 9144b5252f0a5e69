"""What a place is to the words before it: where somebody came from, went to or is in office, and no site of the act.

Why it is hard: "the head of the council of X said", "survivors who reached X", "mediated by elders from X" and "rockets
fired from X at Y" all name a place beside an act that happened elsewhere, often nearer to the act than its own place.

Method: a few words before the name tell; what they tell makes the place dearer, and never impossible, since it may be
the only place that a report names.
"""

from marsad.extraction.draft import Draft
from marsad.extraction.places import PlaceFound
from marsad.extraction.triggers import FAMILY
from marsad.grammar.scan import Scan

_ARRIVING = ("arrive", "carry", "abduct", "run", "flee", "withdraw", "detain")
_REACH = 6
_MOVING = frozenset({"displacement", "exchange", "aid", "territory_change", "siege"})
_BOMBARDED = frozenset(kind for kind, family in FAMILY.items() if family == "bombardment")
_PRICES = {
    "office": 14.0, "belonging": 40.0, "reached": 40.0, "origin": 30.0, "compared": 25.0, "linked": 25.0, "way": 40.0,
}  # fmt: skip
_FIRED_FROM = 30.0


def find_role(scan: Scan, place: PlaceFound) -> str | None:
    """What the words before a place say it is to them; `None` where they say nothing of the kind."""
    at = place.head_first - 1
    if at < 0:
        return None
    if _names_office(scan, at):
        return "office"
    marks = scan.token_marks(place.head_first)
    if "for" in marks and _ends(scan, at, "member_of", "loyal_to"):
        return "belonging"
    if "by" in marks and _ends(scan, at, "link"):
        return "linked"
    return _role_of_movement(scan, place, at)


def _role_of_movement(scan: Scan, place: PlaceFound, at: int) -> str | None:
    """What a preposition of movement at a token, right before a place, makes of the place."""
    if _ends(scan, at, "to_place") and not _ends(scan, at, "in_place"):
        if _ends(scan, at - 1, "way_to"):
            return "way"
        return "reached" if _is_arrival(scan, at) else "to"
    if _ends(scan, at, "from_place"):
        return "origin" if _ends(scan, at - 1, "origin") else "from"
    return "compared" if place.head is None and _ends(scan, at, "time_after") else None


def price_role(role: str | None, draft: Draft, scan: Scan, place: PlaceFound) -> float:
    """What a role costs a place as the site of an act: 0 for none."""
    if role is None:
        return 0.0
    if role == "reached" and draft.type in _MOVING:
        return 0.0
    if role == "origin" and draft.type == "displacement":
        return 0.0
    if role == "from":
        return _FIRED_FROM if draft.type in _BOMBARDED and _aims(scan, place) else 0.0
    return _PRICES.get(role, 0.0)


def _ends(scan: Scan, at: int, *senses: str) -> bool:
    return at >= 0 and scan.ending_at(at, "function", *senses) is not None


def _names_office(scan: Scan, at: int) -> bool:
    """Whether an office stands right before a place, or before the preposition that stands there."""
    if _ends(scan, at, "office"):
        return True
    return _ends(scan, at, "inside") and _ends(scan, at - 1, "office")


def _is_arrival(scan: Scan, at: int) -> bool:
    """Whether a verb of arriving or taking away governs the "to" at a token."""
    for index in range(at - 1, max(-1, at - _REACH), -1):
        if scan.sense_at(index, "function", "new_clause") is not None:
            return False
        if scan.sense_at(index, "trigger", *_ARRIVING) is not None:
            return True
    return False


def _aims(scan: Scan, place: PlaceFound) -> bool:
    """Whether the words right behind a place aim at another one ("from X at Y")."""
    return any(
        _ends(scan, at, "onto", "to_place") for at in range(place.last + 1, min(place.last + 4, len(scan.tokens)))
    )
