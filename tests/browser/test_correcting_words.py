"""Every field of a claim is corrected on the page: the words of the event, its sentence, its details."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from test_reading_by_keyboard import Round, open_round
from village_round import FaultyReader, read_texts

from marsad.pipeline.review import read_review
from marsad.store.ledger import open_ledger

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
TRUCE = (
    "أعلن الوسطاء تمديد اتفاق الهدنة بين الجيش السوداني وقوات الدعم السريع لمدة ثلاثة أيام، "
    "وينص الاتفاق على فتح ممرات إنسانية. وقال شهود إن الهدوء يعم المدينة."
)


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[Round]:
    with open_ledger(tmp_path / "desk.db") as ledger:
        read_texts(ledger, tmp_path, truce=TRUCE)
        with open_round(ledger, FaultyReader(), browser, viewport={"width": 1280, "height": 900}) as opened:
            yield opened


def test_words_of_the_event_and_its_sentence_are_picked_anew(desk: Round) -> None:
    desk.open("truce", "ar")
    desk.press("e", "e", "Enter")
    expect(desk.said()).to_contain_text("اختر غيرها")
    desk.press("ArrowRight", "Shift+ArrowLeft", "Enter")
    expect(desk.said()).to_have_text("صُحِّح القول.")
    desk.page.evaluate("document.querySelector('[data-said]').textContent = ''")
    desk.press("e", "v", "Shift+ArrowDown", "Enter")
    expect(desk.said()).to_have_text("صُحِّح القول.")
    expect(desk.page.locator(".claim-foot .pen")).to_be_visible()
    claim = read_review(desk.ledger, "truce").claims[0]
    assert claim.claim.trigger.text == "تمديد اتفاق"
    assert claim.claim.evidence.text.endswith("الهدوء يعم المدينة")
    assert claim.read.trigger.text == "اتفاق"
    expect(desk.active().locator("[data-row='trigger -1'] del")).to_have_text("اتفاق")
    desk.press("u")
    expect(desk.page.locator(".claim-foot .pen")).to_have_count(0)


def test_details_are_corrected_by_their_form(desk: Round) -> None:
    desk.open("truce")
    rows = desk.active().locator("[data-row^=detail]")
    expect(rows.filter(has_text="state: extended")).to_be_visible()
    desk.press("e", "l", "3")
    desk.page.locator(".editor select").nth(1).select_option("broken")
    desk.page.locator(".editor-foot button").first.click()
    expect(rows.filter(has_text="state: broken")).to_be_visible()
    expect(rows.locator("del")).to_have_text("state: extended")
    expect(desk.page.locator(".editor")).to_have_count(0)
    desk.press("e", "Shift+l")
    desk.page.locator(".editor select").first.select_option("guarantors")
    desk.page.locator(".words-picked").focus()
    desk.press("Enter")
    expect(desk.said()).to_contain_text("Pick others")
    desk.press("ArrowRight", "ArrowRight", "Enter")
    expect(rows.filter(has_text="guarantor")).to_contain_text("الوسطاء")
    expect(desk.page.locator(".editor")).to_have_count(0)  # the list may come again before the answer to the decision
    found = read_review(desk.ledger, "truce").claims[0].claim.details
    assert (found["state"], [one["text"] for one in found["guarantors"]]) == ("broken", ["الوسطاء"])
    desk.press("e", "l", "1")
    desk.page.locator(".editor-foot button").nth(1).click()
    expect(rows.filter(has_text="party").locator("del")).to_contain_text("الجيش السوداني")
    found = read_review(desk.ledger, "truce").claims[0].claim.details
    assert [one["text"] for one in found["parties"]] == ["قوات الدعم السريع"]
    for _ in range(3):
        desk.press("u")
        expect(desk.said()).to_contain_text("Taken back")
        desk.page.evaluate("document.querySelector('[data-said]').textContent = ''")
    assert read_review(desk.ledger, "truce").claims[0].claim.details["state"] == "extended"


def add_last_sentence(desk: Round) -> None:
    desk.press("m", "ArrowDown", "ArrowDown", "Enter")
    expect(desk.page.locator(".draft .found-list li").first).to_be_visible()
    desk.type("statement")
    desk.press("Enter")
    expect(desk.page.locator(".draft .editor-foot button")).to_be_focused()
    desk.press("Enter")
    expect(desk.said()).to_contain_text("added")


def test_added_claim_in_an_edited_report_is_placed_or_picked_anew(desk: Round, tmp_path: Path) -> None:
    desk.open("truce")
    add_last_sentence(desk)
    added = next(one for one in desk.ledger.read_claims_of_document("truce") if one.type == "statement")
    read_texts(desk.ledger, tmp_path, truce="عاجل: " + TRUCE)
    desk.open("truce")
    card = desk.page.locator(f"#claim-{added.id}")
    expect(card.locator(".look-again")).to_contain_text("was placed on the same words")
    card.focus()
    desk.press("a")
    expect(card.locator(".look-again")).to_have_count(0)
    read_texts(desk.ledger, tmp_path, truce=TRUCE.replace("يعم المدينة", "يعم أحياء المدينة"))
    desk.open("truce")
    expect(card).to_have_count(0)
    desk.page.locator("[data-lost] [data-act=again]").click()
    expect(desk.page.locator(".draft")).to_contain_text("Pick the words anew")
    desk.press("ArrowDown", "ArrowDown", "Enter")
    expect(desk.page.locator(".draft .editor-foot button")).to_be_focused()
    desk.press("Enter")
    expect(desk.said()).to_contain_text("added")
    expect(desk.page.locator("[data-lost]")).to_have_count(0)
    (anew,) = [one.read for one in read_review(desk.ledger, "truce").claims if one.state == "added"]
    assert anew.type == "statement"
    assert "أحياء المدينة" in anew.evidence.text
    verdicts = [(one.judgement.verdict, one.undone_by is None) for one in desk.ledger.read_entries()]
    assert verdicts == [("add", False), ("accept", True), ("undo", True), ("add", True)]


def test_lost_addition_is_dropped_without_script(desk: Round, tmp_path: Path, browser: Browser) -> None:
    desk.open("truce")
    add_last_sentence(desk)
    read_texts(desk.ledger, tmp_path, truce=TRUCE.replace("المدينة", "البلدة"))
    context = browser.new_context(java_script_enabled=False, base_url=desk.address)
    page = context.new_page()
    page.goto("/ar/reports/truce")
    expect(page.locator("[data-lost]")).to_contain_text("لم يُعثر على كلماته")
    page.locator("[data-lost] button.plain:not(.needs-script)").click()
    expect(page.locator("[data-lost]")).to_have_count(0)
    assert [one.judgement.verdict for one in desk.ledger.read_entries()] == ["add", "undo"]
    context.close()
