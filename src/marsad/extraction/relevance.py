"""Is the report about something else: sport, economy, culture, weather? Then its war words are figures of speech.

Method: context words of each matter are counted in title and text; a matter that clearly outweighs the words of
conflict refuses all triggers. Known gaps: mixed news digests.
"""

from collections import Counter
from collections.abc import Sequence

from marsad.grammar.scan import Scan
from marsad.model.claim import RefusalReason

_MATTERS = ("sport", "economy", "culture", "science", "nature", "health", "history", "accident")
_ARMED = frozenset({"conflict", "military", "explosive", "gun", "suicide", "air", "artillery"})
_LEAST_FORMS, _SHORT = 2, 4
_REASON: dict[str, RefusalReason] = {"sport": "figurative", "economy": "figurative", "culture": "figurative"}


def is_other_matter(scans: Sequence[Scan], title_scans: int) -> RefusalReason | None:
    """The reason to refuse every trigger of the document, or None."""
    counted: Counter[str] = Counter()
    forms: set[str] = set()
    headline = {hit.sense for scan in scans[:title_scans] for hit in scan.hits if hit.entry.table == "context"}
    for number, scan in enumerate(scans):
        weight = 3 if number < title_scans else 1
        for hit in scan.hits:
            if hit.entry.table == "context":
                counted[hit.sense] += weight
                if hit.sense in _ARMED:
                    forms.add(hit.entry.form)
    conflict = counted["conflict"] + counted["military"] // 2 + counted["air"] // 2
    for matter in _MATTERS:
        titled = matter in headline and headline.isdisjoint(_ARMED)
        if counted[matter] >= 4 and counted[matter] > (0.8 if titled else 1.6) * conflict:
            return _REASON.get(matter, "not_conflict")
    if len(forms) < _LEAST_FORMS and len(scans) > _SHORT:
        return "not_conflict"
    return None
