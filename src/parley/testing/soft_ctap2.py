# SPDX-License-Identifier: Apache-2.0
"""A USB key that is none: it answers CTAP2 with a key that anybody can read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

from fido2 import cbor
from fido2.ctap import STATUS, CtapDevice
from fido2.hid import CAPABILITY, CTAPHID

from parley.crypto.assertion import PLAIN
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey

_INFO, _ASSERT = 4, 2
_OK, _NO_CREDENTIALS = b"\0", b"\x2e"


class FrighteninglySoftCtap2(CtapDevice):
    """Touches itself and knows its own PIN; for tests and nothing else."""

    def __init__(self, key: FrighteninglySoftHardwareKey) -> None:
        """Take the key that is in this device."""
        self.key = key
        self.asked = 0

    @property
    def capabilities(self) -> int:
        """It speaks CTAP2."""
        return int(CAPABILITY.CBOR)

    def call(
        self,
        cmd: int,
        data: bytes = b"",
        event: Event | None = None,
        on_keepalive: Callable[[STATUS], None] | None = None,
    ) -> bytes:
        """Answer one command of CTAP2."""
        del event, on_keepalive
        assert cmd == CTAPHID.CBOR
        if data[0] == _INFO:
            about = {1: ["FIDO_2_0"], 3: bytes(16), 4: {"up": True, "uv": True}, 6: [1]}
            return _OK + cbor.encode(about)
        assert data[0] == _ASSERT
        asked: Any = cbor.decode(data[1:])
        wanted = [one["id"] for one in asked[3]]
        if self.key.credential not in wanted:
            return _NO_CREDENTIALS
        self.asked += 1
        self.key.counter += 1
        said = hashlib.sha256(asked[1].encode()).digest() + bytes([PLAIN])
        said += self.key.counter.to_bytes(4, "big")
        named = {"type": "public-key", "id": self.key.credential}
        signature = self.key.sign_bytes(said + asked[2])
        return _OK + cbor.encode({1: named, 2: said, 3: signature})

    @classmethod
    def list_devices(cls) -> Iterator[CtapDevice]:
        """Nobody finds it in a socket."""
        return iter(())
