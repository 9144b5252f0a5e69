"""Places find their event.

Why it is hard: the nearest name is often the speaker's town, the town that people fled to, or the region around the
place that was hit; and half of all events name no place, since the text goes on about the one it told of before.

Method: inside a clause the cheapest list of places wins: distance, what stands between, and what stands before it
(from, to, of a capital's opinion, of an office); a name stated inside another one wins over it. An event without a
place, or with one that is too dear, takes that of the sentence before it, else the place the report is about, else the
one it began with. Statements keep none: whoever condemns does so from anywhere.
Known gaps: an act told at two sites ("a radar in X and a store near Y") keeps the nearer one; "the area"; a deal's
venue and its area are not told together.
"""

from collections.abc import Sequence

from marsad.extraction.draft import Draft
from marsad.extraction.main_place import find_land, find_lead, find_main
from marsad.extraction.place_references import find_references
from marsad.extraction.place_roles import find_role, price_role
from marsad.extraction.places import PlaceFound
from marsad.extraction.relative import relate_references
from marsad.extraction.setting import Setting
from marsad.extraction.triggers import VIOLENT
from marsad.grammar.scan import Scan

_FAR = 1000.0
_PARTIES = 200.0
"""A deal between states happens in none of them."""
_DEAR = 70.0
_DOUBTFUL = 28.0
"""Above this price a place of the sentence gives way to the one that the report was about before."""
_COMMA_AHEAD, _COMMA_BEHIND = 4.0, 1.0
_OBJECT = -2.0
"""A place right behind the act's own word is what it is done to."""
_DESCRIBED = -5.0
_CARRIED_OVER = 2
_WAR = "ar.war.toll"
_TALKS = frozenset({"negotiation", "agreement", "threat", "statement"})
_VENUED = frozenset({"negotiation", "agreement"})
_SMALL = frozenset({"quarter", "spot", "camp", "road", "base", "hill", "crossing", "front"})
_LEAVING = frozenset({"displacement", "exchange"})
_AREAS = frozenset({"governorate", "region", "country"})
_TOWNS = frozenset({"settlement", "quarter", "camp"})


def attach_places(drafts: list[Draft], places: list[PlaceFound], scans: Sequence[Scan], setting: Setting) -> None:
    """Places of each draft: its own clause's, else its sentence's, else those of the event before it."""
    by_scan: dict[int, list[PlaceFound]] = {}
    places = [place for place in places if not place.aside]
    main = find_main(places, scans, setting)
    lead, land = find_lead(places, scans, setting), find_land(places, setting)
    references = find_references(places, scans, setting, main)
    for place in [*places, *relate_references(references, places, scans, setting.pack.list_marks)]:
        by_scan.setdefault(place.scan, []).append(place)
    binder = _Binder(scans, setting)
    previous: list[PlaceFound] = []
    for draft in drafts:
        here = by_scan.get(draft.scan, [])
        near = [d for d in drafts if d.scan == draft.scan]
        parts = [other.segment for other in near if other.segment is not None]
        if draft.segment is not None:
            here = _inside(here, [draft.segment])
        elif parts and any(figure.first < parts[0][0] for figure in draft.figures):
            held = _inside(here, parts)
            here = [place for place in here if place not in held] or here
        found, price = binder.near(draft, here, near)
        draft.places_own = bool(found)
        if price > _DOUBTFUL and draft.type not in _TALKS and (previous or main):
            found = []
        if draft.type == "statement":
            continue
        if found:
            draft.places, previous = found, found
        elif draft.type not in _TALKS:
            whole = draft.rule.id == _WAR
            draft.places = land if whole else _carried(draft, previous, main) or _from_lead(draft, lead)
        elif draft.type in _VENUED:
            draft.places = main


def _carried(draft: Draft, previous: list[PlaceFound], main: list[PlaceFound]) -> list[PlaceFound]:
    """The place of an event that names none: that of the sentence before, else the one the report is about."""
    sentences = draft.scan - previous[0].scan if previous else None
    if sentences is None or sentences > 1:
        return main or (previous if sentences is not None and sentences <= _CARRIED_OVER else [])
    left_behind = sentences == 1 and any(place.head in _SMALL for place in previous)
    return main if main and left_behind else previous


