# SPDX-License-Identifier: Apache-2.0
"""The tree and its proofs against a tree that anybody can read."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault, LocalFault
from parley.tlog.consistency import prove_consistency, verify_consistency
from parley.tlog.inclusion import prove_inclusion, verify_inclusion
from parley.tlog.merkle import SIZE_MAX, Frontier, empty_root, leaf_hash
from parley.tlog.selection import prove_selection, verify_selection
from parley.tlog.source import LeafHashes

LEAVES = [leaf_hash(b"%d" % each) for each in range(600)]
SIZES = st.integers(1, len(LEAVES))


def naive(leaves):
    """Return the root by the definition of RFC 6962, and by nothing cleverer."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    pair = naive(leaves[:half]) + naive(leaves[half:])
    return sha256(b"\x01" + pair).digest()


def source(size):
    return LeafHashes(lambda first, count: LEAVES[:size][first : first + count])


def test_every_root_is_that_of_the_definition():
    """The frontier never sees the whole tree; its root must be the same."""
    frontier = Frontier()
    assert frontier.root() == empty_root == naive([])
    for size, leaf in enumerate(LEAVES[:300], start=1):
        frontier = frontier.append(leaf)
        assert frontier.root() == naive(LEAVES[:size])
        assert Frontier.decode(frontier.encode()) == frontier


@given(st.integers(0, 600), st.integers(0, 600))
def test_extending_is_appending(start, end):
    """The lean loop of the check and the careful one must agree."""
    start, end = sorted((start, end))
    slow = Frontier().extend(LEAVES[:start])
    fast = slow.extend(LEAVES[start:end])
    for leaf in LEAVES[start:end]:
        slow = slow.append(leaf)
    assert slow == fast


def test_the_first_frontier_is_kept_when_another_grows():
    """A step that fails must leave the state of before behind."""
    before = Frontier().extend(LEAVES[:7])
    root = before.root()
    before.append(LEAVES[7])
    assert before.root() == root
    assert before.size == 7


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(7),
        bytes(9),
        (1).to_bytes(8, "big"),
        (3).to_bytes(8, "big") + bytes(32),
        (1).to_bytes(8, "big") + bytes(33),
        (SIZE_MAX + 1).to_bytes(8, "big") + bytes(32),
    ],
)
def test_damaged_frontier_is_refused(data):
    """A log that grows from a damaged state forks from its own past."""
    with pytest.raises(LocalFault) as fault:
        Frontier.decode(data)
    assert fault.value.code == "PLY-LOG-001"


@given(SIZES, st.data())
def test_inclusion_is_proved_and_nothing_else(size, data):
    """A proof holds for its leaf, its place and its root, and for no other."""
    index = data.draw(st.integers(0, size - 1))
    root = naive(LEAVES[:size])
    path = prove_inclusion(source(size), index, size)
    verify_inclusion(LEAVES[index], index, size, path, root)
    other = data.draw(st.integers(0, size))
    if other != index:
        with pytest.raises(CounterpartFault):
            verify_inclusion(LEAVES[index], other, size, path, root)
    with pytest.raises(CounterpartFault):
        verify_inclusion(leaf_hash(b"x"), index, size, path, root)
    with pytest.raises(CounterpartFault):
        verify_inclusion(LEAVES[index], index, size, (*path, root), root)


@given(SIZES, SIZES, st.data())
def test_consistency_is_proved_and_nothing_else(old, new, data):
    """A log that changed its past has no proof."""
    old, new = sorted((old, new))
    roots = naive(LEAVES[:old]), naive(LEAVES[:new])
    path = prove_consistency(source(new), old, new)
    verify_consistency(old, new, path, *roots)
    changed = data.draw(st.integers(0, old - 1))
    forked = [*LEAVES[:changed], leaf_hash(b"other"), *LEAVES[changed + 1 : new]]
    lie = prove_consistency(LeafHashes(lambda at, n: forked[at : at + n]), old, new)
    for wrong in (lie, path):
        with pytest.raises(CounterpartFault):
            verify_consistency(old, new, wrong, roots[0], naive(forked))
    with pytest.raises(CounterpartFault):
        verify_consistency(old, new, (*path, roots[0]), *roots)


@given(SIZES, st.data())
def test_selection_is_proved_and_nothing_else(size, data):
    """Leaving an entry out, or moving one, must show."""
    places = sorted(
        data.draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=20))
    )
    root = naive(LEAVES[:size])
    leaves = [LEAVES[place] for place in places]
    hashes = prove_selection(source(size), places, size)
    verify_selection(places, leaves, size, hashes, root)
    drop = data.draw(st.integers(0, len(places) - 1))
    moved = data.draw(st.integers(0, size))
    fewer = places[:drop] + places[drop + 1 :], leaves[:drop] + leaves[drop + 1 :]
    with pytest.raises(CounterpartFault):
        verify_selection(*fewer, size, hashes, root)
    if moved not in places:
        shifted = [*places[:drop], moved, *places[drop + 1 :]]
        with pytest.raises(CounterpartFault):
            verify_selection(shifted, leaves, size, hashes, root)
    with pytest.raises(CounterpartFault):
        verify_selection(places, leaves, size, (*hashes, root), root)


def test_what_the_log_does_not_hold_cannot_be_proved():
    """A prover says so in words and writes no file."""
    for call in (
        lambda: prove_inclusion(source(5), 5, 5),
        lambda: prove_inclusion(source(5), -1, 5),
        lambda: prove_inclusion(source(5), 0, 6),
        lambda: prove_consistency(source(5), 0, 5),
        lambda: prove_consistency(source(5), 5, 4),
        lambda: prove_selection(source(5), [], 5),
        lambda: prove_selection(source(5), [3, 3], 5),
        lambda: prove_selection(source(5), [4, 5], 5),
    ):
        with pytest.raises(LocalFault) as fault:
            call()
        assert fault.value.code == "PLY-LOG-021"


def test_hashes_of_another_length_are_refused():
    """Cut at another place, two odd hashes give the same node."""
    path = prove_inclusion(source(2), 0, 2)
    longer, shorter = LEAVES[0] + path[0][:1], path[0][1:]
    with pytest.raises(CounterpartFault):
        verify_inclusion(longer, 0, 2, [shorter], naive(LEAVES[:2]))


def test_a_source_reads_near_the_chosen_entry_only():
    """A second proof of a long log must not read the whole log again."""
    read = []
    log = LeafHashes(lambda at, n: read.append(at) or LEAVES[at : at + n])
    prove_inclusion(log, 3, 600)
    read.clear()
    prove_inclusion(log, 5, 600)
    assert len(read) <= 2
