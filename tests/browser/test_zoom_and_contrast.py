"""Pages at twice the size and in the colours that a person's system forces: nothing is cut, hidden or alike."""

from collections.abc import Iterator

import pytest
from invented_answers import make_answers, make_maps
from playwright.sync_api import Browser, BrowserContext, Page
from serving import serve
from test_pages_in_chromium import NEEDS_VENDOR, PAGES

from marsad.publish.site.app import make_app

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
LOOK = """() => {
  const seen = (one) => { const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && one.checkVisibility({ visibilityProperty: true })
      && !one.closest(".spoken, .skip, [hidden], svg, .maplibregl-map"); };
  const name = (one) => `${one.tagName.toLowerCase()} ${(one.innerText || one.name || "").slice(0, 40)}`;
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(seen);
  const faults = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`page ${wide} wide`);
  for (const one of controls) {
    const box = one.getBoundingClientRect();
    const scrolls = one.closest(".scroll, [class*=scroll], .found-list");
    if (!scrolls && (box.left < -1 || box.right > innerWidth + 1)) faults.push(`outside: ${name(one)}`);
    if (one.matches("button, summary") && one.scrollWidth > one.clientWidth + 2) faults.push(`cut: ${name(one)}`);
  }
  const clip = (one, rect) => { let { left, right, top, bottom } = rect;
    for (let up = one.parentElement; up; up = up.parentElement) if (getComputedStyle(up).overflowY !== "visible") {
      const box = up.getBoundingClientRect(); left = Math.max(left, box.left); right = Math.min(right, box.right);
      top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom); }
    return { left, right, top, bottom, height: bottom - top }; };
  const rects = controls.flatMap((one) => [...one.getClientRects()].map((rect) => [one, clip(one, rect)]))
    .filter(([, rect]) => rect.height > 1);
  for (let at = 0; at < rects.length; at += 1) for (let to = at + 1; to < rects.length; to += 1) {
    const [[one, a], [other, b]] = [rects[at], rects[to]];
    if (one === other || one.contains(other) || other.contains(one)) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 3 && high > Math.min(a.height, b.height) / 2) faults.push(`covered: ${name(one)} / ${name(other)}`);
  }
  return faults; }"""


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_at_twice_the_size_cuts_and_covers_nothing(page: Page, language: str, path: str) -> None:
    """1280 by 800 at 200 % are 640 by 400."""
    page.set_viewport_size({"width": 640, "height": 400})
    page.goto(f"/{language}/{path}")
    assert page.evaluate(LOOK) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_page_with_letters_of_twice_the_size_cuts_and_covers_nothing(page: Page, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/ar/{path}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(LOOK) == []


@pytest.fixture
def forced(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=address, forced_colors="active", reduced_motion="reduce"
    )
    yield context
    context.close()


PAINT = """(kind) => { const node = document.querySelector("[data-paragraph][data-field=text]").firstChild;
  for (const name of [...CSS.highlights.keys()]) CSS.highlights.delete(name);
  if (kind) { const range = new Range(); range.setStart(node, 0); range.setEnd(node, 12);
    CSS.highlights.set(kind, new Highlight(range)); } }"""


def test_painted_words_are_told_apart_in_forced_colours(forced: BrowserContext) -> None:
    page = forced.new_page()
    page.goto("/ar/reports/d1")
    page.wait_for_selector("html[data-reader=painted]", state="attached")
    first = page.locator("[data-paragraph][data-field=text]").first
    looks: dict[str, bytes] = {}
    for kind in ("", "trigger", "place", "actor", "when", "source", "casualty", "sentence", "found", "picked"):
        page.evaluate(PAINT, kind)
        looks[kind] = first.screenshot()
    assert [(one, two) for one in looks for two in looks if one < two and looks[one] == looks[two]] == []


def test_marks_without_script_are_told_apart_in_forced_colours(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, forced_colors="active", java_script_enabled=False)
    page = context.new_page()
    page.goto("/ar/reports/d1")
    line = "textDecorationStyle} ${s.textDecorationThickness"
    style = f"(one) => {{ const s = getComputedStyle(one); return `${{s.{line}}}`; }}"
    marks = page.locator(".legend span")
    kinds = {one.get_attribute("class"): one.evaluate(style) for one in marks.all()}
    assert len(set(kinds.values())) == len(kinds), kinds
    context.close()


def test_focus_shows_in_forced_colours(forced: BrowserContext) -> None:
    page = forced.new_page()
    page.goto("/en/incidents")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
    assert page.evaluate(ring) == ["solid", "3px"]
    chosen, others = page.evaluate(
        """(() => { const width = (one) => getComputedStyle(one).borderBlockStartWidth;
             return [width(document.querySelector(".band nav a[aria-current]")),
                     width(document.querySelector(".band nav a:not([aria-current])"))]; })()"""
    )
    assert chosen != others


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    maps = make_maps(tmp_path_factory.mktemp("maps"))
    with make_answers(tmp_path_factory.mktemp("answers")) as ledger, serve(make_app(ledger, maps=maps)) as where:
        yield where


MAP = """(classes) => Object.fromEntries(classes.map((name) => {
  const one = document.querySelector(`.map-drawn .${name}`);
  const s = one && getComputedStyle(one);
  return [name, s && [s.fill, s.stroke, s.strokeDasharray, s.strokeWidth]]; }))"""


@NEEDS_VENDOR
def test_marks_of_the_drawn_map_are_told_apart_in_forced_colours(browser: Browser, mapped: str) -> None:
    context = browser.new_context(base_url=mapped, forced_colors="active", java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/explore")
    looks = page.evaluate(MAP, ["ground", "spot", "ring", "hatched", "many"])
    assert all(looks.values()), looks
    assert looks["spot"][:2] != looks["ground"][:2]
    assert looks["ring"][2] != looks["spot"][2] == "none"  # dashed and whole
    assert looks["many"][0] != looks["spot"][0]  # the number within its circle
    assert looks["hatched"][0].startswith("url(")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_claims_and_chips_keep_their_edges_in_forced_colours(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(base_url=address, forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    page.goto("/en/incidents")
    tags = page.locator(".tag[class*=grade-]")
    edges = {one.get_attribute("class"): one.evaluate(EDGE) for one in tags.all()}
    assert len(set(edges.values())) == len(edges) > 1
    assert all(edge.split()[0] != "none" for edge in edges.values())
    context.close()


EDGE = "(one) => { const s = getComputedStyle(one); return `${s.borderBlockStartStyle} ${s.borderBlockStartWidth}`; }"
