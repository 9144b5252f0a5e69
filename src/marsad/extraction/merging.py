"""One event told several times is one claim.

Why it is hard: the second telling is a bare "القصف", carries no place, or carries the place and no date; and a second
strike on the same town an hour later looks the same but for its own toll. So tellings are joined when nothing they
state conflicts and something holds them together, and two figures for one outcome keep them apart.

Known gaps: events told again after a long digression.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from marsad.extraction.draft import Draft
from marsad.extraction.places import PlaceFound
from marsad.extraction.triggers import FAMILY, VIOLENT
from marsad.grammar.scan import Scan

_LASTING = {"occurred", "ongoing"}
_TALKS = frozenset({"negotiation", "agreement"})
_BLASTS = frozenset({"explosive_device", "suicide_bombing", "chemical_attack"})
_FIRE = frozenset({"air_strike", "shelling", "chemical_attack"})
_REFERENCE_REACH, _NEXT_TO = 4, 4
# A general noun and what it may mean the second time.
_NAMED_AGAIN: Mapping[str, frozenset[str]] = {
    "offensive": VIOLENT, "massacre": VIOLENT, "explosion": _BLASTS, "strike": _FIRE, "shell": _FIRE, "hit": _FIRE,
    "salvo": _FIRE,
}  # fmt: skip


class Lands(NamedTuple):
    """Rows that are no more than a country or a region, and the country of each row that the report names."""

    whole: frozenset[int]
    country: Mapping[int, str | None]


NO_LANDS = Lands(frozenset(), {})


def merge_drafts(drafts: list[Draft], scans: list[Scan], title_scans: int, lands: Lands = NO_LANDS) -> list[Draft]:
    """Drafts of a document with repeated tellings joined into the earliest of the body; order of the text.

    `lands` tells of the rows of the gazetteer which are whole countries, and in which country each lies.
    """
    kept: list[Draft] = []
    _leave_to_body(drafts, title_scans)
    for draft in drafts:
        home = next((other for other in reversed(kept) if _same(other, draft, scans, title_scans, lands)), None)
        if home is None:
            kept.append(draft)
        elif home.scan < title_scans <= draft.scan or _says_more(draft, home):
            _take(draft, home)
            kept[kept.index(home)] = draft
        else:
            if _narrows(home, draft, lands):
                home.places = draft.places
            _take(home, draft)
    kept.sort(key=lambda draft: draft.order)
    return kept


def _leave_to_body(drafts: list[Draft], title_scans: int) -> None:
    """A title's vague figures ("hundreds of dead") say nothing beside those that the body states for an outcome."""
    stated = {
        figure.outcome for draft in drafts if draft.scan >= title_scans for figure in draft.figures if not figure.subset
    }
    for draft in drafts:
        if draft.scan < title_scans:
            draft.figures = [f for f in draft.figures if not (f.kind == "vague" and f.outcome in stated)]


def _says_more(draft: Draft, home: Draft) -> bool:
    """A second telling with its own stated count and towns outdoes a first with a vague one for the region."""
    return (
        draft.count is not None
        and draft.count.kind != "vague"
        and (home.count is None or home.count.kind == "vague")
        and not home.figures
        and draft.places_own
    )


def _same(left: Draft, right: Draft, scans: list[Scan], title_scans: int, lands: Lands) -> bool:
    """Whether a later draft tells an earlier one again: nothing conflicts, and something holds them together."""
    in_title = left.scan < title_scans <= right.scan
    if (left.status == "denied") != (right.status == "denied"):
        return False
    if not _types_meet(left, right, in_title=in_title) or not (
        in_title or left.status == right.status or {left.status, right.status} == _LASTING
    ):
        return False
    refers = _refers_back(right, left)
    if _figures_conflict(left, right) or _voices_differ(left, right) or not (refers or _dates_meet(left, right)):
        return False
    shared = None if refers else _places_meet(left, right)
    if shared is False and _narrows(left, right, lands):
        shared = None
    if shared is False or _is_new(right, scans[right.scan]):
        return False
    return in_title or refers or _held_together(left, right, shared=shared)


def _is_new(draft: Draft, scan: Scan) -> bool:
    """Whether the text itself calls it another event ("another raid")."""
    around = range(max(0, draft.trigger.first - 6), min(len(scan.tokens), draft.trigger.last + 4))
    return any(scan.sense_at(at, "function", "new_event") for at in around)


