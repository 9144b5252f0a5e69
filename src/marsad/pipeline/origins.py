"""Who first said it: live claims get the earliest text that theirs copies, and the registry's id of its publisher.

Linking knows neither texts nor registry, so this is where they meet. Each link looks at all texts, because a report
that comes in late may be the earliest of copies that came before it.

Known gaps: all texts are folded again at each link: 37,000 articles in about half a minute.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from marsad.model.claim import LiveClaim
from marsad.packs import PACKS, fold_for
from marsad.reference.sources import find_publisher
from marsad.store.records import DocumentText
from marsad.text.copies import Text, find_copies


def mark_origins(claims: Sequence[LiveClaim], texts: Iterable[DocumentText]) -> tuple[LiveClaim, ...]:
    """The claims, each with what its document copies and who published that first; `texts` hold all their documents."""
    publishers: dict[str, str | None] = {}

    def fold(text: DocumentText) -> Text:
        publishers[text.id] = text.publisher
        return Text(text.id, text.published, _fold(text.text, text.language), text.publisher)

    copies = find_copies(map(fold, texts))
    find = lru_cache(maxsize=None)(find_publisher)
    marked = []
    for live in claims:
        original = copies.get(live.document_id)
        first = live.publisher if original is None else publishers[original]
        changes = {
            "copy_of": original,
            "first_publisher": None if original is None else first,
            "publisher_id": find(first),
        }
        known = any(value is not None for value in changes.values())
        marked.append(msgspec.structs.replace(live, **changes) if known else live)
    return tuple(marked)


def _fold(text: str, language: str | None) -> list[str]:
    return fold_for(language if language in PACKS else next(iter(PACKS))).fold_words(text).split()
