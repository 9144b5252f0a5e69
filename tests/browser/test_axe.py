"""No page shuts anybody out: axe finds nothing serious or critical, on every page that the app has routes for.

The pages are found by the app's own list of routes, so that a new one is looked at without a word here; only a new kind
of part in an address has to be told what to put there.
"""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from invented_desk import make_ledger
from playwright.sync_api import Browser, Page
from serving import serve

from marsad.pipeline.desk import DeskWork
from marsad.publish.site.app import make_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the browser's pipes close after the interpreter looks
]
PARTS = {"incident_id": "strike", "document_id": "d1", "account_id": "1", "number": "1", "token": "none"}
"""What stands for a part of an address."""
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """A desk where things can be decided: its address, and the pages it has, without their language."""
    with make_ledger(tmp_path_factory.mktemp("axe")) as ledger:
        app = make_app(ledger, work=DeskWork(ledger, lambda: (0, 0), lambda _: None))
        paths = {
            re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: PARTS[part[1]], path.removeprefix("/{language}/"))
            for method, path in app.state.permissions
            if method == "GET" and path.startswith("/{language}/") and "{form}" not in path  # a file and no page
        }
        with serve(app) as address:
            yield address, sorted(paths)


def find_grave(page: Page, address: str, axe: Axe) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status < 500, address
    if "text/html" not in answer.headers.get("content-type", "") or "<html" not in answer.text():
        return []  # data, or a part of a page that a script puts into one
    return [
        f"{address}: {one['id']} ({one['impact']}) at {node['target']}: {node['failureSummary']}"
        for one in axe.run(page).response["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_has_a_serious_or_critical_finding(
    browser: Browser, desk: tuple[str, list[str]], language: str, scheme: str
) -> None:
    address, paths = desk
    assert len(paths) >= 8
    axe = Axe()
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults = [
        fault
        for path in [*paths, "explore?bbox=30,30,40,40", "search?q=%D8%AD%D9%84%D8%A8", "not/here"]
        for fault in find_grave(page, f"{address}/{language}/{path}", axe)
    ]
    context.close()
    assert faults == []


def test_a_page_that_shuts_people_out_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<!doctype html><html><body><img src='data:,'><input></body></html>")
    found = {one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in GRAVE}
    page.close()
    assert {"html-has-lang", "image-alt", "label"} <= found
