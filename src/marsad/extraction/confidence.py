"""How sure a claim is: the share of like claims that were wholly right on gold.

Why it is hard: a claim is right only when its type, a place, its days and every figure are, so the surest trigger is
worth little in a crowded sentence. Method: yes-or-no facts of the finished claim and of its neighbours are weighed by a
logistic model whose weights stand in `confidence.toml`, fitted by `evals/confidence.py`; the value is the probability.

Known gaps: nothing outside the document is looked at, and the gold that the weights come from is small.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from marsad.base.errors import PackError
from marsad.model.claim import Claim
from marsad.model.span import Words

_AREAS = frozenset({"governorate", "region", "country"})
_NEAR, _FAR = 60, 160
_FEW, _MANY = 3, 8


class Weights(msgspec.Struct, frozen=True):
    """The base and what each fact adds, in log odds."""

    base: float
    facts: dict[str, float]


def with_confidence(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of one document with `confidence` filled, a probability with two digits."""
    weights = _read_weights()
    made = []
    for claim in claims:
        odds = weights.base + sum(weights.facts.get(fact, 0.0) for fact in describe_claim(claim, claims))
        made.append(msgspec.structs.replace(claim, confidence=round(1 / (1 + math.exp(-odds)), 2)))
    return tuple(made)


def describe_claim(claim: Claim, claims: Sequence[Claim]) -> frozenset[str]:
    """The facts of a claim that its weight is made of; `claims` are all claims of its document."""
    return frozenset(
        fact for part in (_event, _where, _when, _casualties, _sources) for fact in part(claim)
    ) | frozenset(_neighbours(claim, claims))


def _event(claim: Claim) -> Iterator[str]:
    yield f"type {claim.type}"
    yield f"status {claim.status}"
    if claim.kind != "single":
        yield f"kind {claim.kind}"
    if claim.trigger.field == "title":
        yield "told in the title"
    if len(claim.rules) > 1:
        yield "told twice"
    if claim.actors:
        yield "actor"
    if claim.count is not None:
        yield "count"


def _where(claim: Claim) -> Iterator[str]:
    if not claim.where:
        yield "no place"
        return
    if len(claim.where) > 1:
        yield "many places"
    if any(place.place_id is None for place in claim.where):
        yield "unknown place"
    if any(place.precision in _AREAS for place in claim.where):
        yield "area"
    if any(place.rivals for place in claim.where):
        yield "rivals"
    yield f"place {_distance(claim.trigger, claim.where)}"


def _when(claim: Claim) -> Iterator[str]:
    when = claim.when
    if when.start is None and when.end is None:
        yield "no day"
    elif when.text is None or when.text_start is None or when.text_end is None:
        yield "day of publication"
    else:
        words = Words(text=when.text, field=when.field or "text", start=when.text_start, end=when.text_end)
        yield f"day {_distance(claim.trigger, (words,))}"
        yield f"precision {when.precision}"


def _casualties(claim: Claim) -> Iterator[str]:
    figures = claim.casualties
    if not figures:
        yield "no figure"
        return
    if len(figures) > _FEW:
        yield "many figures"
    elif len(figures) > 1:
        yield "few figures"
    if any(figure.kind == "vague" for figure in figures):
        yield "vague figure"
    if any(figure.subset for figure in figures):
        yield "subset"
    if any(_distance(claim.trigger, (figure,)) == "far" for figure in figures):
        yield "far figure"


def _sources(claim: Claim) -> Iterator[str]:
    if claim.sources:
        yield "source"
    if len(claim.sources) > 1:
        yield "many sources"


def _neighbours(claim: Claim, claims: Sequence[Claim]) -> Iterator[str]:
    crowd = sum(
        1
        for other in claims
        if other is not claim
        and other.trigger.field == claim.trigger.field
        and abs(other.trigger.start - claim.trigger.start) < _FAR
    )
    if crowd:
        yield "neighbour" if crowd == 1 else "crowd"
    if len(claims) == 1:
        yield "only claim"
    elif len(claims) > _MANY:
        yield "many claims"
    if any(other is not claim and other.type == claim.type for other in claims):
        yield "another of the type"


def _distance(trigger: Words, words: Sequence[Words]) -> str:
    """How far the nearest of some words stands from the trigger, in characters."""
    gaps = [max(word.start - trigger.end, trigger.start - word.end) for word in words if word.field == trigger.field]
    if not gaps or min(gaps) > _FAR:
        return "far"
    return "near" if min(gaps) <= _NEAR else "aside"


@lru_cache(maxsize=1)
def _read_weights() -> Weights:
    path = Path(__file__).parent / "confidence.toml"
    try:
        declared: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(declared, Weights)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PackError(
            f"{path.name}: the weights of confidence cannot be read: {error}; install marsad anew"
        ) from error
