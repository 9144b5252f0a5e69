"""The explore page as people meet it: one filter, and a map, a timeline, a table that follow it alike."""

import base64
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Launch, Watch
from invented_answers import ANSWERS, make_answers, make_maps
from playwright.sync_api import Browser, Page, expect
from serving import serve

from marsad.publish.site.app import make_app
from marsad.publish.site.assets import find_assets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the browser's pipes close after the interpreter looks
    pytest.mark.skipif(not find_assets().has_map, reason="static/vendor is not filled"),
]
PATIENT = 30_000
"""Milliseconds: a map drawn without a graphics card on a busy machine."""
ALL = len(ANSWERS)
BARRIERS = {"serious", "critical"}
ONE_FONT = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with make_answers(tmp_path_factory.mktemp("answers")) as ledger:
        app = make_app(ledger, maps=make_maps(tmp_path_factory.mktemp("maps")))
        with serve(app) as where:
            yield where


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    """Fails the test on console messages, refused sources and requests to elsewhere."""
    watching = Watch(address)
    yield watching
    assert [fault for fault in watching.faults if not is_expected(fault)] == []


def is_expected(fault: str) -> bool:
    """A question that a newer one overtook is given up; the software that draws without a card says that it is slow."""
    return bool(re.search(r"failed: \S+/api/v1/(map|outlines)|GL Driver Message .*ReadPixels", fault))


def open_explore(page: Page, path: str = "/en/explore") -> None:
    page.goto(path)
    page.wait_for_selector("html[data-map][data-chart]", state="attached", timeout=PATIENT)


def settle(page: Page, shown: int) -> None:
    """Wait until the page, its map and its table say the same number."""
    expect(page.locator("#explore-shown")).to_contain_text(re.compile(rf"\b{shown}\b"), timeout=PATIENT)
    expect(page.locator(".explore-main")).not_to_have_attribute("aria-busy", "true")


def read_counts(page: Page) -> dict[str, int]:
    """What each view says of how many incidents there are."""
    bars = page.locator("#time-table tbody tr")
    return {
        "table": page.locator("#explore-table tbody tr").count(),
        "bars": sum(int(bars.nth(at).get_attribute("data-incidents") or 0) for at in range(bars.count())),
        "list": sum(int(text) for text in page.locator("#map-list td.figure").all_text_contents()),
        "map": int(page.locator("html").get_attribute("data-map-incidents") or -1),
    }


def test_filter_changes_map_timeline_table_and_address_alike(page: Page) -> None:
    open_explore(page)
    settle(page, ALL)
    page.evaluate("document.body.dataset.same = '1'")
    page.check("#f-type-air_strike")
    settle(page, 12)
    expect(page.locator("html")).to_have_attribute("data-map-incidents", "12", timeout=PATIENT)
    assert read_counts(page) == {"table": 12, "bars": 12, "list": 12, "map": 12}
    assert page.url.endswith("/en/explore?type=air_strike")
    assert page.locator("body").get_attribute("data-same") == "1"
    assert page.locator("#f-type-air_strike").is_checked()
    expect(page.locator("#f-type-air_strike")).to_be_focused()
    page.check("#f-type-shelling")
    settle(page, 17)
    expect(page.locator("html")).to_have_attribute("data-map-incidents", "17", timeout=PATIENT)
    assert read_counts(page) == {"table": 17, "bars": 17, "list": 17, "map": 17}
    said = page.request.get("/api/v1/incidents?type=air_strike&type=shelling").json()
    assert said["count"] == 17


def test_back_and_forward_bring_filter_and_figures(page: Page) -> None:
    open_explore(page)
    page.check("#f-type-air_strike")
    settle(page, 12)
    page.check("#f-type-shelling")
    settle(page, 17)
    page.go_back()
    settle(page, 12)
    assert not page.locator("#f-type-shelling").is_checked()
    page.go_back()
    settle(page, ALL)
    page.go_forward()
    settle(page, 12)
    page.evaluate("document.querySelector('#explore-form').dataset.same = '1'")
    page.click(".jump a >> nth=2")
    expect(page.locator("#explore-form")).to_have_attribute("data-same", "1")
    expect(page.locator("html")).to_have_attribute("data-map-incidents", "12", timeout=PATIENT)


def test_what_is_asked_stands_as_chips_that_take_it_away(page: Page) -> None:
    open_explore(page, "/en/explore?type=shelling&killed_min=3&place=Ain")
    settle(page, 5)
    chips = page.locator(".chips.asked .chip")
    assert chips.all_inner_texts()[0].startswith("Shelling")
    chips.nth(0).click()
    settle(page, 5)
    assert "type=" not in page.url
    page.click(".chips.asked .clear")
    settle(page, ALL)
    assert urlsplit(page.url).query == ""


