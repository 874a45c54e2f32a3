# SPDX-License-Identifier: Apache-2.0
"""SHA-256, always with a label where a digest is signed or compared."""

from __future__ import annotations

import hashlib


def sha256(data: bytes) -> bytes:
    """Return the plain SHA-256 of `data`."""
    return hashlib.sha256(data).digest()


def tagged(label: str, data: bytes) -> bytes:
    """Return the SHA-256 of `data` for one purpose.

    A digest under one label can never stand for one under another.
    """
    # SPEC 0.14: "A labelled digest is SHA-256 over the label in ASCII, a zero byte and
    # the data."
    return hashlib.sha256(label.encode("ascii") + b"\0" + data).digest()
