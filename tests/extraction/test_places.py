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


CARRIED = [
    "قُتل ثلاثة مدنيين في غارة على سراقب. وقال ناشط إن طائرة مسيّرة أطلقت النار على سيارة وقتلت رجلاً",
    "قُتل ثلاثة مدنيين في غارة على سراقب. وأفاد مسعفون بأن الطرق مقطوعة. وتحدثوا عن صعوبات. وقُتل رجل برصاص قناص",
]


@pytest.mark.parametrize("text", CARRIED)
def test_an_event_without_a_place_takes_the_one_that_the_report_began_with(text: str) -> None:
    assert place_names(read_claims(text)[-1]) == ["سراقب"]


def test_a_whole_war_is_fought_in_the_land_that_is_named() -> None:
    text = "قتلت غارة ثلاثة مدنيين في نيالا غربي السودان. وأودت الحرب بحياة أكثر من عشرين ألف شخص منذ اندلاعها"
    assert place_names(read_claims(text, "armed_clash")[-1]) == ["السودان"]


def test_a_place_right_behind_the_act_is_what_it_was_done_to() -> None:
    text = "قُتل جندي قنصاً على جبهة الملاجة، وردّت المدفعية بقصف سراقب وأصابت خمسة مدنيين"
    assert place_names(read_claims(text, "shelling")[-1]) == ["سراقب"]


REFERRED = [
    ("وصلت شاحنات إلى معبر نصيب أمس. وقُتل جندي بقصف مدفعي على المعبر", "shelling", ["معبر نصيب"]),
    ("نزح ألف مدني من مدينة سراقب باتجاه مدينة إدلب. وقُتل مدني بقصف مدفعي على المدينة", "shelling", ["سراقب"]),
    ("شهدت بلدة صوران فجر اليوم معارك عنيفة مع رتل استقدم من تدمر", "armed_clash", ["صوران"]),
    ("أصيب ثلاثة عمال بسقوط صاروخ في المدينة الصناعية بحسياء جنوب مدينة حمص", "shelling", ["حسياء"]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), REFERRED)
def test_a_definite_head_stands_for_a_site_named_before(text: str, kind: str, expected: list[str]) -> None:
    claims = read_claims(text, kind)
    assert claims
    assert [place_names(claim) for claim in claims] == [expected] * len(claims)


NO_NAME_OF_ITS_OWN = [
    ("شن العدو عدواناً جوياً من اتجاه الشمال على بلدة سرمين وقتل مدنيين", "air_strike", ["سرمين"]),
    ("شن العدو عدوانًا جويًا من اتجاه الشمال على بلدة سرمين وقتل مدنيين", "air_strike", ["سرمين"]),
    ("نزحت 40 عائلة من مدينة دومًا بعد قصف مدفعي", "displacement", ["دومًا"]),
    ("استهدفت طائرة مسيّرة قسماً في مستشفى بسراقب وقتلت خمسة مدنيين", "air_strike", ["سراقب"]),
]
"""An adverb that is spelt like a town, and a building told to be in one."""


@pytest.mark.parametrize(("text", "kind", "expected"), NO_NAME_OF_ITS_OWN)
def test_words_around_a_place_are_no_names(text: str, kind: str, expected: list[str]) -> None:
    claims = read_claims(text, kind)
    assert claims
    assert [place_names(claim) for claim in claims] == [expected] * len(claims)


BESIDE_THE_ACT = [
    ("قتل قصف مدفعي ثلاثة مدنيين في سراقب، بحسب رئيس المجلس المحلي في سلقين", "shelling", ["سراقب"]),
    ("أطلقت القوات صواريخ من جبل الأربعين على بلدة سرمين وقُتل مدنيان", "shelling", ["سرمين"]),
    ("قُتل مدنيان في سراقب بقصف مدفعي وأصيبت نازحة من الرقة", "shelling", ["سراقب"]),
    ("هاجمت كتيبة تابعة لمصراتة بلدة زلة وقتلت خمسة جنود", "armed_clash", ["زلة"]),
]
"""Places of offices, of those who fire, of displaced people and of units: none is where the act happened."""


@pytest.mark.parametrize(("text", "kind", "expected"), BESIDE_THE_ACT)
def test_a_place_of_persons_is_not_the_place_of_the_act(text: str, kind: str, expected: list[str]) -> None:
    claims = read_claims(text, kind)
    assert claims
    assert [place_names(claim) for claim in claims] == [expected] * len(claims)


STAND_INS = [
    ("شهدت العاصمة الليبية اشتباكات أسفرت عن مقتل أربعة مدنيين", "armed_clash", ["geonames:2210247"]),
    ("قُتل مدنيان في غارة على مدينة نيالا. وقُتل ستة مدنيين في غارة على العاصمة", "air_strike", None),
    ("قُتل مدني في قصف على حي الزيتون بغزة. ومنذ بدء القصف على القطاع قُتل مئة مدني", "shelling", None),
]


def test_a_capital_with_its_adjective_is_the_town() -> None:
    text, kind, expected = STAND_INS[0]
    assert [place.place_id for claim in read_claims(text, kind) for place in claim.where] == expected


@pytest.mark.parametrize(
    ("text", "kind", "last"),
    [(*STAND_INS[1][:2], "geonames:379252"), (*STAND_INS[2][:2], "geonames:PS.GZ")],
)
def test_the_capital_and_the_strip_are_told_by_the_places_of_the_report(text: str, kind: str, last: str) -> None:
    assert read_claims(text, kind)[-1].where[0].place_id == last


def test_a_sector_of_the_economy_is_no_place() -> None:
    claims = read_claims("قُتل مدني في قصف على غزة. وأصيب مدنيان في قصف أضر بالقطاع الصحي", "shelling")
    assert all("القطاع" not in name for claim in claims for name in place_names(claim))


