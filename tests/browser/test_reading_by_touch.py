"""Correcting a claim with a finger on a phone: words are tapped or held, the text stays in sight above the editor."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from test_correcting_words import TRUCE
from test_reading_by_keyboard import Round, open_round
from village_round import FaultyReader, read_texts

from marsad.pipeline.review import read_review
from marsad.store.ledger import open_ledger

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
FIND = """(text) => { for (const element of document.querySelectorAll("[data-paragraph]")) {
  const node = element.firstChild; const at = node.data.indexOf(text); if (at < 0) continue;
  const range = new Range(); range.setStart(node, at); range.setEnd(node, at + text.length);
  const box = range.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; } return null; }"""
SELECT = """(text) => new Promise((go) => { for (const element of document.querySelectorAll("[data-paragraph]")) {
  const at = element.firstChild.data.indexOf(text); if (at < 0) continue;
  document.addEventListener("selectionchange", () => requestAnimationFrame(go), { once: true });
  getSelection().setBaseAndExtent(element.firstChild, at, element.firstChild, at + text.length); } })"""


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Round]:
    with open_ledger(tmp_path / "desk.db") as ledger:
        read_texts(ledger, tmp_path, truce=TRUCE)
        with open_round(
            ledger, FaultyReader(), browser, viewport={"width": 390, "height": 760}, has_touch=True, is_mobile=True
        ) as opened:
            yield opened


def tap(desk: Round, text: str) -> None:
    place = desk.page.evaluate(FIND, text)
    desk.page.touchscreen.tap(place["x"], place["y"])


def hold(desk: Round, text: str) -> None:
    """Hold a finger on a word; a Chromium without a screen selects nothing then: what a phone selects is selected."""
    place = desk.page.evaluate(FIND, text)
    session = desk.page.context.new_cdp_session(desk.page)
    asked = {"x": place["x"], "y": place["y"], "duration": 700, "gestureSourceType": "touch"}
    session.send("Input.synthesizeTapGesture", asked)
    desk.page.evaluate(SELECT, text)


def open_field(desk: Round, field: str) -> None:
    desk.page.locator("[data-act=edit]").first.tap()
    desk.page.locator(".editor .field-letters button").filter(has_text=field).tap()


def test_words_are_tapped_widened_and_saved(desk: Round) -> None:
    desk.open("truce", "ar")
    open_field(desk, "كلمات الحدث")
    tap(desk, "تمديد")
    assert desk.found() == ["تمديد"]
    tap(desk, "الهدنة")
    assert desk.found() == ["تمديد اتفاق الهدنة"]
    tap(desk, "اتفاق")
    assert desk.found() == ["اتفاق"]
    tap(desk, "تمديد")
    assert desk.found() == ["تمديد اتفاق"]
    desk.page.locator(".editor-foot button").first.tap()
    expect(desk.said()).to_have_text("صُحِّح القول.")
    assert read_review(desk.ledger, "truce").claims[0].claim.trigger.text == "تمديد اتفاق"


def test_text_stays_in_sight_above_the_editor(desk: Round) -> None:
    desk.open("truce", "ar")
    open_field(desk, "الجملة")
    editor = desk.page.locator(".editor").bounding_box()
    assert editor is not None
    assert editor["y"] >= 760 * 0.45
    assert editor["y"] + editor["height"] <= 760 + 1
    place = desk.page.evaluate(FIND, "اتفاق")
    assert 0 < place["y"] < editor["y"]
    desk.page.locator(".editor .leave").tap()
    expect(desk.page.locator(".editor")).to_have_count(0)


def test_words_that_are_held_are_picked(desk: Round) -> None:
    desk.open("truce", "ar")
    open_field(desk, "كلمات الحدث")
    hold(desk, "تمديد")
    assert desk.found() == ["تمديد"]
    desk.page.locator(".editor-foot button").first.tap()
    expect(desk.said()).to_have_text("صُحِّح القول.")


def test_missed_claim_begins_with_what_was_held(desk: Round) -> None:
    desk.open("truce", "ar")
    hold(desk, "الهدوء")
    desk.page.locator("[data-act=add]").tap()
    assert desk.found() == ["الهدوء"]
    tap(desk, "وقال")
    tap(desk, "المدينة")
    desk.page.locator(".words-picked").tap()
    expect(desk.page.locator(".draft .found-list li").first).to_be_visible()
    desk.page.locator(".draft .found-list li").filter(has_text="بيان").tap()
    desk.page.locator(".draft .editor-foot button").tap()
    expect(desk.said()).to_have_text("أضيف القول.")
    added = [one.read for one in read_review(desk.ledger, "truce").claims if one.state == "added"]
    assert [one.evidence.text for one in added] == ["وقال شهود إن الهدوء يعم المدينة"]
