"""Which event it is, where, when and with what; one event told twice, and two events in one sentence."""

from datetime import date

import pytest
from told import actor_names, figures, place_names, read_claim, read_claims, types


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("تعرضت بلدة كفرنبل أمس لقصف عنيف.", "shelling"),
        ("تعرضت بلدة كفرنبل أمس لقصف جوي عنيف.", "air_strike"),
        ("قصفت طائرات حربية بلدة كفرنبل أمس.", "air_strike"),
        ("قصف الطيران المروحي بلدة كفرنبل أمس.", "air_strike"),
        ("قصفت راجمات الصواريخ بلدة كفرنبل أمس.", "shelling"),
        ("سقطت أمس ثلاث قذائف هاون على حي سكني في مدينة حلب.", "shelling"),
    ],
)
def test_bare_shelling_is_shelling_unless_air_is_named(text: str, kind: str) -> None:
    assert types(read_claims(text)) == [kind]


def test_title_names_the_air_for_a_bare_bombardment() -> None:
    claims = read_claims("تعرضت بلدة كفرنبل أمس لقصف عنيف.", title="غارات جوية على كفرنبل")
    assert types(claims) == ["air_strike"]


def test_artillery_named_beside_the_word_stays_shelling_under_a_title_of_raids() -> None:
    claims = read_claims("تعرضت بلدة سراقب أمس لقصف مدفعي.", title="غارات جوية وقصف مدفعي على إدلب")
    assert "shelling" in types(claims)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("انفجرت سيارة مفخخة في سوق شعبي في مدينة الموصل وقتل خمسة أشخاص.", "explosive_device"),
        ("فجر انتحاري نفسه عند حاجز في مدينة الموصل وقتل خمسة جنود.", "suicide_bombing"),
        ("قتل سائق سيارة مفخخة يقودها انتحاري خمسة جنود عند حاجز في مدينة الموصل.", "suicide_bombing"),
        ("تعرضت بلدة سرمين لهجوم بغاز السارين أدى إلى مقتل خمسة مدنيين.", "chemical_attack"),
        ("اندلعت اشتباكات بين الفصائل وقوات النظام في ريف حماة.", "armed_clash"),
        ("اغتال مسلحون مجهولون ضابطا في مدينة عدن.", "attack"),
        ("خطف مسلحون ثلاثة أطباء في ريف إدلب.", "abduction"),
        ("اعتقلت قوات الأمن 12 متظاهرا في مدينة البصرة.", "arrest"),
        ("اغتصب مسلحون امرأتين في قرية قرب الفاشر خلال الهجوم.", "sexual_violence"),
        ("تظاهر المئات في ساحة التحرير في مدينة بغداد.", "protest"),
        ("سيطرت قوات سوريا الديمقراطية على بلدة هجين بعد معارك.", "territory_change"),
        ("تحاصر قوات النظام مدينة مضايا منذ أشهر.", "siege"),
        ("فشلت المفاوضات بين الفصائل والجانب الروسي حول وقف المعارك.", "negotiation"),
        ("توصلت الفصائل وقوات النظام إلى اتفاق لوقف إطلاق النار في مدينة دوما.", "agreement"),
        ("هدد الحوثيون بقصف منشآت نفطية.", "threat"),
        ("نزح آلاف المدنيين من ريف إدلب الجنوبي بسبب القصف.", "displacement"),
        ("دخلت قافلة مساعدات إنسانية إلى مدينة دوما المحاصرة.", "aid"),
        ("أفرجت السلطات عن 20 معتقلا في مدينة تعز.", "exchange"),
        ("نهب مسلحون مستودعات برنامج الأغذية العالمي في مدينة ود مدني.", "destruction"),
        ("أعربت الأمم المتحدة عن قلقها العميق حيال سلامة المدنيين في درعا.", "statement"),
        ("أضرم محتجون النار في مبنى المحافظة في مدينة الناصرية ورشقوا قوات الأمن بالحجارة.", "riot"),
    ],
)
def test_each_type_is_read_from_a_plain_sentence(text: str, kind: str) -> None:
    assert kind in types(read_claims(text))


