"""Decisions and the work queue as people work with them: by keyboard, by mouse, without script, on a phone."""

import re
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

sys.path.append(str(Path(__file__).parents[1] / "publish"))

from playwright.sync_api import Browser, Page, expect
from reported_desk import REPORTS, Desk, read_reports

from marsad.publish.access import Alone
from marsad.publish.site.app import make_app
from marsad.store.ledger import open_ledger

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
    page.keyboard.press("j")
    page.keyboard.press("j")
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
