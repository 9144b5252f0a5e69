"""Decisions and the work queue as people work with them: by keyboard, by mouse, without script, on a phone."""

import re
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

sys.path.append(str(Path(__file__).parents[1] / "publish"))

from playwright.sync_api import Browser, Page, expect
from reported_desk import REPORTS, Desk, read_reports
from serving import serve

from marsad.publish.access import Alone
from marsad.publish.site.app import make_app
from marsad.store.ledger import open_ledger

if TYPE_CHECKING:
    from conftest import Watch

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the browser's pipes close after the interpreter looks
]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reported")
    with open_ledger(folder / "desk.db") as ledger:
        read_reports(ledger, folder, *REPORTS)
    return folder


@pytest.fixture
def desk(reported: Path, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "desk"
    shutil.copytree(reported, folder)
    with open_ledger(folder / "desk.db") as ledger:
        yield Desk(ledger, folder)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """The desk of one person on a free port; takes the place of the desk that the other browser tests share."""
    config = uvicorn.Config(make_app(desk.ledger, work=desk.work, people=Alone("Mona")), port=0, log_level="error")
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def open_strike(page: Page, desk: Desk, language: str = "en") -> None:
    page.goto(f"/{language}/incidents/{desk.find('one').incident_id}")
    page.wait_for_selector("html[data-ready]", state="attached")


def press_until(page: Page, key: str, selector: str) -> None:
    for _ in range(12):
        if page.locator(selector).evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} does not lead to {selector}")


def test_possible_report_is_linked_and_taken_back_by_three_keys(page: Page, desk: Desk) -> None:
    open_strike(page, desk)
    press_until(page, "j", f"#possible-{desk.claim('five')}")
    page.keyboard.press("s")
    expect(page.locator(".done")).to_contain_text("Linked as the same event")
    expect(page.locator(f"#claim-{desk.claim('five')}")).to_be_visible()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("u")
    expect(page.locator(".done")).to_contain_text("Undid a decision")
    expect(page.locator(f"#possible-{desk.claim('five')}")).to_be_visible()


def test_claim_is_taken_out_by_keys_with_a_reason(page: Page, desk: Desk) -> None:
    open_strike(page, desk, "ar")
    press_until(page, "j", f"#claim-{desk.claim('three')}")
    page.keyboard.press("d")
    page.keyboard.type("مخيم آخر: jkm")  # letters that are keys elsewhere are letters in a field
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_be_visible()
    expect(page.locator(".history")).to_contain_text("مخيم آخر: jkm")
    assert desk.find("three").claims == (desk.claim("three"),)


def test_two_incidents_are_merged_side_by_side(page: Page, desk: Desk) -> None:
    shelling = desk.find("four").incident_id
    open_strike(page, desk)
    page.keyboard.press("m")
    page.wait_for_url("**/merge")
    page.locator(f"a[href$='merge?with={shelling}']").click()
    expect(page.locator(".side-by-side section")).to_have_count(2)
    expect(page.locator(".afterwards")).to_contain_text("2–18")
    page.get_by_label("Reason").fill("one raid on two towns")
    page.get_by_role("button", name="Same event: merge").click()
    expect(page.locator(".tolls")).to_contain_text("2–18")
    page.goto(f"/en/incidents/{shelling}")  # the former id leads on
    assert page.url.endswith(desk.find("one").incident_id)
    page.locator(".history form button").first.click()
    expect(page.locator(".done")).to_contain_text("Undid a decision")
    assert desk.find("four").incident_id == shelling


def test_split_is_shown_then_done(page: Page, desk: Desk) -> None:
    open_strike(page, desk)
    page.keyboard.press("/")
    page.wait_for_url("**/split")
    page.locator(f"input[value='{desk.claim('three')}']").check()
    page.get_by_role("button", name="Show what it would be").click()
    expect(page.locator(".afterwards > li")).to_have_count(2)
    page.get_by_role("button", name=re.compile("Split off")).click()
    expect(page.locator(".kin")).to_contain_text("Part that was split off")


def test_accepted_and_signed_by_keys_says_that_nobody_else_looked(page: Page, desk: Desk) -> None:
    open_strike(page, desk)
    page.keyboard.press("a")
    expect(page.locator(".tags")).to_contain_text("Confirmed by a person")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("Shift+S")
    page.keyboard.type("read them all")
    page.keyboard.press("Enter")
    expect(page.locator(".signature")).to_contain_text("nobody else looked")


def test_arabic_keyboard_has_the_same_keys(page: Page, desk: Desk) -> None:
    open_strike(page, desk, "ar")
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ش', code: 'KeyA', bubbles: true}))")
    expect(page.locator(".tags .state-confirmed")).to_be_visible()


def test_single_keys_can_be_switched_off_for_good(page: Page, desk: Desk) -> None:
    open_strike(page, desk)
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("a")
    page.keyboard.press("m")
    assert page.url.endswith(desk.find("one").incident_id)
    assert desk.ledger.read_entries() == ()