@pytest.mark.parametrize("language", ["ar", "en"])
def test_circle_opens_a_list_of_its_incidents(page: Page, language: str) -> None:
    open_explore(page, f"/{language}/explore?type=air_strike")
    box = page.locator("#map-live").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    here = page.locator("#map-here")
    expect(here).to_be_visible(timeout=PATIENT)
    assert here.locator("li").count() == 12
    assert f"/{language}/incidents/strike-" in (here.locator("li a").first.get_attribute("href") or "")
    expect(here).to_be_focused()
    page.keyboard.press("Escape")
    expect(here).to_be_hidden()


def test_what_is_known_to_an_area_only_has_no_circle_but_a_list(page: Page) -> None:
    open_explore(page, "/en/explore?type=siege")
    expect(page.locator("html")).to_have_attribute("data-map-incidents", "0", timeout=PATIENT)
    assert page.locator("#map-list tr[data-spot]").count() == 0
    box = page.locator("#map-live").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#map-here li")).to_have_count(3, timeout=PATIENT)


def test_incidents_without_a_point_are_counted_and_led_to(page: Page) -> None:
    open_explore(page)
    chip = page.locator("#map-chips a")
    expect(chip).to_contain_text("6")
    chip.click()
    settle(page, 6)
    assert urlsplit(page.url).query == "located=no"


def test_part_of_the_map_becomes_the_filter(page: Page) -> None:
    open_explore(page)
    page.locator("#map-live canvas").focus()
    page.keyboard.press("=")
    page.click("#map-search", timeout=PATIENT)
    expect(page.locator(".chips.asked")).to_contain_text("part of the map", timeout=PATIENT)
    west, south, east, north = map(float, parse_qs(urlsplit(page.url).query)["bbox"][0].split(","))
    assert west < east
    assert south < north
    said = page.request.get(f"/api/v1/incidents?bbox={west},{south},{east},{north}").json()
    settle(page, said["count"])
    assert 0 < said["count"] < ALL


def test_brush_over_the_bars_chooses_days(page: Page) -> None:
    open_explore(page, "/en/explore?type=air_strike")
    chart = page.locator("#time-live")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    left, wide, height = box["x"] + 46, box["width"] - 60, box["y"] + 80
    bars = page.locator("#time-table tbody tr")
    room = wide / bars.count()
    page.mouse.move(left + room * 2.1, height)
    page.mouse.down()
    page.mouse.move(left + room * 3.5, height, steps=4)
    page.mouse.move(left + room * 4.9, height, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("from=2024-02-03&to=2024-02-05"), timeout=PATIENT)
    settle(page, 3)
    expect(page.locator("#f-from")).to_have_value("2024-02-03")
    assert page.locator("#explore-table tbody tr").count() == 3


def test_time_runs_as_one_reads(page: Page) -> None:
    places = {}
    for language in ("ar", "en"):
        open_explore(page, f"/{language}/explore?type=air_strike")
        labels = page.locator("#time-live svg text")
        found = {text: labels.nth(at).bounding_box() for at, text in enumerate(labels.all_text_contents())}
        places[language] = (found["1/2"]["x"], found["5/2"]["x"])
    assert places["en"][0] < places["en"][1]
    assert places["ar"][0] > places["ar"][1]


def test_machine_without_webgl_keeps_the_drawing_with_the_same_figures(launch: Launch, address: str) -> None:
    watching = Watch(address)
    with launch("--disable-3d-apis") as chromium:
        page = watching.page(chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900}))
        page.goto("/ar/explore?type=air_strike&type=shelling")
        page.wait_for_selector("html[data-map=drawn]", state="attached", timeout=PATIENT)
        expect(page.locator(".map-drawn svg")).to_be_visible()
        expect(page.locator("#map-live")).to_be_hidden()
        numbers = [int(text) for text in page.locator(".map-drawn .many").all_text_contents()]
        assert sum(numbers) == 17
        page.locator(".map-drawn a").first.click()
        settle(page, max(numbers))
    assert [fault for fault in watching.faults if "error:" in fault or "left" in fault] == []