def test_list_of_towns_shares_verb_day_and_region() -> None:
    text = "قصفت طائرات حربية أمس بلدات كفرنبل وسراقب وبنش في محافظة إدلب."
    claim = read_claim(text, "air_strike")
    assert place_names(claim)[:3] == ["كفرنبل", "سراقب", "بنش"]
    assert {place.admin1 for place in claim.where} == {"إدلب"}
    assert (claim.when.start, claim.when.end) == (date(2018, 7, 5), date(2018, 7, 5))


def test_governorate_of_a_town_is_no_second_site() -> None:
    claim = read_claim("قصفت طائرات حربية بلدة كفرنبل في محافظة إدلب أمس.", "air_strike")
    assert place_names(claim) == ["كفرنبل"]


def test_governorate_alone_has_no_point() -> None:
    claim = read_claim("قصفت طائرات حربية مواقع في محافظة إدلب أمس.", "air_strike")
    (place,) = claim.where
    assert (place.precision, place.lat, place.lon) == ("governorate", None, None)


def test_unknown_hamlet_keeps_its_words_without_a_point() -> None:
    claim = read_claim("قصفت طائرات حربية قرية أم الزعابيب في محافظة إدلب أمس.", "air_strike")
    assert [(place.text, place.name_ar, place.place_id, place.lat, place.lon) for place in claim.where] == [
        ("قرية أم الزعابيب", "أم الزعابيب", None, None, None)
    ]


def test_one_event_told_in_several_sentences_is_one_claim() -> None:
    text = (
        "قصفت طائرات حربية بلدة كفرنبل أمس الخميس. وأدت الغارة إلى مقتل ستة مدنيين. وقال سكان إن القصف دمر منازل عدة."
    )
    claim = read_claim(text, "air_strike")
    assert figures(claim) == {("killed", "civilian", 6, 6, False)}


def test_headline_and_body_are_one_claim() -> None:
    claim = read_claim(
        "قتل ستة مدنيين في غارة على بلدة كفرنبل أمس.", "air_strike", title="مقتل ستة مدنيين في غارة على كفرنبل"
    )
    assert figures(claim) == {("killed", "civilian", 6, 6, False)}


def test_two_towns_with_their_own_tolls_are_two_claims() -> None:
    text = "قتل ثلاثة مدنيين في غارة على بلدة كفرنبل، فيما قتل خمسة مدنيين في غارة على بلدة سراقب."
    claims = read_claims(text, "air_strike")
    assert [(place_names(claim), figures(claim)) for claim in claims] == [
        (["كفرنبل"], {("killed", "civilian", 3, 3, False)}),
        (["سراقب"], {("killed", "civilian", 5, 5, False)}),
    ]


def test_strike_and_talks_of_one_sentence_are_two_claims() -> None:
    text = "قصفت طائرات حربية بلدة كفرنبل أمس فيما فشلت المفاوضات بين الفصائل والجانب الروسي."
    assert sorted(types(read_claims(text))) == ["air_strike", "negotiation"]


def test_count_of_strikes_is_open_above_more_than() -> None:
    claim = read_claim("شنت طائرات حربية أكثر من 600 غارة على بلدات ريف إدلب منذ أمس.", "air_strike")
    assert claim.count is not None
    assert (claim.count.low, claim.count.high, claim.count.kind) == (600, None, "more_than")


def test_dozens_of_raids_take_the_guides_figure() -> None:
    claim = read_claim("شنت طائرات حربية عشرات الغارات على بلدات ريف إدلب أمس.", "air_strike")
    assert claim.count is not None
    assert (claim.count.low, claim.count.high, claim.count.kind) == (24, None, "vague")


def test_two_raids_are_read_from_the_dual() -> None:
    claim = read_claim("شنت طائرات حربية غارتين على بلدة كفرنبل أمس.", "air_strike")
    assert claim.count is not None
    assert (claim.count.low, claim.count.high) == (2, 2)


def test_number_of_victims_is_no_number_of_shells() -> None:
    claim = read_claim("سقطت قذائف على حي سكني في مدينة حلب أمس وأصيب سبعة أشخاص.", "shelling")
    assert claim.count is None or claim.count.low in {None, 1}


