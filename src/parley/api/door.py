# SPDX-License-Identifier: Apache-2.0
"""The door of the API: whose token it is, what it is for, and how often.

Cheap checks first.  No cookie is looked at and no page is answered, so nothing that a
browser is tricked into can come through here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.requests import Request

from parley.api.rights import RIGHTS, Right
from parley.errors import LocalFault
from parley.model.now import Now
from parley.station.tokens import Token, TokenBook
from parley.station.views import OfficerView

RATE_PER_S = 50
_BURST = 100
_BEARER = "bearer "

Officers = Callable[[], Awaitable[tuple[OfficerView, ...]]]


class Door:
    """Lets requests through that carry a token of an officer who is still one."""

    def __init__(
        self, book: TokenBook, now: Callable[[], Now], officers: Officers, host: str
    ) -> None:
        self._book = book
        self._now = now
        self._officers = officers
        self._hosts = {host, host.partition(":")[0], "localhost", "127.0.0.1", "[::1]"}
        # Tokens left and when that was counted, for each token; bounded by the book.
        self._rates: OrderedDict[str, tuple[float, int]] = OrderedDict()

    async def token(self, request: Request) -> Token:
        """Return whose request it is.

        Raises:
            LocalFault: PLY-API-001, -002, -004, -005, -006.

        """
        self._refuse_browsers(request)
        header = request.headers.get("authorization", "")
        if not header.lower().startswith(_BEARER):
            raise LocalFault("PLY-API-001")
        now = self._now()
        token = self._book.find(header[len(_BEARER) :].strip(), now.wall_ms)
        if token is None:
            raise LocalFault("PLY-API-001")
        self._count(token, now.mono_ms)
        await self._refuse_former_officers(token, now.wall_ms)
        return token

    def _refuse_browsers(self, request: Request) -> None:
        if "origin" in request.headers:
            raise LocalFault("PLY-API-004", reason="a page of a browser caused it")
        if request.headers.get("sec-fetch-site", "none") != "none":
            raise LocalFault("PLY-API-004", reason="a page of a browser caused it")
        host = request.headers.get("host", "").lower()
        bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if host not in self._hosts and bare not in self._hosts:
            raise LocalFault("PLY-API-004", reason="it was addressed to another host")

    def _count(self, token: Token, now_ms: int) -> None:
        left, counted_ms = self._rates.pop(token.digest, (float(_BURST), now_ms))
        left = min(_BURST, left + (now_ms - counted_ms) * RATE_PER_S / 1_000)
        self._rates[token.digest] = (max(0.0, left - 1), now_ms)
        while len(self._rates) > _BURST:
            self._rates.popitem(last=False)
        if left < 1:
            raise LocalFault("PLY-API-005", token=token.name, per_s=RATE_PER_S)

    async def _refuse_former_officers(self, token: Token, now_ms: int) -> None:
        for officer in await self._officers():
            if officer.index != token.officer:
                continue
            if token.cls not in officer.classes:
                reason = f"{officer.name} is no longer {token.cls.lower()}"
            elif officer.valid_to_ms <= now_ms:
                reason = f"{officer.name} is no longer valid on the roster"
            else:
                return
            raise LocalFault("PLY-API-002", token=token.name, reason=reason)
        reason = f"officer {token.officer} is not on the roster"
        raise LocalFault("PLY-API-002", token=token.name, reason=reason)


def right_to(method: str, verb: str) -> Right:
    """Return the right that a method needs.

    Raises:
        LocalFault: PLY-API-003 there is no such method, or not with this verb.

    """
    right = RIGHTS.get(method)
    if right is None or verb != ("GET" if right.reads else "POST"):
        raise LocalFault("PLY-API-003", method=method, verb=verb)
    return right


def check_right(right: Right, token: Token, method: str) -> None:
    """Refuse a token of another class.

    Raises:
        LocalFault: PLY-API-002.

    """
    if token.officer_class not in right.classes:
        classes = " or ".join(one.name.lower() for one in sorted(right.classes))
        reason = f"{method} needs {classes}, it is {token.cls.lower()}"
        raise LocalFault("PLY-API-002", token=token.name, reason=reason)


def own(right: Right, token: Token, given: dict[str, object]) -> dict[str, object]:
    """Return the parameters with the token's officer put in where one is named.

    Raises:
        LocalFault: PLY-API-002 another officer is named.

    """
    if right.officer is None:
        return given
    if given.setdefault(right.officer, token.officer) != token.officer:
        reason = f"it acts for officer {token.officer} only"
        raise LocalFault("PLY-API-002", token=token.name, reason=reason)
    return given
