"""The words beside an incident hold what its line says."""

import json
from pathlib import Path

import pytest

from marsad.cli import main

PADDING = "وقال الناطق إن الطقس كان صحوا وإن الطرق مفتوحة أمام الأهالي " * 4
REPORTS = [
    {"id": "long", "publisher": "A", "published": "2018-07-05",
     "text": "شن الطيران الحربي غارة جوية على مدينة إدلب اليوم. " + PADDING + ". "
     "وقال المرصد السوري لحقوق الإنسان إن ستة مدنيين قتلوا بغارات جوية على مدينة إدلب اليوم الخميس، "
     "وإن فرق الدفاع المدني تعمل على رفع الأنقاض وعلى نقل الجرحى إلى المستشفيات القريبة من المدينة وإلى الحدود."},
    {"id": "short", "publisher": "B", "published": "2018-07-05",
     "text": "انسحب مسلحون من مدينة حمص اليوم."},
]  # fmt: skip


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in REPORTS), encoding="utf-8")
    for arguments in (["run", "in.jsonl"], ["incidents", "--by", "day"]):
        with pytest.raises(SystemExit):
            main(arguments)
    return capsys.readouterr().out


def quote_after(page: str, words: str) -> str:
    lines = page.splitlines()
    return lines[next(at for at, line in enumerate(lines) if words in line) + 1]


def test_line_with_a_figure_is_quoted_around_that_figure(page: str) -> None:
    quote = quote_after(page, "killed 6")
    assert "ستة مدنيين قتلوا" in quote


def test_long_sentence_is_cut_at_words_on_the_side_that_is_left_out(page: str) -> None:
    words = quote_after(page, "killed 6").split("«")[1].split("»")[0]
    assert len(words) < 165
    assert words.endswith(" …")
    text = str(REPORTS[0]["text"])
    assert f" {words.removeprefix('… ').removesuffix(' …')} " in text


def test_line_without_a_figure_is_quoted_around_the_word_that_names_the_event(page: str) -> None:
    assert "«انسحب مسلحون من مدينة حمص اليوم.» B" in quote_after(page, "territory change")