def test_weapon_is_kept_with_its_words() -> None:
    text = "ألقت مروحيات براميل متفجرة على مدينة داريا أمس."
    claim = read_claim(text, "air_strike")
    assert [weapon.code for weapon in claim.weapon] == ["helicopter", "barrel_bomb"]
    assert [text[weapon.start : weapon.end] for weapon in claim.weapon] == ["مروحيات", "براميل متفجرة"]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("أمس", date(2018, 7, 5), date(2018, 7, 5)),
        ("ليل الأربعاء الخميس", date(2018, 7, 4), date(2018, 7, 5)),
        ("الأسبوع الماضي", date(2018, 6, 25), date(2018, 7, 1)),
        ("خلال الساعات الـ24 الماضية", date(2018, 7, 5), date(2018, 7, 6)),
    ],
)
def test_day_of_a_strike_is_that_of_its_sentence(words: str, start: date, end: date) -> None:
    claim = read_claim(f"قصفت طائرات حربية بلدة كفرنبل {words}.", "air_strike")
    assert (claim.when.start, claim.when.end) == (start, end)


def test_news_without_a_day_takes_the_day_of_publication() -> None:
    claim = read_claim("قصفت طائرات حربية بلدة كفرنبل.", "air_strike")
    assert (claim.when.start, claim.when.end, claim.when.text) == (date(2018, 7, 6), date(2018, 7, 6), None)


def test_without_a_day_of_publication_nothing_is_guessed() -> None:
    for text in ("قصفت طائرات حربية بلدة كفرنبل.", "قصفت طائرات حربية بلدة كفرنبل أمس."):
        claim = read_claim(text, "air_strike", published=None)
        assert (claim.when.start, claim.when.end) == (None, None)


def test_without_a_day_of_publication_the_text_still_fixes_its_own() -> None:
    claim = read_claim("قصفت طائرات حربية بلدة كفرنبل في 4 تموز 2018.", "air_strike", published=None)
    assert (claim.when.start, claim.when.end) == (date(2018, 7, 4), date(2018, 7, 4))


def test_dateline_is_no_place_of_the_event() -> None:
    claim = read_claim("بيروت (مراسلنا) - قصفت طائرات حربية بلدة كفرنبل في محافظة إدلب أمس.", "air_strike")
    assert place_names(claim) == ["كفرنبل"]


@pytest.mark.parametrize(
    "text",
    [
        "قـصـفـت طائرات حربية بلدة كفرنبل أمس.",
        "قَصَفَتْ طائراتٌ حربيّةٌ بلدةَ كفرنبل أمس.",
        "🔴 عاجل | قصفت طائرات حربية بلدة #كفرنبل أمس",
        "قصفت  طائرات\u00a0حربية بلدة كفرنبل أمس.",
        "\u200fقصفت طائرات حربية بلدة كفرنبل أمس\u200f.",
        "قصفت طائرات حربيه بلده كفرنبل امس",
    ],
)
def test_spelling_of_posts_changes_no_claim(text: str) -> None:
    claim = read_claim(text, "air_strike")
    assert place_names(claim) == ["كفرنبل"]
    assert claim.when.start == date(2018, 7, 5)


@pytest.mark.parametrize("word", ["قص.ف", "قصـ.ـف", "ق.صف", "ق-صف", "قصـ ـف", "ق*صف", "ق_ص_ف", "قصففف"])
def test_spelling_evasion_is_read_through(word: str) -> None:
    assert types(read_claims(f"{word} مدفعي على بلدة كفرنبل في ريف إدلب أمس.")) == ["shelling"]


def test_territory_change_names_who_took_it_and_from_whom() -> None:
    text = "سيطرت قوات سوريا الديمقراطية على بلدة هجين بعد معارك مع تنظيم داعش."
    claim = read_claim(text, "territory_change")
    assert place_names(claim) == ["هجين"]
    assert actor_names(claim) == ["Syrian Democratic Forces"]


@pytest.mark.parametrize("act", ["عدوانا جويا", "هجوما جويا", "هجوماً جوّياً"])
def test_adjective_in_the_accusative_tells_the_means(act: str) -> None:
    assert types(read_claims(f"شن العدو {act} على مدينة القصير.")) == ["air_strike"]


def test_act_told_in_a_relative_clause_with_its_day_and_place_is_told() -> None:
    claims = read_claims("تحدث الأهالي عن الطائرات التي قصفت مساء الأربعاء بلدة كفرنبل.", "air_strike", "shelling")
    assert len(claims) == 1
