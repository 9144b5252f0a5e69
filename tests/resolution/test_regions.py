"""A quarter that no map knows lies in the town that the report says, or is about; nothing else is guessed."""

from functools import lru_cache

import pytest

from marsad.base.ids import document_id
from marsad.model.document import Document
from marsad.model.value import Place
from marsad.pipeline.read import Reader


@lru_cache(maxsize=1)
def open_reader() -> Reader:
    return Reader()


def find_places(text: str) -> list[Place]:
    identity = document_id(None, text)
    claims = open_reader().read(Document(id=identity, sha256=identity, text=text)).claims
    return [place for claim in claims for place in claim.where if "البرقوش" in place.text]


IN_TOWN = {
    "انفجرت عبوة في حي البرقوش بمدينة بغداد وقتل ثلاثة مدنيين": (33.3, 44.4),
    "دارت اشتباكات في حلب. وقتل أربعة مدنيين بقصف على شارع البرقوش": (36.2, 37.2),
}
UNTOLD = [
    "قتل أربعة مدنيين بقصف على شارع البرقوش",
    "قتل أربعة مدنيين بقصف على قرية البرقوش. ونقل الجرحى إلى حلب",
    "قتل أربعة مدنيين بقصف على شارع البرقوش. وفي حماة سقط قتيل، وفي حلب سقط ثلاثة قتلى",
]


@pytest.mark.parametrize("text", IN_TOWN)
def test_an_unknown_quarter_has_no_point_and_names_the_town_around_it(text: str) -> None:
    place = find_places(text)[0]
    assert (place.place_id, place.lat, place.lon) == (None, None, None)
    assert place.within is not None
    assert place.within.lat == pytest.approx(IN_TOWN[text][0], abs=0.1)
    assert place.within.lon == pytest.approx(IN_TOWN[text][1], abs=0.1)


@pytest.mark.parametrize("text", UNTOLD)
def test_an_unknown_place_of_no_told_town_has_no_point(text: str) -> None:
    places = find_places(text)
    assert places
    assert [place.lat for place in places] == [None] * len(places)
    assert not any(place.within and place.within.lat for place in places)
