"""Where a claim came from: the document, the reader, the generation."""

import msgspec


class Generation(msgspec.Struct, frozen=True, kw_only=True):
    """All claims that one reader made of one version of a document; the newest is live."""

    document_id: str
    document_sha256: str
    reader: str
    places: str
