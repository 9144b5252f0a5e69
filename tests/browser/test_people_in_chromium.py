"""People's pages in Chromium: logging in without script, the menu of the account, nothing wider than a phone."""

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, expect
from staffed_desk import PASSWORD, Staffed

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(scope="module")
def staffed_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    desk = Staffed(tmp_path_factory.mktemp("staffed"))
    desk.add("لينا حداد", "admin", "reviewer")
    server = uvicorn.Server(uvicorn.Config(desk.app, port=0, log_level="error"))
    listening = server.config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    with desk.ledger:
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("has_script", [True, False])
def test_person_logs_in_sees_their_pages_on_a_phone_and_logs_out(
    browser: Browser, staffed_address: str, language: str, has_script: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, base_url=staffed_address, java_script_enabled=has_script
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto(f"/{language}/history")
    page.fill("[name=name]", "لينا حداد")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page).to_have_url(f"{staffed_address}/{language}/history")
    for path in ("history", "accounts", "me", "incidents"):
        page.goto(f"/{language}/{path}")
        box = page.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= 320
        if has_script:
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.locator(".account summary").click()
    page.locator(".account form button").click()
    expect(page).to_have_url(f"{staffed_address}/{language}/login")
    assert faults == []
    context.close()
