"""Who says it and who did it, each only where the text says so."""

import pytest
from told import actor_names, place_names, read_claim, read_claims, source_ids


@pytest.mark.parametrize(
    "text",
    [
        "قال المرصد السوري لحقوق الإنسان إن طائرات حربية قصفت بلدة كفرنبل أمس.",
        "قصفت طائرات حربية بلدة كفرنبل أمس، وفق المرصد السوري لحقوق الإنسان.",
        "أفاد المرصد السوري لحقوق الإنسان بأن طائرات حربية قصفت بلدة كفرنبل أمس.",
        "المرصد السوري لحقوق الإنسان: طائرات حربية قصفت بلدة كفرنبل أمس.",
        "وثق المرصد السوري لحقوق الإنسان قصف طائرات حربية بلدة كفرنبل أمس.",
        "بحسب المرصد السوري لحقوق الإنسان قصفت طائرات حربية بلدة كفرنبل أمس.",
    ],
)
def test_source_is_found_before_and_behind_its_statement(text: str) -> None:
    assert source_ids(read_claim(text, "air_strike")) == ["sohr"]


def test_source_carries_over_to_the_next_sentence() -> None:
    text = "قال المرصد السوري لحقوق الإنسان إن طائرات حربية قصفت بلدة كفرنبل. وأضاف أن لغما قتل طفلين في بلدة سراقب."
    claims = read_claims(text, "air_strike", "explosive_device")
    assert [source_ids(claim) for claim in claims] == [["sohr"], ["sohr"]]


def test_source_of_one_clause_is_not_that_of_the_next() -> None:
    text = "أعلن الدفاع المدني السوري مقتل طفلين في انفجار لغم في سراقب، فيما قصفت طائرات حربية بلدة كفرنبل."
    assert read_claim(text, "air_strike").sources == ()


@pytest.mark.parametrize(
    "text",
    [
        "أفاد مراسلنا بأن طائرات حربية قصفت بلدة كفرنبل أمس.",
        "أظهر تسجيل مصور طائرات حربية تقصف بلدة كفرنبل أمس.",
        "قصفت طائرات حربية يعتقد أنها روسية بلدة كفرنبل أمس.",
    ],
)
def test_own_staff_papers_and_guesses_are_no_origin(text: str) -> None:
    assert read_claim(text, "air_strike").sources == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال مصدر في حركة حماس إن قصفا مدفعيا أصاب بلدة بيت لاهيا.", "Hamas source"),
        ("قال مسؤول قطري إن قصفا مدفعيا أصاب بلدة بيت لاهيا.", "Qatari official"),
        ("قالت رابطة المحامين الوطنية إن قصفا مدفعيا أصاب بلدة بيت لاهيا.", "national association of lawyers"),
        ("أعلنت موسكو أن قصفا مدفعيا أصاب بلدة سراقب.", "Russia"),
    ],
)
def test_voice_has_an_english_name_from_what_the_tables_know(text: str, name: str) -> None:
    assert [source.name_en for source in read_claim(text, "shelling").sources] == [name]


def test_short_name_means_the_body_named_before() -> None:
    text = (
        "قال المرصد السوري لحقوق الإنسان إن المعارك توقفت. وأعلن المرصد مقتل ستة مدنيين في قصف مدفعي على بلدة كفرنبل."
    )
    assert source_ids(read_claim(text, "shelling")) == ["sohr"]


def test_nobody_is_named_where_nobody_speaks() -> None:
    assert read_claim("قصفت طائرات حربية بلدة كفرنبل أمس.", "air_strike").sources == ()


def test_unnamed_kind_is_a_source_without_an_id() -> None:
    claim = read_claim("قال مصدر طبي إن ستة مدنيين قتلوا في قصف مدفعي على بلدة كفرنبل.", "shelling")
    assert [(source.source_id, source.text) for source in claim.sources] == [(None, "مصدر طبي")]


def test_agency_passes_on_what_another_said() -> None:
    text = "نقلت وكالة رويترز عن مصدر طبي أن ستة مدنيين قتلوا في قصف مدفعي على بلدة كفرنبل."
    (source,) = read_claim(text, "shelling").sources
    assert source.text == "مصدر طبي"
    assert ["رويترز" in words.text for words in source.through] == [True]


