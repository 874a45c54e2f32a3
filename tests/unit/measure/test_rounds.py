# SPDX-License-Identifier: Apache-2.0
"""The benchmark's own harness: it must see a slow-down and not be fooled by drift."""

from __future__ import annotations

import pytest

from parley.station.measure.rounds import Spread, take_turns, timed


class Machine:
    """A machine whose clock a test holds; `speed` is how fast it works just now."""

    def __init__(self):
        self.now_s = 0.0
        self.speed = 1.0

    def clock(self):
        return self.now_s

    def work(self, seconds):
        def act():
            self.now_s += seconds / self.speed

        return timed(act, self.clock)


def test_planted_slow_down_is_seen():
    """A harness that misses a tripled cost would pass any regression."""
    machine = Machine()
    turns = take_turns([machine.work(0.001), machine.work(0.003)], rounds=50)
    assert turns.ratio() == pytest.approx(3.0)
    slower = take_turns([machine.work(0.001), machine.work(0.009)], rounds=50)
    assert slower.ratio() == pytest.approx(3 * turns.ratio())


def test_machine_that_slows_down_does_not_fake_a_ratio():
    """Somebody else's work on the machine must fall on both sides alike."""
    machine = Machine()
    bare, ours = machine.work(0.001), machine.work(0.002)
    turned = 0

    def drifting():
        nonlocal turned
        turned += 1
        machine.speed = 0.1 if 30 <= turned < 60 else 1.0
        return bare()

    turns = take_turns([drifting, ours], rounds=90)
    assert turns.ratio() == pytest.approx(2.0)
    assert max(turns.spreads[0].seconds) == pytest.approx(0.01)


def test_one_pause_of_the_disk_moves_no_median():
    """One stall among hundreds is told by the percentile, not by the median."""
    spread = Spread((*[0.001] * 99, 5.0))
    assert spread.p50 == 0.001
    assert spread.p99 == 0.001
    assert spread.percentile(100) == 5.0
    assert Spread((*[0.001] * 98, 5.0, 6.0)).p99 == 5.0


def test_warm_up_does_not_count():
    """The first rounds load pages and open files; they are no cost of ours."""
    taken = iter([9.0, 9.0, 1.0, 1.0, 1.0])
    (spread,) = take_turns([lambda: next(taken)], rounds=3, warm_up=2).spreads
    assert spread.seconds == (1.0, 1.0, 1.0)


def test_costs_add_up_round_by_round():
    """An echo and two commits of the same moment are one bare exchange."""
    echo, commit = Spread((1.0, 2.0)), Spread((0.5, 1.0))
    assert echo.plus(commit, times=2).seconds == (2.0, 4.0)
