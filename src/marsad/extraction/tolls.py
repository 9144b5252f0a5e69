"""A toll that is told as one: "ليرتفع عدد الشهداء منذ بدء العدوان إلى 1430", "حصيلة القتلى … تجاوزت 1100".

Why it is hard: what is counted stands far before the number, with a time and a place between them, and nothing but the
verb of rising or reaching ties the two. Known gaps: a toll whose word stands in the sentence before.
"""

from typing import NamedTuple

from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan

_REACH = 24
_HARM = {
    "dead": "killed", "die": "killed", "kill": "killed", "body": "killed", "wounded": "injured",
    "displaced": "displaced", "missing": "missing", "pass_away": "killed",
}  # fmt: skip
_UNHARMED = ("captive", "arrest", "hold", "abduction", "wounding", "displacement", "aid")
"""What else may be counted in a toll; a toll of which nothing more is told is of the dead."""


class Toll(NamedTuple):
    """The word that a toll counts by, its outcome, and the group where the toll names one."""

    word: Hit
    outcome: str
    group: str


def find_toll(scan: Scan, first: int, last: int) -> Toll | None:
    """The toll that a number of tokens first..last is the state of, or None."""
    if first == 0 or not _reaches(scan, first, last):
        return None
    joined = _joined(scan, first)
    risen = scan.sense_at(first, "trigger", "rise") is not None
    for at in range(first - 1, max(-1, first - _REACH), -1):
        risen = risen or scan.sense_at(at, "trigger", "rise") is not None
        if scan.sense_at(at, "function", "number_of") is None and scan.sense_at(at, "trigger", "toll") is None:
            continue
        risen = risen or any(scan.sense_at(back, "trigger", "rise") is not None for back in range(max(0, at - 3), at))
        return (joined or _counted(scan, at, first)) if risen else None
    return None


def _joined(scan: Scan, first: int) -> Toll | None:
    """A second thing that has risen: "ارتفع عدد القتلى إلى ستة والجرحى إلى عشرين"."""
    to = scan.ending_at(first - 1, "function", "range_to")
    if to is None:
        return None
    for hit in scan.by_first.get(to.first - 1, ()):
        if hit.entry.table == "trigger" and hit.sense in _HARM and hit.marks >= {"and", "the"}:
            return Toll(hit, _HARM[hit.sense], "person")
    return None


def _reaches(scan: Scan, first: int, last: int) -> bool:
    """Whether "to" or a verb of reaching stands right before a number, or opens it ("تجاوزت 1100")."""
    return (
        (last > first and scan.sense_at(first, "trigger", "rise") is not None)
        or scan.ending_at(first - 1, "function", "range_to") is not None
        or scan.ending_at(first - 1, "trigger", "rise") is not None
    )


def _counted(scan: Scan, at: int, end: int) -> Toll | None:
    for place in range(at, min(at + 4, end)):
        for hit in scan.by_first.get(place, ()):
            if hit.entry.table == "trigger" and hit.sense in _HARM:
                follow = next(scan.at(hit.last + 1, "group"), None)
                group = follow.sense if follow is not None and follow.sense == "civilian" else "person"
                return Toll(hit, _HARM[hit.sense], group)
    toll = scan.sense_at(at, "trigger", "toll")
    if toll is None or scan.sense_at(toll.last + 1, "trigger", *_UNHARMED) is not None:
        return None
    named = next(scan.at(toll.last + 1, "group"), None)
    return Toll(toll, "killed", "person" if named is None else named.sense)
