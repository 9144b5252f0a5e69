"""The log of reads: whatever protected is shown is noted before its first byte leaves, once a page view.

Why it is hard: it must not depend on each page's author remembering it. So the permission that a route declares notes
what is about to be shown, and here it is written once the page turned out to be there. A page that cannot be logged is
not shown. The same page seen again within VIEW_SECONDS by the same session is the same view: a page is drawn anew after
each decision.
"""

import threading
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.base.errors import LedgerError
from marsad.model.account import Deed

VIEW_SECONDS = 300
VIEWS_MOST = 10_000


class UnloggedError(Exception):
    """A page was to be shown and could not be logged."""


class ReadLog:
    """Notes what a request shows, by the deed that its permission left in the request's state."""

    def __init__(
        self, app: ASGIApp, note: Callable[[Deed], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Wrap an application; `note` keeps a deed, or raises LedgerError."""
        self.app = app
        self.note = note
        self.clock = clock
        self._lock = threading.Lock()
        self._seen: dict[tuple[object, ...], float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note what is shown."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and 200 <= message["status"] < 300:
                deed = scope.get("state", {}).get("deed")
                if deed is not None:
                    person = scope["state"]["person"]
                    try:
                        await run_in_threadpool(self._note_once, deed, (person.name, person.session))
                    except LedgerError as error:
                        raise UnloggedError(str(error)) from error
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except UnloggedError as error:
            refusal = PlainTextResponse(f"not shown, for it cannot be logged: {error}\n", status_code=503)
            await refusal(scope, receive, send)

    def _note_once(self, deed: Deed, who: tuple[object, ...]) -> None:
        if deed.action != "read":
            self.note(deed)
            return
        key = (*who, deed.action, deed.about, deed.detail.get("page"))
        with self._lock:
            now = self.clock()
            seen = self._seen.get(key)
            if seen is not None and now - seen < VIEW_SECONDS:
                return
        self.note(deed)
        with self._lock:
            self._seen.pop(key, None)
            self._seen[key] = now
            while len(self._seen) > VIEWS_MOST:
                del self._seen[next(iter(self._seen))]
