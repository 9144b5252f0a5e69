"""Room 6: claims become incidents.

In:     live claims of many reports, what people judged, and the incidents of the last run.
Out:    Incidents with cells and counts as ranges over independent origins, a grade with its inputs, and ids that stay.
Uses:   model, the distance of two points from reference, and its own table of weights.
Never:  reads a report, asks the time, or lets one origin speak twice.
"""

from marsad.linking.decision import Decision, Evidence, decide_link, find_band
from marsad.linking.facts import ClaimFacts, prepare_claim, prepare_claims
from marsad.linking.linkage import Linked, link_and_compare, link_claims

__all__ = [
    "ClaimFacts", "Decision", "Evidence", "Linked", "decide_link", "find_band", "link_and_compare", "link_claims",
    "prepare_claim", "prepare_claims",
]  # fmt: skip
