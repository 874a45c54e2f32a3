# SPDX-License-Identifier: Apache-2.0
"""Which officer is signed on at which screen.

The cookie holds a token that means nothing outside this process.  Its name carries the
port, since browsers share cookies between ports of one host: two stations on one
machine must not sign each other's officers off.
"""

from __future__ import annotations

from starlette.datastructures import URL
from starlette.requests import HTTPConnection
from starlette.responses import Response

from parley.console.needs import Desk
from parley.fixed import FixedSecret

SCREENS_MAX = 64


class Watch(FixedSecret):
    """An officer signed on at a screen.

    `token` stands for his unlocked software key, or for the sign-on of a hardware key,
    which then signs each act by itself.
    """

    token: str
    officer: int
    name: str
    position: str
    classes: frozenset[str] = frozenset()  # "WATCH", "RELEASER" ...
    hardware: bool = False


def _cookie(url: URL, kind: str = "desk") -> str:
    return f"parley_{kind}_{url.port or url.scheme}"


def screen_name(request: HTTPConnection) -> str:
    """Return the name a browser was given when its key was asked; empty if none."""
    return request.cookies.get(_cookie(request.url, "ask"), "")


def name_screen(request: HTTPConnection, response: Response, name: str) -> None:
    """Bind what is asked now to this browser."""
    _set(request, response, _cookie(request.url, "ask"), name)


def _set(request: HTTPConnection, response: Response, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie,
        value,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


class SignedOn:
    """The officers signed on at this console's screens."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watches: dict[str, Watch] = {}

    def at(self, request: HTTPConnection) -> Watch | None:
        """Return who is signed on at the screen a request came from.

        Nobody, once the desk has locked the key by itself.
        """
        watch = self._watches.get(request.cookies.get(_cookie(request.url), ""))
        if watch is None or self._desk.officer(watch.token) != watch.officer:
            return None
        return watch

    def on(self, request: HTTPConnection, response: Response, watch: Watch) -> None:
        """Sign an officer on; whoever was signed on at this screen is signed off."""
        self._forget(request)
        while len(self._watches) >= SCREENS_MAX:
            oldest = next(iter(self._watches))
            self._desk.lock(self._watches.pop(oldest).token)
        self._watches[watch.token] = watch
        _set(request, response, _cookie(request.url), watch.token)

    def off(self, request: HTTPConnection, response: Response) -> None:
        """Sign off and forget the key."""
        self._forget(request)
        response.delete_cookie(_cookie(request.url), httponly=True, samesite="strict")

    def _forget(self, request: HTTPConnection) -> None:
        watch = self._watches.pop(request.cookies.get(_cookie(request.url), ""), None)
        if watch is not None:
            self._desk.lock(watch.token)
