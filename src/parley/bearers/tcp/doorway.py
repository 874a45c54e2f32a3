# SPDX-License-Identifier: Apache-2.0
"""Who of the callers not yet proved may go on.

A handshake costs us a signature before the caller has shown anything.  So there is a
bound on how many run at once and on how many begin in a second, and beyond either
somebody is hung up on before any cryptography.
"""

from __future__ import annotations

from collections import Counter

from parley.bearers.tcp.config import TcpSettings
from parley.bearers.tcp.session import Session


class Doorway:
    """Keeps the bounds; knows from where the counterpart last called."""

    def __init__(self, settings: TcpSettings, now_s: float) -> None:
        """Begin with a second's worth of calls free."""
        self._places = settings.handshakes_max
        self._rate = settings.handshakes_per_s_max
        self._free = self._rate
        self._seen_s = now_s
        self._known = ""

    def proved(self, address: str) -> None:
        """Remember the address of the counterpart: it is spared the bound on calls."""
        self._known = address

    def turned_away(
        self, caller: Session, candidates: list[Session], now_s: float
    ) -> Session | None:
        """Return who must go now that `caller`, the last of `candidates`, has come."""
        passed_s, self._seen_s = now_s - self._seen_s, now_s
        self._free = min(self._rate, self._free + passed_s * self._rate)
        if caller.caller != self._known:
            if self._free < 1:
                return caller
            self._free -= 1
        if len(candidates) <= self._places:
            return None
        # The longest waiting of the busiest address goes: so one hostile address can
        # crowd out itself only, and a flood from many no one for long.
        calls = Counter(candidate.caller for candidate in candidates)
        busiest = max(calls.values())
        return next(one for one in candidates if calls[one.caller] == busiest)
