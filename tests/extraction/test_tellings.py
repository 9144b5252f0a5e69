"""When a second telling is the same act, and when one breath tells one act with several words."""

from told import figures, place_names, read_claim, read_claims, types


def test_definite_attack_without_place_or_figure_is_the_bombing_told_before() -> None:
    text = (
        "فجر انتحاري نفسه عند حاجز للجيش في مدينة عدن وقتل أربعة جنود. "
        "وأعلن تنظيم الدولة الإسلامية مسؤوليته عن الهجوم في بيان."
    )
    assert types(read_claims(text)) == ["suicide_bombing"]


def test_definite_blast_before_a_road_closure_elsewhere_opens_no_second_bombing() -> None:
    text = (
        "فجر انتحاري نفسه عند حاجز للجيش في مدينة بعلبك وقتل أربعة جنود. "
        "وفي أعقاب الانفجار قطع أهالي الطريق المؤدية إلى عرسال."
    )
    assert types(read_claims(text, "suicide_bombing", "explosive_device")) == ["suicide_bombing"]


def test_definite_attack_with_a_town_right_behind_it_is_an_act_of_its_own() -> None:
    text = "قصفت طائرات حربية بلدة سراقب وقتل ثلاثة مدنيين. ونفذ الفصائل الهجوم على مدينة حارم بعد ساعات."
    assert types(read_claims(text, "air_strike", "armed_clash")) == ["air_strike", "armed_clash"]


def test_air_and_artillery_in_one_breath_are_one_event_of_the_kind_named_first() -> None:
    assert types(read_claims("قتل 34 مدنيا في ضربات جوية وقصف مدفعي على بلدات ريف إدلب.")) == ["air_strike"]
    assert types(read_claims("قتل 34 مدنيا في قصف مدفعي وغارات جوية على بلدات ريف إدلب.")) == ["shelling"]


def test_gas_that_the_rockets_carried_makes_the_shelling_a_chemical_attack() -> None:
    text = "أصيب أربعون شخصا جراء قصف بلدة سرمين مساء الخميس بعشرة صواريخ تحوي غاز الكلور."
    claim = read_claim(text, "chemical_attack")
    assert ("injured", "person", 40, 40, False) in figures(claim)
    assert place_names(claim) == ["سرمين"]
    assert types(read_claims("أصيب أربعون شخصا جراء قصف بلدة سرمين بعشرة صواريخ.")) == ["shelling"]


def test_clashes_with_stones_are_a_riot_and_with_guns_are_fighting() -> None:
    assert types(read_claims("اندلعت مواجهات رشق خلالها شبان قوات الشرطة بالحجارة في بلدة بيتا.")) == ["riot"]
    assert types(read_claims("اندلعت مواجهات بين الفصائل وقوات النظام في ريف حماة.")) == ["armed_clash"]


def test_coming_battle_and_sirens_are_no_events() -> None:
    assert read_claims("قال القائد إن المعركة المقبلة ستكون في مدينة تلعفر.", "armed_clash") == []
    assert read_claims("دوت صفارات الإنذار في مدينة عسقلان خشية قصف.", "explosive_device") == []


def test_shop_is_not_read_as_two_bombardments() -> None:
    assert read_claims("أحرق محتجون دكان حلاق في مدينة طرابلس.", "shelling") == []


def test_what_an_ambush_targeted_is_told_of_the_ambush() -> None:
    text = "أعلنت وزارة الدفاع مقتل 27 من أفرادها في كمين استهدف رتلهم قرب بلدة المزرعة يوم الاثنين."
    assert types(read_claims(text)) == ["armed_clash"]


def test_street_named_like_an_illness_hides_no_dead() -> None:
    text = (
        "أفادت تقارير بأن القوات قتلت 61 مدنيا بينهم ثمان نساء وعدد من الأطفال في منازلهم وهم يحاولون الفرار "
        "في حي السكري."
    )
    assert ("killed", "civilian", 61, 61, False) in figures(read_claim(text, "attack"))


def test_verb_far_behind_its_strike_tells_it_on() -> None:
    text = "إن الضربات على ريف حمص التي وقعت فجر الخميس واستهدفت مواقع عسكرية أسفرت عن مقتل 11 مقاتلا."
    assert types(read_claims(text)) == ["air_strike"]


def test_open_question_about_a_strike_is_no_plan_of_one() -> None:
    text = "استهدف قصف مساء الثلاثاء مدينة نوى، من دون تحديد ما إذا كان مصدر القصف الجيش أم الفصائل."
    assert {claim.status for claim in read_claims(text)} == {"occurred"}


def test_attack_that_a_blast_happened_in_is_the_blast() -> None:
    text = "وقع انفجار في كابل وذلك في هجوم استهدف شركة أمنية ما أسفر عن مقتل ثلاثة أشخاص."
    (claim,) = read_claims(text)
    assert claim.type == "explosive_device"
    assert figures(claim) == {("killed", "person", 3, 3, False)}


def test_fighting_that_a_side_is_in_goes_on() -> None:
    (claim,) = read_claims("يخوض الجيش معارك ضد المسلحين في مدينة درنة.")
    assert (claim.type, claim.status) == ("armed_clash", "ongoing")


def test_second_telling_says_where_in_the_country_the_strike_took_place() -> None:
    text = (
        "قصفت طائرات التحالف موقعا عسكريا في شرق سوريا ما أدى إلى مقتل ثمانية جنود. "
        "وقال المصدر إن الضربات وقعت في بلدة الباغوز."
    )
    claim = read_claim(text, "air_strike")
    assert ("killed", "soldier", 8, 8, False) in figures(claim)
    assert [name.split()[-1] for name in place_names(claim)] == ["الباغوز"]


def test_toll_of_a_country_is_not_that_of_the_next_raid() -> None:
    text = "قتل عشرون شخصا في غارات على اليمن. وشنت طائرات غارات على مدينة صعدة."
    assert len(read_claims(text, "air_strike")) == 2
