"""Whoever acts and whoever speaks are named as the text names them, in the frames that wires and monitors use."""

import pytest
from told import actor_names, read_claims

SPEAKERS = [
    ("قال المتحدث باسم الجيش الليبي إن قواته سيطرت على مدينة هون.", "territory_change", ["Libyan army spokesman"]),
    (
        "شن الطيران غارتين على حي أبو سليم في طرابلس، وفق الناطق باسم عملية بركان الغضب.",
        "air_strike",
        ["GNA forces spokesman"],
    ),
    (
        "أطلق الجيش التونسي النار على مهربين فأصاب اثنين، حسب الناطق باسم وزارة الدفاع الوطني.",
        "attack",
        ["Defence Ministry spokesman"],
    ),
    (
        "نفى المتحدث باسم القوات المشتركة في الساحل الغربي سقوط مدينة حيس بيد الحوثيين.",
        "territory_change",
        ["Joint Forces spokesman"],
    ),
    (
        "قتل شخصان في إطلاق نار نفذه مستوطنون على قرية المغير، قالت وزارة الصحة الفلسطينية إنهما شقيقان.",
        "attack",
        ["Palestinian Health Ministry"],
    ),
    ("سقطت قذيفة هاون على حي الحمدانية في حلب فأصيب طفل بجروح، ذكرت سانا.", "shelling", ["SANA"]),
    (
        "استهدفت مسيرة إسرائيلية سيارة في بلدة الناقورة، في حين أعلنت وزارة الصحة اللبنانية سقوط شهيد.",
        "air_strike",
        ["Lebanese Health Ministry"],
    ),
    (
        "ذكر بيان لقيادة عمليات نينوى أن قوة من الجيش ألقت القبض على ستة مطلوبين بتهمة الإرهاب.",
        "arrest",
        ["Nineveh Operations Command"],
    ),
    (
        "دهمت قوة من الجيش اللبناني منازل في بعلبك وأوقفت ثلاثة، وفق بيان صادر عن وزارة الدفاع اللبنانية.",
        "arrest",
        ["Lebanese Defence Ministry"],
    ),
    ("قتل ضابط برصاص ملثمين في العريش، حسبما أفادت مصادر أمنية وطبية.", "attack", ["security and medical sources"]),
    (
        "اعتقلت الشرطة شابين من قرية معبطلي بريف عفرين، بحسب منظمة حقوق الإنسان عفرين.",
        "arrest",
        ["organisation of human rights"],
    ),
    ("ذكر إعلام أوكراني أن القوات الروسية قصفت محطة حافلات في خيرسون فقتلت امرأتين.", "shelling", ["Ukrainian media"]),
    ("اتهمت لجان مقاومة مدني قوات الدعم السريع بقصف منازل في قرية ود العشا.", "shelling", ["resistance committees"]),
    (
        "قال شيخ من وجهاء القرية إن القوات الأميركية قتلت خمسة من أفراد عائلته في بلدة يكلا.",
        "attack",
        ["village notable"],
    ),
]

AUTHORS = [
    ("قالت الشرطة إن قطاع طرق خطفوا 15 تلميذا من مدرسة في ولاية سوكوتو.", "abduction", ["bandits"]),
    ("قال شهود إن جنودا إثيوبيين أطلقوا الرصاص على مصلين في بلدة أكسوم.", "attack", ["Ethiopian army"]),
    ("هاجم مسلحون مجهولون حاجزا للجيش الجزائري في ولاية جيجل فقتلوا جنديين.", "armed_clash", ["unknown"]),
    (
        "أعلنت سرايا القدس الجناح العسكري لحركة الجهاد الإسلامي قصف سديروت برشقة صاروخية.",
        "shelling",
        ["Al-Quds Brigades (Saraya al-Quds)"],
    ),
    (
        "أعلن حرس الثورة الإسلامية مسؤوليته عن قصف مقار أحزاب في كويسنجق بصواريخ.",
        "shelling",
        ["Islamic Revolutionary Guard Corps (IRGC)"],
    ),
    (
        "نفذت قوات التحالف الدولي عملية في بلدة الشحيل بريف دير الزور، اعتقلت خلالها قياديا في تنظيم داعش.",
        "arrest",
        ["US-led coalition"],
    ),
    (
        "لقي ستة جنود مصرعهم في كمين نصبه مسلحون يعتقد أنهم ينتمون إلى جماعة نصرة الإسلام والمسلمين قرب موبتي.",
        "armed_clash",
        ["Jamaat Nusrat al-Islam wal-Muslimin (JNIM)"],
    ),
    ("قتل 11 شخصا عندما فتح مسلحون على دراجات نارية النار على قرية في إقليم تيلابيري.", "attack", ["gunmen"]),
    ("سيطر الجيش على مدينة هون بعد انسحاب مسلحي سرايا الدفاع عن بنغازي في ليبيا.", "territory_change", ["Libyan army"]),
    ("قتل سبعة أشخاص في قصف للدعم السريع استهدف سوق صابرين في أم درمان.", "shelling", ["Rapid Support Forces"]),
    ("أوقع قصف لقوات النظام السوري على قرى جنوب إدلب ثلاثة قتلى.", "shelling", ["Syrian government forces"]),
    ("شن طيران العدوان السعودي الأميركي غارتين على مديرية كتاف بصعدة.", "air_strike", ["Saudi-led coalition"]),
    (
        "أقدمت عناصر من الشرطة العسكرية التابعة للجيش الوطني السوري على اعتقال شابين من عفرين.",
        "arrest",
        ["Syrian National Army"],
    ),
    (
        "تجددت الاشتباكات القبلية بين السلامات والبني هلبة في جنوب دارفور، مخلفة 24 قتيلا.",
        "armed_clash",
        ["tribal groups"],
    ),
    ("هاجم انتحاريون من حركة طالبان مقر الشرطة في مدينة غزني فقتلوا أربعة.", "suicide_bombing", ["Taliban"]),
    ("شارك العشرات من ذوي المعتقلين في اعتصام في طرابلس.", "protest", ["relatives of detainees"]),
    ("دكت مدفعية الجيش واللجان الشعبية تجمعات للجنود السعوديين في قطاع جيزان.", "shelling", ["Ansar Allah (Houthi)"]),
    (
        "أصيب طفل بقذيفة هاون مصدرها مناطق سيطرة المعارضة سقطت على حي الحمدانية في حلب.",
        "shelling",
        ["Syrian opposition"],
    ),
    ("قال الدعم السريع إنه اشتبك مع كتائب الإسلاميين في قرية السريحة.", "armed_clash", ["Rapid Support Forces"]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), SPEAKERS)
def test_whoever_says_it_is_its_source(text: str, kind: str, expected: list[str]) -> None:
    assert expected in [[source.name_en for source in claim.sources] for claim in read_claims(text, kind)]


@pytest.mark.parametrize(("text", "kind", "expected"), AUTHORS)
def test_whoever_does_it_is_its_actor(text: str, kind: str, expected: list[str]) -> None:
    assert expected in [actor_names(claim) for claim in read_claims(text, kind)]