TOLD_TO_AN_AGENCY = "وقال البرقوشي لوكالة فرانس برس إن مدنيين اثنين قتلا في قصف على مدينة نوى."
BETWEEN = "واستهدفت الغارات مدينة درعا. وتقع المدينة قرب الحدود. "


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("أحصى المرصد السوري لحقوق الإنسان 600 ضربة جوية على مدينة درعا. ", "sohr"),
        (f"قال مدير المرصد السوري لحقوق الإنسان هاني البرقوشي إن 600 ضربة طالت مدينة درعا. {BETWEEN}", "sohr"),
        (f"قال هاني البرقوشي مدير المرصد السوري لحقوق الإنسان إن 600 ضربة طالت مدينة درعا. {BETWEEN}", "sohr"),
        ("قال مصدر طبي إن مدنيا قتل في قصف على مدينة درعا. ", None),
        ("", None),
    ],
)
def test_agency_that_is_told_by_a_name_is_no_voice(before: str, source: str | None) -> None:
    told = [claim for claim in read_claims(before + TOLD_TO_AN_AGENCY) if "نوى" in place_names(claim)]
    assert [source_ids(claim) for claim in told] == [[source]]


def test_person_whom_no_list_knows_speaks_through_the_agency_that_was_told() -> None:
    (claim,) = read_claims(TOLD_TO_AN_AGENCY)
    (source,) = claim.sources
    assert "البرقوشي" in source.text
    assert ["فرانس برس" in words.text for words in source.through] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "قالت وكالة فرانس برس إن مدنيين اثنين قتلا في قصف على مدينة نوى.",
        "ذكرت فرانس برس أن مدنيين اثنين قتلا في قصف على مدينة نوى.",
        "قتل مدنيان في قصف على مدينة نوى، وفق فرانس برس.",
    ],
)
def test_agency_that_speaks_itself_stays_the_voice(text: str) -> None:
    (claim,) = read_claims(text)
    assert source_ids(claim) == ["media.afp"]


def test_another_name_is_not_the_one_that_spoke_for_a_body() -> None:
    before = f"قال مدير المرصد السوري لحقوق الإنسان هاني الزرقاوي إن 600 ضربة طالت مدينة درعا. {BETWEEN}"
    told = [claim for claim in read_claims(before + TOLD_TO_AN_AGENCY) if "نوى" in place_names(claim)]
    assert [source_ids(claim) for claim in told] == [[None]]


def test_unknown_actor_only_where_the_text_says_so() -> None:
    claim = read_claim("اغتال مسلحون مجهولون ضابطا في مدينة عدن.", "attack")
    assert [(actor.actor_id, actor.name_en) for actor in claim.actors] == [(None, "unknown")]


@pytest.mark.parametrize(
    "text",
    [
        "اغتيل ضابط في مدينة عدن أمس.",
        "انفجرت سيارة مفخخة في مدينة جرابلس أمس.",
        "تعرضت بلدة كفرنبل أمس لقصف مدفعي.",
        "قتل ستة مدنيين في غارة على بلدة كفرنبل أمس.",
    ],
)
def test_nobody_is_made_the_actor_where_the_text_names_none(text: str) -> None:
    (claim,) = read_claims(text)
    assert claim.actors == ()


def test_agent_stands_behind_the_verb() -> None:
    claim = read_claim("قصفت قوات النظام السوري بلدة كفرنبل أمس.", "shelling")
    assert [actor.actor_id for actor in claim.actors] == ["sy.government.forces"]


def test_agent_of_a_passive_is_named_last() -> None:
    claim = read_claim("قتل ثلاثة مدنيين في مدينة الرقة على يد تنظيم داعش أمس.", "attack")
    assert len(actor_names(claim)) == 1
    assert "Islamic State" in str(actor_names(claim)[0])


def test_victim_of_a_passive_is_no_agent() -> None:
    claim = read_claim("قتل خمسة من عناصر قوات النظام السوري في كمين في ريف حماة.", "armed_clash")
    assert "sy.government.forces" not in [actor.actor_id for actor in claim.actors]


