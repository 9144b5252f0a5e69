"""A real Chromium on the real pages over the invented ledger; skipped where there is no Chromium."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "publish"))

from invented_desk import make_ledger
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from serving import serve

from marsad.publish.site.app import make_app

Launch = Callable[..., Browser]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workbench on a free port, until the session ends."""
    with make_ledger(tmp_path_factory.mktemp("desk")) as ledger, serve(make_app(ledger)) as where:
        yield where


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Starts a Chromium with more flags or another environment, for tests that need one of their own."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:

        def start(*flags: str, env: dict[str, str] | None = None) -> Browser:
            environment = {**os.environ, **(env or {})}
            return playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags], env=environment)

        yield start


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Iterator[Browser]:
    with launch() as chromium:
        yield chromium


GIVEN_UP = "net::ERR_ABORTED"
"""What Chromium says of a picture that was still on its way when a test went on to the next page."""


class Watch:
    """What must not happen on any page."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.faults: list[str] = []

    def page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("request", self._look)
        return page

    def _note_failure(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self.faults.append(f"failed: {request.url} ({request.failure})")

    def _look(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.faults.append(f"left the machine: {request.url}")


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    """Fails the test on console messages, refused sources and requests to elsewhere."""
    watching = Watch(address)
    yield watching
    assert watching.faults == []


@pytest.fixture
def page(browser: Browser, watch: Watch, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address, reduced_motion="reduce")
    yield watch.page(context)
    context.close()
