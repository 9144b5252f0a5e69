"""A report's characters with the words that its claims rest on.

Why it is hard: spans overlap, cut Arabic words in two (the town in "in the town" written as one word) and must not
break the joining of letters. Each paragraph is cut into flat runs, each run knows all spans over it; a page
without script shows them as marks without padding, and with script the paragraph becomes one text node again with
painted ranges.
Offsets are code points of the field as received; nothing is inserted, dropped or normalised.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from marsad.model.claim import Claim
from marsad.model.details import list_details
from marsad.model.span import Field, Words

_DIRECTION_MARK = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Span:
    """Words of one claim; `number` is its place in the page, `kind` what they say, `index` its place in that field."""

    number: int
    kind: str
    claim_id: str
    words: Words
    index: int = 0


@dataclass(frozen=True)
class Run:
    """Characters under the same spans; `number` counts the runs of a page, `start` the field's characters."""

    number: int
    text: str
    spans: tuple[Span, ...]
    start: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds over this run, each once."""
        return tuple(dict.fromkeys(span.kind for span in self.spans))

    @property
    def is_marked(self) -> bool:
        """Whether something other than a whole sentence lies here."""
        return any(kind != "evidence" for kind in self.kinds)


def list_spans(claims: Iterable[Claim]) -> list[Span]:
    """All spans of the claims, in the order in which a claim tells them: event first, evidence last."""
    spans: list[Span] = []
    for claim in claims:
        for kind, index, words in _claim_words(claim):
            spans.append(Span(number=len(spans), kind=kind, claim_id=claim.id, words=words, index=index))
    return spans


def _claim_words(claim: Claim) -> list[tuple[str, int, Words]]:
    found: list[tuple[str, int, Words]] = [("trigger", 0, claim.trigger)]
    when = claim.when
    if when.text and when.field and when.text_start is not None and when.text_end is not None:
        words = Words(text=when.text, field=when.field, start=when.text_start, end=when.text_end)
        found.append(("when", 0, words))
    lists: tuple[tuple[str, Sequence[Words]], ...] = (
        ("place", claim.where), ("actor", claim.actors), ("target", claim.targets), ("weapon", claim.weapon),
        ("count", (claim.count,) if claim.count else ()), ("casualty", claim.casualties), ("source", claim.sources),
    )  # fmt: skip
    details = list_details(claim.type, claim.details)
    found += [("detail", index, one.words) for index, one in enumerate(details) if one.words is not None]
    found += [(kind, index, words) for kind, listed in lists for index, words in enumerate(listed)]
    return [*(one for one in found if one[2].end > one[2].start), ("evidence", 0, claim.evidence)]


def cut_paragraphs(text: str, field: Field, spans: Sequence[Span], first_number: int = 0) -> list[list[Run]]:
    """The paragraphs of one field (split at line ends, empty ones left out), each as flat runs numbered on."""
    here = [span for span in spans if span.words.field == field]
    paragraphs: list[list[Run]] = []
    start, number = 0, first_number
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            touching = [span for span in here if span.words.start < end and span.words.end > start]
            runs = _cut_runs(text, start, end, touching, number)
            paragraphs.append(runs)
            number += len(runs)
        start = end + 1
    return paragraphs


def _cut_runs(text: str, start: int, end: int, spans: Sequence[Span], number: int) -> list[Run]:
    edges = {start, end}
    for span in spans:
        edges |= {max(start, span.words.start), min(end, span.words.end)}
    ordered = sorted(edges)
    runs: list[Run] = []
    for left, right in pairwise(ordered):
        over = tuple(span for span in spans if span.words.start < right and span.words.end > left)
        runs.append(Run(number=number + len(runs), text=text[left:right], spans=over, start=left))
    return runs


def find_anchors(paragraphs: Sequence[Sequence[Run]]) -> dict[int, int]:
    """Span number → number of the run where it begins to show."""
    anchors: dict[int, int] = {}
    for runs in paragraphs:
        for run in runs:
            for span in run.spans:
                anchors.setdefault(span.number, run.number)
    return anchors


def count_direction_marks(text: str) -> int:
    """How many invisible direction marks the text holds."""
    return len(_DIRECTION_MARK.findall(text))
