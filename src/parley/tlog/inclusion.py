# SPDX-License-Identifier: Apache-2.0
"""Inclusion: one leaf is in the log, at one place (RFC 9162 section 2.1.3)."""

from __future__ import annotations

from collections.abc import Sequence

from parley.errors import CounterpartFault, LocalFault
from parley.tlog.merkle import all_hashes, node_hash
from parley.tlog.source import HashSource, split, tree_hash


def prove_inclusion(source: HashSource, index: int, size: int) -> tuple[bytes, ...]:
    """Return the hashes from the leaf's sibling up to the root's child.

    Raises:
        LocalFault: PLY-LOG-021, the log of that size has no such entry.

    """
    if not 0 <= index < size:
        raise LocalFault("PLY-LOG-021", reason="the checkpoint has no such entry")
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + split(end - first)
        if index < middle:
            path.append(tree_hash(source, middle, end))
            end = middle
        else:
            path.append(tree_hash(source, first, middle))
            first = middle
    return tuple(reversed(path))


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Verify that `leaf` is entry `index` of the log with this size and root.

    Raises:
        CounterpartFault: PLY-LOG-003, it is not.

    """
    if not 0 <= index < size or not all_hashes((leaf, *path)):
        raise CounterpartFault("PLY-LOG-003")
    place, last = index, size - 1
    node = leaf
    for sibling in path:
        if last == 0:
            raise CounterpartFault("PLY-LOG-003")
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            node = node_hash(node, sibling)
        place >>= 1
        last >>= 1
    if last or node != root:
        raise CounterpartFault("PLY-LOG-003")
