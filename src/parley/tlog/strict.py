# SPDX-License-Identifier: Apache-2.0
"""Two conversions in which a text has exactly one form."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

from parley.tlog.merkle import SIZE_MAX

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


def base64_text(data: bytes) -> str:
    """Return the standard base64 of `data`, padded."""
    return b64encode(data).decode("ascii")


def base64_bytes(text: str) -> bytes | None:
    """Return what a canonical base64 text encodes; None for any other text."""
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return None
    # The library accepts pad bits that are not zero: many texts for the same bytes.
    return data if base64_text(data) == text else None


def decimal_number(text: str) -> int | None:
    """Return the number of a decimal text without sign or leading zeros, or None."""
    if not _DECIMAL.fullmatch(text):
        return None
    number = int(text)
    return number if number <= SIZE_MAX else None