def _from_lead(draft: Draft, lead: list[PlaceFound]) -> list[PlaceFound]:
    """The report's first place, for an event of a later sentence; who is arrested is so anywhere."""
    if not lead or lead[0].scan >= draft.scan or draft.type == "arrest":
        return []
    return lead


def _inside(places: Sequence[PlaceFound], segments: Sequence[tuple[int, int]]) -> list[PlaceFound]:
    return [place for place in places if any(first <= place.first <= last for first, last in segments)]


class _Binder:
    """Prices of lists of places for one document's drafts."""

    def __init__(self, scans: Sequence[Scan], setting: Setting) -> None:
        self._scans = scans
        self._setting = setting

    def near(self, draft: Draft, places: list[PlaceFound], drafts: list[Draft]) -> tuple[list[PlaceFound], float]:
        """The cheapest list of places in a draft's sentence, if any is cheap enough, and its price."""
        lists: dict[int, list[PlaceFound]] = {}
        for place in places:
            lists.setdefault(place.list_id, []).append(place)
        best: list[PlaceFound] = []
        cost = _FAR
        for members in lists.values():
            price = self._price(draft, members, drafts)
            if price < cost:
                best, cost = members, price
        return (_most_specific(best, places) if cost < _DEAR else []), cost

    def _price(self, draft: Draft, members: list[PlaceFound], drafts: list[Draft]) -> float:
        scan = self._scans[draft.scan]
        first, last = members[0].head_first, members[-1].last
        span_first, span_last = _span(draft)
        if first > span_first:
            gap, left, right = max(0, first - span_last), span_last, first
            price = float(gap)
            comma = _COMMA_AHEAD
            price += 15 * sum(1 for other in drafts if other is not draft and span_last < other.trigger.first < first)
        else:
            gap, left, right = max(0, span_first - last), last, span_first
            price = gap + 6.0
            comma = _COMMA_BEHIND
            if _is_described(draft, last, scan):
                return _DESCRIBED
            if (first <= 3 and scan.ending_at(first - 1, "function", "in_place") is not None) or _hosts(scan, first):
                price = 5.0
            price += 15 * sum(1 for other in drafts if other is not draft and last < other.trigger.first < span_first)
        price += 20 * sum(1 for at in range(left + 1, right) if _opens_clause(scan, at))
        price += comma * sum(1 for at in range(left, right) if self._parted(scan, at))
        return price + _from_trigger(draft, first, last) + self._role(draft, members, scan)

    def _parted(self, scan: Scan, at: int) -> bool:
        """Whether a comma stands behind a token."""
        return scan.between(at, at + 1).strip() in self._setting.pack.list_marks

    def _role(self, draft: Draft, members: list[PlaceFound], scan: Scan) -> float:
        """What the words before a list say of it: where people fled to, who spoke, a region and no place."""
        at = members[0].head_first
        price = 0.0
        to = scan.ending_at(at - 1, "function", "to_place") is not None and not scan.ending_at(
            at - 1, "function", "in_place"
        )
        if to and draft.type in _LEAVING:
            price += 80
        elif to and draft.type in VIOLENT:
            price += 8
        elif to and draft.type == "siege":
            price += 10
        elif draft.type in VIOLENT and scan.ending_at(at - 1, "function", "from_place") is not None:
            price += 3
        if scan.ending_at(at - 1, "function", "people_of", "direction") is not None:
            price += 4
        countries = all(self._is_country(place) for place in members)
        if countries or all(map(self._is_area, members)):
            price += 24 if countries and len(members) > 1 else 8
        if countries and scan.ending_at(at - 1, "function", "between", "sponsored") is not None:
            price += _PARTIES
        if self._is_speakers(draft, members, scan):
            price += 15
        return price + price_role(find_role(scan, members[0]), draft, scan, members[-1])

    def _is_area(self, place: PlaceFound) -> bool:
        if place.head is not None:
            return place.head == "governorate"
        features = {self._setting.place(row).feature for row in place.mention.candidates}
        return bool(features) and features <= _AREAS

    def _is_country(self, place: PlaceFound) -> bool:
        """Whether a name is a country's: a list of countries mostly names parties."""
        return any(self._setting.place(row).feature == "country" for row in place.mention.candidates)

    @staticmethod
    def _is_speakers(draft: Draft, members: list[PlaceFound], scan: Scan) -> bool:
        """Whether a place belongs to the one who speaks: a verb of saying before it, "that" between it and the act."""
        first, last = members[0].head_first, members[-1].last
        if last >= draft.trigger.first:
            return False
        return any(
            hit.first < first and first - hit.last <= 8 for hit in scan.hits if hit.entry.table == "speech"
        ) and any(scan.sense_at(at, "function", "say_that") for at in range(last + 1, draft.trigger.first))


