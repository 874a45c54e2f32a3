# SPDX-License-Identifier: Apache-2.0
"""What is noted of circuits and alarms, and its form on the shelf.

It is no record: nobody signs it, and nothing is decided by it.  It only lets a watch
see what the last month was like.
"""

from __future__ import annotations

from typing import Any

from parley.fixed import Fixed
from parley.wire.cbor import dumps, loads

SHELF = "observed"
ALIVE_SHELF, ALIVE = "observed_alive", b"at"
CIRCUIT, ALARM, OFF = "circuit", "alarm", "off"
KEPT_MS = 31 * 86_400_000
ROWS_MAX = 20_000  # a circuit that flaps every minute for two weeks


class Seen(Fixed):
    """One note: a circuit's new state, an alarm raised, or that we were off until now.

    ``name`` is the circuit, or the alarm's code; ``word`` the state, or the severity.
    Of a time that the station was off, ``since_ms`` is when it was last alive.
    """

    at_ms: int
    what: str
    link: str = ""
    name: str = ""
    word: str = ""
    since_ms: int = 0

    def encode(self) -> bytes:
        """Return what is kept of it."""
        return dumps([self.what, self.link, self.name, self.word, self.since_ms])


def seen_key(at_ms: int, number: int) -> bytes:
    """Return a key that sorts by time."""
    return at_ms.to_bytes(8, "big") + (number % 65_536).to_bytes(2, "big")


def decode_seen(key: bytes, data: bytes) -> Seen:
    """Return a note, as this station wrote it."""
    fields: Any = loads(data)
    what, link, name, word, since_ms = fields
    return Seen(int.from_bytes(key[:8], "big"), what, link, name, word, since_ms)
