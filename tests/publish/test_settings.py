"""Numerals, months, the direction of time and colours are the reader's; ranges keep their order in all of them."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from invented_desk import make_ledger
from markupsafe import Markup
from pages_client import Client

from marsad.base.digits import fold_digits, parse_digits
from marsad.base.errors import UseError
from marsad.model.incident import Period
from marsad.pipeline.corrections import parse_correction
from marsad.publish.filters import parse_filter
from marsad.publish.site import settings as settings_module
from marsad.publish.site.app import make_app
from marsad.publish.site.choosing import find_back
from marsad.publish.site.settings import CHOICES, Settings, parse_settings
from marsad.publish.site.show import Show, digits, ltr
from marsad.publish.site.words import read_words


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with make_ledger(tmp_path) as ledger:
        yield Client(make_app(ledger))


@pytest.fixture
def eastern(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_module, "current", lambda: Settings(numerals="arab"))
    monkeypatch.setattr("marsad.publish.site.show.current", lambda: Settings(numerals="arab"))


def choose(client: Client, **chosen: str) -> None:
    answer = client.post("/ar/settings", {"back": "/ar/incidents", **chosen}, page="/ar/incidents")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ar/incidents")


def test_pages_begin_with_latin_digits_and_both_names_of_a_month(client: Client) -> None:
    html = client.get("/ar/incidents/strike").text
    assert 'data-numerals="latn" data-months="double"' in html
    assert 'data-time="rtl"' in html
    assert "data-theme" not in html
    assert "شباط/فبراير" in html
    assert not re.search("[٠-٩]", html.partition("<main")[2].partition("</main>")[0])


def test_chosen_numerals_and_months_are_those_of_every_figure_and_date(client: Client) -> None:
    choose(client, numerals="arab", months="maghreb", time="ltr", theme="dark")
    for path in ("/ar/incidents", "/ar/incidents/strike", "/ar/reports"):
        html = client.get(path).text
        assert 'data-numerals="arab" data-months="maghreb"' in html
        assert 'data-time="ltr" data-theme="dark"' in html
        for shown in re.findall(r'<bdi dir="ltr"[^>]*>(.*?)</bdi>', html):
            if "<code>" not in shown and "class=" not in shown:
                assert not re.search(r"[0-9]", re.sub(r"<[^>]*>", "", shown)), (path, shown)
    assert "فيفري" in client.get("/ar/incidents/strike").text
    assert "٦–٩+" in client.get("/ar/incidents/strike").text


def test_ids_addresses_and_machine_dates_stay_as_they_are(client: Client) -> None:
    choose(client, numerals="arab")
    html = client.get("/ar/incidents").text
    assert '<time datetime="2024-02-06">٢٠٢٤-٠٢-٠٦</time>' in html
    assert 'href="/ar/incidents/strike"' in html


def test_english_pages_keep_their_own_numerals_and_months(client: Client) -> None:
    choose(client, numerals="arab", months="egypt", theme="light")
    html = client.get("/en/incidents/strike").text
    assert 'data-numerals="latn" data-months="double"' in html
    assert 'data-theme="light"' in html
    assert "February" in html
    assert not re.search("[٠-٩]", html.partition("<main")[2].partition("</main>")[0])


def test_choice_is_kept_for_the_next_pages_and_shown_in_the_form(client: Client) -> None:
    choose(client, months="levant")
    assert re.search(r'<option value="levant" selected>', client.get("/ar/settings").text)
    choose(client)
    assert 'data-months="double"' in client.get("/ar/settings").text


def test_choice_that_there_is_not_is_refused(client: Client) -> None:
    answer = client.post("/ar/settings", {"numerals": "roman"}, page="/ar/incidents")
    assert answer.status_code == 400
    with pytest.raises(UseError, match="latn, arab"):
        parse_settings({"numerals": "roman"})


@pytest.mark.parametrize("cookie", ["numerals=roman", "%", "numerals", "", "theme=dark;x", "\x00"])
def test_cookie_of_no_sense_is_that_of_nobody(client: Client, cookie: str) -> None:
    client.cookies.set("marsad-settings", cookie.encode("ascii", "ignore").decode().replace("\x00", "!"))
    answer = client.get("/ar/incidents")
    assert answer.status_code == 200
    assert 'data-numerals="latn"' in answer.text


@pytest.mark.parametrize("back", ["//other.example/x", "https://other.example", "/\\other.example", "", "/a\nb", "x"])
def test_choosing_leads_to_no_other_site(back: str) -> None:
    assert find_back(back, "/ar/settings") == "/ar/settings"
    assert find_back("/ar/incidents?type=shelling", "ar") == "/ar/incidents?type=shelling"


def test_every_choice_has_a_word_in_both_languages() -> None:
    for language in ("ar", "en"):
        table = read_words(language).table
        for name, allowed in CHOICES.items():
            assert set(table[f"settings_{name}"]) == set(allowed)
        assert {len(names) for names in table["month_names"].values()} == {12}
        assert set(table["month_names"]) == set(CHOICES["months"]) - {"double"}


@pytest.mark.usefixtures("eastern")
def test_numbers_are_written_with_the_signs_of_their_numerals() -> None:
    assert digits("12,345.5 – 2024-02-06 – a1") == "١٢٬٣٤٥٫٥ – ٢٠٢٤-٠٢-٠٦ – a١"
    assert digits(Markup('<time datetime="2024">2024</time>')) == Markup('<time datetime="2024">٢٠٢٤</time>')
    assert ltr("12–15") == Markup('<bdi dir="ltr" class="digits">١٢–١٥</bdi>')
    assert "<script>" not in ltr("<script>1</script>")


@pytest.mark.usefixtures("eastern")
def test_period_and_point_are_written_in_the_chosen_numerals() -> None:
    show = Show(read_words("ar"))
    days = show.period(Period(start=date(2018, 7, 4), end=date(2018, 7, 6), precision="days"))
    assert days.striptags() == "٤–٦ تموز/يوليو ٢٠١٨"
    assert show.point(32.5, 36.25).striptags() == "٣٢٫٥٠٠٠, ٣٦٫٢٥٠٠"
    assert show.ident("a1").striptags() == "a1"


@pytest.mark.parametrize(
    ("typed", "meant"), [("٦", 6), ("۱۲", 12), ("12", 12), (" ١٬٢٣٤ ", 1234), ("1,234,567", 1234567)]
)
def test_number_is_read_in_any_digits(typed: str, meant: int) -> None:
    assert parse_digits(typed) == meant


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1,23", "ستة", "²", "½", "1 2"])
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert parse_digits(typed) is None


def test_dates_and_corrections_are_read_in_any_digits() -> None:
    assert fold_digits("من ٢٠١٨-٠٧-٠٦") == "من 2018-07-06"
    assert parse_filter([("from", "٢٠١٨-٠٧-٠٦"), ("to", "۲۰۱۸-۰۷-۰۷")]).since == date(2018, 7, 6)
    correction = parse_correction(["killed.person=٦-٩", "when=٢٠١٨-٠٧-٠٤"], lambda _: None)
    assert (correction.figures[0].low, correction.figures[0].high) == (6, 9)
    assert correction.when is not None
    assert correction.when.start == date(2018, 7, 4)


def test_page_number_is_read_in_any_digits(client: Client) -> None:
    assert client.get("/ar/incidents?page=١").status_code == 200
    assert client.get("/ar/incidents?page=x").status_code == 400
