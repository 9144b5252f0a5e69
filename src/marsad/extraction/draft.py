"""Drafts: what is known of an event or a figure while a document is being read. Never leaves this room."""

import datetime as dt
from dataclasses import dataclass, field

from marsad.extraction.places import PlaceFound
from marsad.grammar.lexicon import Hit
from marsad.grammar.rulefile import Rule
from marsad.grammar.scan import DateMention
from marsad.model.span import Words
from marsad.model.value import Casualty, Count, Weapon


@dataclass
class Figure:
    """One figure with its outcome, before it has an event. Tokens first..last of scan `scan`.

    `share`: the last token that tells of its part of a split toll; `raised`: the new state of a toll; `single`: a noun
    that no number counts.
    """

    scan: int
    first: int
    last: int
    outcome: str
    group: str
    low: int | None
    high: int | None
    kind: str
    unit: str
    subset: bool
    governor: Hit | None
    stated: bool = True
    share: int | None = None
    raised: bool = False
    single: bool = False

    def casualty(self, words: Words) -> Casualty:
        """The record of the contract."""
        return Casualty(
            text=words.text, field=words.field, start=words.start, end=words.end, outcome=self.outcome,  # type: ignore[arg-type]
            group=self.group, low=self.low, high=self.high, kind=self.kind, unit=self.unit, subset=self.subset,  # type: ignore[arg-type]
        )  # fmt: skip


@dataclass
class Party:
    """An actor mention: tokens first..last of its scan; `owned`: a pronoun tells whose ("its forces")."""

    scan: int
    first: int
    last: int
    words: Words
    actor_id: str | None
    name_en: str | None
    name_ar: str | None
    kind: str
    unknown: bool = False
    adjective: bool = False
    owned: bool = False


@dataclass
class Voice:
    """Who says something: the words, the registry id, and where it governs.

    `mode`: ahead (a verb of saying at token `at`: what follows), back (an "according to" at `at`: what stands before),
    act (a demand or threat, which is an event of its own and nobody's word for another).
    `own`: the publisher's own staff, who are no origin; `unnamed`: a kind of person ("a medical source").
    """

    words: Words
    source_id: str | None
    name_en: str | None
    name_ar: str | None
    first: int
    last: int
    carrier: bool = False
    through: tuple[Words, ...] = ()
    own: bool = False
    unnamed: bool = False
    mode: str = "ahead"
    at: int = 0


@dataclass
class Draft:
    """An event in the making; `segment` holds the tokens that alone tell of it, where a toll is split by place.

    `twin`: the draft of the same event that has another toll.
    """

    scan: int
    trigger: Hit
    type: str
    rule: Rule
    weak: bool
    from_figure: bool = False
    status: str = "occurred"
    kind: str = "single"
    figures: list[Figure] = field(default_factory=list)
    places: list[PlaceFound] = field(default_factory=list)
    places_own: bool = False
    date: DateMention | None = None
    date_own: bool = False
    actors: list[Party] = field(default_factory=list)
    targets: list[Party] = field(default_factory=list)
    sources: list[Voice] = field(default_factory=list)
    weapons: list[Weapon] = field(default_factory=list)
    count: Count | None = None
    none_reported: Words | None = None
    damage: Words | None = None
    merged: list["Draft"] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    accused: bool = False
    claimed: list[Party] = field(default_factory=list)
    segment: tuple[int, int] | None = None
    denies: "Draft | None" = None
    undated: bool = False
    day_from: dt.date | None = None
    twin: "Draft | None" = None

    @property
    def order(self) -> tuple[int, int]:
        """Place in the text."""
        return self.scan, self.trigger.start
