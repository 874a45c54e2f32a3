# SPDX-License-Identifier: Apache-2.0
"""Digests in a form that people read aloud and compare."""

from __future__ import annotations

import base64

from parley.crypto.digest import sha256, tagged

_DIGITS = 60
_GROUP = 5
_CODE_CHARACTERS = 12
_CODE_GROUP = 4


def fingerprint(one: bytes, other: bytes) -> str:
    """Return 60 digits in 12 groups of 5 over both identities, in either order."""
    # SPEC 1.30: "The fingerprint is the labelled digest "parley/1 fingerprint" over
    # the SHA-256 digests of both identities in ascending order, taken as a number
    # modulo 10^60 and written with 60 digits in 12 groups of 5."
    digests = sorted((sha256(one), sha256(other)))
    number = int.from_bytes(tagged("parley/1 fingerprint", b"".join(digests)), "big")
    return _grouped(f"{number % 10**_DIGITS:0{_DIGITS}d}", _GROUP, " ")


def release_code(digest: bytes) -> str:
    """Return 12 characters that two officers compare before they release."""
    # SPEC 2.25: "The release code is the first 12 characters of the digest in base32
    # (RFC 4648), in groups of 4 joined by hyphens."
    text = base64.b32encode(digest).decode("ascii")[:_CODE_CHARACTERS]
    return _grouped(text, _CODE_GROUP, "-")


def _grouped(text: str, size: int, between: str) -> str:
    return between.join(text[at : at + size] for at in range(0, len(text), size))
