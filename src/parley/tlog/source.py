# SPDX-License-Identifier: Apache-2.0
"""Where a prover takes hashes from: whatever keeps the leaf hashes of a log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from parley.errors import LocalFault
from parley.tlog.merkle import Frontier, node_hash

_TILE_LEVEL = 8
_TILE = 1 << _TILE_LEVEL


class HashSource(Protocol):
    """Gives the roots of perfect subtrees."""

    def subtree(self, level: int, index: int) -> bytes:
        """Return the root over leaves `index << level` to `(index + 1) << level`."""
        ...


class LeafHashes:
    """A source over anything that can read leaf hashes by place.

    Roots of 256 leaves and more are remembered, so a second proof of the same log
    reads only what lies near the chosen entries.
    """

    def __init__(self, read: Callable[[int, int], Sequence[bytes]]) -> None:
        """Take `read(first, count)`, which returns that many leaf hashes."""
        self._read = read
        self._known: dict[tuple[int, int], bytes] = {}
        self._tile: tuple[int, Sequence[bytes]] = (-1, ())

    def subtree(self, level: int, index: int) -> bytes:
        """Return the root of one perfect subtree."""
        known = self._known.get((level, index))
        if known is not None:
            return known
        if level > _TILE_LEVEL:
            root = node_hash(
                self.subtree(level - 1, 2 * index),
                self.subtree(level - 1, 2 * index + 1),
            )
        else:
            root = Frontier().extend(self._leaves(level, index)).root()
        if level >= _TILE_LEVEL:
            self._known[level, index] = root
        return root

    def _leaves(self, level: int, index: int) -> Sequence[bytes]:
        first, count = index << level, 1 << level
        tile = first // _TILE
        if self._tile[0] == tile:
            start = first - tile * _TILE
            leaves = self._tile[1][start : start + count]
            if len(leaves) == count:
                return leaves
        self._tile = (tile, self._read(tile * _TILE, _TILE))
        start = first - tile * _TILE
        leaves = self._tile[1][start : start + count]
        if len(leaves) != count:
            raise LocalFault("PLY-LOG-021", reason="the log is shorter than that")
        return leaves


def split(count: int) -> int:
    """Return the largest power of two below `count`: where a tree divides."""
    return 1 << ((count - 1).bit_length() - 1)


def tree_hash(source: HashSource, first: int, end: int) -> bytes:
    """Return the root over leaves `first` to `end`, as the tree of RFC 9162 has it.

    The span must be one that the tree's own divisions make.
    """
    count = end - first
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return source.subtree(level, first >> level)
    middle = first + split(count)
    return node_hash(tree_hash(source, first, middle), tree_hash(source, middle, end))
