"""Words of a document that a value rests on."""

from typing import Literal

import msgspec

Field = Literal["text", "title"]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A run of characters of one field: `document[field][start:end] == text`, always."""

    text: str
    field: Field
    start: int
    end: int
