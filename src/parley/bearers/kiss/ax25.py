# SPDX-License-Identifier: Apache-2.0
"""AX.25 transmissions of the one sort that is used: UI, from one callsign to another.

A transmission, without the flags and the check sum that the TNC adds, is

| bytes | what |
|---|---|
| 7 | to whom |
| 7 | from whom |
| 7 each, up to 8 | stations that repeat it |
| 2 | 03 F0: unnumbered information, no protocol above |
| 1 to 256 | one frame |
"""

from __future__ import annotations

import re
from typing import Final

from parley.errors import CounterpartFault
from parley.fixed import Fixed

INFORMATION_BYTES_MAX: Final = 256
REPEATERS_MAX: Final = 8
_ADDRESS_BYTES: Final = 7
_NAME_BYTES: Final = 6
_UI_NO_LAYER_3: Final = b"\x03\xf0"
_RESERVED: Final = 0x60  # two bits of each address that are 1 when not used
_COMMAND: Final = 0x80
_LAST: Final = 1
CALLSIGN_WORDS: Final = (
    "a callsign of 1 to 6 letters and digits, and perhaps -1 to -15, as OE1XYZ-7"
)
_CALLSIGN: Final = re.compile(r"([A-Z0-9]{1,6})(?:-([1-9]|1[0-5]))?")


class Callsign(Fixed):
    """Who is on the air: letters and digits, and a number from 0 to 15."""

    name: str
    number: int = 0

    def __str__(self) -> str:
        """Write it as people do."""
        return f"{self.name}-{self.number}" if self.number else self.name


class Transmission(Fixed):
    """One transmission as it came; nothing in it is proved."""

    recipient: Callsign
    sender: Callsign
    information: bytes


def parse_callsign(text: str) -> Callsign:
    """Return a callsign as people write it.

    Raises:
        ValueError: it is none.

    """
    found = _CALLSIGN.fullmatch(text)
    if found is None:
        raise ValueError(CALLSIGN_WORDS)
    return Callsign(found[1], int(found[2] or 0))


def encode_transmission(
    recipient: Callsign,
    sender: Callsign,
    repeaters: tuple[Callsign, ...],
    information: bytes,
) -> bytes:
    """Return a transmission as a TNC takes it."""
    # SPEC 10.140: "A frame over radio MUST be the information field of one
    # AX.25 UI frame with the control byte 03 and the protocol identifier F0."
    assert 0 < len(information) <= INFORMATION_BYTES_MAX, "length of the information"
    assert len(repeaters) <= REPEATERS_MAX, "number of repeaters"
    addresses = [
        _address(recipient, _COMMAND),
        _address(sender, 0),
        *(_address(each, 0) for each in repeaters),
    ]
    last = addresses[-1]
    addresses[-1] = last[:-1] + bytes((last[-1] | _LAST,))
    return b"".join(addresses) + _UI_NO_LAYER_3 + information


def decode_transmission(data: bytes) -> Transmission:
    """Return what a transmission says.

    Raises:
        CounterpartFault: PLY-BRR-085 it is no transmission of this sort.

    """
    end = _end_of_addresses(data)
    head, information = data[:end], data[end + len(_UI_NO_LAYER_3) :]
    if data[end : end + len(_UI_NO_LAYER_3)] != _UI_NO_LAYER_3:
        raise CounterpartFault("PLY-BRR-085")
    if not 0 < len(information) <= INFORMATION_BYTES_MAX:
        raise CounterpartFault("PLY-BRR-085")
    recipient = _callsign(head[:_ADDRESS_BYTES])
    sender = _callsign(head[_ADDRESS_BYTES : 2 * _ADDRESS_BYTES])
    return Transmission(recipient, sender, information)


def _end_of_addresses(data: bytes) -> int:
    most = (2 + REPEATERS_MAX) * _ADDRESS_BYTES
    for end in range(_ADDRESS_BYTES, min(most, len(data)) + 1, _ADDRESS_BYTES):
        if data[end - 1] & _LAST:
            if end < 2 * _ADDRESS_BYTES:
                break
            return end
    raise CounterpartFault("PLY-BRR-085")


def _address(callsign: Callsign, flag: int) -> bytes:
    name = callsign.name.ljust(_NAME_BYTES).encode("ascii")
    shifted = bytes(letter << 1 for letter in name)
    return shifted + bytes((flag | _RESERVED | callsign.number << 1,))


def _callsign(address: bytes) -> Callsign:
    letters = bytes(letter >> 1 for letter in address[:_NAME_BYTES])
    name = letters.rstrip(b" ").decode("ascii")
    number = address[_NAME_BYTES] >> 1 & 15
    odd = any(letter & 1 for letter in address[:_NAME_BYTES])
    if odd or _CALLSIGN.fullmatch(name) is None:
        raise CounterpartFault("PLY-BRR-085")
    return Callsign(name, number)
