"""Which place a mention means: one decision over the whole document.

Hard because صيدا is a city of Lebanon and three villages of Syria, and only the report's other places tell which.
Every candidate gets a score (its size, how it fits the head noun, the area it is stated to lie in, the other places
of list, sentence and document); neighbours are asked again as they become clearer (relaxation labelling). "None of
these" is a candidate too, since the right village may be in no gazetteer: a wrong place is worse than none.

Known gaps: a rebel group that fights abroad speaks for its home country all the same.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from marsad.model.place import Mention, Resolved
from marsad.model.value import PlacePrecision
from marsad.reference.distance import distance_km
from marsad.reference.gazetteer import Gazetteer, PlaceRecord
from marsad.resolution.evidence import BIG, Candidate, Scope
from marsad.resolution.namesakes import compare_namesakes
from marsad.resolution.nearness import NEIGHBOUR_STATES, bearing_from, is_same, lies_inside
from marsad.resolution.offsets import state_offsets, veto_offsets
from marsad.resolution.regions import fill_regions
from marsad.resolution.weights import Weights, read_weights

MOST_CANDIDATES = 24
SITE_HEADS = frozenset({"crossing", "base", "hill", "site", "airport", "dam", "checkpoint", "prison"})
HEAD_AS = {"town": "settlement", "region": "front", **dict.fromkeys(SITE_HEADS - {"base"}, "site")}
AREA_FEATURES = frozenset({"district", "governorate", "region", "country"})
SIDE_KM = 250.0
_RULED_OUT = 0.1
_UNTELLING = frozenset({None, "city", "front", "countryside"})


class _Votes(NamedTuple):
    """What countries get from the place of publication, and from where the parties are at home."""

    publication: dict[str, float]
    parties: dict[str, float]


class _Group:
    """Mentions of one document with the same candidates and head: they mean the same place."""

    __slots__ = (
        "candidates", "inside", "lists", "members", "namesakes", "none", "options", "scopes", "scores", "sentences",
        "shares", "strange", "weight",
    )  # fmt: skip

    def __init__(self) -> None:
        self.members: list[int] = []
        self.candidates: list[Candidate] = []
        self.options: list[float] = []
        self.inside: list[float] = []
        self.scores: list[float] = []
        self.shares: list[float] = []
        self.lists: set[int] = set()
        self.sentences: set[int] = set()
        self.scopes: list[Scope] = []
        self.strange: list[float] = []
        self.namesakes: list[_Group] = []
        self.weight = 1.0
        self.none = 0.0


def resolve_places(
    mentions: Sequence[Mention], gazetteer: Gazetteer, country_hint: str | None = None, lands: Sequence[str] = ()
) -> tuple[Resolved, ...]:
    """The decision for each mention, aligned with `mentions`; `country_hint` is the ISO code of the publication.

    `lands` are the home countries of the parties named, once for each time.
    """
    return _resolver(gazetteer).resolve(mentions, country_hint, lands)


def score_places(
    mentions: Sequence[Mention], gazetteer: Gazetteer, country_hint: str | None = None, lands: Sequence[str] = ()
) -> tuple[tuple[tuple[PlaceRecord, float, float], ...], ...]:
    """For each mention its candidates with score and share, best first: what `marsad places find` shows."""
    return _resolver(gazetteer).score(mentions, country_hint, lands)


def weigh_places(mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[int, tuple[float, float, float, float]]:
    """What the score of each candidate of the first mention is made of, by row, in log-odds.

    Its size and kind, the head noun, what the text states of it, and the places around; they sum to its score.
    """
    return _resolver(gazetteer).weigh(mentions)


@lru_cache(maxsize=4)
def _resolver(gazetteer: Gazetteer) -> "PlaceResolver":
    return PlaceResolver(gazetteer, read_weights())


class PlaceResolver:
    """Decides for one gazetteer; remembers what it knows of its rows."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights) -> None:
        self._gazetteer = gazetteer
        self._weights = weights
        self._candidates: dict[int, Candidate] = {}

    def resolve(self, mentions: Sequence[Mention], hint: str | None, lands: Sequence[str] = ()) -> tuple[Resolved, ...]:
        """The decision for each mention."""
        groups, document = self._decide(mentions, hint, lands)
        resolved: list[Resolved | None] = [None] * len(mentions)
        for group in groups:
            for index in group.members:
                resolved[index] = self._resolved(mentions[index], group, document)
        decided = [decision for decision in resolved if decision is not None]
        placed = veto_offsets(mentions, decided, self._gazetteer)
        return tuple(fill_regions(mentions, placed, self._gazetteer, self._weights))

    def score(
        self, mentions: Sequence[Mention], hint: str | None, lands: Sequence[str] = ()
    ) -> tuple[tuple[tuple[PlaceRecord, float, float], ...], ...]:
        """Candidates of each mention with score and share, best first."""
        groups, _ = self._decide(mentions, hint, lands)
        shown: list[tuple[tuple[PlaceRecord, float, float], ...]] = [()] * len(mentions)
        for group in groups:
            listed = sorted(
                zip(group.candidates, group.scores, group.shares, strict=True), key=lambda one: (-one[1], one[0].row)
            )
            for index in group.members:
                shown[index] = tuple((candidate.place, score, share) for candidate, score, share in listed)
        return tuple(shown)

    def weigh(self, mentions: Sequence[Mention]) -> dict[int, tuple[float, float, float, float]]:
        """The parts of the scores of the first mention's candidates, by row."""
        groups, _ = self._decide(mentions, None, ())
        group = next(group for group in groups if 0 in group.members)
        rows = zip(group.candidates, group.options, group.inside, group.scores, strict=True)
        return {one.row: (one.prior, fit, said, score - one.prior - fit - said) for one, fit, said, score in rows}

    def _decide(
        self, mentions: Sequence[Mention], hint: str | None, lands: Sequence[str]
    ) -> tuple[list[_Group], Scope]:
        groups = self._groups(mentions)
        document = self._scopes(groups)
        self._state_lists(groups)
        for group in groups:
            group.options = [self._fit(candidate, mentions[group.members[0]].head) for candidate in group.candidates]
            pairs = zip(group.options, group.candidates, strict=True)
            group.scores = [fit + candidate.prior for fit, candidate in pairs]
            group.shares = self._shares(group)
            group.weight = max(self._weights.context.unclear, self._clearness(group))
            self._spread(group, 1.0)
        self._state_countries(groups, mentions)
        self._state_containers(groups, mentions)
        state_offsets(groups, mentions, self._weights.stated)
        votes = self._votes(hint, lands)
        for _ in range(self._weights.decision.passes):
            for group in groups:
                if group.candidates:
                    self._spread(group, -1.0)
                    group.scores = self._scored(group, document, votes)
                    group.shares = self._shares(group)
                    self._spread(group, 1.0)
        return groups, document

    def _votes(self, hint: str | None, lands: Sequence[str]) -> _Votes:
        """What the publication and the parties add to the places of their countries."""
        weights = self._weights.context
        votes = _Votes({}, defaultdict(float))
        if hint is not None:
            for country in {hint, NEIGHBOUR_STATES.get(hint, hint)}:
                votes.publication[country] = weights.publication
        home = Counter(country for country in lands if country not in weights.abroad)
        heard = weights.parties * -math.expm1(-home.total())
        for country, times in home.items():
            for near in {country, NEIGHBOUR_STATES.get(country, country)}:
                votes.parties[near] += heard * times / home.total()
        return votes

    def _groups(self, mentions: Sequence[Mention]) -> list[_Group]:
        held: dict[tuple[tuple[int, ...], str | None, int | None], _Group] = {}
        for index, mention in enumerate(mentions):
            alone = None if mention.candidates else index
            group = held.setdefault((mention.candidates, mention.head, alone), _Group())
            group.members.append(index)
            group.sentences.add(mention.sentence)
            if mention.list_id is not None:
                group.lists.add(mention.list_id)
        for (rows, _, _), group in held.items():
            known = [self._candidate(row) for row in rows]
            known.sort(key=lambda candidate: (-candidate.prior, candidate.row))
            group.candidates = known[:MOST_CANDIDATES]
            group.inside = [0.0] * len(group.candidates)
            first = mentions[group.members[0]]
            group.none = self._weights.prior.none_by_word * (len(first.text.split()) - 1) if first.head is None else 0.0
            group.strange = compare_namesakes(
                group.candidates, group.inside, self._weights, bare=first.head in _UNTELLING
            )
        named: dict[tuple[int, ...], list[_Group]] = defaultdict(list)
        for (rows, _, _), group in held.items():
            if rows:
                named[rows].append(group)
        for alike in named.values():
            for group in alike:
                group.namesakes = [other for other in alike if other is not group]
        return list(held.values())

    @staticmethod
    def _scopes(groups: list[_Group]) -> Scope:
        document = Scope()
        held: dict[tuple[str, int], Scope] = {}
        for group in groups:
            listed = [held.setdefault(("list", number), Scope()) for number in sorted(group.lists)]
            sentences = [held.setdefault(("sentence", number), Scope()) for number in sorted(group.sentences)]
            group.scopes = [document, *listed, *sentences]
        return document

    def _candidate(self, row: int) -> Candidate:
        known = self._candidates.get(row)
        if known is None:
            place, prior = self._gazetteer.place(row), self._weights.prior
            score = prior.kinds.get(kind_of(place), prior.kinds["settlement"])
            if place.feature == "settlement":
                seat = bool(place.capital) or place.admin1 == place.name_ar
                least = prior.seat_population if seat else 300
                size = math.log1p(max(place.population or 0, least) / 1000)
                score += min(prior.population_top, prior.population * size)
                if place.capital:
                    score += prior.capital
                elif seat:
                    score += prior.seat
                elif place.name_ar in {place.admin2, place.admin3}:
                    score += prior.minor_seat
                far = place.admin1_row is None and not self._gazetteer.is_ruled(place.country)
                if far and not place.capital and (place.population or 0) < prior.far_population:
                    score += prior.far
            known = self._candidates[row] = Candidate(place, score, self._strangeness(place))
        return known

    def _strangeness(self, place: PlaceRecord) -> float:
        if place.feature != "settlement":
            return self._weights.strange[place.feature]
        if place.capital:
            return 0.0
        return 1.0 - min(1.0, (place.population or 0) / self._weights.context.known_population)

    def _fit(self, candidate: Candidate, head: str | None) -> float:
        if head is None:
            return 0.0
        fits = self._weights.head.get(HEAD_AS.get(head, head))
        if fits is None:
            return 0.0
        kind = kind_of(candidate.place)
        fit = fits.get(kind, fits["else"])
        if (candidate.place.population or 0) >= BIG and kind == "settlement":
            fit += fits.get("big", 0.0)
        prior = self._weights.prior.kinds
        return fit - prior.get(kind, 0.0) if fit > 0 else fit

    @staticmethod
    def _clearness(group: _Group) -> float:
        """The largest share of one governorate (or country) before any neighbour was asked."""
        areas: dict[object, float] = defaultdict(float)
        for candidate, share in zip(group.candidates, group.shares, strict=True):
            areas[candidate.area or candidate.country] += share
        return max(areas.values(), default=0.0)

    def _state_lists(self, groups: list[_Group]) -> None:
        """What a list says as a whole: that it names governorates, or that the gazetteer does not know its places.

        A list in which every name can be a governorate, three of them or one that is nothing else, means those.
        """
        weights = self._weights.context
        listed: dict[int, list[_Group]] = defaultdict(list)
        for group in groups:
            for number in group.lists:
                listed[number].append(group)
        for members in listed.values():
            unknown = sum(1 for group in members if not group.candidates) / len(members)
            for group in members:
                group.none += self._weights.prior.none_in_list * unknown
            if len(members) < 2 or not all(_has(group, "governorate") for group in members):
                continue
            alone = any(not _has(group, "settlement") for group in members)
            bonus = weights.only_governorate if alone else weights.all_governorates if len(members) > 2 else 0.0
            for group in members:
                for place, candidate in enumerate(group.candidates):
                    if candidate.place.feature == "governorate":
                        group.inside[place] += bonus

    def _state_countries(self, groups: list[_Group], mentions: Sequence[Mention]) -> None:
        """An adjective of country behind a name rules the others out, where the name is known there at all."""
        stated = self._weights.stated
        for group in groups:
            named = {mentions[index].country for index in group.members} - {None}
            if not any(candidate.country in named for candidate in group.candidates):
                continue
            for place, candidate in enumerate(group.candidates):
                group.inside[place] += stated.inside if candidate.country in named else stated.outside

    def _state_containers(self, groups: list[_Group], mentions: Sequence[Mention]) -> None:
        group_of = {index: group for group in groups for index in group.members}
        stated = self._weights.stated
        for group in groups:
            for holder_index in {other for index in group.members for other in mentions[index].within}:
                holder = group_of.get(holder_index)
                if holder is None or holder is group or not holder.candidates:
                    continue
                inside = [self._lies_in(candidate, holder) for candidate in group.candidates]
                if any(inside):
                    for place, lies in enumerate(inside):
                        group.inside[place] += stated.inside if lies else stated.outside
                    bearing = mentions[holder_index].bearing
                    if bearing is not None:
                        self._state_side(group, holder, bearing)
                elif inside:
                    group.inside = [score + stated.none_inside for score in group.inside]

    def _state_side(self, group: _Group, holder: _Group, bearing: float) -> None:
        """In the eastern countryside of a town lies rather what lies east of it; an area is seen from its seat."""
        middle = next((one.place.about for one in holder.candidates if one.place.feature == "settlement"), None)
        middle = middle or next((one.place.about for one in holder.candidates if one.place.about is not None), None)
        if middle is None:
            return
        for place, candidate in enumerate(group.candidates):
            about = candidate.place.about
            if about is not None and distance_km(*middle, *about) <= SIDE_KM:
                turn = math.radians(bearing - bearing_from(middle, about))
                group.inside[place] += self._weights.stated.side * math.cos(turn)

    def _lies_in(self, candidate: Candidate, holder: _Group) -> bool:
        return any(
            share > 0.1 and lies_inside(candidate.place, area.place, self._weights.stated.near_km)
            for area, share in zip(holder.candidates, holder.shares, strict=True)
        )

    def _spread(self, group: _Group, sign: float) -> None:
        weight = self._weights.context.country_weight
        for candidate, share in zip(group.candidates, group.shares, strict=True):
            if share > 0.02:
                for scope in group.scopes:
                    scope.put(candidate, sign * share * group.weight, weight)

    def _scored(self, group: _Group, document: Scope, votes: _Votes) -> list[float]:
        """Scores of a group's candidates; the parties are heard as far as few other places are named."""
        heard = math.exp(-max(0.0, document.total))
        scores = []
        for place, candidate in enumerate(group.candidates):
            score = candidate.prior + group.options[place] + group.inside[place]
            score += self._from_document(candidate, document, group.strange[place])
            lists = len(group.lists)
            for number, scope in enumerate(group.scopes[1:]):
                score += self._from_scope(candidate, scope, group.strange[place], listed=number < lists)
            if candidate.country is not None:
                score += votes.publication.get(candidate.country, 0.0)
                score += votes.parties.get(candidate.country, 0.0) * heard
            if group.namesakes:
                score += self._from_namesakes(candidate, group.namesakes)
            scores.append(score)
        return scores

    def _from_namesakes(self, candidate: Candidate, groups: list[_Group]) -> float:
        """What the same name behind another head says: X is in, or is, the governorate X that the report speaks of.

        A name that its stated region rules out everywhere is no place of the map behind its other heads either.
        """
        twin_km = self._weights.decision.twin_km
        if any(sum(group.shares) < _RULED_OUT for group in groups):
            return -self._weights.context.namesake
        best = max(
            sum(
                share
                for other, share in zip(group.candidates, group.shares, strict=True)
                if share > 0.02 and is_same(candidate.place, other.place, twin_km)
            )
            for group in groups
        )
        return self._weights.context.namesake * best

    def _from_document(self, candidate: Candidate, document: Scope, strange: float) -> float:
        weights = self._weights.context
        if document.total < 0.05 or candidate.country is None:
            return 0.0
        share = document.land(candidate.country) / document.total
        score = weights.document_country * share * -math.expm1(-document.total)
        if share < 0.05:
            score += weights.stranger * strange * min(1.0, document.total / weights.strangers_from)
        if candidate.area is not None:
            area = max(0.0, document.areas.get(candidate.area, 0.0))
            score += weights.document_area * area / document.total * -math.expm1(-area)
            if candidate.small and area < 0.05 * document.total:
                lost = weights.quarter_elsewhere if candidate.quarter else weights.elsewhere
                score += lost * min(1.0, document.total)
        score -= weights.document_wide * math.expm1(-max(0.0, document.within(candidate.cell)))
        return score - weights.document_cell * math.expm1(-max(0.0, document.around(candidate.cell)))

    def _from_scope(self, candidate: Candidate, scope: Scope, strange: float, *, listed: bool) -> float:
        if scope.total < 0.05 or candidate.country is None:
            return 0.0
        weights = self._weights.context
        cell, area = (
            (weights.list_cell, weights.list_area) if listed else (weights.sentence_cell, weights.sentence_area)
        )
        score = -cell * math.expm1(-max(0.0, scope.around(candidate.cell)))
        if candidate.area is not None:
            score -= area * math.expm1(-max(0.0, scope.areas.get(candidate.area, 0.0)))
        elsewhere = scope.land(candidate.country) < 0.05 * scope.total
        if listed and scope.total >= 0.8 and candidate.place.feature != "country":
            if elsewhere:
                score += weights.list_stranger * strange
            elif candidate.small and scope.areas.get(candidate.area or 0, 0.0) < 0.05 * scope.total:
                score += weights.list_elsewhere
        return score

    def _shares(self, group: _Group) -> list[float]:
        """Softmax over the candidates and "none of these", which is not returned."""
        none = self._weights.prior.none + group.none
        top = max([none, *group.scores])
        powers = [math.exp(score - top) for score in group.scores]
        total = sum(powers) + math.exp(none - top)
        return [power / total for power in powers]

    def _resolved(self, mention: Mention, group: _Group, document: Scope) -> Resolved:
        if not group.candidates:
            return Resolved(row=None, precision=None, rivals=0, confidence=0.0, region=self._common_region(document))
        order = sorted(range(len(group.shares)), key=lambda place: (-group.shares[place], group.candidates[place].row))
        chosen, share = group.candidates[order[0]], group.shares[order[0]]
        rivals = _rivals(chosen.place, [candidate.place for candidate in group.candidates])
        for candidate, other in zip(group.candidates, group.shares, strict=True):
            if is_same(chosen.place, candidate.place, self._weights.decision.twin_km):
                share += other
        if share < self._weights.decision.sure:
            region = self._shared_region(group) or self._common_region(document)
            return Resolved(row=None, precision=None, rivals=rivals + 1, confidence=round(share, 3), region=region)
        region = chosen.place.admin1_row if chosen.place.feature != "country" else None
        return Resolved(
            row=chosen.row, precision=precision_of(chosen.place, mention.head), rivals=rivals,
            confidence=round(share, 3), region=region,
        )  # fmt: skip

    def _shared_region(self, group: _Group) -> int | None:
        """The governorate that nearly all likely candidates share."""
        areas: dict[int, float] = defaultdict(float)
        for candidate, share in zip(group.candidates, group.shares, strict=True):
            if candidate.area is not None:
                areas[candidate.area] += share
        best = max(areas.items(), key=lambda item: (item[1], -item[0]), default=None)
        return best[0] if best and best[1] >= self._weights.decision.region_sure else None

    def _common_region(self, document: Scope) -> int | None:
        """The governorate, else the country, that most of the document's places lie in."""
        share = self._weights.decision.region_share
        best = max(document.areas.items(), key=lambda item: (item[1], -item[0]), default=None)
        if best and best[1] > 0.5 and best[1] >= share * document.total:
            return best[0]
        country = max(document.countries.items(), key=lambda item: (item[1], item[0]), default=None)
        if country and country[1] > 0.4 and country[1] >= share * document.total:
            return self._gazetteer.country_row(country[0])
        return None


