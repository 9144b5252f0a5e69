"""Readers: files, folders and streams become captured documents.

In:     paths, or `-` for standard input; a day of publication for documents that bring none.
Out:    Captured documents in input order, Faults between them where something could not be read.
Uses:   model, base, and the decoder beside this folder.
Never:  alters a text, keeps more than one line of a stream in memory, or raises for bad input.
"""

from marsad.sources.readers.paths import KINDS, read_documents

__all__ = ["KINDS", "read_documents"]
