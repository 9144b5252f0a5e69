"""Every page that the village's pages lead to opens, in both languages: no figure or remark of a ledger breaks one."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import httpx
from residents import Ledger

from marsad.publish.site.app import make_app
from marsad.store.ledger import open_ledger

LINK = re.compile(r'href="(/(?:ar|en)/[^"#]*)"')


async def crawl(client: httpx.AsyncClient, *starts: str) -> dict[str, int]:
    """The status of each page that can be reached from the first ones."""
    found: dict[str, int] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = await client.get(path)
        found[path] = answer.status_code
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]
    return found


def test_every_page_of_the_village_opens(ledger: Ledger) -> None:
    async def visit() -> dict[str, int]:
        with open_ledger(str(ledger.path)) as opened:
            transport = httpx.ASGITransport(app=make_app(opened, attributions=[]), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await crawl(client, "/ar/incidents", "/en/incidents")

    with ThreadPoolExecutor(1) as threads:  # the browser tests keep a loop running in the main thread
        found = threads.submit(lambda: asyncio.run(visit())).result()
    assert {path: status for path, status in found.items() if status != httpx.codes.OK} == {}
    assert sum("/incidents/" in path for path in found) >= 2 * len(ledger.incidents)
