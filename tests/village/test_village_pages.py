"""Every page that the village's pages lead to opens, in both languages: no figure or remark of a ledger breaks one.

Filters lead to more addresses than there are incidents: of each page a few of its questions are asked.
"""

import asyncio
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
from residents import Ledger

from marsad.pipeline.desk import DeskWork
from marsad.pipeline.judge import find_place_in
from marsad.pipeline.run import link
from marsad.publish.access import Alone
from marsad.publish.site.app import make_app
from marsad.store.ledger import open_ledger

QUESTIONS = 4
LINK = re.compile(r'href="(/(?:ar|en)/[^"#]*)"')


async def crawl(client: httpx.AsyncClient, *starts: str) -> dict[str, int]:
    """The status of each page that can be reached from the first ones."""
    found: dict[str, int] = {}
    asked: Counter[str] = Counter()
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        page = path.partition("?")[0]
        if path in found or asked[page] >= QUESTIONS:
            continue
        asked[page] += 1
        answer = await client.get(path)
        found[path] = answer.status_code
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]
    return found


def test_every_page_of_the_village_opens(ledger: Ledger) -> None:
    async def visit() -> dict[str, int]:
        with open_ledger(str(ledger.path)) as opened:
            work = DeskWork(opened, lambda: link(opened), find_place_in(None))
            app = make_app(opened, attributions=[], work=work, people=Alone("One"))
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost", follow_redirects=True
            ) as client:
                return await crawl(client, "/ar/incidents", "/en/incidents")

    with ThreadPoolExecutor(1) as threads:  # the browser tests keep a loop running in the main thread
        found = threads.submit(lambda: asyncio.run(visit())).result()
    assert {path: status for path, status in found.items() if status != httpx.codes.OK} == {}
    assert sum("/incidents/" in path for path in found) >= 2 * len(ledger.incidents)
