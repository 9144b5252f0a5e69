"""A client that asks an application without a socket."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
from fastapi import FastAPI


class Client:
    """Each question has an event loop in a thread of its own: the browser tests keep one running in the main thread."""

    def __init__(self, app: FastAPI, base: str = "http://localhost") -> None:
        self.app = app
        self.base = base

    def get(self, path: str, **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
                return await client.get(path, headers=headers)

        with ThreadPoolExecutor(1) as threads:
            return threads.submit(lambda: asyncio.run(ask())).result()
