# SPDX-License-Identifier: Apache-2.0
"""Settings that belong to one screen and not to a person: theme, single-letter keys."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from parley.fixed import Fixed

COOKIE = "parley_screen"
THEMES = ("dark", "light", "dim")
LANGUAGES = {"en": "English", "ru": "Русский"}
_FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ur"})
_YEAR_S = 31_536_000


class Screen(Fixed):
    """How this screen looks and listens."""

    theme: str = "dark"
    keys: bool = True  # single-letter keys
    language: str = "en"

    @property
    def direction(self) -> str:
        """Return from which side this screen is read."""
        return "rtl" if self.language in _FROM_THE_RIGHT else "ltr"


def screen_of(request: HTTPConnection) -> Screen:
    """Return the settings of the screen a request came from; strange ones are ours."""
    theme, _, rest = request.cookies.get(COOKIE, "").partition(".")
    keys, _, language = rest.partition(".")
    return Screen(
        theme if theme in THEMES else "dark",
        keys != "off",
        language if language in LANGUAGES else "en",
    )


def keep_screen(request: HTTPConnection, response: Response, screen: Screen) -> None:
    """Write the settings into the screen's own cookie."""
    response.set_cookie(
        COOKIE,
        f"{screen.theme}.{'on' if screen.keys else 'off'}.{screen.language}",
        max_age=_YEAR_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
