# SPDX-License-Identifier: Apache-2.0
"""One-time codes with which an officer registers his own key, and nobody else's.

A code is read from a custodian's screen and typed at a desk.  It lives in memory only,
for minutes; of it only a digest is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Generic, TypeVar

from parley.errors import LocalFault
from parley.ports.clock import Clock
from parley.station.limits import (
    CODE_S,
    CODE_TRIES_MAX,
    CODE_TRIES_S,
    CODES_MAX,
    CODES_SPENT_MAX,
)

_CODE_BYTES = 8  # 12 characters of base32 need 60 of their 64 bits
_CODE_CHARACTERS = 12
_GROUP = 4

Given = TypeVar("Given")


@dataclass(slots=True)
class _Code(Generic[Given]):
    digest: bytes
    given_for: Given
    until_ms: int
    screen: str = ""  # the browser that has begun with it


def _digest(code: str) -> bytes:
    plain = "".join(one for one in code.upper() if one.isalnum())
    return hashlib.sha256(plain.encode()).digest()


class Codes(Generic[Given]):
    """The codes that are open; used on the loop's thread."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none; a restart forgets them all."""
        self._clock = clock
        self._open: list[_Code[Given]] = []
        self._spent: list[bytes] = []
        self._wrong_ms: list[int] = []

    def make(self, given_for: Given, entropy: bytes) -> tuple[str, int]:
        """Return a new code, in groups of four, and for how many seconds it is good."""
        self._forget()
        del self._open[: max(0, len(self._open) + 1 - CODES_MAX)]
        text = base64.b32encode(entropy[:_CODE_BYTES]).decode()[:_CODE_CHARACTERS]
        groups = (text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
        code = "-".join(groups)
        until_ms = self._clock.now().mono_ms + CODE_S * 1_000
        self._open.append(_Code(_digest(code), given_for, until_ms))
        return code, CODE_S

    def begin(self, code: str, screen: str) -> Given:
        """Return what a code was given for; from now on it is good at `screen` only.

        Raises:
            LocalFault: PLY-AUT-060 it is none; PLY-AUT-061 it was used before;
                PLY-AUT-062 too many wrong ones were tried.

        """
        self._forget()
        if len(self._wrong_ms) >= CODE_TRIES_MAX:
            raise LocalFault("PLY-AUT-062", minutes=CODE_TRIES_S // 60)
        found = self._find(_digest(code))
        if found.screen not in {"", screen}:
            # Somebody has seen it: it is of no more use to anyone.
            self._spend(found)
            raise LocalFault("PLY-AUT-061")
        found.screen = screen
        return found.given_for

    def spend(self, code: str) -> None:
        """Take a code out of use for ever."""
        wanted = _digest(code)
        for each in [one for one in self._open if one.digest == wanted]:
            self._spend(each)

    def _find(self, wanted: bytes) -> _Code[Given]:
        # Every one is compared, in a time that does not tell how near a guess was.
        found = [one for one in self._open if hmac.compare_digest(one.digest, wanted)]
        spent = [one for one in self._spent if hmac.compare_digest(one, wanted)]
        if found:
            return found[0]
        self._wrong_ms.append(self._clock.now().mono_ms)
        raise LocalFault("PLY-AUT-061" if spent else "PLY-AUT-060")

    def _spend(self, code: _Code[Given]) -> None:
        self._open.remove(code)
        self._spent = [*self._spent, code.digest][-CODES_SPENT_MAX:]

    def _forget(self) -> None:
        now_ms = self._clock.now().mono_ms
        self._open = [one for one in self._open if one.until_ms >= now_ms]
        since_ms = now_ms - CODE_TRIES_S * 1_000
        self._wrong_ms = [at_ms for at_ms in self._wrong_ms if at_ms > since_ms]