def _held_together(left: Draft, right: Draft, *, shared: bool | None) -> bool:
    if _is_one_of_many(left, right):
        return False
    if left.scan == right.scan and right.places_own and left.places_own and shared is not True:
        return False
    if _figures_equal(left, right) or (right.type in _TALKS and right.scan - left.scan <= 4):
        return True
    near, definite = right.scan - left.scan <= 2, _definite(right)
    if not right.figures and (not right.places_own or shared is None):
        held = near or definite
    elif near and (_is_bare(left) or (definite and not right.places_own)):
        held = True
    elif not right.figures or not left.figures:
        held = shared is True and (near or definite) and not (left.count and right.count)
    else:
        held = shared is True and near and definite
    return held


def _is_one_of_many(left: Draft, right: Draft) -> bool:
    """A toll of one town is not the toll of all the towns that were struck."""
    if not (left.places_own and right.places_own and right.figures) or left.figures:
        return False
    mine = {_key(place.mention.text) for place in left.places}
    theirs = {_key(place.mention.text) for place in right.places}
    return theirs < mine


def _is_bare(draft: Draft) -> bool:
    return not draft.figures and not draft.places_own and draft.type in VIOLENT


def _types_meet(left: Draft, right: Draft, *, in_title: bool) -> bool:
    if left.type == right.type:
        return True
    if (right.from_figure and left.type in VIOLENT) or (left.from_figure and right.type in VIOLENT):
        return in_title or bool(_figures_equal(left, right))
    if _refers_back(right, left):
        return True
    return in_title and FAMILY[left.type] == FAMILY[right.type]


def _refers_back(right: Draft, left: Draft) -> bool:
    """A general noun ("the attack", "the shelling") without figure or place of its own is the act told before."""
    meant = _NAMED_AGAIN.get(right.trigger.sense)
    if meant is None or right.figures or not _definite(right) or _is_placed(right) or _is_dated(right):
        return False
    return left.type in meant and right.scan - left.scan <= _REFERENCE_REACH


def _definite(draft: Draft) -> bool:
    trigger = draft.trigger
    return trigger.entry.features.get("pos") == "noun" and ("the" in trigger.marks or bool(trigger.after))


def _is_placed(draft: Draft) -> bool:
    """Whether a place stands right behind the noun, as its own: "the attack on the barracks in Homs"."""
    last = draft.trigger.last
    return any(place.scan == draft.scan and 0 < place.head_first - last <= _NEXT_TO for place in draft.places)


def _is_dated(draft: Draft) -> bool:
    """Whether a day stands right behind the noun, as its own."""
    return draft.date is not None and draft.date_own and 0 < draft.date.first - draft.trigger.last <= _NEXT_TO


def _figures_conflict(left: Draft, right: Draft) -> bool:
    for figure in left.figures:
        for other in right.figures:
            if figure.subset or other.subset or figure.outcome != other.outcome:
                continue
            if (figure.low, figure.high) != (other.low, other.high) and not _vague(figure.kind, other.kind):
                return True
    return False


def _voices_differ(left: Draft, right: Draft) -> bool:
    """Two sources, each with its own figure for one outcome, are two claims (guide, decision 2)."""
    mine = {voice.source_id or voice.words.text for voice in left.sources}
    theirs = {voice.source_id or voice.words.text for voice in right.sources}
    if not mine or not theirs or mine & theirs or _figures_equal(left, right):
        return False
    told = {figure.outcome for figure in left.figures if not figure.subset}
    return any(figure.outcome in told for figure in right.figures if not figure.subset)


def _vague(*kinds: str) -> bool:
    return "vague" in kinds


def _figures_equal(left: Draft, right: Draft) -> bool:
    mine = {(f.outcome, f.low, f.high) for f in left.figures if not f.subset and f.kind != "vague"}
    return any((f.outcome, f.low, f.high) in mine for f in right.figures if not f.subset and (f.low or 0) > 1)


def _dates_meet(left: Draft, right: Draft) -> bool:
    if left.date is None or right.date is None or not right.date_own or not left.date_own:
        return True
    if left.date.begins is None or right.date.begins is None:
        return True
    first = (date.fromisoformat(left.date.begins), date.fromisoformat(left.date.ends or left.date.begins))
    second = (date.fromisoformat(right.date.begins), date.fromisoformat(right.date.ends or right.date.begins))
    return first[0] <= second[1] and second[0] <= first[1]


