# SPDX-License-Identifier: Apache-2.0
"""How much an entry is lengthened, so that its length says little.

The rule is that of PURBs ("Padmé") with a floor of 16 bytes, and the same on every
circuit: the sealed bytes of an entry are then the same wherever it is sent.
"""

from __future__ import annotations

from parley.wire.limits import PADDING_BYTES


def padded_bytes(length: int) -> int:
    """Return the padded length of `length` bytes: at most 12 % or 15 bytes more."""
    # SPEC 3.24: "The padded length is n rounded up to a multiple of
    # max(16, 2^(E - S)), where E = floor(log2 n) and S = floor(log2 E) + 1."
    if length <= PADDING_BYTES:
        return PADDING_BYTES
    exponent = length.bit_length() - 1
    granule = max(PADDING_BYTES, 1 << (exponent - exponent.bit_length()))
    return -(-length // granule) * granule


def pad(data: bytes) -> bytes:
    """Return `data` with zero bytes behind it, `padded_bytes(len(data))` long."""
    return data.ljust(padded_bytes(len(data)), b"\0")
