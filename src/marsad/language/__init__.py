"""Room 3: text becomes sentences with tokens, verified table hits, numbers and dates.

In:     a Passage and the Pack of its language.
Out:    Scans: a sentence with all that the tables and small grammars found in it.
Uses:   model, grammar, and the pack handed in.
Never:  names a language, decides what an event is, or loses an offset.
"""

from marsad.language.scanning import scan_passage
from marsad.language.sentences import split_sentences

__all__ = ["scan_passage", "split_sentences"]
