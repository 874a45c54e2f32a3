# SPDX-License-Identifier: Apache-2.0
"""What every reader of the log's forms needs: one form for a text, one refusal."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import TypeGuard

from parley.errors import CounterpartFault
from parley.tlog.merkle import HASH_BYTES, SIZE_MAX

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


def base64_hash(text: str) -> bytes | None:
    """Return the hash that a canonical base64 text encodes; None for any other text."""
    data = base64_bytes(text)
    return data if data is not None and len(data) == HASH_BYTES else None


def is_number(value: object) -> TypeGuard[int]:
    """Tell whether a decoded value is a place, a time or a size, and no boolean."""
    return type(value) is int and 0 <= value <= SIZE_MAX


def refusing(code: str) -> Callable[[str], CounterpartFault]:
    """Return what makes the fault `code` from a reason."""

    def malformed(reason: str) -> CounterpartFault:
        return CounterpartFault(code, reason=reason)

    return malformed
