# SPDX-License-Identifier: Apache-2.0
"""What must be true of signed heads once a world's troubles are over.

Whoever showed two versions of its log is caught with evidence that convinces strangers;
whoever did not is never accused, whatever the network and the backups did.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.core.entries import UNCOVERING
from parley.core.records import EntryHead
from parley.core.shelves import link_key, log_key, number_key
from parley.core.state import Link
from parley.model.entry import EntryKind, SignedHead
from parley.model.record import Direction
from parley.testing.rows import read_once
from parley.testing.witnessed import ACCUSING
from parley.testing.world import World
from parley.testing.world_desk import WorldDesk
from parley.tlog.air import AirForm, decode_air_head
from parley.tlog.evidence import verify_evidence
from parley.tlog.merkle import Frontier
from parley.tlog.note import parse_note
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin
from parley.tlog.policy import link_policy

_ALL = 1_000_000


def check_nobody_accused(world: World, desk: WorldDesk) -> None:
    """No alarm of an honest world says that somebody lied."""
    accused = [each for each in desk.core.alarms() if each.code in ACCUSING]
    assert not accused, (world.seed, desk.name, "accused", accused)
    kept = [key for key, _ in desk.store.shelf("evidence")]
    assert not kept, (world.seed, desk.name, "evidence", kept)


def check_covered(world: World, desk: WorldDesk) -> None:
    """A note with all four signatures reaches to the last entry that calls for one."""
    place = (world.seed, desk.name)
    for link in desk.core.state.links.values():
        incarnation = link.out.incarnation
        rows = desk.store.entries(link.name, Direction.OUT, incarnation, 1, _ALL)
        kinds = [EntryKind(read_once(each.row)[0].kind) for each in rows]
        last = max(
            serial for serial, kind in enumerate(kinds, 1) if kind not in UNCOVERING
        )
        ours, _ = desk.core.covered_full(link.name)
        assert ours >= last, (*place, "not covered", ours, last, len(kinds))
        key = log_key(link.name, Direction.OUT, incarnation)
        data = desk.store.value("note", key)
        assert data is not None, (*place, "no note")
        origin = Origin(desk.name, link.name, desk.settings.mode, incarnation).text()
        policy = link_policy(
            KeyPair.of_log(origin, desk.keys.public),
            KeyPair.of_witness(link.name, link.counterpart.card.witness),
        )
        sealed = policy.judge(parse_note(data)).checkpoint
        leaves = [each.row.leaf for each in rows[: sealed.size]]
        assert sealed.size == ours, (*place, "another note", sealed.size, ours)
        assert sealed.root == Frontier().extend(leaves).root(), (*place, "false note")


def check_evidence(world: World, desk: WorldDesk) -> None:
    """Every pair of heads of one size with two roots is proved, and nothing else."""
    for link in desk.core.state.links.values():
        keys = link.counterpart.card.keys
        incarnation = link.mirror.incarnation
        origin = Origin(link.name, desk.name, desk.settings.mode, incarnation).text()
        for size in _sizes_of_two_roots(desk, link):
            key = link_key(link.name, number_key(incarnation) + number_key(size))
            data = desk.store.value("evidence", key)
            assert data is not None, (world.seed, desk.name, "no evidence", size)
            proved = verify_evidence(data)
            assert proved.heads[0].size == size, (world.seed, desk.name, size)
            assert proved.heads[0].origin == origin, (world.seed, desk.name, size)
            own = KeyPair.of_log(origin, keys)
            assert proved.keys[0] == own.ed25519, (world.seed, desk.name, size)


def _sizes_of_two_roots(desk: WorldDesk, link: Link) -> list[int]:
    roots: dict[int, set[bytes]] = {}
    for head, said, own_root in _heads(desk, link):
        air = decode_air_head(said.head)
        if air.form is AirForm.FULL_HEAD:
            roots.setdefault(air.size, set()).add(air.root)
        elif head.refusal is None:
            roots.setdefault(air.size, set()).add(own_root)
    return [size for size, known in roots.items() if len(known) > 1]


def _heads(
    desk: WorldDesk, link: Link
) -> Iterator[tuple[EntryHead, SignedHead, bytes]]:
    """Yield every head of theirs, with the root of our copy just before it."""
    frontier = Frontier()
    incarnation = link.mirror.incarnation
    rows = desk.store.entries(link.name, Direction.IN, incarnation, 1, _ALL)
    for filed in rows:
        head, entry = read_once(filed.row)
        if isinstance(entry.payload, SignedHead) and head.epoch_tag:
            yield head, entry.payload, frontier.root()
        frontier = frontier.append(filed.row.leaf)
