"""What is no news is blanked in place."""

import pytest

from marsad.packs import fold_for
from marsad.text.clean import blank_boilerplate


@pytest.mark.parametrize(
    "dateline",
    ["دبي، الإمارات العربية المتحدة (CNN) -- ", "القدس (المرفأ) - ", "عدن (وكالة النيل) – ", "بغداد/ أربيل (نون) — "],
)
def test_dateline_of_an_agency_is_blanked_and_nothing_moves(dateline: str) -> None:
    text = dateline + "قصفت المدفعية بلدة كفرنبل."
    passage, spans = blank_boilerplate(fold_for("ar").fold_passage(text, "text"), ())
    assert passage.folded.strip(" .") == fold_for("ar").fold_words("قصفت المدفعية بلدة كفرنبل")
    assert [passage.words(start, end).text.strip() for start, end in spans] == [dateline.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "درعا | قُتل جنديان بانفجار عبوة.",
        "قصفت الطائرات بلدة كفرنبل (ريف إدلب) أمس - وقتل ستة.",
        "قتل رجل (35 عاما) - وهو مزارع - في كفرنبل.",
    ],
)
def test_what_tells_where_it_happened_stays(text: str) -> None:
    passage, spans = blank_boilerplate(fold_for("ar").fold_passage(text, "text"), ())
    assert spans == []
    assert "كفرنبل" in passage.folded or "درعا" in passage.folded
