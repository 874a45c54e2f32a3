# SPDX-License-Identifier: Apache-2.0
"""What must be true of every world once its troubles are over.

Keys, nonces and serials are checked while the world runs, at every frame and commit.
"""

from __future__ import annotations

from parley.core.records import Rung
from parley.core.shelves import decode_fact, ladder_key
from parley.model.record import Direction, EntryFlag
from parley.testing.world import World, shown
from parley.testing.world_desk import WorldDesk
from parley.testing.world_exercises import check_exercises
from parley.testing.world_floor import check_floor, check_stopped
from parley.testing.world_head_checks import (
    check_covered,
    check_evidence,
    check_nobody_accused,
)
from parley.testing.world_liar import FORGED
from parley.testing.world_places import check_places
from parley.testing.world_pointers import check_pointers
from parley.testing.world_shifts import check_shifts
from parley.testing.world_watch import check_watch


def check_world(world: World) -> None:
    """Check every promise; an AssertionError names the seed and the broken one."""
    for desk in world.desks.values():
        if desk is world.liar:
            continue
        _nothing_twice_or_unverified(world, desk)
        _modes_apart(world, desk)
        check_places(world.seed, desk)
        check_evidence(world, desk)
    if world.stopped:
        check_stopped(world)
    elif world.liar is None:
        check_floor(world)
        check_shifts(world)
        check_exercises(world)
        for desk in world.desks.values():
            _nothing_lost(world, desk)
            _at_rest(world, desk)
            check_nobody_accused(world, desk)
            check_covered(world, desk)
        _same_record(world)
        check_pointers(world)
        one_clock = not world.restored
        check_watch(world.seed, world.alfa, world.bravo, one_clock=one_clock)


def _nothing_twice_or_unverified(world: World, desk: WorldDesk) -> None:
    texts = shown(desk)
    theirs = world.released[world.other(desk.name).name]
    assert len(texts) == len(set(texts)), (world.seed, "shown twice", texts)
    for text in texts:
        assert text != FORGED, (world.seed, "shown unverified")
        assert text in theirs, (world.seed, "shown but never released", text)


def _modes_apart(world: World, desk: WorldDesk) -> None:
    mode = desk.settings.mode
    for link in desk.core.state.links.values():
        assert link.counterpart.card.mode is mode, (world.seed, "modes mixed")


def _nothing_lost(world: World, desk: WorldDesk) -> None:
    """What was released is shown over there; what was receipted stays shown."""
    there = world.other(desk.name)
    seen = set(shown(there))
    for text in world.gone[desk.name]:
        assert text in seen, (world.seed, "lost", desk.name, text)
    for text, row in desk.messages():
        if row.key.direction is not Direction.OUT:
            continue
        receipt = desk.store.value(
            "ladder", ladder_key(row.key, Rung.RECEIPT, row.leaf)
        )
        acknowledged = desk.store.value(
            "ladder", ladder_key(row.key, Rung.ACKNOWLEDGEMENT, row.leaf)
        )
        if receipt is not None or acknowledged is not None:
            assert text in seen, (world.seed, "receipted and lost", text)
        if acknowledged is not None:
            assert decode_fact(acknowledged).leaf == row.leaf, (world.seed, text)


def _at_rest(world: World, desk: WorldDesk) -> None:
    """Everything asked is answered, everything open was acknowledged."""
    place = (world.seed, desk.name)
    assert desk.alive, (*place, "dead")
    pending = desk.store.flagged(EntryFlag.PENDING)
    assert not pending, (*place, "pending", [each.row.key for each in pending])
    opened = desk.store.flagged(EntryFlag.OPEN)
    assert not opened, (*place, "open", [each.row.key for each in opened])
    for link in desk.core.state.links.values():
        assert not link.pending, (*place, "asks", sorted(link.pending))
        assert link.in_force, (*place, "no agreement")
        assert not link.mirror.beyond, (*place, "gap", sorted(link.mirror.beyond))
        assert link.returning is None, (*place, "still returning")
        assert not link.uncertain, (*place, "uncertain", sorted(link.uncertain))


def _same_record(world: World) -> None:
    """Each mirror has the root of the log it mirrors."""
    ours, mirrored = world.alfa.core.roots(world.bravo.name)
    theirs, mirror = world.bravo.core.roots(world.alfa.name)
    assert ours == mirror, (world.seed, "ALFA's log differs", ours[0], mirror[0])
    assert theirs == mirrored, (world.seed, "BRAVO's log differs")
