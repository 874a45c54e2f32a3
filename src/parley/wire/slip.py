# SPDX-License-Identifier: Apache-2.0
"""A slip: one frame with a number and a tag, for carriers that others run.

The tag lets a receiver drop what a stranger put into its box before anything else looks
at it; the number shows what was held back, repeated or put out of order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.wire.limits import FRAME_BYTES_MAX

SLIP_TAG_BYTES: Final = 16
RUN_BYTES: Final = 8
SLIP_NUMBER_MAX: Final = 2**53 - 1
_NUMBER_BYTES = 8
_HEADER_BYTES = 1 + RUN_BYTES + _NUMBER_BYTES
SLIP_OVERHEAD_BYTES: Final = _HEADER_BYTES + SLIP_TAG_BYTES
SLIP_BYTES_MAX: Final = FRAME_BYTES_MAX + SLIP_OVERHEAD_BYTES
SLIPS_MAX: Final = 1_024
SLIPS_BYTES_MAX: Final = 4 * 1024 * 1024
"""What a list of slips may hold."""

_LENGTH_BYTES = 4
_VERSION = 1


class Slip(Fixed):
    """A frame, the run of the bearer that handed it on, and its number in that run."""

    run: bytes
    number: int
    frame: bytes


def encode_slip(slip: Slip) -> bytes:
    """Return a slip without its tag, which the caller puts behind it."""
    # SPEC 10.60: "A slip MUST be a byte 1, the run in 8 bytes, the number in 8, a frame
    # and a tag over all before it."
    return b"".join(
        (
            bytes((_VERSION,)),
            slip.run,
            slip.number.to_bytes(_NUMBER_BYTES, "big"),
            slip.frame,
        )
    )


def decode_slip(data: bytes) -> tuple[Slip, bytes, bytes]:
    """Return a slip, the bytes its tag covers, and the tag, which is yet to be judged.

    Raises:
        CounterpartFault: PLY-BRR-042 it is no slip.

    """
    if not SLIP_OVERHEAD_BYTES < len(data) <= SLIP_BYTES_MAX or data[0] != _VERSION:
        raise CounterpartFault("PLY-BRR-042")
    number = int.from_bytes(data[9:_HEADER_BYTES], "big")
    # SPEC 10.61: "The run is drawn at random whenever a bearer starts; the number MUST
    # be 1 to 2^53 - 1 and grows by one with each slip of a run."
    if not 1 <= number <= SLIP_NUMBER_MAX:
        raise CounterpartFault("PLY-BRR-042")
    covered = data[:-SLIP_TAG_BYTES]
    slip = Slip(data[1:9], number, covered[_HEADER_BYTES:])
    return slip, covered, data[-SLIP_TAG_BYTES:]


def encode_slips(slips: Sequence[bytes]) -> bytes:
    """Return slips as one list."""
    # SPEC 10.64: "Slips in a request or an answer MUST each stand behind their length
    # in 4 bytes; at most 1,024 of them and 4 MiB."
    return b"".join(
        part
        for slip in slips
        for part in (len(slip).to_bytes(_LENGTH_BYTES, "big"), slip)
    )


def decode_slips(data: bytes) -> list[bytes]:
    """Return the slips of a list.

    Raises:
        CounterpartFault: PLY-BRR-050 it is not a list of slips.

    """
    return list(_split(data))


def _split(data: bytes) -> Iterator[bytes]:
    at = count = 0
    while at < len(data):
        start = at + _LENGTH_BYTES
        length = int.from_bytes(data[at:start], "big")
        at, count = start + length, count + 1
        if (
            not SLIP_OVERHEAD_BYTES < length <= SLIP_BYTES_MAX
            or at > len(data)
            or count > SLIPS_MAX
        ):
            raise CounterpartFault("PLY-BRR-050")
        yield data[start:at]
