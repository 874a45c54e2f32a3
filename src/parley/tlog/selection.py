# SPDX-License-Identifier: Apache-2.0
"""Selection: several leaves are in the log, each at its place, with one set of hashes.

A range is a selection without gaps.  The proof is the roots of the largest subtrees
that hold no chosen leaf, from left to right; there is one way to read it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from parley.errors import CounterpartFault, LocalFault
from parley.tlog.merkle import all_hashes, node_hash
from parley.tlog.source import HashSource, split, tree_hash


def prove_selection(
    source: HashSource, places: Sequence[int], size: int
) -> tuple[bytes, ...]:
    """Return the hashes that complete the leaves at `places` (ascending) to the root.

    Raises:
        LocalFault: PLY-LOG-021, the places are not entries of the log of that size.

    """
    if not _ascending(places, size):
        raise LocalFault("PLY-LOG-021", reason="the checkpoint has no such entries")
    hashes: list[bytes] = []

    def descend(first: int, end: int) -> None:
        at = bisect_left(places, first)
        if at == len(places) or places[at] >= end:
            hashes.append(tree_hash(source, first, end))
        elif end - first > 1:
            middle = first + split(end - first)
            descend(first, middle)
            descend(middle, end)

    descend(0, size)
    return tuple(hashes)


def verify_selection(
    places: Sequence[int],
    leaves: Sequence[bytes],
    size: int,
    hashes: Sequence[bytes],
    root: bytes,
) -> None:
    """Verify that `leaves` are the entries at `places` of the log of this root.

    Raises:
        CounterpartFault: PLY-LOG-005, they are not.

    """
    if not _ascending(places, size) or len(leaves) != len(places):
        raise CounterpartFault("PLY-LOG-005")
    if not all_hashes((*leaves, *hashes)):
        raise CounterpartFault("PLY-LOG-005")
    rest = iter(hashes)

    def descend(first: int, end: int) -> bytes:
        at = bisect_left(places, first)
        if at == len(places) or places[at] >= end:
            given = next(rest, None)
            if given is None:
                raise CounterpartFault("PLY-LOG-005")
            return given
        if end - first == 1:
            return leaves[at]
        middle = first + split(end - first)
        left = descend(first, middle)
        return node_hash(left, descend(middle, end))

    if descend(0, size) != root or next(rest, None) is not None:
        raise CounterpartFault("PLY-LOG-005")


def _ascending(places: Sequence[int], size: int) -> bool:
    previous = -1
    for place in places:
        if not previous < place < size:
            return False
        previous = place
    return bool(places)