@pytest.mark.parametrize(
    "text",
    ["انطلقت مشاورات الكويت بين الحكومة والحوثيين الأحد", "استؤنفت محادثات جنيف بين وفدي الحكومة والمعارضة الأحد"],
)
def test_talks_called_after_a_town_were_held_there(text: str) -> None:
    assert [place_names(claim) for claim in read_claims(text, "negotiation")] == [[text.split()[2]]]


def test_an_event_two_sentences_on_falls_back_on_the_place_of_the_report() -> None:
    claims = read_claims(
        "قُتل مدنيان في قصف على مدينة سراقب. وأصيب طفل في قصف على حي الأمان. وأعلن الدفاع المدني انتهاء البحث عن "
        "المفقودين. وقُتل ثلاثة مدنيين في قصف مساء.",
        "shelling",
        title="قتلى في سراقب",
    )
    assert place_names(claims[-1]) == ["سراقب"]


def test_a_condemnation_has_no_place() -> None:
    claims = read_claims("أدانت الأمم المتحدة قصف مدينة سراقب ومقتل مدنيين فيها", "statement")
    assert [place_names(claim) for claim in claims] == [[]]


def test_a_shop_that_lies_in_a_town_gives_the_town() -> None:
    claim = read_claim("قُتل ثلاثة أشخاص بإطلاق نار على كشلوط برقوق في بلدة سراقب", "attack")
    assert place_names(claim) == ["سراقب"]


def test_town_behind_the_word_capital_is_where_it_happened() -> None:
    (claim,) = read_claims("قتل ثلاثة جنود في انفجار عبوة ناسفة شمال العاصمة بغداد.", "explosive_device")
    assert place_names(claim) == ["شمال العاصمة بغداد"]


def test_deal_between_states_happens_in_none_of_them() -> None:
    text = "أُنشئت منطقة خفض التصعيد وتشمل محافظات إدلب وحماة، بموجب تفاهم بين روسيا وتركيا وإيران في سبتمبر 2017."
    claims = read_claims(text, "agreement")
    assert [place.precision for claim in claims for place in claim.where] == ["governorate", "governorate"]


def test_the_town_is_that_of_the_report_and_not_the_last_quarter_or_village() -> None:
    text = (
        "قُتل مدنيان في قصف على مدينة سراقب. وأصيب طفل في قصف على قرية جوباس. وتجدد القصف على المدينة مساء وأسفر عن "
        "مقتل ثلاثة مدنيين."
    )
    claims = read_claims(text, "shelling", title="قصف على سراقب")
    assert place_names(claims[-1]) == ["سراقب"]


def test_a_field_post_opens_with_its_place() -> None:
    claims = read_claims("الأتارب - شهيدان في غارة استهدفت منزلاً ظهر اليوم", "air_strike")
    assert [place_names(claim) for claim in claims] == [["الأتارب"]]


def test_a_number_joined_to_the_next_place_does_not_put_the_one_before_inside_it() -> None:
    found = {
        name: (place.lat is not None)
        for claim in read_claims("قُتل ثمانية مدنيين في سراقب، وخمسة في أريحا، وثلاثة في حلب")
        for place in claim.where
        for name in [place.text]
    }
    assert found.get("سراقب") is not False
    assert found.get("أريحا") is not False


def test_the_town_of_a_hospital_that_is_in_it_is_the_place() -> None:
    claim = read_claim("استهدفت طائرة مسيرة قسم الطوارئ في مستشفى بالفاشر فقُتل 45 مدنيا", "air_strike")
    assert place_names(claim) == ["الفاشر"]
    assert claim.where[0].lat is not None


@pytest.mark.parametrize("name", ["شارع برج البرقوش", "حي عش الغراب", "ساحة برج البرقوش"])
def test_two_ordinary_words_behind_a_street_or_a_quarter_are_its_name(name: str) -> None:
    assert place_names(read_claim(f"قُتل ثلاثة مدنيين بقذائف على {name} أمس", "shelling")) == [name]


def test_a_camp_of_training_is_no_name() -> None:
    assert place_names(read_claim("قُتل ثلاثة مسلحين بغارة على معسكر تدريب المقاتلين", "air_strike")) == []


def test_what_joins_or_leads_to_an_area_does_not_lie_in_it() -> None:
    claims = read_claims("سيطر الجيش على مدينة نوى ومحيطها وبعض مناطق ريف القنيطرة، وقتل ثلاثة", "territory_change")
    assert [(place.text, place.lat is not None) for claim in claims for place in claim.where][:1] == [("نوى", True)]


@pytest.mark.parametrize(
    "text",
    [
        "قُتل ثلاثة بغارة بعد تأكيد تل أبيب إسقاط طائرة",
        "قُتل ثلاثة بغارة على تلة استراتيجية",
        "قُتل ثلاثة بغارة قرب منطقة سكنية غرب المدينة",
    ],
)
def test_governments_and_adjectives_behind_heads_are_no_places(text: str) -> None:
    assert [name for claim in read_claims(text) for name in place_names(claim)] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("قُتل مدنيان في قصف دمشق لبلدة سراقب أمس", ["سراقب"]),
        ("قُتل مدنيان في قصف دمشق وريفها أمس", ["دمشق"]),
    ],
)
def test_a_capital_whose_act_has_an_object_is_its_government(text: str, names: list[str]) -> None:
    assert place_names(read_claim(text, "shelling")) == names


def test_a_capital_that_retakes_areas_is_not_what_is_retaken() -> None:
    claims = read_claims("أدى الهجوم إلى استعادة دمشق مناطق واسعة، وقتل ستة مدنيين.", "territory_change")
    assert [place_names(claim) for claim in claims] in ([], [[]])
