# SPDX-License-Identifier: Apache-2.0
"""One HKDF-Expand for secrets that are already uniform."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_SHA256 = hashes.SHA256()


def expander(label: bytes, length: int) -> Callable[[bytes], bytes]:
    """Return `expand` for one purpose, for whoever does it a million times."""

    def expanded(
        secret: bytes,
        make: type[HKDFExpand] = HKDFExpand,
        sha256: hashes.SHA256 = _SHA256,
    ) -> bytes:
        return make(sha256, length, label).derive(secret)

    return expanded


def expand(secret: bytes, label: bytes, length: int) -> bytes:
    """Return `length` bytes derived from a uniform `secret` for one purpose."""
    return HKDFExpand(_SHA256, length, label).derive(secret)
