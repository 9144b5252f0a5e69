"""Which words of a report are places, and which of them an event takes."""

import pytest
from told import place_names, read_claim, read_claims

UNKNOWN_NAMES = {
    "قُتل ثلاثة مدنيين في غارة على كفرشلوط أمس": ["كفرشلوط"],
    "قُتل ثلاثة مدنيين في غارة قرب كفرشلوط جنوب حلب": ["كفرشلوط"],
    "قُتل ثلاثة مدنيين في غارة في كفرشلوط بريف إدلب الجنوبي": ["كفرشلوط"],
    "قُتل ثلاثة مدنيين في غارة على بلدات دير شلوط وبرقيش وعين برقوش": ["دير شلوط", "برقيش", "عين برقوش"],
    "قُتل ثلاثة مدنيين في غارة على حي الأمان": ["حي الأمان"],
    "قُتل ثلاثة مدنيين في غارة على بلدة كفرشلوط وقرية برقيش": ["بلدة كفرشلوط", "قرية برقيش"],
}
NO_NAMES = [
    "قُتل ثلاثة مدنيين في غارة على منازلهم",
    "قُتل ثلاثة مدنيين في غارة قرب مستودعات الحبوب",
    "قُتل ثلاثة مدنيين في غارة في مطعم شعبي",
    "قُتل ثلاثة مدنيين في غارة وأدى سقوط الحطام إلى حريق",
]


@pytest.mark.parametrize("text", UNKNOWN_NAMES)
def test_a_name_that_no_gazetteer_knows_is_told_by_where_it_stands(text: str) -> None:
    claim = read_claim(text, "air_strike")
    assert place_names(claim) == UNKNOWN_NAMES[text]
    assert [place.lat for place in claim.where] == [None] * len(claim.where)


@pytest.mark.parametrize("text", NO_NAMES)
def test_ordinary_words_behind_a_preposition_are_no_places(text: str) -> None:
    assert [place_names(claim) for claim in read_claims(text, "air_strike")] == [[]]


BOUND = [
    ("قُتل ثلاثة مدنيين في غارة على كفرشلوط، ونُقل الجرحى إلى إدلب", "air_strike", ["كفرشلوط"]),
    ("قُتل ثلاثة مدنيين بانفجار عبوة على طريق حلب – دمشق", "explosive_device", ["طريق حلب – دمشق"]),
    ("قصفت طائرات ريف إدلب (كفرشلوط، برقيش، سراقب) فقُتل مدنيان", "air_strike", ["كفرشلوط", "برقيش", "سراقب"]),
    ("أدى القصف إلى نزوح ألف مدني من كفرنبل إلى سلقين", "displacement", ["كفرنبل"]),
    ("قصفت فصائل مدعومة من أنقرة بلدة عين عيسى", "shelling", ["عين عيسى"]),
    ("قال ناشط في إدلب إن ثلاثة مدنيين قُتلوا في غارة جوية على سراقب", "air_strike", ["سراقب"]),
    ("قُتل مدني في قصف على مدينة سراقب. وتجدد القصف على المدينة مساء وأسفر عن مقتل طفلين", "shelling", ["سراقب"]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), BOUND)
def test_an_event_takes_the_place_where_it_happened(text: str, kind: str, expected: list[str]) -> None:
    claims = read_claims(text, kind)
    assert claims
    assert [place_names(claim) for claim in claims] == [expected] * len(claims)
