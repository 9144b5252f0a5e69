"""What a page sends about a claim, made into records of ours.

Why it is hard: a person points at words and names a value, and nothing else may come from the page: the characters are
cut from the document here, a place is taken whole from the gazetteer, a name from the list. Where the page held other
characters than the document has by now, the report was edited meanwhile, and the person must look again.
A value that is not to change is sent as `keep` with its place in the claim as people have it; one that the reader
itself makes of the words of an added claim as `as_read`, and is read here again.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from marsad.base.errors import ConflictError, InputError
from marsad.model.claim import Claim
from marsad.model.details import SHAPES, Detail, DetailShape, find_shape, replace_detail
from marsad.model.document import Document
from marsad.model.incident import Period
from marsad.model.judgement import CorrectedCount, CorrectedDetail, CorrectedFigure, Correction
from marsad.model.span import Field, Words
from marsad.model.value import (
    Actor,
    Casualty,
    ClaimKind,
    Count,
    DatePrecision,
    EventType,
    Group,
    NumberKind,
    Outcome,
    Place,
    PlaceRole,
    Source,
    Stance,
    Status,
    Weapon,
    When,
)
from marsad.publish.reviews import NamedChoice, Reviewing

T = TypeVar("T")
Number = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]
List = Annotated[tuple[T, ...], msgspec.Meta(max_length=100)]


class _Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes from a page: an unknown field is refused."""


class Pointed(_Sent, frozen=True, kw_only=True):
    """Words that a person points at; `text` are the characters that the page showed there."""

    field: Field
    start: Number
    end: Number
    text: str | None = None


class SentPlace(_Sent, frozen=True, kw_only=True):
    """A place: kept, or as the reader has it, or of the gazetteer, or (without an id) one that it does not know."""

    keep: Number | None = None
    as_read: bool = False
    place_id: str | None = None
    role: PlaceRole = "site"
    words: Pointed | None = None


class SentActor(_Sent, frozen=True, kw_only=True):
    """An actor or a target; without an id the text itself calls it unknown or names nobody of the list."""

    keep: Number | None = None
    as_read: bool = False
    actor_id: str | None = None
    stance: Stance = "stated"
    by: tuple[Number, ...] = ()
    words: Pointed | None = None


class SentWeapon(_Sent, frozen=True, kw_only=True):
    """A weapon by its code."""

    keep: Number | None = None
    code: str | None = None
    words: Pointed | None = None


class SentSource(_Sent, frozen=True, kw_only=True):
    """Who says it; without an id an unnamed voice."""

    keep: Number | None = None
    source_id: str | None = None
    words: Pointed | None = None


class SentFigure(_Sent, frozen=True, kw_only=True):
    """A figure; `kind` None says that there is none."""

    outcome: Outcome
    group: Group
    low: Number | None = None
    high: Number | None = None
    kind: NumberKind | None = None
    subset: bool | None = None
    words: Pointed | None = None


class SentCount(_Sent, frozen=True, kw_only=True):
    """A count of strikes or munitions; `kind` None says that there is none."""

    unit: str
    low: Number | None = None
    high: Number | None = None
    kind: NumberKind | None = None
    words: Pointed | None = None


class SentDetail(_Sent, frozen=True, kw_only=True):
    """One of the details, by its key; of `words` a list has several. Where nothing is said of it, it is not stated."""

    key: Annotated[str, msgspec.Meta(max_length=40)]
    words: List[Pointed] = ()
    code: str | None = None
    low: Number | None = None
    high: Number | None = None
    flag: bool = False


class SentWhen(_Sent, frozen=True, kw_only=True):
    """Days; both None say that the text fixes none."""

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = "unknown"
    words: Pointed | None = None


