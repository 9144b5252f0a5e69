"""Borders as places: "on the Syrian-Jordanian border", "near the border with Turkey".

Why it is hard: a border is as long as a country, so it has no point; mostly it only says where a named place lies;
and guards, crossings, fences and talks are called after borders.

Method: a word for a border behind a preposition of place, with the countries that adjectives, "with" or "between"
name beside it; it counts only where its sentence names no other place.
"""

from collections.abc import Sequence

import msgspec

from marsad.extraction.places import PlaceFound
from marsad.grammar.lexicon import Hit
from marsad.grammar.scan import Scan
from marsad.model.place import Mention, Relative
from marsad.reference.actors import ActorList

_AT = ("in_place", "near", "vicinity", "onto", "inside", "hosts")
_FIRST_LIST = -200_000


def add_borders(found: list[PlaceFound], scans: Sequence[Scan], actors: ActorList) -> list[PlaceFound]:
    """The mentions with the borders that events happened at behind them; countries named with these are set aside."""
    related = list(found)
    for number, scan in enumerate(scans):
        for hit in scan.with_sense("distance", "border"):
            if not _is_at(scan, hit):
                continue
            countries, last = _countries(scan, hit, actors)
            here = [place for place in related if place.scan == number and not place.aside]
            if countries and all(hit.first <= place.first <= last for place in here):
                related = [_set_aside(place, number, hit.first, last) for place in related]
                related.append(_border(scan, number, (hit, last), countries, len(related)))
    return related


def _set_aside(place: PlaceFound, number: int, first: int, last: int) -> PlaceFound:
    inside = place.scan == number and first <= place.first <= last
    return msgspec.structs.replace(place, aside=True) if inside else place


def _is_at(scan: Scan, hit: Hit) -> bool:
    if not hit.first:
        return "by" in hit.marks
    before = hit.first - 1
    along = scan.ending_at(before, "distance", "extent")
    before = along.first - 1 if along is not None else before
    at = scan.ending_at(before, "function", *_AT) or scan.ending_at(before, "distance", "near")
    return at is not None or "by" in hit.marks


def _countries(scan: Scan, hit: Hit, actors: ActorList) -> tuple[tuple[str, ...], int]:
    """The ISO codes of the countries named right behind a word for a border, and the last token of all that."""
    codes: list[str] = []
    last = at = hit.last
    while at + 1 < len(scan.tokens) and at - last < 2 and len(codes) < 2:
        at += 1
        code, end = _country(scan, at, actors)
        if code is not None:
            codes += [code] if code not in codes else []
            at = last = end
        elif scan.sense_at(at, "distance", "with") is None and scan.sense_at(at, "function", "between") is None:
            break
    return tuple(codes), last


def _country(scan: Scan, at: int, actors: ActorList) -> tuple[str | None, int]:
    for hit in scan.at(at, "actor"):
        record = actors.find(hit.sense)
        if record is not None and record.kind == "state" and record.country:
            return record.country, hit.last
    return None, at


def _border(
    scan: Scan, number: int, tokens: tuple[Hit, int], countries: tuple[str, ...], index: int
) -> PlaceFound:  # fmt: skip
    hit, last = tokens
    start = hit.start - 2 if "article" in hit.marks else hit.start
    words = scan.passage.words(start, scan.tokens[last].end)
    mention = Mention(
        text=words.text, field=words.field, start=words.start, end=words.end, head="border", sentence=number,
        list_id=_FIRST_LIST - index,
    )  # fmt: skip
    place = PlaceFound(
        number, hit.first, last, hit.first, "border", words.text, mention, _FIRST_LIST - index, near=False,
        plural=False, index=index,
    )  # fmt: skip
    return msgspec.structs.replace(
        place, relative=Relative(kind="border", words=words, anchors=(), countries=countries)
    )