def _places_meet(left: Draft, right: Draft) -> bool | None:
    """True: a place in common; None: one of them states none; False: different places."""
    if not left.places_own or not right.places_own:
        return None
    mine = {_key(place.mention.text) for place in left.places}
    theirs = {_key(place.mention.text) for place in right.places}
    mine_held = {name for place in left.places for name in place.held_in}
    theirs_held = {name for place in right.places for name in place.held_in}
    if mine & theirs or mine & theirs_held or theirs & mine_held:
        return True
    rows = {row for place in left.places for row in place.mention.candidates}
    if any(row in rows for place in right.places for row in place.mention.candidates):
        return True
    if _one_holds(left, right):
        return None
    inner = {index for place in left.places for index in place.mention.within} | {
        index for place in right.places for index in place.mention.within
    }
    return any(place.index in inner for place in (*left.places, *right.places))


def _one_holds(left: Draft, right: Draft) -> bool:
    """Every place of one lies in an area that the other names ("on towns in the governorate")."""
    for inner, outer in ((left, right), (right, left)):
        rows = {row for place in outer.places for row in place.mention.candidates}
        if all(place.areas & rows for place in inner.places):
            return True
    return False


def _narrows(left: Draft, right: Draft, lands: Lands) -> bool:
    """A definite second telling names the place within the area that the first named ("the strikes took place in X").

    A place that no gazetteer knows is taken to lie in the country that was named.
    """
    if not (_definite(right) and left.places_own and right.places_own):
        return False
    outer = {row for place in left.places for row in place.mention.candidates}
    return bool(outer) and all(_lies_in(place, outer, lands) for place in right.places)


def _lies_in(place: PlaceFound, outer: set[int], lands: Lands) -> bool:
    rows = set(place.mention.candidates)
    if rows & outer or (rows and rows <= lands.whole):
        return False
    if place.areas & outer:
        return True
    whole = outer <= lands.whole
    named = {lands.country.get(row) for row in outer}
    return whole and (not rows or not named.isdisjoint(lands.country.get(row) for row in rows))


def _key(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1]


def _take(home: Draft, other: Draft) -> None:
    """Everything that the second telling adds goes to the first."""
    _take_figures(home, other)
    if not home.places_own and other.places_own:
        home.places, home.places_own = other.places, True
    if home.date is None and other.date is not None and other.date.anchor != "vague":
        home.date, home.date_own = other.date, other.date_own
    home.actors = home.actors or list(other.actors)
    home.targets = home.targets or list(other.targets)
    home.claimed = home.claimed or other.claimed
    home.accused = home.accused or other.accused
    _take_sources(home, other)
    codes = {weapon.code for weapon in home.weapons}
    home.weapons += [weapon for weapon in other.weapons if weapon.code not in codes]
    _take_count(home, other)
    home.none_reported = home.none_reported or other.none_reported
    home.damage = home.damage or other.damage
    if home.scan == other.scan and other.status == "ongoing":
        home.status = "ongoing"
    home.weak = home.weak and other.weak
    home.merged.append(other)
    home.rules = list(dict.fromkeys(home.rules + other.rules))


def _take_figures(home: Draft, other: Draft) -> None:
    """Figures that are new; a stated one takes the place of a vague one."""
    mains = {f.outcome for f in home.figures if not f.subset and f.kind != "vague"}
    stated = {f.outcome for f in other.figures if not f.subset and f.kind != "vague"}
    home.figures = [f for f in home.figures if not (f.kind == "vague" and f.outcome in stated)]
    known = {(f.outcome, f.group, f.subset) for f in home.figures}
    for figure in other.figures:
        if not figure.subset and figure.outcome in mains:
            continue
        if (figure.outcome, figure.group, figure.subset) not in known:
            home.figures.append(figure)


def _take_sources(home: Draft, other: Draft) -> None:
    """Voices that are new, where the other telling brings figures; a title's unnamed kind gives way to a named body."""
    if all(voice.unnamed and voice.source_id is None for voice in home.sources) and any(
        voice.source_id for voice in other.sources
    ):
        home.sources = [voice for voice in home.sources if voice.words.field == "text"]
    if home.sources and not other.figures:
        return
    words = {(voice.source_id, voice.words.text) for voice in home.sources}
    ids = {voice.source_id for voice in home.sources if voice.source_id is not None}
    home.sources += [
        voice
        for voice in other.sources
        if (voice.source_id, voice.words.text) not in words
        and voice.source_id not in ids
        and not (voice.words.field == "title" and home.sources)
    ]


def _take_count(home: Draft, other: Draft) -> None:
    """A count that is new or stated where the first was vague brings its own date."""
    if other.count is None:
        return
    if home.count is None or (home.count.kind == "vague" and other.count.kind != "vague"):
        home.count = other.count
        if other.date_own and other.date is not None:
            home.date, home.date_own = other.date, True
