"""Headers that keep a page from talking to anybody: no outside source, inline script or style, frame or referrer.

Addresses of reports are sensitive, so the browser is told to pass on none of them. The map's worker is a module of our
own origin; its pictures are made in the page (`data:`, `blob:`), which lets nothing out.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class SecurityHeaders:
    """Adds the headers to every answer, and refuses requests that name a host which is not ours.

    On loopback a foreign page could let its own name point here and read the answers; the host check stops that.
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
                headers.setdefault("Cache-Control", "no-cache, private")
            await send(message)

        if self.hosts is not None and host_name(Headers(scope=scope).get("host", "")) not in self.hosts:
            await PlainTextResponse("this address is not ours\n", status_code=421)(scope, receive, dressed)
            return
        await self.app(scope, receive, dressed)


def host_name(header: str) -> str:
    """The name of a Host header without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    return host in {"localhost", "::1", "[::1]"} or host.startswith("127.")
