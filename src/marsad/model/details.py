"""What a type of event carries besides who, where, when: which details there are, of which form, and one by one.

Why it is hard: in the contract `details` is an object whose keys differ by type: words of the text, lists of them, a
code with the words that it was read from beside it, a count of places, a yes. People correct them one by one, pages
show them one by one, and a newer reader may bring others; so the forms stand here once, and nothing else looks inside.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from marsad.model.span import Words
from marsad.model.value import EventType

DetailForm = Literal["words", "list", "code", "number", "flag"]
"""words: words of the text, which are the value. list: several of them. code: one of some codes. number: a range on
the words that state it. flag: yes."""

OUTCOMES = ("held", "failed", "refused", "proposed", "agreed", "adjourned")
STATES = ("proposed", "in_force", "extended", "broken", "ended")
_WORDS = ("text", "field", "start", "end")


class DetailShape(NamedTuple):
    """One detail of a type: its key in the contract, its form, and the codes that it may have."""

    key: str
    form: DetailForm
    codes: tuple[str, ...] = ()


_OF_TYPE: Mapping[EventType, tuple[DetailShape, ...]] = {
    "territory_change": (
        DetailShape("from", "words"), DetailShape("to", "words"), DetailShape("extent", "words"),
        DetailShape("first_since", "words"),
    ),
    "negotiation": (
        DetailShape("parties", "list"), DetailShape("demands", "words"), DetailShape("outcome", "code", OUTCOMES),
        DetailShape("next", "words"),
    ),
    "threat": (
        DetailShape("by", "list"), DetailShape("against", "list"), DetailShape("demand", "words"),
        DetailShape("deadline", "words"),
    ),
    "agreement": (
        DetailShape("parties", "list"), DetailShape("guarantors", "list"), DetailShape("terms", "words"),
        DetailShape("places_count", "number"), DetailShape("state", "code", STATES),
    ),
    "displacement": (DetailShape("from", "words"), DetailShape("to", "words")),
    "exchange": (DetailShape("parties", "list"),),
}  # fmt: skip
_OF_ALL = (DetailShape("damage", "words"), DetailShape("damage_only", "flag"))
SHAPES: Mapping[EventType, tuple[DetailShape, ...]] = {
    name: (*_OF_TYPE.get(name, ()), *_OF_ALL) for name in get_args(EventType)
}
"""Type → the details that it may carry, in the order of the contract."""


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """One value of the details: words, a code, a range or a yes, with the words that it stands on where it has some."""

    key: str
    form: DetailForm
    words: Words | None = None
    code: str | None = None
    low: int | None = None
    high: int | None = None


def find_shape(type_: EventType, key: str) -> DetailShape | None:
    """The form of one detail of a type; None where the type has none of that key."""
    return next((one for one in SHAPES[type_] if one.key == key), None)


def list_details(type_: EventType, details: Mapping[str, Any]) -> list[Detail]:
    """The details one by one, in the contract's order; a list gives one for each of its words.

    What the type does not have, and what is not of its form, is passed over.
    """
    return [one for shape in SHAPES[type_] for one in _read(shape, details)]


def _read(shape: DetailShape, details: Mapping[str, Any]) -> Iterator[Detail]:
    value = details.get(shape.key)
    if shape.form == "flag":
        if value is True:
            yield Detail(key=shape.key, form="flag")
    elif shape.form == "code":
        if isinstance(value, str):
            yield Detail(key=shape.key, form="code", code=value, words=_words(details.get(f"{shape.key}_words")))
    elif shape.form == "number":
        if isinstance(value, Mapping):
            yield Detail(
                key=shape.key, form="number", low=value.get("low"), high=value.get("high"), words=_words(value)
            )
    else:
        for each in value if isinstance(value, list | tuple) else (value,):
            if (words := _words(each)) is not None:
                yield Detail(key=shape.key, form=shape.form, words=words)


def _words(value: Any) -> Words | None:  # noqa: ANN401 - a part of a JSON object
    if not isinstance(value, Mapping) or not value.keys() >= set(_WORDS):
        return None
    return msgspec.convert({name: value[name] for name in _WORDS}, Words)


def replace_detail(details: Mapping[str, Any], key: str, values: Sequence[Detail]) -> dict[str, Any]:
    """The object with one detail replaced by these values (of one form); none takes it away."""
    made = {name: value for name, value in details.items() if name not in {key, f"{key}_words"}}
    if not values:
        return made
    first = values[0]
    shown = [msgspec.structs.asdict(one.words) for one in values if one.words is not None]
    if first.form == "flag":
        made[key] = True
    elif first.form == "code":
        made[key] = first.code
        made |= {f"{key}_words": shown[0]} if shown else {}
    elif first.form == "number":
        made[key] = {"low": first.low, "high": first.high, **(shown[0] if shown else {})}
    else:
        made[key] = shown if first.form == "list" else shown[0]
    return made


def drop_strangers(type_: EventType, details: Mapping[str, Any]) -> dict[str, Any]:
    """The object without what a type does not carry: for a claim whose type a person corrected."""
    known = {name for one in SHAPES[type_] for name in (one.key, f"{one.key}_words")}
    return {name: value for name, value in details.items() if name in known}
