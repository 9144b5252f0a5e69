"""Pages: the article without what stands around it, and only what the page declares."""

from datetime import date
from pathlib import Path

import pytest

from marsad.base.errors import InputError
from marsad.model.document import Captured
from marsad.sources.article import parse_article
from marsad.sources.readers import read_documents

LEAD = "قتل ستة مدنيين على الأقل بينهم امرأة وأربعة أطفال في قصف استهدف بلدة في ريف المحافظة ليل الأربعاء."
MORE = "وقال مدير المرصد إن الطيران نفذ أكثر من ستمئة ضربة منذ ليل الأربعاء، وإن القصف طال المدينة نفسها أيضاً."
PAGE = f"""<!DOCTYPE html><html dir="rtl" lang="ar"><head><title>قصف على بلدة | صحيفة</title>
<meta property="og:title" content="قصف على بلدة"><meta property="og:site_name" content="صحيفة">
<meta property="article:published_time" content="2018-07-06T23:30:00+03:00">
<link rel="canonical" href="https://example.org/news/1">
</head><body><nav><a href="/">الرئيسية</a> <a href="/sport">رياضة</a> <a href="/economy">اقتصاد</a></nav>
<article><h1>قصف على بلدة</h1><div class="share">شارك على فيسبوك تويتر واتساب</div>
<video controls>Your browser does not support the video tag.</video>
<p>{LEAD}</p><p>{MORE}</p></article>
<section id="comments"><h3>تعليقات</h3><p>تعليق قارئ لا صلة له بالخبر ولا يجوز أن يقرأ مع الخبر نفسه.</p></section>
<footer>جميع الحقوق محفوظة 2026-01-01</footer></body></html>"""


def test_article_is_kept_and_the_rest_of_the_page_left() -> None:
    article = parse_article(PAGE)
    assert LEAD in article.text
    assert MORE in article.text
    for noise in ("browser", "الرئيسية", "تعليق قارئ", "جميع الحقوق"):
        assert noise not in article.text


def test_page_s_declarations_are_read() -> None:
    article = parse_article(PAGE)
    assert (article.title, article.publisher, article.url) == ("قصف على بلدة", "صحيفة", "https://example.org/news/1")
    assert (article.published, article.published_raw) == (date(2018, 7, 6), "2018-07-06T23:30:00+03:00")


def test_day_of_linked_data_is_read() -> None:
    block = '<script type="application/ld+json">{"@graph": [{"datePublished": "2018-07-05"}]}</script>'
    assert parse_article(f"<html><head>{block}</head><body><p>{LEAD}</p></body>").published == date(2018, 7, 5)


def test_day_is_never_guessed_from_the_layout() -> None:
    page = f"<html><body><article><p>{LEAD}</p><p>{MORE}</p></article><footer>2018-07-06</footer></body></html>"
    article = parse_article(page)
    assert article.published is None
    assert article.publisher is None


def test_declared_day_that_is_no_date_is_passed_over() -> None:
    article = parse_article(PAGE.replace("2018-07-06T23:30:00+03:00", "قبل ساعتين"))
    assert article.published is None


def test_short_page_is_read() -> None:
    assert parse_article(f"<html><body><p>{LEAD}</p></body></html>").text == LEAD


def test_line_break_does_not_glue_words() -> None:
    article = parse_article(f"<html><body><article><p>قلق الأمم<br>المتحدة. {LEAD}</p></article></body></html>")
    assert "الأممالمتحدة" not in article.text


def test_xml_declaration_is_no_trouble() -> None:
    assert LEAD in parse_article(f'<?xml version="1.0" encoding="utf-8"?>{PAGE}').text


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><nav><a href='/'>x</a></nav></body></html>", "<p></p>", "<!-- -->"]
)
def test_page_without_article_is_refused(page: str) -> None:
    with pytest.raises(InputError):
        parse_article(page)


def test_page_in_windows_1256_is_read_from_a_file(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1256">').encode("windows-1256")
    (tmp_path / "a.htm").write_bytes(page)
    (captured,) = read_documents([str(tmp_path)], published=date(2020, 1, 1))
    assert isinstance(captured, Captured)
    assert LEAD in captured.document.text
    assert captured.document.published == date(2018, 7, 6)
    assert captured.original == page
