"""A report under review as its page shows it: each claim's values as rows, with what people made of them.

Why it is hard: who accepts a claim must see the values and not only the words they were read from; and what a person
changed must be told apart from what the reader said, without the two being mixed up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup

from marsad.model.claim import Claim
from marsad.model.details import SHAPES, Detail, list_details
from marsad.model.incident import Period
from marsad.model.review import ReviewConflict
from marsad.model.span import Words
from marsad.model.value import Actor, Casualty, Count, Place, Source, Weapon, When
from marsad.publish.reviews import ClaimReview, DocumentReview, NamedChoice
from marsad.publish.site.show import DASH, Show, ltr
from marsad.publish.site.spans import Span
from marsad.publish.site.words import Words as Said

KINDS = ("when", "place", "actor", "target", "weapon", "count", "casualty", "source", "detail")
REASONS = (
    "no_event", "old_event", "not_conflict", "figurative", "wrong_reading", "told_twice", "planned_only", "other",
)  # fmt: skip
"""Common reasons to reject a claim, each with its words in `reader_reasons`."""


@dataclass(frozen=True)
class Row:
    """One value of a claim; `span` is the number of its words in the page, `mark` what people did to it.

    `mark` is None, "corrected" (this value is a person's) or "struck" (it was read, and a person took it away).
    """

    kind: str
    index: int
    value: Markup
    span: int | None
    words: Words | None
    mark: str | None = None


@dataclass(frozen=True)
class Card:
    """One claim of the list."""

    review: ClaimReview
    rows: tuple[Row, ...]
    evidence: Span | None
    conflicts: tuple[ReviewConflict, ...]

    @property
    def claim(self) -> Claim:
        """The claim as people have it."""
        return self.review.claim

    @property
    def is_evidence_corrected(self) -> bool:
        """Whether a person drew the words of the whole claim otherwise."""
        return self.review.claim.evidence != self.review.read.evidence

    @property
    def data(self) -> str:
        """What the page's script needs of the claim, as JSON."""
        return _encode_values(self.claim, seen=self.review.seen, undo=self.review.undo)


def _encode_values(claim: Claim, **more: object) -> str:
    held = msgspec.to_builtins(claim)
    kept = {name: value for name, value in held.items() if name not in {"confidence", "rules"}}
    kept["details"] = [_flatten(one) for one in list_details(claim.type, claim.details)]
    return msgspec.json.encode(kept | more).decode()


@dataclass(frozen=True)
class Lost:
    """An added claim whose words were not found again: the number of its addition, and what the script needs of it."""

    number: int
    claim: Claim
    by: str

    @property
    def data(self) -> str:
        """The claim and the number, as JSON."""
        return _encode_values(self.claim, number=self.number)


def list_lost(review: DocumentReview) -> list[Lost]:
    """The additions whose words were not found again in the newest version."""
    found = ((one.number, one.judgement) for one in review.lost)
    return [Lost(number, each.claim, each.by) for number, each in found if each.claim is not None]


def _flatten(detail: Detail) -> dict[str, Any]:
    """A detail as the script has its values: the words' fields beside the others."""
    held = msgspec.to_builtins(detail)
    return {**held, **(held.pop("words") or {})}


TABLES = (
    "types", "statuses", "kinds", "outcomes", "groups", "units", "stances", "spans", "reader_roles", "reader_reasons",
    "reader_fields", "reader_letters", "reader_says", "reader", "details", "detail_codes", "reader_lost",
)  # fmt: skip
"""The tables of words that the page's script says things with."""


def gather_words(said: Said) -> str:
    """What the page's script says, as JSON."""
    forms = {
        type_: {one.key: {"form": one.form, "codes": one.codes} for one in shapes} for type_, shapes in SHAPES.items()
    }
    return msgspec.json.encode(
        {name: said.table[name] for name in (*TABLES, "months")} | {"detail_forms": forms}
    ).decode()


def plain_review(claims: Sequence[Claim]) -> DocumentReview:
    """How a report stands at a desk where nothing is decided."""
    return DocumentReview(
        tuple(ClaimReview(read=one, claim=one, state="open", entries=(), seen=0, undo=None, by=None) for one in claims),
        0, (),
    )  # fmt: skip


def make_cards(review: DocumentReview, spans: Sequence[Span], teller: "Teller") -> list[Card]:
    """The cards of a report's claims; `spans` are those of the claims as people have them."""
    numbers = {(span.claim_id, span.kind, span.index): span.number for span in spans}
    evidence = {span.claim_id: span for span in spans if span.kind == "evidence"}
    cards = []
    for one in review.claims:
        claim_id = one.read.id
        conflicts = tuple(found for found in review.conflicts if found.claim_id == claim_id)
        rows = tuple(_list_rows(one, claim_id, numbers, teller))
        cards.append(Card(one, rows, evidence.get(claim_id), conflicts))
    return cards


def list_loose(review: DocumentReview) -> list[ReviewConflict]:
    """What to look at again that no card shows, since its claim is not live; lost additions are shown by themselves."""
    live = {one.read.id for one in review.claims}
    lost = {one.number for one in review.lost}
    return [found for found in review.conflicts if found.claim_id not in live and found.judgement not in lost]


def _list_rows(
    review: ClaimReview, claim_id: str, numbers: Mapping[tuple[str, str, int], int], teller: "Teller"
) -> list[Row]:
    rows: list[Row] = []
    trigger, was = review.claim.trigger, review.read.trigger
    mark = None if trigger == was else "corrected"
    rows.append(Row("trigger", 0, Markup(""), numbers.get((claim_id, "trigger", 0)), trigger, mark))
    if mark:
        rows.append(Row("trigger", -1, Markup("<bdi>{}</bdi>").format(was.text), None, was, "struck"))
    for kind in KINDS:
        present, read = _values(review.claim, kind), _values(review.read, kind)
        for index, value in enumerate(present):
            number = numbers.get((claim_id, kind, index))
            mark = None if value in read else "corrected"
            rows.append(Row(kind, index, teller.tell(value, review.claim), number, _words(value), mark))
        rows += [
            Row(kind, -1, teller.tell_struck(value, review.read), None, _words(value), "struck")
            for value in read
            if value not in present
        ]
    return rows


def _words(value: Any) -> Words | None:  # noqa: ANN401 - any value of a claim
    if isinstance(value, Words):
        return value
    if isinstance(value, Detail):
        return value.words
    if value.text is None:
        return None
    return Words(text=value.text, field=value.field, start=value.text_start, end=value.text_end)


def _values(claim: Claim, kind: str) -> Sequence[Any]:
    if kind == "when":
        return (claim.when,)
    if kind == "count":
        return (claim.count,) if claim.count else ()
    if kind == "detail":
        return list_details(claim.type, claim.details)
    names = {
        "place": "where", "actor": "actors", "target": "targets", "weapon": "weapon", "casualty": "casualties",
        "source": "sources",
    }  # fmt: skip
    found: Sequence[Any] = getattr(claim, names[kind])
    return found


class Teller:
    """Says the values of a claim in one language."""

    def __init__(self, show: Show, weapons: Sequence[NamedChoice] = ()) -> None:
        """`weapons` give the weapons their names."""
        self._show = show
        self._words = show.words
        self._weapons = {one.id: one for one in weapons}

    def tell(self, value: Any, claim: Claim) -> Markup:  # noqa: ANN401 - any value of a claim
        """One value in words."""
        if isinstance(value, Actor):
            return self._actor(value, claim)
        tellers: dict[type, Callable[[Any], Markup]] = {
            When: self._when, Place: self._place, Weapon: self._weapon, Count: self._count,
            Casualty: self._casualty, Source: self._source, Detail: self._detail,
        }  # fmt: skip
        return tellers[type(value)](value)

    def tell_struck(self, value: Any, claim: Claim) -> Markup:  # noqa: ANN401 - as above
        """A value that was taken away; of one that is nothing but its words, with these."""
        said = self.tell(value, claim)
        if isinstance(value, Detail) and value.words is not None and value.form in {"words", "list"}:
            return Markup("{}: <bdi>{}</bdi>").format(said, value.words.text)
        return said

    def _detail(self, detail: Detail) -> Markup:
        said = self._words.code("details", detail.key)
        if detail.form == "code" and detail.code is not None:
            return Markup("{}: <b>{}</b>").format(said, self._words.code("detail_codes", detail.code))
        if detail.form == "number" and (detail.low is not None or detail.high is not None):
            return Markup("{}: <b>{}</b>").format(said, self._number(detail.low, detail.high, "exact"))
        return Markup("{}").format(said)

    def _when(self, when: When) -> Markup:
        if when.start is None and when.end is None:
            return self._words.say("reader.no_day")
        if when.start is None and when.end is not None:
            return self._words.say("reader.until", day=self._show.day(when.end))
        if when.end is None and when.start is not None:
            return self._words.say("reader.since", day=self._show.day(when.start))
        said = self._show.period(Period(start=when.start, end=when.end, precision=when.precision))
        if when.part is None:
            return said
        return Markup("{} · {}").format(said, self._words.code("reader_parts", when.part))

    def _place(self, place: Place) -> Markup:
        if place.place_id is None and place.lat is None:
            name = self._words.say("reader.unknown_place")
            if place.within is None:
                return name
            around = self._show.name(place.within.name_ar, place.within.name_en)
            return Markup("{} · {}").format(name, self._words.say("reader.within", place=around))
        parts = [self._show.name(place.name_ar, place.name_en)] if place.name_ar or place.name_en else []
        if place.admin1 and place.admin1 != place.name_ar:
            parts.append(self._show.name(place.admin1, place.admin1_en))
        said = self._words.say("language.separator").join(parts)
        if place.precision in {None, "settlement", "site"}:
            return said
        return Markup("{} · {}").format(said, self._words.code("precisions", place.precision))

    def _actor(self, actor: Actor, claim: Claim) -> Markup:
        name = self._show.name(actor.name_ar or actor.text, actor.name_en, actor.actor_id or actor.text)
        if actor.actor_id is None and actor.name_en == "unknown":
            name = self._words.say("site.unknown")
        if actor.stance == "stated":
            return name
        by = [self._source(claim.sources[at]) for at in actor.by if at < len(claim.sources)]
        stance = self._words.code("stances", actor.stance)
        said = self._words.say("language.separator").join(by)
        return Markup("{} · {} {}").format(name, stance, Markup("({})").format(said) if by else "")

    def _weapon(self, weapon: Weapon) -> Markup:
        named = self._weapons.get(weapon.code)
        return self._show.name(named.name_ar if named else None, weapon.name_en, weapon.code)

    def _number(self, low: int | None, high: int | None, kind: str) -> Markup:
        if kind == "vague":
            return self._words.say("reader.vague", number=ltr(f"{low:,}+" if low is not None else "?"))
        if low is None:
            return ltr(f"≤ {high:,}")
        if high is None:
            return ltr(f"{low:,}+")
        if low == high:
            return ltr(f"≈ {low:,}" if kind == "approximate" else f"{low:,}")
        return ltr(f"{low:,}{DASH}{high:,}")

    def _count(self, count: Count) -> Markup:
        unit = self._words.code("units", count.unit)
        return Markup("<b>{}</b> {}").format(self._number(count.low, count.high, count.kind), unit)

    def _casualty(self, figure: Casualty) -> Markup:
        outcome = self._words.code("outcomes", figure.outcome)
        group = "" if figure.group == "person" else self._words.code("groups", figure.group)
        unit = "" if figure.unit == "person" else self._words.code("units", figure.unit)
        told = " · ".join(each for each in (outcome, group, unit) if each)
        said = Markup("{} <b>{}</b>").format(told, self._number(figure.low, figure.high, figure.kind))
        if not figure.subset:
            return said
        return Markup('{} <span class="tag quiet">{}</span>').format(said, self._words.say("reader.subset"))

    def _source(self, source: Source) -> Markup:
        return self._show.name(source.name_ar, source.name_en, source.source_id or source.text)
