"""Short news of violence as many outlets tell it: the act, and who was harmed by it."""

from told import figures, place_names, read_claim, read_claims, types

HARMED = ("killed", "injured")


def harm(text: str, kind: str) -> set[tuple[str, str, int | None, int | None]]:
    return {row[:4] for row in figures(read_claim(text, kind))}


def test_bombs_that_an_aircraft_drops_are_an_air_strike_and_leaflets_are_none() -> None:
    text = "قتل سبعة مزارعين بعدما ألقت طائرة أنتونوف ست حاويات متفجرة على قرية هيبان أمس الأول."
    assert harm(text, "air_strike") == {("killed", "person", 7, 7)}
    assert types(read_claims("أسقطت الطائرات ذخائر عنقودية على مزارع في مديرية الجراحي دون وقوع ضحايا.")) == [
        "air_strike"
    ]
    assert types(read_claims("أفاد مراسلنا بأن الطيران المروحي ألقى لغمين بحريين على مدينة داريا.")) == ["air_strike"]
    assert read_claims("ألقت طائرات منشورات فوق مدينة داريا.", "air_strike") == []


def test_house_that_warplanes_destroyed_was_struck_from_the_air() -> None:
    text = "انتشل الدفاع المدني 22 شهيدا من منزل في مخيم النصيرات بعد أن دمرته طائرات الاحتلال ليلا."
    assert harm(text, "air_strike") == {("killed", "person", 22, 22)}


def test_massacre_that_aircraft_committed_is_an_air_strike() -> None:
    text = "مجزرة ارتكبتها طائرات العدوان بحق أسرة في مديرية باقم راح ضحيتها أب وثلاثة من أطفاله."
    assert types(read_claims(text)) == ["air_strike"]


def test_headline_in_the_present_tells_its_act() -> None:
    assert types(read_claims("طائرة مسيرة تستهدف سيارة قرب مدينة مأرب")) == ["air_strike"]


def test_assault_on_a_village_or_a_bus_is_an_attack_and_on_a_post_is_fighting() -> None:
    village = "مسلحون يقتحمون قرية في ولاية زمفارا ويقتلون 32 من سكانها"
    assert place_names(read_claim(village, "attack")) == ["ولاية زمفارا"]
    assert types(read_claims("هاجم مسلحون حافلة ركاب قرب مدينة تيلابيري وقتلوا 19 راكبا.")) == ["attack"]
    assert types(read_claims("هاجم مسلحون بلدة بيجي وقتلوا جنديين وأصابوا أربعة.")) == ["armed_clash"]


def test_assault_that_was_repelled_took_place() -> None:
    assert types(read_claims("صد الجيش اليمني هجوما للحوثيين في جبهة قانية.")) == ["armed_clash"]


def test_women_who_suffered_rape_are_told_by_their_number() -> None:
    text = "أفيد عن تعرض 14 امرأة للاغتصاب على يد مسلحين في منطقة سورتوني بشمال دارفور."
    claim = read_claim(text, "sexual_violence")
    assert not [row for row in figures(claim) if row[1] == "fighter"]


def test_bombing_needs_nothing_beside_its_name_and_a_place() -> None:
    assert types(read_claims("وقع تفجير في حي الكرادة وسط بغداد.")) == ["explosive_device"]


def test_one_number_may_count_the_dead_and_the_wounded() -> None:
    assert harm("قتل وأصيب عشرة جنود في كمين قرب مدينة عدن.", "armed_clash") == {
        ("killed_or_injured", "soldier", 10, 10)
    }
    text = "وقع خمسة من عناصر الميليشيا بين قتيل وجريح في كمين قرب مدينة حلب."
    assert harm(text, "armed_clash") == {("killed_or_injured", "fighter", 5, 5)}
    vague = "قتل وجرح العشرات في تفجير بمدينة بغداد."
    assert harm(vague, "explosive_device") == {(outcome, "person", 1, None) for outcome in HARMED}


def test_wounded_told_by_their_own_verb_are_not_counted_with_the_dead() -> None:
    text = "لقي خمسة جنود مصرعهم وأصيب اثنان آخران في انفجار عبوة ناسفة جنوب مدينة الشيخ زويد."
    assert harm(text, "explosive_device") == {("killed", "soldier", 5, 5), ("injured", "person", 2, 2)}


def test_second_thing_that_rises_has_its_own_outcome() -> None:
    text = "شهدت مدينة سبها اشتباكات، وارتفع عدد القتلى إلى ستة والجرحى إلى أربعة وعشرين."
    assert harm(text, "armed_clash") == {("killed", "person", 6, 6), ("injured", "person", 24, 24)}


def test_bodies_that_raise_a_toll_lie_inside_it() -> None:
    text = "انتشلت اليوم جثتان من تحت أنقاض مبنى دمرته غارة في مدينة صنعاء، ليرتفع عدد الضحايا إلى 19."
    assert harm(text, "air_strike") == {("killed", "person", 19, 19)}


def test_fatha_before_the_ending_makes_two() -> None:
    assert harm("قتل مدنيَين في قصف على مدينة دوما.", "shelling") == {("killed", "civilian", 2, 2)}
    assert harm("قتل مدنيين في قصف على مدينة دوما.", "shelling") == {("killed", "civilian", 2, None)}


def test_everybody_inside_is_one_or_more() -> None:
    text = "تفجير مدرعة للجيش غرب مدينة رفح أسفر عن مقتل جميع من كانوا على متنها."
    assert harm(text, "explosive_device") == {("killed", "person", 1, None)}