class SentValues(_Sent, frozen=True, kw_only=True):
    """Values of a claim: in a correction those that change, of an added claim all that are stated."""

    type: EventType | None = None
    status: Status | None = None
    kind: ClaimKind | None = None
    when: SentWhen | None = None
    places: List[SentPlace] | None = None
    actors: List[SentActor] | None = None
    targets: List[SentActor] | None = None
    weapon: List[SentWeapon] | None = None
    sources: List[SentSource] | None = None
    figures: List[SentFigure] = ()
    count: SentCount | None = None
    details: List[SentDetail] = ()


class SentCorrection(SentValues, frozen=True, kw_only=True):
    """What changes of a claim that was read: its values, the words of the event, all words that it rests on."""

    trigger: Pointed | None = None
    evidence: Pointed | None = None


class SentClaim(SentValues, frozen=True, kw_only=True):
    """A missed claim: the words that tell the event, and all words that it rests on."""

    trigger: Pointed
    evidence: Pointed


class SentDecision(_Sent, frozen=True, kw_only=True):
    """A decision about one claim; `seen` is the newest judgement about it that the page showed, 0 for none."""

    verdict: Literal["accept", "reject", "correct", "undo"]
    seen: Number
    reason: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    undo: Number | None = None
    correction: SentCorrection | None = None