def test_queue_by_keyboard(page: Page, desk: Desk) -> None:
    page.goto("/en/queue")
    page.wait_for_selector("html[data-ready]", state="attached")
    expect(page.locator("[data-stop=row]")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.locator(".held")).to_contain_text("Mona has it until")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("j")  # from the row that was taken: it kept the focus
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*")
    first = page.url
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("x")
    page.wait_for_url(lambda url: "/incidents/" in url and url != first)
    second = page.url
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != second)
    assert len(desk.ledger.desk.read_queue("new")) == 2


def test_all_of_it_works_without_script(browser: Browser, address: str, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/ar/queue")
    page.locator(f"a[href$='{desk.find('one').incident_id}']").first.click()
    card = page.locator(f"#possible-{desk.claim('five')}")
    card.locator("button[value=link]").click()
    expect(page.locator(".done")).to_be_visible()
    card = page.locator(f"#claim-{desk.claim('five')}")
    card.locator("summary").click()
    card.locator("button[value=unlink]").click()
    expect(page.locator(f"#claim-{desk.claim('five')}")).to_have_count(0)
    page.locator(".done button").click()
    expect(page.locator(f"#claim-{desk.claim('five')}")).to_be_visible()
    page.locator(".verdict-bar summary").first.click()
    page.locator("form[action$='/sign'] button").click()
    expect(page.locator(".signature")).to_be_visible()
    context.close()


# ------------------------------------------------------------------ in place


def mark(page: Page) -> None:
    """Leave a sign that a reload of the page would wipe out."""
    page.evaluate("document.documentElement.dataset.stayed = '1'")


def expect_same_page(page: Page) -> None:
    expect(page.locator("html[data-stayed]")).to_have_count(1)


def forget_refusals(watch: "Watch") -> None:
    """Chromium writes every answer of 400 and above to its console, handled or not."""
    watch.faults[:] = [one for one in watch.faults if "Failed to load resource" not in one]


def test_decision_keeps_scroll_opened_parts_typed_words_and_focus(page: Page, desk: Desk) -> None:
    open_strike(page, desk)
    mark(page)
    five, three, two = (desk.claim(one) for one in ("five", "three", "two"))
    page.locator(f"#possible-{five} details.grounds summary").click()
    page.locator(f"#possible-{five} input[name=reason]").fill("not decided yet")
    page.locator(f"#claim-{three} details.drop summary").click()
    page.locator(f"#claim-{three} input[name=reason]").fill("another camp")
    order = page.locator("[data-stop=claim]").evaluate_all("(all) => all.map((one) => one.id)")
    at = order.index(f"claim-{three}")
    follower = (order[at + 1 :] + order[:at][::-1])[0]
    before = page.locator(f"#claim-{three}").evaluate("(one) => one.getBoundingClientRect().top")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Parted as different events")
    expect_same_page(page)
    expect(page.locator(f"#claim-{three}")).to_have_count(0)
    expect(page.locator(f"#claim-{two}")).to_be_visible()
    expect(page.locator(f"#possible-{five} details.grounds[open]")).to_have_count(1)
    expect(page.locator(f"#possible-{five} input[name=reason]")).to_have_value("not decided yet")
    expect(page.locator(f"#{follower}")).to_be_focused()
    after = page.locator(f"#{follower}").evaluate("(one) => one.getBoundingClientRect().top")
    assert abs(after - before) < 3
    assert re.search(r"\?done=\d+$", page.url)
    page.reload()
    expect(page.locator("#done")).to_contain_text("Parted as different events")


def test_notice_of_a_decision_is_in_sight_and_announced(page: Page, desk: Desk) -> None:
    open_strike(page, desk, "ar")
    notice = page.locator("#done[role=status]")
    expect(notice).to_have_count(1)  # it stands there before, or nobody would hear what is put into it
    page.locator(f"#possible-{desk.claim('five')}").scroll_into_view_if_needed()
    page.locator(f"#possible-{desk.claim('five')} button[value=unsure]").click()
    expect(notice).to_contain_text("تُرك مفتوحاً")
    expect(notice).to_be_in_viewport()
    expect(page.locator(f"#possible-{desk.claim('five')} button[value=unsure]")).to_be_focused()


def test_keys_work_on_after_decisions(page: Page, desk: Desk) -> None:
    open_strike(page, desk)
    mark(page)
    page.keyboard.press("a")
    expect(page.locator("#done")).to_contain_text("Accepted")
    page.keyboard.press("u")
    expect(page.locator("#done")).to_contain_text("Undid a decision")
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.locator("button[value=accept]").click()
    expect(page.locator("#done")).to_contain_text("Accepted")
    expect(page.locator("[data-keys-switch]")).not_to_be_checked()
    page.keyboard.press("u")
    expect_same_page(page)
    assert [entry.judgement.verdict for entry in desk.ledger.read_entries()] == ["accept", "undo", "accept"]


def test_second_press_while_a_decision_is_under_way_is_none(page: Page, desk: Desk) -> None:
    open_strike(page, desk)
    page.evaluate("for (const _ of [1, 2]) document.querySelector('button[value=accept]').click()")
    expect(page.locator("#done")).to_contain_text("Accepted")
    expect(page.locator("#content[aria-busy]")).to_have_count(0)
    expect(page.locator(".refusal")).to_have_count(0)
    assert [entry.judgement.verdict for entry in desk.ledger.read_entries()] == ["accept"]


def test_conflict_shows_its_words_beside_the_form_and_is_decided_there(page: Page, desk: Desk, watch: "Watch") -> None:
    open_strike(page, desk)
    mark(page)
    strike, address = desk.find("one"), page.url
    desk.decide(desk.client("Omar"), strike, "accept", reason="seen the footage")
    page.locator("summary", has_text="Reject").click()
    page.locator("#reject-reason").fill("a film scene")
    page.locator("#reject-reason").press("Enter")
    refusal = page.locator(".verdict-bar .refusal[role=alert]")
    expect(refusal).to_contain_text("seen the footage")
    expect(refusal).to_contain_text("Omar")
    expect(refusal).to_be_in_viewport()
    assert page.url == address
    expect(page).to_have_title(re.compile("Air strike"))
    expect(refusal.locator("input[name=reason]")).to_have_value("a film scene")
    refusal.locator("button").click()
    expect(page.locator("#done")).to_contain_text("Rejected")
    expect(page.locator(".refusal")).to_have_count(0)
    expect_same_page(page)
    forget_refusals(watch)


def test_what_is_refused_says_why_and_loses_nothing_typed(page: Page, desk: Desk, watch: "Watch") -> None:
    open_strike(page, desk)
    mark(page)
    page.locator("summary", has_text="best figure").click()
    page.locator("form:has(input[name=best]) select").select_option("killed.person")
    page.locator("input[name=best]").fill("99")
    page.locator("#best-reason").fill("names")
    page.keyboard.press("Enter")
    expect(page.locator(".refusal")).to_contain_text("Nothing was written: the best figure lies between low and high")
    expect(page.locator("input[name=best]")).to_have_value("99")
    page.locator("input[name=best]").fill("17")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("Corrected")
    expect(page.locator(".refusal")).to_have_count(0)
    expect_same_page(page)
    forget_refusals(watch)


def test_failure_of_the_desk_is_told_beside_the_form(
    page: Page, desk: Desk, watch: "Watch", monkeypatch: pytest.MonkeyPatch
) -> None:
    open_strike(page, desk, "ar")
    mark(page)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no judging today")

    monkeypatch.setattr(desk.work, "judge", fail)
    page.locator("button[value=accept]").click()
    expect(page.locator(".refusal[role=alert]")).to_contain_text("(500)")
    expect_same_page(page)
    forget_refusals(watch)


def test_merging_into_another_id_leaves_its_address(page: Page, desk: Desk) -> None:
    strike, shelling = desk.find("one"), desk.find("four")
    page.goto(f"/en/incidents/{shelling.incident_id}/merge?with={strike.incident_id}")
    page.wait_for_selector("html[data-ready]", state="attached")
    mark(page)
    page.get_by_role("button", name="Same event: merge").click()
    expect(page.locator("#done")).to_contain_text("Linked as the same event")
    expect_same_page(page)
    merged = desk.find("four")
    assert merged.incident_id == strike.incident_id
    assert re.search(rf"/en/incidents/{merged.incident_id}\?done=\d+$", page.url)
    expect(page.locator("#tongue")).to_have_attribute("href", re.compile(rf"/ar/incidents/{merged.incident_id}"))
    expect(page.locator("#done")).to_be_focused()
    page.keyboard.press("u")  # keys are those of an incident's page now
    expect(page.locator("#done")).to_contain_text("Undid a decision")
    assert desk.find("four").incident_id == shelling.incident_id


def test_one_person_says_a_name_beside_the_first_decision(browser: Browser, desk: Desk) -> None:
    with serve(make_app(desk.ledger, work=desk.work)) as where:
        context = browser.new_context(base_url=where)
        page = context.new_page()
        open_strike(page, desk)
        page.locator("button[value=accept]").click()
        page.locator(".refusal input[name=sign_as]").fill("Mona")
        page.keyboard.press("Enter")
        expect(page.locator("#done")).to_contain_text("Accepted")
        context.close()
    assert [entry.judgement.by for entry in desk.ledger.read_entries()] == ["Mona"]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_fit_at_every_width(page: Page, desk: Desk, width: int, language: str) -> None:
    strike, shelling = desk.find("one").incident_id, desk.find("four").incident_id
    page.set_viewport_size({"width": width, "height": 700})
    here = f"/{language}/incidents/{strike}"
    for path in (here, f"{here}/merge", f"{here}/merge?with={shelling}", f"{here}/split", f"/{language}/queue"):
        page.goto(path)
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
