"""What the compared features are worth together: linked, possible, or apart.

A sum of weights rather than a trained model: with a few hundred labelled pairs a careful hand is no worse, and every
link prints as a list of reasons. The weights and their reasons are in `weights.toml`.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from marsad.base.errors import PromiseError
from marsad.linking.comparison import Conflict, Feature, compare_claims, find_conflict
from marsad.linking.facts import ClaimFacts

Band = Literal["link", "possible", "apart"]


class Evidence(NamedTuple):
    """A feature with its worth, in bits."""

    feature: str
    level: str
    weight: float


class Decision(NamedTuple):
    """What is to be thought of a pair: the band, the sum, the reasons in the order they were compared, the conflict."""

    band: Band
    score: float
    evidence: tuple[Evidence, ...]
    conflict: Conflict | None = None


@cache
def read_weights() -> dict[tuple[str, str], float]:
    """The weights that come with the program, by feature and level."""
    table = tomllib.loads(files("marsad.linking").joinpath("weights.toml").read_text(encoding="utf-8"))
    return {(feature, level): float(weight) for feature, levels in table.items() for level, weight in levels.items()}


def score_features(features: Iterable[Feature]) -> float:
    """The sum of the features' weights; raises PromiseError for a level that `weights.toml` lacks."""
    weights = read_weights()
    try:
        return sum(weights[feature] for feature in features)
    except KeyError as error:
        raise PromiseError(f"weights.toml has no weight for {error.args[0]}; add a row with its reason") from error


def score_pair(one: ClaimFacts, other: ClaimFacts) -> float | None:
    """The worth of all features of a pair; None for a hard conflict."""
    features = compare_claims(one, other)
    return None if features is None else score_features(features)


def decide_link(one: ClaimFacts, other: ClaimFacts) -> Decision:
    """Whether two claims tell one incident, with the evidence behind it."""
    features = compare_claims(one, other)
    if features is None:
        return Decision("apart", float("-inf"), (), find_conflict(one, other))
    weights = read_weights()
    score = score_features(features)
    evidence = tuple(Evidence(feature.name, feature.level, weights[feature]) for feature in features)
    band: Band = "link" if score >= find_band("link") else "possible" if score >= find_band("possible") else "apart"
    return Decision(band, score, evidence)


def find_band(name: str) -> float:
    """One of the thresholds of `weights.toml`: `link`, `possible`, `unseen`."""
    return read_weights()["bands", name]
