# SPDX-License-Identifier: Apache-2.0
"""What a relay and its guests say to each other: names of boxes, their keys, marks."""

from __future__ import annotations

from typing import Final

from parley.crypto.digest import sha256, tagged

PATH: Final = "/1/boxes/"
KEY_HEADER: Final = "parley-key"
WAIT_S_MAX: Final = 25
KEY_BYTES: Final = 32
MARK_BYTES: Final = 16


def box_of(key: bytes) -> bytes:
    """Return the name of the box that `key` opens."""
    # SPEC 10.63: "A box's name is the labelled digest "parley/1 box" of its key of 32
    # bytes; whoever has the name can put slips in, whoever has the key can take them
    # out."
    return tagged("parley/1 box", key)


def mark_of(slip: bytes) -> bytes:
    """Return the 16 bytes by which a slip in a box is named."""
    return sha256(slip)[:MARK_BYTES]


def hex_bytes(text: str, length: int) -> bytes | None:
    """Return bytes from exactly `length` of them in lower-case hexadecimal."""
    if len(text) != 2 * length or set(text) - set("0123456789abcdef"):
        return None
    return bytes.fromhex(text)
