"""A question and its address are the same thing, both ways."""

from datetime import date
from urllib.parse import parse_qsl

import pytest

from marsad.base.errors import UseError
from marsad.publish.filters import PARAMETERS, Question, parse_filter
from marsad.store.records import Box

FULL = Question(
    since=date(2018, 7, 4), until=date(2018, 7, 5), types=("siege", "attack"),
    statuses=("occurred",), kinds=("single",),
    grades=("fair",), place="درعا البلد", states=("proposed",), place_ids=("ocha:1",), countries=("SY", "IQ"),
    admin1s=("درعا",), origins=("sohr", "قناة"), actors=("sy.army",), words='"حي الزهور" قصف',
    box=Box(35.5, 32.0, 37.25, 33.0),
    located=True, dated=False, killed_min=0, sort="killed",
)  # fmt: skip


def test_address_of_a_question_asks_the_same() -> None:
    assert parse_filter(parse_qsl(FULL.query())) == FULL
    assert {name for name, _ in FULL.as_query()} == set(PARAMETERS)
    assert Question().query() == ""


def test_no_field_of_a_question_is_lost_on_the_way_to_the_ledger() -> None:
    asked = FULL.as_filter(limit=7, after="x")
    unasked = {"incident", "claim", "document", "offset", "oldest_first"}
    for name in asked.__struct_fields__:
        if name not in unasked:
            assert getattr(asked, name) not in (None, ()), name


@pytest.mark.parametrize("said", ["181,0,182,1", "0,-91,1,0", "a,b,c,d", "1,2,3,4,5", "inf,0,1,1"])
def test_box_that_lies_nowhere_is_refused(said: str) -> None:
    with pytest.raises(UseError, match="bbox"):
        parse_filter([("bbox", said)])


def test_country_may_be_written_small() -> None:
    assert parse_filter([("country", "sy"), ("country", "SY")]).countries == ("SY",)
