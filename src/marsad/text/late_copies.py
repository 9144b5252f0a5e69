"""Copies when a few texts came, went or changed: the same as if all were compared again.

A text bears on those of the two weeks after it that share a run of words with it. One that is thereby copied otherwise,
or has no sketch any more because it is now the same as an earlier one, bears on its own two weeks in turn. Reports
without a day come last and may copy anything, so where one of them is touched all sketches are looked at.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from marsad.model.compared import ComparedText
from marsad.text.copies import WINDOW_DAYS, Numbered, Shelf, order_text, read_sketch

_WINDOW = timedelta(days=WINDOW_DAYS)


class KeptTexts(Protocol):
    """The texts as they were compared before."""

    def list_between(self, first: date | None, last: date | None) -> Iterable[ComparedText]:
        """The texts published in a time, both days included and None for no end, and all that have no day."""


def renew_copies(
    changed: Mapping[str, Numbered | None],
    before: Iterable[ComparedText],
    kept: KeptTexts,
    read: Callable[[str], Numbered],
) -> dict[str, ComparedText]:
    """The texts that are kept otherwise now, by id; `changed` holds None for those that are gone.

    `before` are the changed texts as they were kept, as far as they were; `read` gives the words of any other text.
    """
    former = {text.document_id: text for text in before}
    days = {text.published for text in changed.values() if text is not None}
    days |= {text.published for text in former.values()}
    known = [day for day in days if day is not None]
    ends: list[date | None] = [None, None] if None in days or not known else [min(known), max(known)]
    while True:
        first, last = ends
        window = kept.list_between(_add(first, -1), _add(last, 2))
        found = _compare_window(changed, former, window, first, read)
        touched = [text.published for text in found.values()]
        if None in touched and ends != [None, None]:
            ends = [None, None]
            continue
        reached = max((day for day in touched if day), default=None)
        if last is None or reached is None or reached <= last + _WINDOW:
            return found
        ends = [first, reached]


def _add(day: date | None, windows: int) -> date | None:
    if day is None:
        return None
    ordinal = day.toordinal() + windows * WINDOW_DAYS
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _compare_window(
    changed: Mapping[str, Numbered | None],
    former: Mapping[str, ComparedText],
    window: Iterable[ComparedText],
    first: date | None,
    read: Callable[[str], Numbered],
) -> dict[str, ComparedText]:
    """Go through the texts of a time in their order, and compare anew those that share words with what changed.

    A text without a day is named where it was looked at by this time alone, for its copies may lie anywhere.
    """
    kept = {text.document_id: text for text in window if text.document_id not in changed}
    fresh = {name: text for name, text in changed.items() if text is not None}
    runs = {run for text in former.values() for run in _list_marks(text)}
    texts: list[Numbered | ComparedText] = [*kept.values(), *fresh.values()]
    order = sorted(texts, key=order_text)
    shelf, found = Shelf(), dict[str, ComparedText]()
    for place, text in enumerate(order):
        name = text.document_id
        if isinstance(text, ComparedText) and (_is_before(text, first) or runs.isdisjoint(_list_marks(text))):
            one = text
        else:
            one, parent = shelf.place(_read(text, read), lambda at: _read(order[at], read))
            one = one._replace(copies=None if parent is None else order[parent].document_id)
        before = kept.get(name) or former.get(name)
        if one != before or (one.published is None and one is not text and first is not None):
            found[name] = one
            runs.update(_list_marks(one))
            runs.update(_list_marks(kept[name]) if name in kept else ())
        shelf.add(place, one)
    return found


def _is_before(text: ComparedText, first: date | None) -> bool:
    return first is not None and text.published is not None and text.published < first


def _read(text: Numbered | ComparedText, read: Callable[[str], Numbered]) -> Numbered:
    return read(text.document_id) if isinstance(text, ComparedText) else text


def _list_marks(text: ComparedText) -> Sequence[int | str]:
    return [text.whole, *read_sketch(text)]
