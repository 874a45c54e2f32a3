# SPDX-License-Identifier: Apache-2.0
"""Consistency: the later log only added to the earlier (RFC 9162 section 2.1.4)."""

from __future__ import annotations

from collections.abc import Sequence

from parley.errors import CounterpartFault, LocalFault
from parley.tlog.merkle import all_hashes, node_hash
from parley.tlog.source import HashSource, split, tree_hash


def prove_consistency(source: HashSource, old: int, new: int) -> tuple[bytes, ...]:
    """Return the hashes that lead from the log of size `old` to that of size `new`.

    Raises:
        LocalFault: PLY-LOG-021, `old` is zero or larger than `new`.

    """
    if not 0 < old <= new:
        raise LocalFault("PLY-LOG-021", reason="the first size is not the smaller")
    if old == new:
        return ()
    path: list[bytes] = []
    first, end = 0, new
    whole = True  # the span begins at the log's own beginning and the verifier knows it
    while end - first > 1 and old != end:
        middle = first + split(end - first)
        if old <= middle:
            path.append(tree_hash(source, middle, end))
            end = middle
        else:
            path.append(tree_hash(source, first, middle))
            first = middle
            whole = False
    if not whole:
        path.append(tree_hash(source, first, end))
    return tuple(reversed(path))


def verify_consistency(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Verify that the log of size `new` continues the log of size `old`.

    Raises:
        CounterpartFault: PLY-LOG-004, it does not.

    """
    # An empty log is continued by every log: there is nothing to verify about it.
    if not 0 < old <= new or not all_hashes((old_root, *path)):
        raise CounterpartFault("PLY-LOG-004")
    if old == new:
        roots = (old_root, old_root) if not path else None
    else:
        roots = _climb(old, new, [old_root, *path])
    if roots != (old_root, new_root):
        raise CounterpartFault("PLY-LOG-004")


def _climb(old: int, new: int, hashes: list[bytes]) -> tuple[bytes, bytes] | None:
    """Compute both roots from one row of hashes; None if the row does not fit."""
    place, last = old - 1, new - 1
    while place & 1:
        place >>= 1
        last >>= 1
    if place:
        hashes = hashes[1:]  # the old log is no subtree of the new: begin inside it
    if not hashes:
        return None
    old_node = new_node = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old_node = node_hash(sibling, old_node)
            new_node = node_hash(sibling, new_node)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            new_node = node_hash(new_node, sibling)
        place >>= 1
        last >>= 1
    return None if last else (old_node, new_node)