def test_verb_with_a_pronoun_and_the_dead_one_behind_it_are_one_victim() -> None:
    text = "استهدف قناص حوثي امرأة في مديرية مقبنة غربي تعز، فأرداها قتيلة على الفور."
    assert harm(text, "attack") == {("killed", "woman", 1, 1)}
    text = "أردت قوات الاحتلال شابا قتيلا عند مفرق غوش عتصيون."
    assert harm(text, "attack") == {("killed", "man", 1, 1)}


def test_death_told_by_a_pronoun_is_that_of_the_one_who_was_shot_at() -> None:
    text = "أطلق ملثمون النار على ناشط إعلامي وسط مدينة إدلب مساء أمس ما أدى إلى مقتله على الفور."
    assert harm(text, "attack") == {("killed", "journalist", 1, 1)}
    text = "ضربت طائرة بدون طيار فجر الجمعة دراجة نارية كان يستقلها شخصان قرب بلدة عزان فقتلا على الفور."
    assert harm(text, "air_strike") == {("killed", "person", 2, 2)}


def test_dead_in_the_ranks_of_a_side_are_that_sides() -> None:
    text = "سقط 40 قتيلا على الأقل في صفوف قوات الأمن الصومالية جراء هجوم انتحاري في مدينة بيداوة."
    assert harm(text, "suicide_bombing") == {("killed", "police", 40, None)}
    text = "سقط أربعة قتلى وثمانية جرحى في صفوف الجيش في اشتباكات بمدينة بنغازي."
    assert harm(text, "armed_clash") == {("killed", "soldier", 4, 4), ("injured", "soldier", 8, 8)}


def test_men_that_a_force_has_lost_are_dead() -> None:
    text = "فقدت الشرطة الأفغانية 11 من أفرادها في هجوم لطالبان على نقطة تفتيش بولاية فراه."
    assert harm(text, "armed_clash") == {("killed", "police", 11, 11)}


def test_of_them_points_back_to_those_who_were_shot_at() -> None:
    text = "أطلق قناصة النار على المدنيين في مدينة تعز فقتلوا ستة منهم."
    assert harm(text, "attack") == {("killed", "civilian", 6, 6)}


def test_object_of_a_plural_verb_is_its_victim() -> None:
    text = "هاجم مسلحون بلدة بيجي وقتلوا شرطيين وأصابوا أربعة قبل أن يلوذوا بالفرار."
    assert ("killed", "police", 2, None) in harm(text, "armed_clash")


def test_finders_and_mourners_are_no_victims() -> None:
    text = "عثر أهالي بلدة الشحيل على جثة شاب مقتول بعيارات نارية."
    assert harm(text, "attack") == {("killed", "man", 1, 1)}
    assert read_claims("شيع العشرات في بلدة كفر قدوم جثمان الشهيد البالغ من العمر 19 عاما.") == []


def test_missing_ones_are_as_many_as_their_number() -> None:
    text = "مقتل 4 جنود نيجريين وفقدان 3 في كمين قرب مدينة كيدال"
    assert ("missing", "soldier", 3, 3) in harm(text, "armed_clash")


def test_dead_behind_a_colon_count() -> None:
    text = "عودة القصف المدفعي إلى أحياء طرابلس الجنوبية: قتيلان و7 جرحى في عين زارة"
    assert harm(text, "shelling") == {("killed", "person", 2, 2), ("injured", "person", 7, 7)}


def test_family_told_one_by_one_lies_in_its_number() -> None:
    text = "قتل أربعة أشخاص من عائلة واحدة، هم أب وأم وطفلاهما، بقذيفة دبابة أصابت منزلهم في مدينة حلب."
    claim = read_claim(text, "shelling")
    assert {row for row in figures(claim) if row[4]} == {
        ("killed", "man", 1, 1, True), ("killed", "woman", 1, 1, True), ("killed", "child", 2, 2, True)
    }  # fmt: skip


def test_loot_told_behind_a_murder_did_not_kill() -> None:
    text = "قتل راعي غنم وسلبت مواشيه على يد مسلحين في بادية معدان بريف الرقة."
    assert harm(text, "attack") == {("killed", "person", 1, 1)}


def test_drowned_children_are_no_event() -> None:
    assert read_claims("قضى 5 أطفال غرقا في نهر الفرات قرب مدينة الرقة.", "attack") == []


def test_residential_quarter_is_no_name() -> None:
    text = "سقط صاروخ باليستي على حي سكني في مدينة مأرب، مما تسبب بمقتل طفلة وإصابة والديها."
    claim = read_claim(text, "shelling")
    assert place_names(claim) == ["مأرب"]
    assert ("injured", "person", 2, 2, False) in figures(claim)


def test_barrels_without_an_adjective_are_bombs_where_an_aircraft_drops_them() -> None:
    assert types(read_claims("ألقت مروحية برميلين على بلدة تل رفعت، واقتصرت الأضرار على المادية.")) == ["air_strike"]


def test_body_that_was_found_tells_a_killing_and_a_collapsed_house_none() -> None:
    assert harm("عثر على جثة رجل في مدينة دير الزور.", "attack") == {("killed", "man", 1, 1)}
    assert read_claims("أدى انهيار مبنى في الإسكندرية إلى مصرع أربعة أشخاص.", "attack") == []


def test_shells_that_a_quarter_was_hit_with_are_the_same_act() -> None:
    text = "استهدفت الميليشيا الأحياء السكنية في مدينة الفاشر بقذائف المدفعية مخلفة 9 قتلى."
    assert types(read_claims(text)) == ["shelling"]
