"""The details of a claim: each type's own, taken apart one by one and put together again."""

from typing import Any

import pytest

from marsad.model.details import SHAPES, Detail, drop_strangers, find_shape, list_details, replace_detail
from marsad.model.value import EventType

ONE: dict[str, Any] = {"text": "الجيش", "field": "text", "start": 3, "end": 8}
OTHER: dict[str, Any] = {"text": "الفصائل", "field": "text", "start": 20, "end": 27}
WHOLE: dict[str, Any] = {
    "parties": [ONE, OTHER], "guarantors": [OTHER], "terms": ONE, "places_count": {"low": 4, "high": None, **OTHER},
    "state": "extended", "state_words": ONE, "damage": OTHER, "damage_only": True,
}  # fmt: skip


def test_details_taken_apart_and_put_together_are_the_same() -> None:
    found = list_details("agreement", WHOLE)
    made: dict[str, Any] = {}
    for key in dict.fromkeys(one.key for one in found):
        made = replace_detail(made, key, [one for one in found if one.key == key])
    assert made == WHOLE
    assert [one.key for one in found if one.form == "list"] == ["parties", "parties", "guarantors"]


def test_detail_with_no_value_is_taken_away_with_its_words() -> None:
    assert replace_detail({"state": "broken", "state_words": ONE, "terms": ONE}, "state", ()) == {"terms": ONE}


def test_no_is_no_detail() -> None:
    assert list_details("shelling", {"damage": ONE, "damage_only": False}) == list_details("shelling", {"damage": ONE})


@pytest.mark.parametrize("type_", sorted(SHAPES))
def test_type_passes_over_what_it_does_not_carry(type_: EventType) -> None:
    own = {shape.key for shape in SHAPES[type_]}
    assert {one.key for one in list_details(type_, {**WHOLE, "from": ONE, "by": [ONE]})} <= own
    assert drop_strangers(type_, {"damage": ONE, "nonsense": ONE}) == {"damage": ONE}


def test_claim_whose_type_changes_keeps_the_details_of_both() -> None:
    assert drop_strangers("exchange", WHOLE) == {"parties": [ONE, OTHER], "damage": OTHER, "damage_only": True}
    assert find_shape("exchange", "state") is None


def test_words_that_are_not_whole_are_no_value() -> None:
    assert list_details("territory_change", {"to": "الجيش", "from": {"text": "الفصائل"}}) == []
    assert list_details("negotiation", {"outcome": "held"}) == [Detail(key="outcome", form="code", code="held")]
