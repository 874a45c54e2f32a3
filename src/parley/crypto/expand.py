# SPDX-License-Identifier: Apache-2.0
"""One HKDF-Expand for secrets that are already uniform."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_SHA256 = hashes.SHA256()


def expand(secret: bytes, label: bytes, length: int) -> bytes:
    """Return `length` bytes derived from a uniform `secret` for one purpose."""
    return HKDFExpand(_SHA256, length, label).derive(secret)
