"""Who first said it, and what else it holds: live claims get the earliest text that theirs copies, and their marks.

With the earliest text comes the registry's id of its publisher; `marks` finds targets, names and links. Linking knows
neither texts nor registry, so this is where they meet. A report that comes in late may be the earliest of
copies that came before it, so what texts were found to copy is kept and only what a late one touches is found anew.

Known gaps: a full linking folds all texts again: 37,000 articles in about half a minute.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from marsad.model.claim import LiveClaim
from marsad.model.compared import ComparedText
from marsad.packs import PACKS, fold_for
from marsad.pipeline.marks import NO_TRACES, Traces, find_marks, find_traces
from marsad.reference.sources import find_publisher
from marsad.store.records import DocumentText
from marsad.text.copies import Text, compare_texts, find_roots

find_publisher_once = lru_cache(maxsize=None)(find_publisher)


class First(NamedTuple):
    """The earliest text that a document copies, and who published it."""

    document_id: str
    publisher: str | None


def mark_origins(claims: Sequence[LiveClaim], texts: Iterable[DocumentText]) -> tuple[LiveClaim, ...]:
    """The claims, each with what its document copies and who published that first; `texts` hold all their documents."""
    return mark_all_origins(claims, texts)[0]


def mark_all_origins(
    claims: Sequence[LiveClaim], texts: Iterable[DocumentText]
) -> tuple[tuple[LiveClaim, ...], list[ComparedText]]:
    """The same, and the texts as they were compared, in the order of their days."""
    traces: dict[str, Traces] = {}
    compared = compare_texts(map(fold_text, _keep_traces(texts, traces)))
    publishers = {text.document_id: text.publisher for text in compared}
    firsts = {copy: First(root, publishers[root]) for copy, root in find_roots(compared).items()}
    return mark_firsts(claims, firsts, traces), compared


def _keep_traces(texts: Iterable[DocumentText], traces: dict[str, Traces]) -> Iterator[DocumentText]:
    """The texts as they pass, and by their ids what marks are made of."""
    for text in texts:
        traces[text.id] = find_traces(text)
        yield text


def mark_firsts(
    claims: Iterable[LiveClaim], firsts: Mapping[str, First], traces: Mapping[str, Traces]
) -> tuple[LiveClaim, ...]:
    """The claims, each with what its document copies, who published that first, and its marks; all by documents' ids.

    A document that people wrote down without its text leaves no traces.
    """
    marked = []
    for live in claims:
        first = firsts.get(live.document_id)
        publisher = live.publisher if first is None else first.publisher
        changes: dict[str, object] = {
            "copy_of": None if first is None else first.document_id,
            "first_publisher": None if first is None else publisher,
            "publisher_id": find_publisher_once(publisher),
        }
        changes["marks"] = find_marks(live.claim, traces.get(live.document_id, NO_TRACES))
        known = any(value is not None for value in changes.values())
        marked.append(msgspec.structs.replace(live, **changes) if known else live)
    return tuple(marked)


def fold_text(text: DocumentText) -> Text:
    """A report's folded words, as copies are looked for."""
    return Text(text.id, text.published, _fold(text.text, text.language), text.publisher)


def _fold(text: str, language: str | None) -> list[str]:
    return fold_for(language if language in PACKS else next(iter(PACKS))).fold_words(text).split()