def test_fighting_has_two_sides() -> None:
    claim = read_claim("اندلعت اشتباكات بين الجيش اليمني والحوثيين في محافظة تعز أمس.", "armed_clash")
    sides = {party.actor_id for party in (*claim.actors, *claim.targets)}
    assert len(sides) == 2
    assert None not in sides


def test_bare_nationality_beside_an_air_strike_is_the_air_force() -> None:
    claim = read_claim("شنت طائرات روسية غارات على بلدة كفرنبل أمس.", "air_strike")
    assert actor_names(claim) == ["Russian air force"]


def test_accused_is_no_stated_actor() -> None:
    text = "اتهم ناشطون قوات النظام السوري بقصف بلدة كفرنبل أمس."
    (claim,) = read_claims(text, "shelling")
    assert [actor.stance for actor in claim.actors] == ["accused"]
    assert all(0 <= index < len(claim.sources) for actor in claim.actors for index in actor.by)


def test_claimed_attack_is_its_own_authors() -> None:
    text = "تبنى تنظيم داعش تفجير سيارة مفخخة في مدينة الموصل أمس."
    (claim,) = read_claims(text, "explosive_device")
    assert [actor.stance for actor in claim.actors] == ["claimed_own"]


def test_source_of_a_statement_is_no_actor_of_the_strike() -> None:
    text = "قال الجيش اللبناني إن طائرة مسيرة قصفت سيارة في بلدة الخيام أمس."
    claim = read_claim(text, "air_strike")
    assert "Lebanese" not in " ".join(name or "" for name in actor_names(claim))


@pytest.mark.parametrize(
    ("text", "kind", "actors"),
    [
        ("دهمت القوات الإسرائيلية بلدة قباطية واعتقلت ثلاثة شبان.", "arrest", ["Israeli forces"]),
        ("أعلن الجيش الإسرائيلي أنه استهدف موقعا في بلدة الخيام بقذائف.", "shelling", ["Israeli army"]),
        ("واصل سلاح الجو الإسرائيلي غاراته على مدينة غزة أمس.", "air_strike", ["Israeli air force"]),
        ("قتل شخصان بقصف لقوات النظام على بلدة سرمين.", "shelling", ["Syrian government forces"]),
        ("نفت قوات الدعم السريع قصف مستشفى الفاشر.", "shelling", ["Rapid Support Forces"]),
        ("قصفت مقاتلات أميركية وبريطانية مدينة الحديدة أمس.", "air_strike", ["US air force", "British air force"]),
        ("دانت موسكو القصف على مدينة إدلب أمس.", "statement", ["Russia"]),
    ],
)
def test_agent_is_found_where_arabic_puts_it(text: str, kind: str, actors: list[str]) -> None:
    assert actor_names(read_claim(text, kind)) == actors


@pytest.mark.parametrize(
    ("text", "actors", "stance"),
    [
        ("انفجرت سيارة مفخخة في مدينة الباب. وتبنى تنظيم داعش الهجوم.", ["Islamic State"], "claimed_own"),
        ("انفجرت سيارة مفخخة في مدينة الباب. ولم تتبن أي جهة التفجير.", ["unknown"], "stated"),
        ("انفجرت سيارة مفخخة في مدينة الباب. واتهمت الشرطة تنظيم داعش بالهجوم.", ["Islamic State"], "accused"),
    ],
)
def test_next_sentence_tells_who_did_it(text: str, actors: list[str], stance: str) -> None:
    claim = read_claim(text, "explosive_device")
    assert (actor_names(claim), [actor.stance for actor in claim.actors]) == (actors, [stance])


def test_sentence_with_its_own_subject_takes_no_other() -> None:
    first = "سيطرت قوات الدعم السريع على بلدة كتم. وقصف الجيش السوداني مدينة نيالا أمس."
    text = f"{first} وأصابت ثلاث قذائف سوقا في مدينة الفاشر وقتلت بائعا."
    struck = [claim for claim in read_claims(text, "shelling") if "الفاشر" in place_names(claim)]
    assert [claim.actors for claim in struck] == [()]


def test_recording_that_a_monitor_speaks_of_is_no_voice() -> None:
    claim = read_claim("تحدث المرصد السوري لحقوق الإنسان عن تسجيل أكثر من 600 غارة على مدينة درعا.", "air_strike")
    assert [source.source_id for source in claim.sources] == ["sohr"]
