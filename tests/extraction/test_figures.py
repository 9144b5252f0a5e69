"""Figures of harm: how many of whom, which lie inside which, and which are none."""

import pytest
from told import figures, place_names, read_claim, read_claims, read_report

STRIKE = "قصفت المدفعية بلدة كفرنبل أمس"


def test_subset_is_never_added() -> None:
    claim = read_claim("قتل ستة مدنيين بينهم امرأة وأربعة أطفال في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {
        ("killed", "civilian", 6, 6, False),
        ("killed", "woman", 1, 1, True),
        ("killed", "child", 4, 4, True),
    }


@pytest.mark.parametrize("marker", ["بينهم", "من بينهم", "من ضمنهم", "بمن فيهم", "منهم"])
def test_every_word_for_among_them_opens_a_subset(marker: str) -> None:
    claim = read_claim(f"قتل تسعة أشخاص {marker} ثلاثة أطفال في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {("killed", "person", 9, 9, False), ("killed", "child", 3, 3, True)}


def test_most_of_them_gives_no_number_of_its_own() -> None:
    claim = read_claim("قتل تسعة أشخاص معظمهم من الأطفال في قصف مدفعي على بلدة كفرنبل.", "shelling")
    mains = {row for row in figures(claim) if not row[4]}
    assert mains == {("killed", "person", 9, 9, False)}
    assert all(row[1] == "child" and row[2] in {None, 1, 5} for row in figures(claim) - mains)


def test_figure_behind_its_noun() -> None:
    claim = read_claim(f"{STRIKE}، وبلغ عدد القتلى 14 والجرحى 30.", "shelling")
    assert figures(claim) == {("killed", "person", 14, 14, False), ("injured", "person", 30, 30, False)}


def test_figure_before_its_event() -> None:
    claim = read_claim("خمسة قتلى في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {("killed", "person", 5, 5, False)}


def test_figure_behind_its_event() -> None:
    claim = read_claim(f"{STRIKE} ما أدى إلى مقتل خمسة مدنيين.", "shelling")
    assert figures(claim) == {("killed", "civilian", 5, 5, False)}


def test_figure_in_the_next_sentence_belongs_to_the_event_before() -> None:
    claim = read_claim(f"{STRIKE}. وأسفر القصف عن مقتل خمسة مدنيين.", "shelling")
    assert figures(claim) == {("killed", "civilian", 5, 5, False)}


def test_killed_and_injured_elide_the_same_noun() -> None:
    claim = read_claim("مقتل خمسة مدنيين وإصابة ستة في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {("killed", "civilian", 5, 5, False), ("injured", "civilian", 6, 6, False)}


def test_others_are_persons_and_no_subset() -> None:
    claim = read_claim("مقتل خمسة مدنيين وإصابة ستة آخرين في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {("killed", "civilian", 5, 5, False), ("injured", "person", 6, 6, False)}


def test_subset_of_the_wounded_is_none_of_the_dead() -> None:
    text = "قتل ثلاثة أشخاص وأصيب عشرة آخرون بينهم طفلان في قصف مدفعي على بلدة كفرنبل."
    assert figures(read_claim(text, "shelling")) == {
        ("killed", "person", 3, 3, False),
        ("injured", "person", 10, 10, False),
        ("injured", "child", 2, 2, True),
    }


def test_none_reported_is_zero_zero() -> None:
    claim = read_claim("سقطت قذيفة على حي سكني في مدينة حلب دون وقوع إصابات.", "shelling")
    assert {(one.low, one.high, one.kind) for one in claim.casualties} == {(0, 0, "none_reported")}


def test_not_stated_is_no_zero() -> None:
    claim = read_claim("سقطت قذيفة على حي سكني في مدينة حلب.", "shelling")
    assert claim.casualties == ()


def test_damage_only_is_kept_as_a_detail() -> None:
    claim = read_claim("انفجرت سيارة مفخخة في مدينة جرابلس واقتصرت الأضرار على الماديات.", "explosive_device")
    assert claim.details["damage_only"] is True
    assert all(one.kind == "none_reported" for one in claim.casualties)


def test_uncounted_dead_and_wounded_are_open() -> None:
    claim = read_claim(f"{STRIKE} ما أدى إلى سقوط قتلى وجرحى.", "shelling")
    assert {(one.outcome, one.low, one.high) for one in claim.casualties} == {("killed", 1, None), ("injured", 1, None)}


def test_joint_figure_is_one_cell() -> None:
    claim = read_claim(f"{STRIKE} ما أسفر عن سقوط 20 شخصا بين قتيل وجريح.", "shelling")
    assert figures(claim) == {("killed_or_injured", "person", 20, 20, False)}


def test_unsplit_dozens_are_open_for_each() -> None:
    claim = read_claim(f"{STRIKE} ما أسفر عن سقوط عشرات القتلى والجرحى.", "shelling")
    assert {(one.outcome, one.high) for one in claim.casualties} == {("killed", None), ("injured", None)}
    assert all(one.kind == "vague" for one in claim.casualties)


@pytest.mark.parametrize(
    ("words", "low", "high", "kind"),
    [
        ("ستة مدنيين على الأقل", 6, None, "at_least"),
        ("ما لا يقل عن ستة مدنيين", 6, None, "at_least"),
        ("أكثر من ستة مدنيين", 6, None, "more_than"),
        ("نحو ستة مدنيين", 6, 6, "approximate"),
        ("بين ستة وثمانية مدنيين", 6, 8, "range"),
        ("عشرات المدنيين", 24, None, "vague"),
    ],
)
def test_bounds_of_a_toll_are_kept(words: str, low: int, high: int | None, kind: str) -> None:
    claim = read_claim(f"قتل {words} في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert [(one.group, one.low, one.high, one.kind) for one in claim.casualties] == [("civilian", low, high, kind)]


def test_dead_of_two_sides_stand_in_two_entries() -> None:
    text = "اندلعت اشتباكات عنيفة في ريف حماة قتل فيها خمسة جنود وسبعة مقاتلين."
    assert figures(read_claim(text, "armed_clash")) == {
        ("killed", "soldier", 5, 5, False),
        ("killed", "fighter", 7, 7, False),
    }


def test_family_counts_as_families() -> None:
    claim = read_claim("نزحت 40 عائلة من بلدة كفرنبل بعد قصف مدفعي.", "displacement")
    ((low, high, unit),) = [(one.low, one.high, one.unit) for one in claim.casualties]
    assert (low, high, unit) == (40, None, "family")


def test_bodies_found_count_as_bodies() -> None:
    claims = read_claims("عثر الأهالي على 12 جثة في مقبرة جماعية في مدينة الرقة بعد المعارك.")
    assert [(one.outcome, one.low, one.unit) for claim in claims for one in claim.casualties] == [
        ("killed", 12, "body")
    ]


def test_rising_toll_gives_the_new_figure_alone() -> None:
    claims = read_claims("ارتفعت حصيلة قتلى القصف المدفعي على بلدة كفرنبل من 9 إلى 12 قتيلا.")
    assert {row for claim in claims for row in figures(claim)} == {("killed", "person", 12, 12, False)}


def test_later_death_of_a_wounded_man_is_counted_once() -> None:
    claims = read_claims("توفي رجل متأثرا بجروح أصيب بها في قصف مدفعي على بلدة كفرنبل.")
    assert {row for claim in claims for row in figures(claim)} == {("killed", "man", 1, 1, False)}


@pytest.mark.parametrize(
    "words",
    [
        "وعمره بين 9 و12 عاما",
        "(9 و12 عاما)",
        "وهو في الـ16 من عمره",
        "يبلغ من العمر 35 عاما",
        "على بعد 30 كيلومترا من مدينة إدلب",
        "عند الساعة 10:30",
        "بقذائف عيار 130 ملم",
    ],
)
def test_number_that_counts_nobody_is_no_victim(words: str) -> None:
    claims = read_claims(f"قتل رجل في قصف مدفعي على بلدة كفرنبل {words}.")
    assert {row for claim in claims for row in figures(claim)} == {("killed", "man", 1, 1, False)}


def test_each_figure_shows_its_own_words() -> None:
    text = "قتل ستة مدنيين بينهم أربعة أطفال وأصيب عشرة آخرون في قصف مدفعي على بلدة كفرنبل."
    claim = read_claim(text, "shelling")
    shown = [one.text for one in claim.casualties]
    assert [text[one.start : one.end] for one in claim.casualties] == shown
    assert "ستة مدنيين" in shown[0]
    assert len({(one.start, one.end) for one in claim.casualties}) == 3


def test_parts_of_a_total_stand_on_their_own_towns() -> None:
    text = "قتل 12 مدنيا في قصف مدفعي أمس، منهم سبعة في بلدة كفرنبل وخمسة في بلدة سراقب."
    claims = read_claims(text, "shelling", "attack")
    assert sorted(low or 0 for claim in claims for _, _, low, _, subset in figures(claim) if not subset) == [5, 7, 12]
    assert len(claims) == 3


def test_parts_of_a_total_without_a_word_for_among_them() -> None:
    text = "مقتل 5 مدنيين في كفرنبل و3 في سراقب جراء القصف."
    claims = read_claims(text, "shelling")
    assert sorted((place_names(claim), claim.casualties[0].low) for claim in claims) == [
        (["سراقب"], 3),
        (["كفرنبل"], 5),
    ]


def test_victims_told_one_by_one_stand_under_their_sum() -> None:
    claim = read_claim(f"{STRIKE} ما أدى إلى مقتل رجل وزوجته وطفليهما.", "shelling")
    assert figures(claim) == {
        ("killed", "person", 4, 4, False),
        ("killed", "man", 1, 1, True),
        ("killed", "woman", 1, 1, True),
        ("killed", "child", 2, 2, True),
    }


def test_counted_groups_side_by_side_have_no_sum() -> None:
    claim = read_claim(f"{STRIKE} ما أدى إلى مقتل تسع نساء وخمسة أطفال.", "shelling")
    assert figures(claim) == {("killed", "woman", 9, 9, False), ("killed", "child", 5, 5, False)}


def test_the_party_tells_whose_dead_they_are() -> None:
    text = "اندلعت اشتباكات في ريف حماة قتل فيها 3 من قوات النظام و5 من الفصائل."
    assert figures(read_claim(text, "armed_clash")) == {
        ("killed", "soldier", 3, 3, False),
        ("killed", "fighter", 5, 5, False),
    }


def test_members_of_the_speaking_party_are_its_own() -> None:
    claim = read_claim("أعلنت وزارة الدفاع السورية مقتل 27 من أفرادها في كمين قرب تدمر.", "armed_clash")
    assert figures(claim) == {("killed", "soldier", 27, 27, False)}


def test_none_wounded_nor_dead_behind_a_negation() -> None:
    claim = read_claim(f"{STRIKE} دون أن يوقع ضحايا.", "shelling")
    assert all(one.kind == "none_reported" for one in claim.casualties)


def test_another_source_with_another_toll_is_another_claim() -> None:
    text = "أدى انفجار سيارة مفخخة في الرقة إلى مقتل 5 أشخاص، وقال مصدر طبي إن عدد القتلى بلغ 8."
    claims = read_claims(text, "explosive_device")
    assert sorted(claim.casualties[0].low or 0 for claim in claims) == [5, 8]


def test_raised_toll_of_a_longer_time_is_another_claim() -> None:
    text = "قتل 5 أشخاص في غارة على دوما، ليرتفع إلى 53 عدد الذين قضوا بالغارات منذ الأربعاء."
    claims = read_claims(text, "air_strike")
    assert sorted(claim.casualties[0].low or 0 for claim in claims) == [5, 53]


def test_cases_are_people() -> None:
    claim = read_claim("رصدت المنظمة خمس حالات اغتصاب لنساء في المخيم.", "sexual_violence")
    assert figures(claim) == {("injured", "woman", 5, 5, False)}


def test_part_told_as_a_ratio_is_derived() -> None:
    claim = read_claim("قتل 11 مدنيا، ثلثهم نساء، في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {("killed", "civilian", 11, 11, False), ("killed", "woman", 3, 4, True)}


def test_of_them_before_a_group_is_a_part() -> None:
    claim = read_claim("قتل 17 مدنيا، خمسة منهم أطفال، في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {("killed", "civilian", 17, 17, False), ("killed", "child", 5, 5, True)}


def test_toll_far_from_its_number_is_read() -> None:
    claims = read_claims("قال المرصد إن حصيلة القتلى في المدينة منذ 24 نيسان الماضي تجاوزت 1100.")
    assert {row for claim in claims for row in figures(claim)} == {("killed", "person", 1100, None, False)}


def test_victim_taken_up_by_a_pronoun_is_counted() -> None:
    claim = read_claim("أطلق مسلحان النار على رئيس بلدية الصنمين فقتلاه.", "attack")
    assert figures(claim) == {("killed", "official", 1, 1, False)}


@pytest.mark.parametrize(
    "text",
    [
        "قالت أم لخمسة أطفال إن مسلحين قتلوا جارها بالرصاص في مدينة الرقة.",
        "قتل 20 شخصا بين 2014 و2017 في مدينة الرقة.",
        "خطف مسلحون محامية في مدينة إدلب.",
    ],
)
def test_nobody_else_is_a_victim(text: str) -> None:
    rows = [row for claim in read_claims(text) for row in figures(claim)]
    assert len(rows) == 1


def test_nouns_that_one_person_opens_are_not_elided() -> None:
    claim = read_claim("قتلت فتاة وأصيب ثلاثة في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert figures(claim) == {("killed", "child", 1, 1, False), ("injured", "person", 3, 3, False)}


@pytest.mark.parametrize(
    "text", ["قتل رجل في القصف (12", "أصيب 12", "وإصابة آخرين", "مقتل 5 و", "ليرتفع إلى 5 عدد", "(9 و"]
)
def test_a_report_that_breaks_off_is_read(text: str) -> None:
    assert read_report(text).claims is not None


def test_who_they_were_stands_in_brackets() -> None:
    claim = read_claim("كفرنبل: 3 شهداء (سيدة وطفلاها) بغارة من الطيران الحربي على البلدة.", "air_strike")
    assert figures(claim) == {
        ("killed", "person", 3, 3, False),
        ("killed", "woman", 1, 1, True),
        ("killed", "child", 2, 2, True),
    }


def test_an_ordinal_behind_the_verb_is_one_more() -> None:
    claim = read_claim("لقي صيادان مصرعهما وفقد ثالث إثر انفجار لغم بحري قبالة الصليف.", "explosive_device")
    assert {(row[0], row[2]) for row in figures(claim)} == {("killed", 2), ("missing", 1)}


def test_an_assassination_keeps_its_own_dead() -> None:
    text = "سقط 13 قتيلا في المخيم بعد اغتيال قائد في مدينة صيدا."
    claims = [claim for claim in read_claims(text) if claim.trigger.text == "اغتيال"]
    assert [row[2] for claim in claims for row in figures(claim)] == [1]


@pytest.mark.parametrize(("word", "low", "high"), [("آخر", 1, 1), ("آخرين", 1, None)])
def test_others_without_a_number(word: str, low: int, high: int | None) -> None:
    claim = read_claim(f"{STRIKE} ما أدى إلى مقتل رجل وإصابة {word}.", "shelling")
    assert ("injured", "person", low, high, False) in figures(claim)


def test_animals_are_no_victims() -> None:
    assert read_report("نفق عشرون رأسا من الأغنام في بلدة كفرنبل بسبب مرض معد.").claims == ()


def test_detained_are_counted_on_the_arrest() -> None:
    claim = read_claim("اعتقلت قوات الأمن 12 شخصا في مدينة البصرة بعد المظاهرات.", "arrest")
    assert figures(claim) == {("detained", "person", 12, 12, False)}


def test_released_are_counted_on_the_exchange() -> None:
    claim = read_claim("أفرجت السلطات عن 20 معتقلا في مدينة تعز.", "exchange")
    assert {(one.outcome, one.low) for one in claim.casualties} == {("released", 20)}


def test_some_of_the_wounded_are_counted_already() -> None:
    (claim,) = read_claims(
        "أصيب 24 شخصا في غارة على مدينة أريحا، وثلاثة من المصابين ما زالوا في العناية المركزة.", "air_strike"
    )
    assert figures(claim) == {("injured", "person", 24, 24, False)}


def test_some_of_the_wounded_who_died_are_dead() -> None:
    (claim,) = read_claims("توفي ثلاثة من الجرحى الذين أصيبوا في قصف مدينة أريحا.", "shelling", "attack")
    assert ("killed", "person", 3, 3, False) in figures(claim)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("استشهد الطفل أحمد برصاص الجيش في مدينة جنين.", "child"),
        ("قتل القيادي البارز في الحركة في غارة قرب مدينة كيسمايو.", "fighter"),
        ("مقتل زعيم الحركة في ضربة جوية على مدينة هجين.", "person"),
        ("اغتال مسلحون النائب سالم العلي أمام منزله في مدينة عدن.", "official"),
    ],
)
def test_one_victim_with_the_article_behind_the_word_for_his_death_counts_one(text: str, group: str) -> None:
    assert figures(read_claims(text)[0]) == {("killed", group, 1, 1, False)}


def test_person_with_the_article_elsewhere_counts_nobody() -> None:
    assert figures(read_claims("قال الشاب إن المدفعية قصفت بلدة كفرنبل أمس.")[0]) == set()


def test_decree_that_lays_down_dismissals_kills_nobody() -> None:
    assert read_claims("صدر مرسوم يقضي بإقالة 18 ألف موظف بينهم عناصر في الجيش والشرطة.", "attack") == []


def test_people_whom_a_clause_begins_with_may_be_told_of_at_length() -> None:
    text = (
        "أكدت المصادر أن نحو 640 شخصا من المقاتلين غير راغبين بالبقاء من بلدة سراقب وكفرنبل بريف إدلب الجنوبي خرجوا "
        "في الدفعة الثالثة بموجب اتفاق مع الجيش بينهم 98 امرأة."
    )
    assert figures(read_claim(text, "exchange")) == {
        ("displaced", "person", 640, 640, False),
        ("displaced", "woman", 98, 98, True),
    }


def test_third_batch_is_no_third_person() -> None:
    claim = read_claim("خرج المقاتلون في الدفعة الثالثة من بلدة سراقب بموجب اتفاق مع الجيش.", "exchange")
    assert ("displaced", "person", 1, 1, False) not in figures(claim)


def test_those_who_are_among_the_dead_are_not_all_of_them() -> None:
    claim = read_claim("وقع قصف مدفعي على بلدة كفرنبل أمس. وأكدت مصادر طبية أن بين القتلى امرأة وطفلا.", "shelling")
    assert figures(claim) == {
        ("killed", "person", 2, None, False),
        ("killed", "woman", 1, 1, True),
        ("killed", "child", 1, 1, True),
    }


@pytest.mark.parametrize(
    "text",
    [
        "أسفر النزاع عن مقتل عشرة أشخاص وآلاف النازحين في محافظة إدلب.",
        "أسفر القصف على إدلب عن عشرة قتلى وملايين المهجرين.",
    ],
)
def test_thousands_of_displaced_are_not_dead_and_no_exact_number(text: str) -> None:
    rows = [row for claim in read_claims(text) for row in claim.casualties]
    assert {(row.low, row.high) for row in rows if row.outcome == "killed"} == {(10, 10)}
    assert all(row.kind == "vague" and row.high is None for row in rows if row.outcome != "killed")


@pytest.mark.parametrize(
    ("text", "outcome", "high"),
    [
        ("أسفر القصف على مدينة نوى عن سقوط مصابين.", "injured", None),
        ("أدى القصف على مدينة نوى إلى وفاة مصابين متأثرين بجراحهم.", "killed", None),
        ("توفي مصابين اثنين في قصف على مدينة نوى.", "killed", 2),
        ("أسفر القصف على مدينة نوى عن وقوع جريحين.", "injured", 2),
    ],
)
def test_a_plural_that_is_spelt_like_a_dual_is_two_or_more(text: str, outcome: str, high: int | None) -> None:
    claim = read_claim(text, "shelling")
    assert [(row.outcome, row.low, row.high) for row in claim.casualties] == [(outcome, 2, high)]
