# SPDX-License-Identifier: Apache-2.0
"""The RFC 9162 SHA-256 Merkle tree, as its owner and its mirror grow it.

A log is only ever appended to, so nobody needs the whole tree to know its root: the
roots of the perfect subtrees that tile it, at most one for each bit of the size, are
enough.  That row of hashes is the `Frontier`.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from parley.errors import LocalFault

HASH_BYTES = 32
SIZE_MAX = 2**53 - 1  # the largest integer a JavaScript reader holds exactly

_SIZE_BYTES = 8


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one entry's leaf data."""
    # SPEC 5.2: "A leaf hash is SHA-256 over the byte 00 and the leaf data."
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two subtrees."""
    # SPEC 5.3: "A node hash is SHA-256 over the byte 01, the left and the right hash."
    return sha256(b"\x01" + left + right).digest()


def all_hashes(values: Iterable[bytes]) -> bool:
    """Tell whether every value has the length of a hash.

    Two hashes of other lengths could be cut at another place and hash to the same.
    """
    return all(len(value) == HASH_BYTES for value in values)


empty_root: bytes = sha256(b"").digest()


class Frontier(NamedTuple):
    """The perfect subtrees that tile a log, largest first.  A value: never changed."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """Return the frontier of the log with one more leaf hash."""
        assert len(leaf) == HASH_BYTES
        size, peaks = self
        keep = len(peaks)
        node = leaf
        rest = size
        while rest & 1:
            keep -= 1
            node = sha256(b"\x01" + peaks[keep] + node).digest()
            rest >>= 1
        return Frontier(size + 1, (*peaks[:keep], node))

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """Return the frontier after many leaf hashes; the lean loop of `fsck`."""
        size = self.size
        peaks = list(self.peaks)
        pop, push, digest = peaks.pop, peaks.append, sha256
        for leaf in leaves:
            node = leaf
            rest = size
            while rest & 1:
                node = digest(b"\x01" + pop() + node).digest()
                rest >>= 1
            push(node)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root hash of the log at this size."""
        if not self.peaks:
            return empty_root
        node = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            node = sha256(b"\x01" + peak + node).digest()
        return node

    def encode(self) -> bytes:
        """Return the stored form: 8 bytes of size, then the peaks."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.peaks)

    @classmethod
    def decode(cls, data: bytes) -> Frontier:
        """Read the stored form.

        Raises:
            LocalFault: PLY-LOG-001, the bytes are not those of a frontier.

        """
        size = int.from_bytes(data[:_SIZE_BYTES], "big")
        if len(data) != _SIZE_BYTES + HASH_BYTES * size.bit_count() or size > SIZE_MAX:
            raise LocalFault("PLY-LOG-001")
        peaks = tuple(
            data[at : at + HASH_BYTES]
            for at in range(_SIZE_BYTES, len(data), HASH_BYTES)
        )
        return cls(size, peaks)
