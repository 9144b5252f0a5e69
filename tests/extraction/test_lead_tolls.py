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
