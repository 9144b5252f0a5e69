"""Room 4: sentences become claims.

In:     Scans of a document's sentences, and the Pack of its language.
Out:    Drafts with their place mentions; with the places decided, Claims tied to the words they rest on; Refusals.
Uses:   model, grammar, reference, and the pack handed in.
Never:  reads files, asks the time, or fills a gap by guessing.
"""

from marsad.extraction.claims import build_claims
from marsad.extraction.extract import Extraction, extract, find_mentions
from marsad.extraction.setting import Setting

__all__ = ["Extraction", "Setting", "build_claims", "extract", "find_mentions"]
