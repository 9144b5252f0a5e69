"""A desk's own folder of words reaches the whole reader: a trigger, a policy, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from marsad.base.errors import PackError, PlacesError
from marsad.model.claim import Claim
from marsad.model.document import Document
from marsad.pipeline.read import Reader

TEXT = "قتل عشرات المدنيين في قصف على بلدة كفرنبل أمس."


def read(text: str, words: Path | None) -> tuple[Claim, ...]:
    try:
        reader = Reader(None, words)
    except PlacesError as error:
        pytest.skip(str(error))
    return reader.read(Document(id="x", text=text, sha256="x", published=date(2018, 7, 6))).claims


def killed(claims: tuple[Claim, ...]) -> list[tuple[int | None, int | None]]:
    return [(row.low, row.high) for claim in claims for row in claim.casualties if row.outcome == "killed"]


def test_named_policy_changes_what_tens_mean(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('default = "acled"\n', encoding="utf-8")
    assert killed(read(TEXT, None)) == [(24, None)]
    assert killed(read(TEXT, tmp_path)) == [(10, None)]


@pytest.mark.parametrize(
    "content", ['default = "ours"\n', 'default = "ours"\n[ours]\ntens = { low = 20 }\n', "default ="]
)
def test_policy_that_is_not_whole_is_refused_by_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "policy.toml").write_text(content, encoding="utf-8")
    with pytest.raises(PackError, match=r"policy\.toml"):
        read(TEXT, tmp_path)


def test_own_trigger_is_read_and_the_version_says_so(tmp_path: Path) -> None:
    text = "زخّت المدفعية بلدة كفرنبل بالقذائف أمس وقتلت ثلاثة مدنيين."
    (tmp_path / "trigger_verbs.csv").write_text("past,present,class,sense\nزخ,يزخ,regular,shell\n", encoding="utf-8")
    before = {claim.trigger.text for claim in read(text, None)}
    after = {claim.trigger.text for claim in read(text, tmp_path)}
    assert "زخّت" in after - before
