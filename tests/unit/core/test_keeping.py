# SPDX-License-Identifier: Apache-2.0
"""What a step changed is in its commit, once, and nothing else is."""

from __future__ import annotations

from parley.core.events import (
    CardRequested,
    FrameArrived,
    LinkTestRequested,
    TimerFired,
)
from parley.model.record import Append, Put

ALFA, BRAVO = "alfa.example", "bravo.example"


def put(effects, shelf):
    """Return the values that a step puts on one shelf."""
    return [e for e in effects if isinstance(e, Put) and e.shelf == shelf]


def test_log_that_moved_is_kept_once_a_step(pair):
    """However many entries one frame brings about, the log is written once."""
    pair.alfa.tell(LinkTestRequested(BRAVO))
    ((_, frame),) = pair.alfa.sent
    effects = pair.bravo.core.handle(FrameArrived("one", frame), pair.bravo.now())
    assert len([e for e in effects if isinstance(e, Append)]) == 2
    assert len(put(effects, "out")) == len(put(effects, "in")) == 1


def test_step_that_moves_nothing_writes_nothing(pair):
    """A timer that finds nothing due costs no disk."""
    assert not [
        each
        for each in pair.alfa.core.handle(TimerFired(), pair.alfa.now())
        if isinstance(each, Put)
    ]


def test_serial_is_kept_in_the_commit_that_uses_it(pair):
    """SPEC 4.29: a crash between the two would give one serial to two entries."""
    effects = pair.alfa.core.handle(LinkTestRequested(BRAVO), pair.alfa.now())
    (append,) = [each for each in effects if isinstance(each, Append)]
    (kept,) = put(effects, "out")
    assert effects.index(kept) > effects.index(append)
    pair.alfa.perform(effects)
    pair.alfa.crash()
    test = pair.alfa.tell(LinkTestRequested(BRAVO))
    assert test == append.row.key.serial + 1


def test_prekey_numbers_are_kept_with_the_prekeys(pair):
    """A number given twice would be two prekeys of one name."""
    effects = pair.alfa.core.handle(CardRequested(), pair.alfa.now())
    assert len(put(effects, "prekey")) == 4
    assert [each.key for each in put(effects, "station")] == [b"counters"]