def _span(draft: Draft) -> tuple[int, int]:
    """First and last token of a draft's words: triggers, figures, and governors before them."""
    inside = [figure for figure in draft.figures if figure.scan == draft.scan]
    triggers = [draft.trigger, *(other.trigger for other in draft.merged)]
    governors = [
        figure.governor.first
        for figure in inside
        if figure.governor is not None and figure.governor.first <= figure.first
    ]
    return (
        min([*(hit.first for hit in triggers), *(figure.first for figure in inside), *governors]),
        max([*(hit.last for hit in triggers), *(figure.last for figure in inside)]),
    )


def _is_described(draft: Draft, last: int, scan: Scan) -> bool:
    """Whether a draft's word is an adjective of the place right before it ("the besieged town of X")."""
    first = draft.trigger.first
    return last == first - 1 and "the" in draft.trigger.marks and not scan.between(last, first).strip()


def _hosts(scan: Scan, first: int) -> bool:
    """Whether a verb of hosting stands before a place: what happened there is told behind it ("X saw clashes")."""
    return any(scan.ending_at(at, "function", "hosts") is not None for at in range(max(0, first - 3), first))


def _from_trigger(draft: Draft, first: int, last: int) -> float:
    """What parts places that stand equally near to a draft's span: how far its own words are, figures left aside."""
    triggers = [draft.trigger, *(other.trigger for other in draft.merged)]
    if any(first == trigger.last + 1 for trigger in triggers):
        return _OBJECT
    return 0.1 * min(min(abs(first - trigger.last), abs(trigger.first - last)) for trigger in triggers)


def _opens_clause(scan: Scan, at: int) -> bool:
    """Whether something else begins to be told at a token: "while …", "and that …", "and X said"."""
    if scan.sense_at(at, "function", "new_clause") is not None:
        return True
    if not scan.is_joined(at):
        return False
    return scan.sense_at(at, "function", "say_that") is not None or any(scan.at(at, "speech"))


def _most_specific(chosen: list[PlaceFound], places: list[PlaceFound]) -> list[PlaceFound]:
    """A place that is stated to contain another one is that one's region, not a second site.

    A market or a road that no gazetteer knows says less than the town that it is stated to lie in.
    """
    for place in places:
        if _is_unknown_inside(chosen, place):
            return [other for other in places if other.list_id == place.list_id]
    if all(map(_is_unknown_spot, chosen)):
        for place in places:
            if place.index in chosen[0].mention.within and place.mention.candidates:
                return [other for other in places if other.list_id == place.list_id]
    held = {member.index for member in chosen}
    for place in places:
        inner = place.list_id != chosen[0].list_id and held.intersection(place.mention.within)
        if inner and not _is_unknown_spot(place):
            return [other for other in places if other.list_id == place.list_id]
    return chosen


def _is_unknown_spot(place: PlaceFound) -> bool:
    return place.head == "spot" and not place.mention.candidates


def _is_unknown_inside(chosen: list[PlaceFound], place: PlaceFound) -> bool:
    """Whether the words of a name that stands in no gazetteer are said to lie in a town: a shop, a hall, a yard."""
    inside = place.index in chosen[0].mention.within and place.head in _TOWNS
    return inside and all(one.head is None and not one.mention.candidates for one in chosen)
