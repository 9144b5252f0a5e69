"""The pages as HTML: what they say, in which language, and that nothing of a report becomes markup."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from invented_desk import CLAIMS, DOCUMENTS, PERSON, TEXT, TITLE
from pages_client import Client

from marsad.model.value import Group, Outcome, Stance
from marsad.publish.filters import GRADES, KINDS, STATUSES, TYPES
from marsad.publish.site import app as app_module
from marsad.publish.site.assets import STATIC, find_assets
from marsad.publish.site.spans import cut_paragraphs, list_spans
from marsad.publish.site.words import read_words
from marsad.store.ledger import Ledger

ODD_ID = quote(DOCUMENTS[2].id, safe="")
PAGES = ("incidents", "incidents/strike", "incidents/undated", "reports", "reports/d1", f"reports/{ODD_ID}", "method")


class Text(HTMLParser):
    """The text of one element, found by an attribute."""

    def __init__(self, attribute: str) -> None:
        super().__init__()
        self.attribute = attribute
        self.depth = 0
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += 1
        elif any(name == self.attribute for name, _ in attrs):
            self.depth = 1
            self.found.append("")

    def handle_endtag(self, _tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found[-1] += data


def find_text(html: str, attribute: str) -> list[str]:
    parser = Text(attribute)
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_answers_in_its_language_and_direction(client: Client, language: str, page: str) -> None:
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}" ' in answer.text
    assert re.search(r"<title>.+ · .+</title>", answer.text)
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_page_has_no_inline_script_style_or_outside_address(client: Client, page: str) -> None:
    html = client.get(f"/ar/{page}").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>|javascript:", html)
    assert not re.findall(r'(?:src|href|action|hx-get)="(?:https?:)?//', html)


def test_headers_let_nothing_out(client: Client) -> None:
    headers = client.get("/ar/incidents").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_another_name_for_this_machine_is_refused(client: Client) -> None:
    assert client.get("/ar/incidents", host="attacker.example").status_code == 421
    assert client.get("/ar/incidents", host="[::1]:8000").status_code == 200


def test_addresses_without_language_lead_to_arabic_unless_asked(client: Client) -> None:
    assert client.get("/").headers["location"] == "/ar/incidents"
    assert client.get("/incidents?type=siege&lang=en").headers["location"] == "/en/incidents?type=siege"
    assert client.get("/reports/d1").headers["location"] == "/ar/reports/d1"


def test_filter_in_the_address_filters_the_table(client: Client) -> None:
    html = client.get("/en/incidents?type=shelling&from=2024-02-06&to=2024-02-06&place=%D8%A7%D8%AF%D9%84%D8%A8").text
    assert "/en/incidents/governorate" in html
    assert "/en/incidents/strike" not in html
    assert '<bdi dir="ltr">1</bdi> of <bdi dir="ltr">5</bdi> incidents' in html


def test_governorate_is_named_in_the_language_of_the_page(client: Client) -> None:
    assert "<bdi>Ariha</bdi>, <bdi>Idlib</bdi>" in client.get("/en/incidents").text
    assert "<bdi>أريحا</bdi>، <bdi>إدلب</bdi>" in client.get("/ar/incidents").text


def test_place_of_signs_alone_is_found_nowhere(client: Client) -> None:
    assert "/en/incidents/" not in client.get("/en/incidents?place=%25").text


def test_place_is_found_without_hamza(client: Client) -> None:
    assert "/ar/incidents/strike" in client.get("/ar/incidents?place=اريحا").text


@pytest.mark.parametrize(
    "query", ["from=2024-13-01", "type=nothing", "x=1", "page=zero", "from=2024-02-07&to=2024-02-01"]
)
def test_question_that_cannot_be_asked_is_answered_so(client: Client, query: str) -> None:
    answer = client.get(f"/en/incidents?{query}")
    assert answer.status_code == 400
    assert "This cannot be asked" in answer.text


@pytest.mark.parametrize(
    "path", ["/ar/incidents/nope", "/en/reports/nope", "/fr/incidents", "/nowhere", "/ar/incidents?page=9"]
)
def test_what_is_not_here_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_old_incident_id_leads_to_the_present_one(client: Client) -> None:
    answer = client.get("/en/incidents/old-strike")
    assert (answer.status_code, answer.headers["location"]) == (308, "/en/incidents/strike")


def test_incident_shows_range_rule_origins_and_quotes(client: Client) -> None:
    html = client.get("/en/incidents/strike").text
    assert "origins agree" in html
    assert '<a href="#claim-c1"><bdi dir="ltr">6+</bdi></a>' in html
    assert '<a href="#claim-c2"><bdi dir="ltr">9</bdi></a>' in html
    assert f"<mark>{CLAIMS['d1'][0].evidence.text}</mark>" in html
    assert "/en/reports/d1#claim-c1" in html
    assert "not stated" in html
    assert html.count("one figure for several places") == 1


def test_zero_is_shown_as_zero_and_unknown_as_not_stated(client: Client) -> None:
    row = client.get("/en/incidents?type=shelling").text.partition("<tbody")[2]
    assert '<b class="best"><bdi dir="ltr">0</bdi></b>' in row
    assert "not stated" in row


def test_report_shows_every_character_as_received(client: Client) -> None:
    html = client.get("/ar/reports/d1").text
    title, *paragraphs = find_text(html, "data-paragraph")
    assert title == TITLE
    assert paragraphs == [line for line in TEXT.split("\n") if line.strip()]


def test_marks_lie_on_the_words_of_the_claims() -> None:
    spans = list_spans(CLAIMS["d1"])
    shown: dict[int, str] = {}
    for runs in cut_paragraphs(TEXT, "text", spans):
        for run in runs:
            for span in run.spans:
                shown[span.number] = shown.get(span.number, "") + run.text
    assert shown == {span.number: span.words.text for span in spans}


def test_words_of_a_report_never_become_markup(client: Client) -> None:
    html = client.get("/ar/incidents?place=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in html


def test_direction_marks_in_a_report_are_told(client: Client) -> None:
    assert "invisible direction marks" in client.get("/en/reports/d1").text


def test_method_names_the_gazetteer_and_warns(client: Client) -> None:
    html = client.get("/en/method").text
    assert "Place names from GeoNames" in html
    assert "CC BY 4.0" in html
    assert "not all that happened" in html


def test_both_word_files_have_the_same_keys() -> None:
    def keys(table: object, path: str = "") -> set[str]:
        if not isinstance(table, dict):
            return {path}
        return {key for name, value in table.items() for key in keys(value, f"{path}.{name}")}

    assert keys(read_words("ar").table) == keys(read_words("en").table)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_code_of_the_records_has_a_word(language: str) -> None:
    tables = {"types": TYPES, "statuses": STATUSES, "kinds": KINDS, "grades": GRADES, "grades_say": GRADES}
    tables |= {"outcomes": Outcome.__args__, "groups": Group.__args__, "stances": Stance.__args__}
    words = read_words(language).table
    assert {name: set(codes) - set(words[name]) for name, codes in tables.items()} == {name: set() for name in tables}


def test_pages_name_no_word_outside_the_word_files() -> None:
    templates = STATIC.parent / "templates"
    for path in templates.glob("*.html"):
        bare = re.sub(r"\{[{%#].*?[%#}]\}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"[^\W\d_]{2,}", bare), path.name


def test_style_sheets_know_no_left_and_right() -> None:
    for path in STATIC.glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"\b(left|right)\b", css), path.name


def test_static_files_last_and_keep_their_type(client: Client) -> None:
    base = find_assets().base
    script = client.get(f"{base}/reader.js")
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-type"].startswith("text/javascript")


def test_pages_stand_without_the_parts_from_elsewhere(
    desk: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "static"
    shutil.copytree(STATIC, bare, ignore=shutil.ignore_patterns("vendor"))
    monkeypatch.setattr(app_module, "find_assets", lambda: find_assets(bare))
    html = Client(app_module.make_app(desk)).get("/ar/incidents").text
    assert "vendor" not in html
    assert "<table" in html


def test_person_of_a_report_is_shown_inside(client: Client) -> None:
    """The workbench is internal: a reviewer must see whom the text names."""
    assert PERSON in client.get("/ar/incidents/strike").text
