"""The pages as people meet them: both directions, with and without script, on a phone, by keyboard."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from marsad.publish.site.assets import find_assets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the browser's pipes close after the interpreter looks
]
ODD_ID = quote("https://someone.example/d 3?x=1#y", safe="")
PAGES = ("incidents", "incidents/strike", "reports", "reports/d1", f"reports/{ODD_ID}", "method", "explore", "search")
NEEDS_VENDOR = pytest.mark.skipif(not find_assets().has_vendor, reason="static/vendor is not filled")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_opens_without_fault_and_fits(page: Page, language: str, path: str) -> None:
    """No console message, refused source or request to elsewhere (the fixture looks), nothing wider than the window."""
    page.goto(f"/{language}/{path}")
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", PAGES)
def test_page_fits_a_phone(page: Page, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"/ar/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_table_begins_at_the_side_where_reading_begins(page: Page) -> None:
    page.goto("/ar/incidents")
    arabic = [page.locator("thead th").nth(column).bounding_box() for column in (0, 1)]
    page.goto("/en/incidents")
    english = [page.locator("thead th").nth(column).bounding_box() for column in (0, 1)]
    assert arabic[0]["x"] > arabic[1]["x"]
    assert english[0]["x"] < english[1]["x"]


def test_range_reads_low_to_high_in_arabic_too(page: Page) -> None:
    page.goto("/ar/incidents/strike")
    bounds = page.locator(".tolls .bounds bdi").first
    assert bounds.inner_text() == "6–9+"
    left, right = page.evaluate(
        """() => { const text = document.querySelector(".tolls .bounds bdi").firstChild; const at = (i) => {
             const range = new Range(); range.setStart(text, i); range.setEnd(text, i + 1);
             return range.getBoundingClientRect().left; }; return [at(0), at(2)]; }"""
    )
    assert left < right


def test_range_keeps_its_order_in_eastern_digits(page: Page, address: str) -> None:
    page.context.add_cookies([{"name": "marsad-settings", "value": "numerals%3Darab", "url": address}])
    page.goto("/ar/incidents/strike")
    assert page.locator(".tolls .bounds bdi").first.inner_text() == "٦–٩+"
    left, right = page.evaluate(
        """() => { const text = document.querySelector(".tolls .bounds bdi").firstChild; const at = (i) => {
             const range = new Range(); range.setStart(text, i); range.setEnd(text, i + 1);
             return range.getBoundingClientRect().left; }; return [at(0), at(2)]; }"""
    )
    assert left < right


@pytest.mark.parametrize(("chosen", "system"), [("dark", "light"), ("light", "dark")])
def test_chosen_colours_overrule_the_system_and_paper_stays_white(
    browser: Browser, address: str, chosen: str, system: str
) -> None:
    context = browser.new_context(color_scheme=system, base_url=address)
    context.add_cookies([{"name": "marsad-settings", "value": f"theme%3D{chosen}", "url": address}])
    page = context.new_page()
    page.goto("/ar/incidents")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == ("rgb(17, 23, 27)" if chosen == "dark" else "rgb(250, 248, 244)")
    page.emulate_media(media="print")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    for hidden in (".band nav", ".filters", ".choosing", ".twin"):
        expect(page.locator(hidden).first).to_be_hidden()
    context.close()


def test_settings_are_chosen_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/ar/incidents?type=shelling")
    page.click(".choosing summary")
    page.select_option(".choosing select[name=months]", "levant")
    page.click(".choosing button")
    assert page.url.endswith("/ar/incidents?type=shelling")
    assert page.locator("html").get_attribute("data-months") == "levant"
    context.close()


@NEEDS_VENDOR
def test_filter_changes_list_and_address_without_reload(page: Page) -> None:
    page.goto("/en/incidents")
    page.evaluate("document.body.dataset.same = '1'")
    page.select_option("select[name=type]", "shelling")
    expect(page.locator(".count")).to_contain_text("1 of 5")
    assert page.url.endswith("/en/incidents?type=shelling")
    assert page.locator("body").get_attribute("data-same") == "1"
    expect(page.locator("#tongue")).to_have_attribute("href", "/ar/incidents?type=shelling")
    page.go_back()
    expect(page.locator(".count")).to_contain_text("5 of 5")


def test_everything_is_reached_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/en/incidents")
    page.select_option("select[name=type]", "air_strike")
    page.click("form.filters button")
    expect(page.locator(".count")).to_contain_text("2 of 5")
    page.click("a[href='/en/incidents/strike']")
    page.click("a[href='#claim-c1'] >> nth=0")
    page.click("li#claim-c1 a[href^='/en/reports']")
    expect(page.locator("mark.k-casualty").first).to_be_visible()
    page.click("li#claim-c1 a[data-kind=place]")
    number = page.locator("li#claim-c1 a[data-kind=place]").get_attribute("href")
    expect(page.locator(str(number))).to_have_text("أريحا")
    context.close()


def test_report_becomes_one_text_node_a_paragraph_with_painted_words(page: Page) -> None:
    page.goto("/ar/reports/d1")
    page.wait_for_selector("html[data-reader=painted]", state="attached")
    assert page.locator("mark").count() == 0
    nodes = page.evaluate("[...document.querySelectorAll('[data-paragraph]')].map((one) => one.childNodes.length)")
    assert set(nodes) == {1}
    painted = page.evaluate(
        "[...CSS.highlights].flatMap(([kind, set]) => [...set].map((range) => [kind, String(range)]))"
    )
    assert ["place", "أريحا"] in painted
    assert ["casualty", "ستة مدنيين على الأقل"] in painted
    assert ["count", "\u202eمرتين"[1:]] in painted


def test_painting_does_not_move_a_letter(browser: Browser, page: Page, address: str) -> None:
    plain = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False, base_url=address)
    marked = plain.new_page()
    sizes = []
    for one in (page, marked):
        one.goto("/ar/reports/d1")
        sizes.append([one.locator("[data-paragraph]").nth(number).bounding_box() for number in range(3)])
    plain.close()
    assert sizes[0] == sizes[1]


def test_link_shows_its_words_and_says_so(page: Page) -> None:
    page.goto("/ar/reports/d1")
    page.wait_for_selector("html[data-reader=painted]", state="attached")
    page.locator("li#claim-c1 a[data-kind=casualty]").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("[...CSS.highlights.get('found')].map(String)") == ["طفلان"]
    expect(page.locator("[data-found]")).to_contain_text("طفلان")
    expect(page.locator("li#claim-c1")).to_have_attribute("data-active", "")


def test_address_of_a_claim_opens_the_report_at_it(page: Page) -> None:
    page.goto("/ar/reports/d1#claim-c2")
    page.wait_for_selector("html[data-reader=painted]", state="attached")
    assert page.evaluate("[...CSS.highlights.get('found')].map(String)") == ["أغار"]
    expect(page.locator("li#claim-c2")).to_have_attribute("data-active", "")


def test_words_in_the_text_lead_to_their_claim(page: Page) -> None:
    page.goto("/ar/reports/d1")
    page.wait_for_selector("html[data-reader=painted]", state="attached")
    box = page.evaluate(
        """() => { const [range] = [...CSS.highlights.get("count")]; const box = range.getBoundingClientRect();
             return { x: box.left + box.width / 2, y: box.top + box.height / 2 }; }"""
    )
    page.mouse.click(box["x"], box["y"])
    expect(page.locator("li#claim-c2")).to_have_attribute("data-active", "")


def test_skip_link_comes_first_and_focus_is_seen(page: Page) -> None:
    page.goto("/ar/incidents")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("href") == "#content"
    expect(focused).to_be_in_viewport()
    assert focused.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_paper(browser: Browser, address: str, scheme: str) -> None:
    """Contrast of body text and of muted text, by WCAG's formula, at least 4.5."""
    context = browser.new_context(color_scheme=scheme, base_url=address)
    page = context.new_page()
    page.goto("/en/incidents")
    ratios = page.evaluate(
        """() => {
             const channel = (v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
             const light = (colour) => {
               const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((v) => channel(v / 255));
               return .2126 * r + .7152 * g + .0722 * b; };
             const paper = light(getComputedStyle(document.body).backgroundColor);
             return ["body", ".lead", ".what a", ".toll .best", ".grade-weak"].map((one) => {
               const ink = light(getComputedStyle(document.querySelector(one)).color);
               return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05); }); }"""
    )
    context.close()
    assert min(ratios) >= 4.5
