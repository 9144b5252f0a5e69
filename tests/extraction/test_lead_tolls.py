"""Leads of wire stories: who was harmed, told by their nation, by a bare number, or beside the one who did it."""

import pytest
from told import figures, read_claim

TAIL = "في انفجار عبوة ناسفة أمس في سوق مدينة تلعفر."


@pytest.mark.parametrize(
    ("lead", "rows"),
    [
        ("قالت مصادر طبية إن 14 يمنيا قتلوا وأصيب أكثر من 30 آخرين", {("killed", 14, 14), ("injured", 30, None)}),
        ("قال مسؤولون إن عراقيين قتلا وأصيب آخر", {("killed", 2, 2), ("injured", 1, 1)}),
        ("قتل عراقي وجرح ثلاثة آخرون", {("killed", 1, 1), ("injured", 3, 3)}),
        ("قتل فتيان عراقيان", {("killed", 2, 2)}),
        ("قتل عراقيان على الأقل", {("killed", 2, None)}),
        ("مقتل سوريين اثنين وإصابة ثالث", {("killed", 2, 2), ("injured", 1, 1)}),
        ("أعلنت الوزارة أن عشرة أشخاص لقوا حتفهم وأن 25 جرحوا", {("killed", 10, 10), ("injured", 25, 25)}),
        ("قال المصدر إن ستة أشخاص على الأقل من الحرس قضوا", {("killed", 6, None)}),
        ("قتل مسلحون أحد الموظفين وأصيب آخر", {("killed", 1, 1), ("injured", 1, 1)}),
    ],
)
def test_lead_tells_how_many_were_harmed(lead: str, rows: set[object]) -> None:
    told = figures(read_claim(f"{lead} {TAIL}", "explosive_device"))
    assert {(row[0], row[2], row[3]) for row in told if not row[4]} == rows


@pytest.mark.parametrize(
    "text",
    [
        "قتل انتحاري 29 شخصا على الأقل قرب مركز اقتراع في مدينة كابول الخميس.",
        "انتحاري يقتل 29 شخصا على الأقل قرب مركز اقتراع في مدينة كابول الخميس.",
    ],
)
def test_bomber_who_kills_is_not_counted_among_the_dead(text: str) -> None:
    assert figures(read_claim(text, "suicide_bombing")) == {("killed", "person", 29, None, False)}


def test_two_joined_victims_share_the_verb_behind_them() -> None:
    claim = read_claim(f"قال المتحدث إن طفلة ووالدتها قتلتا {TAIL}", "explosive_device")
    assert ("killed", "person", 2, 2, False) in figures(claim)


def test_nation_of_whoever_harms_is_no_victim() -> None:
    claim = read_claim("قتل إسرائيلي ثلاثة أشخاص برصاص مسدسه أمس في مدينة نابلس.", "attack")
    assert figures(claim) == {("killed", "person", 3, 3, False)}


@pytest.mark.parametrize(
    ("text", "kind", "rows"),
    [
        (
            "طال القصف المدفعي أمس مزارعين في بلدة سقبا وأودى بثلاثة منهم وجرح ستة.",
            "shelling",
            {("killed", 3), ("injured", 6)},
        ),
        ("فارق شاب الحياة متأثرا بجروح أصيب بها في غارة على مدينة حرستا اليوم.", "air_strike", {("killed", 1)}),
        ("طفل قضى في سقوط قذيفة على منزل أسرته في مدينة تعز اليوم.", "shelling", {("killed", 1)}),
        (
            "قصفت المدفعية حي الميدان في حلب اليوم. وقال مسعفون إن شخصين قتلا وأصيب خمسة.",
            "shelling",
            {("killed", 2), ("injured", 5)},
        ),
    ],
)
def test_every_way_to_die_belongs_to_the_act(text: str, kind: str, rows: set[object]) -> None:
    assert {(row[0], row[2]) for row in figures(read_claim(text, kind)) if not row[4]} == rows


def test_fighters_and_bystanders_stand_in_entries_of_their_own() -> None:
    claim = read_claim("مقتل مقاتلين اثنين ومدنيين اثنين في انفجار عبوة ناسفة في مدينة تلعفر.", "explosive_device")
    assert figures(claim) == {("killed", "fighter", 2, 2, False), ("killed", "civilian", 2, 2, False)}


def test_toll_of_another_place_is_not_that_of_the_act_before() -> None:
    claim = read_claim("قصفت المدفعية حي الميدان في حلب اليوم. وقال مسعفون إن شخصين قتلا في مدينة حماة.", "shelling")
    assert figures(claim) == set()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("ارتفاع عدد ضحايا تفجير سوق النهروان إلى 11", {("killed", 11)}),
        ("ارتفاع ضحايا تفجيري سوق النهروان إلى 11 قتيلا", {("killed", 11)}),
        ("ارتفاع عدد قتلى تفجير سوق النهروان إلى تسعة والجرحى إلى عشرين", {("killed", 9), ("injured", 20)}),
        ("ارتفعت حصيلة تفجير سوق النهروان إلى ثمانية قتلى بعد وفاة جريحين", {("killed", 8)}),
        (
            "ارتفعت حصيلة تفجير سوق النهروان إلى ثمانية قتلى. وعزا المشفى الارتفاع إلى وفاة اثنين من المصابين",
            {("killed", 8)},
        ),
    ],
)
def test_headline_of_a_rising_toll(text: str, rows: set[object]) -> None:
    assert {(row[0], row[2]) for row in figures(read_claim(text, "explosive_device"))} == rows


@pytest.mark.parametrize(
    "text",
    [
        "أعلنت المؤسسة أن ثلاثة من مهندسيها تعرضوا للاختطاف الأربعاء قرب مدينة أوباري.",
        "لا أثر للمهندسين الثلاثة الذين اختطفتهم مجموعة مسلحة الأربعاء في مدينة أوباري.",
    ],
)
def test_so_many_were_abducted(text: str) -> None:
    assert figures(read_claim(text, "abduction")) == {("abducted", "person", 3, 3, False)}


@pytest.mark.parametrize(
    ("lead", "rows"),
    [
        ("فقد ثلاثة من عائلة واحدة حياتهم", {("killed", 3)}),
        ("قالت مصادر طبية إن 17 شخصا نقلوا إلى المستشفيات جراء إصابتهم", {("injured", 17)}),
        ("سقط عدد من القتلى والمصابين", {("killed", 1), ("injured", 1)}),
        ("قتلت ممرضة وأصيب نحو مئة شخص", {("killed", 1), ("injured", 100)}),
        ("قالت المنظمة إن عشرات أصيبوا", {("injured", 24)}),
    ],
)
def test_who_was_hurt_and_who_died(lead: str, rows: set[object]) -> None:
    assert {(row[0], row[2]) for row in figures(read_claim(f"{lead} {TAIL}", "explosive_device"))} == rows


def test_toll_that_says_no_more_is_of_the_dead() -> None:
    claim = read_claim("ارتفعت حصيلة التفجير الذي استهدف مسجدا في مدينة كابول أمس إلى 40.", "explosive_device")
    assert figures(claim) == {("killed", "person", 40, 40, False)}
