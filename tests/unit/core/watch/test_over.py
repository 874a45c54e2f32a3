# SPDX-License-Identifier: Apache-2.0
"""What was lost comes back in any order; what has ended is not begun again by it."""

from __future__ import annotations

import pytest

from parley.core.step import Step
from parley.core.watch.acting import hear
from parley.model.act import (
    Act,
    Minimized,
    MinimizeEnded,
    Reference,
    Resumed,
    Suspended,
)
from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.looks import alarms, only_link

RELEASE = Release(0, KeyScheme.SOFTWARE_ED25519, b"s" * 64)
OLD, NEW = (1, 18), (1795000060, 16)  # the same order, said once more in a new log
KINDS = [
    (Minimized(Precedence.FLASH, None, "Little can be carried."), MinimizeEnded()),
    (Suspended(None, "By decision."), Resumed()),
]
IDS = ["minimize", "suspension"]


def leaf(place):
    """Return what stands for the leaf of the entry at a place."""
    return repr(place).encode().ljust(32, b".")


def told(desk, place, said, about=None):
    """Let a good act of the counterpart take effect, said at a place of its logs."""
    reference = None if about is None else Reference(*about, leaf(about))
    act = Act(said, reference, 1795000060_000, RELEASE)
    link = only_link(desk)
    step = Step(desk.core.state, desk.now())
    hear(step, link, act, *place, leaf(place))
    desk.perform(step.effects())


def in_force(desk):
    """Return what their side has in force here, by what a person is told."""
    codes = {code for code, _ in alarms(desk)}
    return bool(codes & {"MINIMIZE-THEIRS", "LINE-SUSPENDED"})


@pytest.mark.parametrize(("order", "end"), KINDS, ids=IDS)
def test_old_log_given_back_after_the_end_begins_nothing(pair, order, end):
    """Nobody would end it again: the line would be held back for ever."""
    desk = pair.alfa
    told(desk, NEW, order)
    told(desk, (NEW[0], 61), end, NEW)
    told(desk, OLD, order)
    assert not in_force(desk)
    desk.crash()
    told(desk, OLD, order)
    assert not in_force(desk)


@pytest.mark.parametrize(("order", "end"), KINDS, ids=IDS)
def test_old_log_given_back_while_it_holds_changes_nothing(pair, order, end):
    """The end names the new place, so the order must stay at that."""
    desk = pair.alfa
    told(desk, NEW, order)
    told(desk, OLD, order)
    assert in_force(desk)
    told(desk, (NEW[0], 61), end, NEW)
    assert not in_force(desk)


@pytest.mark.parametrize(("order", "end"), KINDS, ids=IDS)
def test_end_that_comes_before_its_order_ends_it(pair, order, end):
    """A repeat may overtake another one."""
    desk = pair.alfa
    told(desk, (1, 30), end, (1, 20))
    told(desk, (1, 20), order)
    assert not in_force(desk)


@pytest.mark.parametrize(("order", "end"), KINDS, ids=IDS)
def test_order_given_back_that_never_ended_holds(pair, order, end):
    """Whoever lost it must hear of it again, though a new log has begun since."""
    desk = pair.alfa
    told(desk, OLD, order)
    assert in_force(desk)
    told(desk, (NEW[0], 5), end, OLD)
    assert not in_force(desk)


@pytest.mark.parametrize(("order", "end"), KINDS, ids=IDS)
def test_end_that_names_what_was_never_said_does_not_silence_later_orders(
    pair, order, end
):
    """What it names cannot stand after the end itself."""
    desk = pair.alfa
    told(desk, (1, 30), end, (1, 2**40))
    told(desk, (1, 31), order)
    assert in_force(desk)
    assert Direction.OUT not in only_link(desk).tended.minimize
