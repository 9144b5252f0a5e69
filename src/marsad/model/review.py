"""What a person should look at again because the reading or the report changed under a decision."""

from typing import Literal

import msgspec

ConflictKind = Literal["settled", "changed", "gone", "moved", "vanished", "found", "placed"]
"""settled: the newer reading says what the person said. changed: it says something else than before in a field that
was judged. gone: the claim has no heir. moved, vanished: words that were picked stand elsewhere, or nowhere, in the
newer version of the report. found: the reader now finds what was added by hand. placed: an added claim stands on the
same words elsewhere in the newer version."""


class ReviewConflict(msgspec.Struct, frozen=True, kw_only=True):
    """One decision that its ground moved away from.

    `judgement` is its number, `claim_id` the claim to look at (the live one, where there is one), `fields` what of it
    is concerned, `other` the reader's claim that says what a person added.
    """

    kind: ConflictKind
    judgement: int
    by: str
    document_id: str
    claim_id: str
    fields: tuple[str, ...] = ()
    other: str | None = None
