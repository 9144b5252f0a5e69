"""Headers that keep a page from talking to anybody: no outside source, inline script or style, frame or referrer.

And what is refused before any of our code runs: a host that is not ours, a change that another site's page asks for,
a body beyond all measure.
Addresses of reports are sensitive, so the browser is told to pass on none of them. The map's worker is a module of our
own origin; its pictures are made in the page (`data:`, `blob:`), which lets nothing out.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.publish.api.problems import problem
from marsad.publish.forms import SAFE_METHODS

POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
BODY_BYTES_MOST = 1_000_000
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class SecurityHeaders:
    """Adds the headers and our cookies to every answer, and refuses what no page of ours would send.

    On loopback a foreign page could let its own name point here and read the answers; the host check stops that.
    What a page keeps on the disk of a seized laptop can be read there, so nothing but static files is kept.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None = None) -> None:
        """Wrap an application; `hosts` None accepts every name."""
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store, private")
                for cookie in scope.get("state", {}).get("cookies", ()):
                    headers.append("Set-Cookie", cookie)
            await send(message)

        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, dressed)
            return
        await self.app(scope, limit_body(receive), dressed)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if self.hosts is not None and host_name(headers.get("host", "")) not in self.hosts:
            return PlainTextResponse("this address is not ours\n", status_code=421)
        length = headers.get("content-length", "0")
        if scope["method"] not in SAFE_METHODS and not is_ours(headers):
            status, reason = 403, "another site's page asked for this change"
        elif not length.isdecimal() or int(length) > BODY_BYTES_MOST:
            status, reason = 413, f"more than {BODY_BYTES_MOST} bytes"
        else:
            return None
        if scope["path"].startswith("/api/"):
            return problem(status, reason)
        return PlainTextResponse(f"{reason}\n", status_code=status)


def is_ours(headers: Headers) -> bool:
    """Whether a page of ours sent this, or no page at all (a program, an address typed by hand).

    Browsers say it themselves where the connection is safe or local; over plain http in a house network they only
    name the origin, which must then be the host that was asked.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""


def limit_body(receive: Receive) -> Receive:
    """The same messages; a body that turns out longer than it said ends the connection."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > BODY_BYTES_MOST:
                return {"type": "http.disconnect"}
        return message

    return limited


def host_name(header: str) -> str:
    """The name of a Host header without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    return host in {"localhost", "::1", "[::1]"} or host.startswith("127.")