def kind_of(place: PlaceRecord) -> str:
    """The class of places that head nouns and priors speak of: quarter, camp, area and subdistrict tell apart."""
    if place.kind in {"quarter", "camp", "area", "subdistrict"}:
        return place.kind
    return place.feature


def precision_of(place: PlaceRecord, head: str | None) -> PlacePrecision:
    """How exact the words are: a countryside is a part of its governorate, a crossing named after a town a site."""
    if head in {"countryside", "front"} and place.feature in {"governorate", "settlement"}:
        return "district"
    if head == "district" and place.feature == "settlement":
        return "district"
    if head == "quarter" and place.feature == "settlement":
        return "district"
    if head in SITE_HEADS and place.feature == "settlement":
        return "site"
    return place.feature


def _has(group: _Group, feature: str) -> bool:
    return any(candidate.place.feature == feature for candidate in group.candidates)


def _rivals(chosen: PlaceRecord, places: list[PlaceRecord]) -> int:
    """How many other places of the name there are; areas called after their seat are no rivals of it."""
    if chosen.feature in AREA_FEATURES and kind_of(chosen) not in {"quarter", "area"}:
        return sum(1 for place in places if place.row != chosen.row and place.feature == chosen.feature)
    small = {"settlement", "site", "quarter", "camp", "area"}
    return sum(1 for place in places if place.row != chosen.row and kind_of(place) in small)