class SentAddition(_Sent, frozen=True, kw_only=True):
    """A missed claim of a report; `seen` is the newest judgement about the report that the page showed.

    `instead` is the number of an addition whose words were lost, which this one takes the place of.
    """

    seen: Number
    claim: SentClaim
    instead: Number | None = None
    reason: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class Maker:
    """Makes records for one document, of what a page sends and of `claim` as people have it."""

    def __init__(self, document: Document, reviewing: Reviewing, claim: Claim | None = None) -> None:
        """Without a claim there is nothing to keep."""
        self._document = document
        self._reviewing = reviewing
        self._claim = claim
        self._read: tuple[Claim, ...] = ()

    def correction(self, sent: SentValues) -> Correction:
        """A correction; InputError where it says nothing or something that cannot be, ConflictError for moved words."""
        when = sent.when
        made = Correction(
            type=sent.type, status=sent.status, kind=sent.kind,
            when=None if when is None else self._period(when),
            when_words=None if when is None or when.words is None else self.words(when.words),
            places=self._list(sent.places, self._place, "where"), actors=self._list(sent.actors, self._actor, "actors"),
            targets=self._list(sent.targets, self._actor, "targets"),
            weapon=self._list(sent.weapon, self._weapon, "weapon"),
            sources=self._list(sent.sources, self._source, "sources"),
            figures=tuple(self._figure(one) for one in sent.figures),
            counts=() if sent.count is None else (self._count(sent.count),),
            details=tuple(self._detail(one, sent.type) for one in sent.details),
        )  # fmt: skip
        if isinstance(sent, SentCorrection):
            made = msgspec.structs.replace(
                made, trigger=None if sent.trigger is None else self.words(sent.trigger),
                evidence=None if sent.evidence is None else self.words(sent.evidence),
            )  # fmt: skip
        if made == Correction():
            raise InputError("a correction says what is right")
        return made

    def claim(self, sent: SentClaim) -> Claim:
        """A missed claim; raises as `correction` does."""
        if sent.type is None:
            raise InputError("an added claim needs a type")
        evidence = self.words(sent.evidence)
        maker = Maker(self._document, self._reviewing)
        maker._read = self._reviewing.read_words(
            self._document.id, evidence.field, evidence.start, evidence.end
        ).claims  # fmt: skip
        whole = maker.correction(sent)
        when, words = When(), whole.when_words
        if whole.when is not None:
            when = When(start=whole.when.start, end=whole.when.end, precision=whole.when.precision)
        if words is not None:
            when = msgspec.structs.replace(
                when, text=words.text, field=words.field, text_start=words.start, text_end=words.end
            )
        return Claim(
            id="", type=sent.type, status=sent.status or "occurred", kind=sent.kind or "single",
            trigger=self.words(sent.trigger), when=when, where=whole.places or (), actors=whole.actors or (),
            targets=whole.targets or (), weapon=whole.weapon or (),
            count=next((_as_count(one, evidence) for one in whole.counts if one.kind is not None), None),
            casualties=tuple(_as_casualty(one, evidence) for one in whole.figures if one.kind is not None),
            sources=whole.sources or (), details=_as_details(sent.type, whole, evidence), evidence=evidence,
            confidence=1.0, rules=(),
        )  # fmt: skip

    def words(self, sent: Pointed) -> Words:
        """The document's characters at these offsets."""
        whole = self._document.text if sent.field == "text" else self._document.title or ""
        text = whole[sent.start : sent.end]
        if sent.text is not None and sent.text != text:
            raise ConflictError("the report has another text by now; look at it again, then pick the words")
        if not text.strip():
            raise InputError(f"there are no words at {sent.start} to {sent.end} of the {sent.field}")
        return Words(text=text, field=sent.field, start=sent.start, end=sent.end)

    def _standing(self, sent: Pointed | None) -> Words:
        if sent is not None:
            return self.words(sent)
        if self._claim is None:
            raise InputError("a value of an added claim needs the words that it stands on")
        one = self._claim.evidence
        return Words(text=one.text, field=one.field, start=one.start, end=one.end)

    def _list(self, sent: Sequence[Any] | None, make: Callable[[Any], T], name: str) -> tuple[T, ...] | None:
        if sent is None:
            return None
        kept = () if self._claim is None else getattr(self._claim, name)
        made: list[T] = []
        for one in sent:
            if one.keep is not None and one.keep >= len(kept):
                raise InputError(f"the claim has no {name} number {one.keep}")
            made.append(make(one) if one.keep is None else kept[one.keep])
        return tuple(made)

    def _period(self, sent: SentWhen) -> Period:
        if sent.start is not None and sent.end is not None and sent.end < sent.start:
            raise InputError(f"{sent.start} to {sent.end} ends before it begins")
        return Period(start=sent.start, end=sent.end, precision=sent.precision)

    def _find_read(self, words: Words, found: Sequence[T]) -> T:
        """The value that the reader itself makes of these words."""
        for one in found:
            if isinstance(one, Words) and (one.field, one.start, one.end) == (words.field, words.start, words.end):
                return one
        raise InputError(f"the reader makes nothing of {words.text!r} here; name the value")

    def _place(self, sent: SentPlace) -> Place:
        if sent.as_read:
            return self._find_read(self._standing(sent.words), [place for one in self._read for place in one.where])
        return self._reviewing.make_place(sent.place_id, self._standing(sent.words), sent.role)

    def _actor(self, sent: SentActor) -> Actor:
        if sent.as_read:
            named_there = [actor for one in self._read for actor in (*one.actors, *one.targets)]
            found = self._find_read(self._standing(sent.words), named_there)
            return msgspec.structs.replace(found, by=sent.by)
        named = _find(self._reviewing.list_actors(), sent.actor_id, "actor")
        return Actor(
            **msgspec.structs.asdict(self._standing(sent.words)), actor_id=named.id if named else None,
            name_ar=named.name_ar if named else None, name_en=named.name_en if named else None, stance=sent.stance,
            by=sent.by,
        )  # fmt: skip

    def _weapon(self, sent: SentWeapon) -> Weapon:
        named = _find(self._reviewing.list_weapons(), sent.code, "weapon")
        if named is None:
            raise InputError("a weapon needs its code")
        return Weapon(
            **msgspec.structs.asdict(self._standing(sent.words)), code=named.id, name_en=named.name_en or named.id
        )

    def _source(self, sent: SentSource) -> Source:
        named = _find(self._reviewing.list_actors(), sent.source_id, "source")
        return Source(
            **msgspec.structs.asdict(self._standing(sent.words)), source_id=named.id if named else None,
            name_ar=named.name_ar if named else None, name_en=named.name_en if named else None,
        )  # fmt: skip

    def _figure(self, sent: SentFigure) -> CorrectedFigure:
        _check_range(sent.low, sent.high, sent.kind)
        return CorrectedFigure(
            outcome=sent.outcome, group=sent.group, low=sent.low, high=sent.high, kind=sent.kind, subset=sent.subset,
            words=None if sent.words is None else self.words(sent.words),
        )  # fmt: skip

    def _count(self, sent: SentCount) -> CorrectedCount:
        _check_range(sent.low, sent.high, sent.kind)
        return CorrectedCount(
            unit=sent.unit, low=sent.low, high=sent.high, kind=sent.kind,
            words=None if sent.words is None else self.words(sent.words),
        )  # fmt: skip

    def _detail(self, sent: SentDetail, new_type: EventType | None) -> CorrectedDetail:
        type_ = new_type or (None if self._claim is None else self._claim.type)
        shape = None if type_ is None else find_shape(type_, sent.key)
        if shape is None:
            raise InputError(f"{type_ or 'this type'} has no detail {sent.key!r}")
        words = [self.words(one) for one in sent.words]
        _check_detail(sent, shape)
        if shape.form in {"words", "list"}:
            values = [Detail(key=shape.key, form=shape.form, words=one) for one in words]
        elif sent.code is None and sent.low is None and sent.high is None and not sent.flag:
            values = []
        else:
            values = [
                Detail(
                    key=shape.key, form=shape.form, words=words[0] if words else None, code=sent.code, low=sent.low,
                    high=sent.high,
                )
            ]  # fmt: skip
        return CorrectedDetail(key=shape.key, values=tuple(values))


