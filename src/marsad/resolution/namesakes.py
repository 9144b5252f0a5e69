"""What the places that share one name say of each other before anything else is read.

Why it is hard: a village called like a capital, like a governorate of its country or like another country is named in
the news too, but then the text says so; and two cities of like size are both strangers until the text tells.
"""

from collections.abc import Sequence

from marsad.reference.gazetteer import PlaceRecord
from marsad.resolution.evidence import Candidate
from marsad.resolution.nearness import lies_around
from marsad.resolution.weights import Weights


def compare_namesakes(
    candidates: Sequence[Candidate], scores: list[float], weights: Weights, *, bare: bool
) -> list[float]:
    """How strange each candidate is (0 to 1) beside the others; `scores` are added to in place.

    `bare` is whether no head noun tells what kind of place is meant.
    """
    leader = max((candidate.place for candidate in candidates), key=size_of, default=None)
    if leader is None:
        return []
    prior = weights.prior
    least = prior.overshadow_share * size_of(leader)
    equals = sum(1 for one in candidates if size_of(one.place) >= least) > 1
    if leader.capital or size_of(leader) >= prior.overshadow_population:
        for number, candidate in enumerate(candidates):
            if candidate.small and size_of(candidate.place) < least:
                scores[number] += prior.overshadowed
    if bare:
        _compare_seats(candidates, scores, weights)
        _compare_lands(candidates, scores, weights)
    return [1.0 if equals and one.place.feature == "settlement" else one.strange for one in candidates]


def _compare_seats(candidates: Sequence[Candidate], scores: list[float], weights: Weights) -> None:
    """A village called like another governorate of its country is not named without saying so."""
    areas = [one.place for one in candidates if one.place.feature == "governorate"]
    for number, candidate in enumerate(candidates):
        place = candidate.place
        ruled = [area for area in areas if area.country == place.country]
        if candidate.small and ruled and not any(lies_around(place, area, weights.stated.near_km) for area in ruled):
            scores[number] += weights.prior.outranked


def _compare_lands(candidates: Sequence[Candidate], scores: list[float], weights: Weights) -> None:
    """A country that shares its name with another one's capital is told apart by the text, not by being one."""
    for number, candidate in enumerate(candidates):
        if candidate.place.feature == "country" and any(
            other.place.capital and other.country != candidate.country for other in candidates
        ):
            scores[number] += weights.prior.called_like_capital


def size_of(place: PlaceRecord) -> int:
    """Inhabitants, 0 where no source says."""
    return place.population or 0
