# SPDX-License-Identifier: Apache-2.0
"""The door of the console: only this station's own pages are answered.

Rules, in order: a Host that is ours; nothing that another site caused; POST and
WebSocket only with our own Origin.  Every answer carries the same strict headers.

`Referrer-Policy` is `same-origin`, not `no-referrer`: with the latter a browser sends
`Origin: null` on form posts, and the check below could not tell them from a stranger's.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.errors import LocalFault

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cache-Control": "no-store",
    "Permissions-Policy": (
        "autoplay=(self), camera=(), display-capture=(), geolocation=(), hid=(),"
        " microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
}

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_METHODS = frozenset({"GET", "HEAD", "POST"})


def host_name(address: str) -> str:
    """Return the host of HOST:PORT, brackets of IPv6 kept."""
    if address.startswith("["):
        return address.partition("]")[0].lower() + "]"
    return address.partition(":")[0].lower()


class Guard:
    """ASGI middleware that answers strangers itself."""

    def __init__(self, app: ASGIApp, listen: str, origin: str) -> None:
        self._app = app
        self._origin = origin
        self._hosts = _LOOPBACK | {
            host_name(listen),
            host_name(origin.partition("://")[2]),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what may pass; refuse the rest in words."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        strange = self._strange(scope)
        if scope["type"] == "websocket":
            if strange:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if strange:
            fault = LocalFault("PLY-UI-003", reason=strange)
            words = (fault.what, fault.kept, fault.then, fault.do, fault.code)
            refusal = PlainTextResponse("\n".join(words) + "\n", 403)
            await refusal(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)

    def _strange(self, scope: Scope) -> str:
        """Return why a request is not from our own page; empty if it is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host_name(host) not in self._hosts:
            return "it was addressed to another host name"
        if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return "another site caused it"
        if scope["type"] == "http" and scope["method"] not in _METHODS:
            return "its method is not one the console knows"
        acts = scope["type"] == "websocket" or scope["method"] == "POST"
        if acts:
            scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"])
            ours = f"{scheme or scope['scheme']}://{host}"
            if headers.get("origin") not in {ours, self._origin}:
                return "its Origin is not this console"
        return ""
