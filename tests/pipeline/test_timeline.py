"""A campaign on one page."""

import json
from pathlib import Path

import pytest

from marsad.cli import main

REPORTS = [
    {"id": "one", "publisher": "A", "published": "2018-07-05",
     "text": "قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم. وقال ناشط إن الوضع صعب."},
    {"id": "two", "publisher": "B", "published": "2018-07-05",
     "text": "مقتل 6 مدنيين بغارة جوية على مدينة إدلب اليوم."},
    {"id": "three", "publisher": "B", "published": "2018-07-08",
     "text": "قتل جندي في انفجار عبوة ناسفة في مدينة حمص اليوم."},
]  # fmt: skip


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("in.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in REPORTS), encoding="utf-8")
    for arguments in (["run", "in.jsonl"], ["incidents", "--by", "day"]):
        with pytest.raises(SystemExit):
            main(arguments)
    out = capsys.readouterr().out
    return out[out.index("2018-07-05") :].splitlines()


def test_days_stand_in_order_with_figures_voices_and_the_words(page: list[str]) -> None:
    days = [line for line in page if line.startswith("2018")]
    assert days == ["2018-07-05 Thu", "2018-07-08 Sun"]
    assert "killed 6–16" in page[1]
    assert "2 reports" in page[1]
    assert "«مقتل 6 مدنيين بغارة جوية على مدينة إدلب اليوم.» B, 2018-07-05, two" in page[2]
    assert "«قتل 16 مدنيا في غارة جوية على مدينة إدلب اليوم» A, 2018-07-05, one" in page[3]


def test_country_is_asked_for_in_either_case(page: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert page
    for code in ("SY", "sy"):
        with pytest.raises(SystemExit):
            main(["incidents", "--country", code, "--format", "jsonl"])
        assert len(capsys.readouterr().out.splitlines()) == 2