def _check_detail(sent: SentDetail, shape: DetailShape) -> None:
    """Raise InputError where a detail says what one of its form cannot say."""
    if sent.code is not None and sent.code not in shape.codes:
        raise InputError(f"{shape.key} has no value {sent.code!r}; there are {', '.join(shape.codes) or 'no codes'}")
    if shape.form != "list" and len(sent.words) > 1:
        raise InputError(f"{shape.key} stands on one stretch of words")
    said = {"number": (sent.low, sent.high) != (None, None), "flag": sent.flag, "words": False, "list": False}
    if any(there and form != shape.form for form, there in said.items()) or (shape.form == "flag" and sent.words):
        raise InputError(f"{shape.key} cannot say that")
    if shape.form == "number":
        _check_range(sent.low, sent.high, "exact" if said["number"] else None)


def _check_range(low: int | None, high: int | None, kind: NumberKind | None) -> None:
    if kind is None and (low, high) != (None, None):
        raise InputError("a figure that is not stated has no number")
    if kind is not None and low is None and high is None:
        raise InputError("a figure needs a lower or an upper number")
    if low is not None and high is not None and high < low:
        raise InputError(f"{low} to {high} ends below its beginning")


def _find(choices: Sequence[NamedChoice], wanted: str | None, what: str) -> NamedChoice | None:
    if wanted is None:
        return None
    for one in choices:
        if one.id == wanted:
            return one
    raise InputError(f"the list has no {what} {wanted!r}")


def _as_details(type_: EventType, whole: Correction, evidence: Words) -> dict[str, Any]:
    details: dict[str, Any] = {}
    for one in whole.details:
        values = [
            msgspec.structs.replace(each, words=evidence) if each.form == "number" and each.words is None else each
            for each in one.values
        ]
        details = replace_detail(details, one.key, values)
    return {key: details[key] for shape in SHAPES[type_] for key in (shape.key, f"{shape.key}_words") if key in details}


def _as_casualty(one: CorrectedFigure, evidence: Words) -> Casualty:
    return Casualty(
        **msgspec.structs.asdict(one.words or evidence), outcome=one.outcome, group=one.group, low=one.low,
        high=one.high, kind=one.kind or "exact", subset=bool(one.subset),
    )  # fmt: skip


def _as_count(one: CorrectedCount, evidence: Words) -> Count:
    return Count(
        **msgspec.structs.asdict(one.words or evidence), low=one.low, high=one.high, kind=one.kind or "exact",
        unit=one.unit,
    )  # fmt: skip
