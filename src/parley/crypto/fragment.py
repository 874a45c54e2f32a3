# SPDX-License-Identifier: Apache-2.0
"""The mark by which a fragment is known as one of ours before it is used."""

from __future__ import annotations

import hashlib
import hmac

from parley.crypto.digest import sha256, tagged
from parley.crypto.expand import expand

MARK_BYTES = 8
_KEY_BYTES = 32


def epoch_fragment_key(root: bytes) -> bytes:
    """Return the key of the fragments of an epoch's frames."""
    # SPEC 10.7: "The key of the fragments of an entry's frame is HKDF-Expand(root,
    # "parley/1 fragment", 32) of its epoch."
    return expand(root, b"parley/1 fragment", _KEY_BYTES)


def opening_fragment_key(sender: bytes, recipient: bytes) -> bytes:
    """Return the key of the fragments of openings, from both stations' identities."""
    # SPEC 10.8: "The key of the fragments of an opening is the labelled digest
    # "parley/1 opening fragment" over the SHA-256 digests of the identities (4.1) of
    # sender and recipient, in this order."
    return tagged("parley/1 opening fragment", sha256(sender) + sha256(recipient))


def opening_number(statement: bytes) -> int:
    """Return what tells the fragments of one opening from those of another."""
    # SPEC 10.9: "The fragments of an opening carry the first two bytes of the SHA-256
    # of its statement in the place of a serial."
    return int.from_bytes(sha256(statement)[:2], "big")


def fragment_mark(key: bytes, data: bytes) -> bytes:
    """Return the mark of a fragment: BLAKE2b under `key`, 8 bytes."""
    # SPEC 10.6: "The mark is BLAKE2b (RFC 7693) with a digest of 8 bytes, keyed, over
    # the whole fragment without the mark."
    return hashlib.blake2b(data, digest_size=MARK_BYTES, key=key).digest()


def is_marked(key: bytes, data: bytes, mark: bytes) -> bool:
    """Say whether `mark` is that of `data`."""
    return hmac.compare_digest(fragment_mark(key, data), mark)
