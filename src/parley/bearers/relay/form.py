# SPDX-License-Identifier: Apache-2.0
"""What a relay and its guests say to each other: names, keys, lists of slips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from parley.crypto.digest import sha256, tagged
from parley.errors import CounterpartFault
from parley.wire.slip import SLIP_BYTES_MAX, SLIP_OVERHEAD_BYTES

BODY_BYTES_MAX: Final = 4 * 1024 * 1024
SLIPS_MAX: Final = 1_024
"""Slips in one request or answer."""

PATH: Final = "/1/boxes/"
KEY_HEADER: Final = "parley-key"
WAIT_S_MAX: Final = 25
KEY_BYTES: Final = 32
MARK_BYTES: Final = 16
_LENGTH_BYTES = 4


def box_of(key: bytes) -> bytes:
    """Return the name of the box that `key` opens."""
    # SPEC 10.63: "A box's name is the labelled digest "parley/1 box" of its key of 32
    # bytes; whoever has the name can put slips in, whoever has the key can take them
    # out."
    return tagged("parley/1 box", key)


def mark_of(slip: bytes) -> bytes:
    """Return the 16 bytes by which a slip in a box is named."""
    return sha256(slip)[:MARK_BYTES]


def join_slips(slips: Sequence[bytes]) -> bytes:
    """Return slips as one body."""
    # SPEC 10.64: "Slips in a request or an answer MUST each stand behind their length
    # in 4 bytes; at most 1,024 of them and 4 MiB."
    return b"".join(
        part
        for slip in slips
        for part in (len(slip).to_bytes(_LENGTH_BYTES, "big"), slip)
    )


def split_slips(body: bytes) -> list[bytes]:
    """Return the slips of a body.

    Raises:
        CounterpartFault: PLY-BRR-050 it is not a list of slips.

    """
    return list(_split(body))


def _split(body: bytes) -> Iterator[bytes]:
    at = count = 0
    while at < len(body):
        start = at + _LENGTH_BYTES
        length = int.from_bytes(body[at:start], "big")
        at, count = start + length, count + 1
        if (
            not SLIP_OVERHEAD_BYTES < length <= SLIP_BYTES_MAX
            or at > len(body)
            or count > SLIPS_MAX
        ):
            raise CounterpartFault("PLY-BRR-050")
        yield body[start:at]


def hex_bytes(text: str, length: int) -> bytes | None:
    """Return bytes from exactly `length` of them in lower-case hexadecimal."""
    if len(text) != 2 * length or set(text) - set("0123456789abcdef"):
        return None
    return bytes.fromhex(text)
