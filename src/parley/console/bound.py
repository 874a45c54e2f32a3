# SPDX-License-Identifier: Apache-2.0
"""Acts in a hardware session carry a proof that they come from its own screen.

A session cookie that was taken to another desk is of no use for acts: the key that
makes the proof cannot leave the browser at which the officer signed on.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.console.answers import refuse
from parley.console.forms import FORM_BYTES_MAX, TEXT_FORM_BYTES_MAX
from parley.console.house import house_of
from parley.errors import LocalFault

HEADER = "parley-proof"
_NONCE_BYTES = 16
# Whoever is signed on there: a sign-on, a registration, what acknowledges nothing, and
# a file that is only read.
_FREE = ("/desk/on", "/desk/key/", "/register/", "/silence", "/write/import")
# Where a person writes a text.
_TEXTS = ("/write/", "/texts/attach")


class Bound:
    """ASGI middleware that asks each act of a hardware session for its proof."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what needs no proof or has one; refuse the rest in words."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        watch = house_of(request).signed_on.at(request)
        if watch is None or not watch.hardware or request.url.path.startswith(_FREE):
            await self._app(scope, receive, send)
            return
        try:
            body = await _body(receive, _bytes_max(request.url.path))
            nonce, signature = _proof(request.headers.get(HEADER, ""))
            house_of(request).desk.prove(
                watch.token, request.url.path, body, nonce, signature
            )
        except LocalFault as fault:
            answer = await refuse(request, fault)
            await answer(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


def _proof(header: str) -> tuple[bytes, bytes]:
    nonce, _, signature = header.partition(".")
    try:
        raw = bytes.fromhex(nonce), bytes.fromhex(signature)
    except ValueError:
        raise LocalFault("PLY-AUT-064") from None
    if len(raw[0]) != _NONCE_BYTES:
        raise LocalFault("PLY-AUT-064")
    return raw


def _bytes_max(path: str) -> int:
    return TEXT_FORM_BYTES_MAX if path.startswith(_TEXTS) else FORM_BYTES_MAX


async def _body(receive: Receive, bytes_max: int) -> bytes:
    body = bytearray()
    while True:
        part = await receive()
        body += part.get("body", b"")
        if part["type"] != "http.request" or len(body) > bytes_max:
            raise LocalFault("PLY-UI-004", reason="it is too large or was cut off")
        if not part.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read once more, then whatever comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
