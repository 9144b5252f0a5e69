"""What a reviewer should see of an incident's figures is shown in words, whatever kind of remark it is."""

import pytest
from markupsafe import Markup

from marsad.publish.site.show import Show
from marsad.publish.site.words import read_words

REMARKS: dict[str, object] = {
    "violations": [{"outcome": "killed", "group": "civilian", "low": 11, "total_low": 9}],
    "families": [{"claim": "c1", "outcome": "displaced", "low": 40, "high": None}],
    "decreases": ["c1"],
    "accepted_claims": ["c1"],
    "judgements_in_conflict": [["c1", "c2"]],
    "review": "accept",
    "status_disputed": True,
    "accused": {"xx.army": ["monitor", "ministry"]},
}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", REMARKS)
def test_every_remark_has_a_word_and_a_line(language: str, name: str) -> None:
    words = read_words(language)
    shown = Show(words).input(REMARKS[name], {"c1": Markup("<a>claim</a>")})
    assert words.code("grade_inputs", name) != name
    assert shown
    assert "{" not in shown
    assert "total_low" not in shown


def test_a_part_above_its_whole_is_told_with_both_figures() -> None:
    shown = Show(read_words("en")).input(REMARKS["violations"], {})
    assert "Killed" in shown
    assert "11" in shown
    assert "lowest whole" in shown
    assert "9" in shown


def test_a_claim_of_a_remark_is_a_link() -> None:
    shown = Show(read_words("en")).input(REMARKS["families"], {"c1": Markup('<a href="#claim-c1">claim</a>')})
    assert '<a href="#claim-c1">' in shown