def test_page_without_script_has_form_map_bars_and_table(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/ar/explore")
    page.check("#f-type-shelling")
    page.click("#explore-form button")
    expect(page.locator("#explore-shown")).to_contain_text("5")
    assert page.locator(".map-drawn .spot").count() == 1
    assert page.locator(".time-drawn .bar").count() == 5
    assert page.locator("#explore-table tbody tr").count() == 5
    page.locator(".chips.asked a").first.click()
    expect(page.locator("#explore-shown")).to_contain_text(str(ALL))
    page.locator("#explore-views summary").click()
    page.fill(".save-view input[name=name]", "كل شيء")
    page.click(".save-view button")
    page.locator("#explore-views summary").click()
    expect(page.locator(".views")).to_contain_text("كل شيء")
    page.click(".views .plain-button")
    expect(page.locator(".views")).to_have_count(0)
    context.close()


def test_view_is_saved_opened_and_deleted(page: Page) -> None:
    open_explore(page, "/en/explore?type=shelling")
    page.locator("#explore-views summary").click()
    page.fill(".save-view input[name=name]", "Shells")
    page.click(".save-view button")
    page.wait_for_selector("html[data-map]", state="attached", timeout=PATIENT)
    expect(page.locator(".views a")).to_be_visible()
    page.click(".chips.asked .clear")
    settle(page, ALL)
    page.click(".views a:has-text('Shells')")
    settle(page, 5)
    page.click(".views .plain-button")
    expect(page.locator(".views")).to_have_count(0)


def test_labels_need_no_font_of_the_system(launch: Launch, address: str, tmp_path: Path) -> None:
    """The same map, to the pixel, on a machine whose fonts have no Arabic; what it would show of its own is boxes."""
    config = make_latin_machine(tmp_path)
    shots, widths = [], []
    for environment in ({}, {"FONTCONFIG_FILE": str(config)}):
        with launch(env=environment) as chromium:
            page = chromium.new_page(base_url=address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
            open_explore(page, "/ar/explore?type=air_strike&type=shelling")
            page.evaluate("document.querySelector('.maplibregl-control-container').remove()")
            shots.append(take_settled(page))
            widths.append(page.evaluate(MEASURE))
            if len(shots) == 2:
                differing = page.evaluate(COMPARE, [base64.b64encode(shot).decode() for shot in shots])
    assert abs(widths[0]["system"] - widths[1]["system"]) > 2
    assert abs(widths[0]["bundled"] - widths[1]["bundled"]) < 1
    assert differing < 0.001


def make_latin_machine(folder: Path) -> Path:
    """Settings that let programs find one font, of Latin letters only (with none at all Chromium dies of a form)."""
    if shutil.which("fc-list") is None:
        pytest.skip("no fontconfig on this machine")

    def list_fonts(language: str) -> set[str]:
        asked = ["fc-list", "--format", "%{file}\n", f":lang={language}"]
        return set(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")) - {""}

    latin = sorted(list_fonts("en") - list_fonts("ar"))
    if not latin:
        pytest.skip("every font of this machine has Arabic letters")
    shutil.copy(latin[0], folder)
    config = folder / "fonts.conf"
    config.write_text(ONE_FONT.format(folder=folder), encoding="utf-8")
    return config


MEASURE = """async () => {
  const face = "IBM Plex Sans Arabic";
  await document.fonts.load(`20px "${face}"`, "مَعَرّة");
  const measure = (font) => {
    const context = document.createElement("canvas").getContext("2d");
    context.font = font;
    return context.measureText("عين الشرق ومعرة").width;
  };
  return { system: measure("20px sans-serif"), bundled: measure(`20px "${face}"`) };
}"""
COMPARE = """async (shots) => {
  const pixels = [];
  for (const shot of shots) {
    const picture = new Image();
    picture.src = `data:image/png;base64,${shot}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    pixels.push(context.getImageData(0, 0, picture.width, picture.height).data);
  }
  let differing = 0;
  for (let at = 0; at < pixels[0].length; at += 4) {
    const far = [0, 1, 2].some((part) => Math.abs(pixels[0][at + part] - pixels[1][at + part]) > 40);
    if (far) differing += 1;
  }
  return differing / (pixels[0].length / 4);
}"""


def test_letters_of_the_map_take_no_direction_from_the_page(page: Page) -> None:
    open_explore(page, "/ar/explore")
    drawn = "new OffscreenCanvas(1, 1).getContext('2d').direction"
    assert page.evaluate(drawn) == "ltr"


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_explore_fits_a_phone(page: Page, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    open_explore(page, f"/{language}/explore?type=air_strike&type=shelling&place=Maarra")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#explore-panel > summary").click()
    for one in ("#map-list", "#time-list", "#explore-files"):
        page.locator(f"{one} > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["ar/explore?type=air_strike", "en/explore", "ar/search?q=اريحا"])
def test_page_has_no_serious_barrier(page: Page, path: str) -> None:
    page.goto(f"/{path}")
    if "explore" in path:
        page.wait_for_selector("html[data-map][data-chart]", state="attached", timeout=PATIENT)
        for one in ("#map-list", "#time-list", "#explore-files", "#explore-views"):
            page.locator(f"{one} > summary").click()
    found = Axe().run(page).response["violations"]
    bars = {one["id"]: [node["html"][:160] for node in one["nodes"]] for one in found if one["impact"] in BARRIERS}
    assert bars == {}


def test_search_marks_what_was_sought(page: Page) -> None:
    page.goto("/ar/search?q=" + "اريحا")
    assert "أريحا" in page.locator("mark.hit").first.inner_text()
    assert page.locator(".finds > li").count() >= 1
    page.click("a[href^='/ar/explore?q=']")
    expect(page.locator("#explore-shown")).to_be_visible()


def take_settled(page: Page) -> bytes:
    """A picture of the map once two in a row are the same."""
    canvas, earlier = page.locator("#map-live"), b""
    for _ in range(40):
        shot = canvas.screenshot()
        if shot == earlier:
            return shot
        earlier = shot
    raise AssertionError("the map never came to rest")
