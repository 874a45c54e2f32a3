# SPDX-License-Identifier: Apache-2.0
"""What a key is asked to sign at sign-on and registration: fresh, once, for one screen.

A challenge is a labelled digest, so that nothing signed here can ever be a release.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict

from parley.crypto.digest import tagged
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.ports.clock import Clock
from parley.station.limits import CHALLENGE_S, CHALLENGES_MAX


class Challenge(Fixed):
    """`screen` names the browser it was given to; `about` is what was asked."""

    digest: bytes
    screen: str
    about: str
    until_ms: int


class Challenges:
    """The challenges that nobody has answered yet; used on the loop's thread."""

    def __init__(self, clock: Clock, label: str) -> None:
        """Begin with none; `label` keeps the digests of one purpose apart."""
        self._clock = clock
        self._label = label
        self._open: OrderedDict[bytes, Challenge] = OrderedDict()

    def make(self, screen: str, bound: bytes, about: str = "") -> bytes:
        """Return a new challenge that also covers the bytes `bound`."""
        digest = tagged(self._label, secrets.token_bytes(32) + bound)
        while len(self._open) >= CHALLENGES_MAX:
            self._open.popitem(last=False)
        until_ms = self._clock.now().mono_ms + CHALLENGE_S * 1_000
        self._open[digest] = Challenge(digest, screen, about, until_ms)
        return digest

    def take(self, digest: bytes, screen: str) -> Challenge:
        """Return a challenge for the only time.

        Raises:
            LocalFault: PLY-AUT-063 none of ours, answered, too old, or of another
                screen.

        """
        found = self._open.pop(digest, None)
        now_ms = self._clock.now().mono_ms
        if found is None or found.screen != screen or found.until_ms < now_ms:
            raise LocalFault("PLY-AUT-063")
        return found
