"""A client that asks an application without a socket."""

import asyncio
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from fastapi import FastAPI

TOKEN = re.compile(r'name="token" value="(\w+)"')


class Client:
    """Each question has an event loop in a thread of its own: the browser tests keep one running in the main thread.

    Keeps cookies as a browser does.
    """

    def __init__(self, app: FastAPI, base: str = "http://localhost") -> None:
        self.app = app
        self.base = base
        self.cookies = httpx.Cookies()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, fields: Mapping[str, Any], *, page: str | None = None, **headers: str) -> httpx.Response:
        """Send a form as the page at `page` would, with its token; without `page` the form has none."""
        if page is not None:
            found = TOKEN.search(self.get(page).text)
            assert found, f"{page} holds no form of ours"
            fields = {"token": found[1], **fields}
        return self.ask("POST", path, data=fields, headers=headers)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base, cookies=self.cookies) as client:
                answer = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answer

        with ThreadPoolExecutor(1) as threads:
            return threads.submit(lambda: asyncio.run(ask())).result()
