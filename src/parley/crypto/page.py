# SPDX-License-Identifier: Apache-2.0
"""What is made with a page of pre-shared key beside an epoch's root."""

from __future__ import annotations

import hmac

from parley.crypto.digest import tagged
from parley.crypto.expand import expand

_KEY_BYTES = 32
_DIGITS, _GROUP = 30, 5


def page_mac(page: bytes, payload: bytes) -> bytes:
    """Return the code that stands in place of signatures over an opening's payload."""
    # SPEC 7.112: "The code of an opening under a page alone is HMAC-SHA256 over its
    # payload under HKDF-Expand(page, "parley/1 page opening", 32)."
    key = expand(page, b"parley/1 page opening", _KEY_BYTES)
    return hmac.digest(key, payload, "sha256")


def is_page_mac(page: bytes, payload: bytes, mac: bytes) -> bool:
    """Say whether a holder of the page made this payload."""
    return hmac.compare_digest(page_mac(page, payload), mac)


def set_digits(data: bytes) -> str:
    """Return the digits by which two people compare a set of pages by voice."""
    # SPEC 7.108: "The check of a set is the labelled digest "parley/1 pages" over its
    # bytes, taken as a number modulo 10^30 and written with 30 digits in groups of 5."
    number = int.from_bytes(tagged("parley/1 pages", data)) % 10**_DIGITS
    digits = f"{number:0{_DIGITS}d}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))
