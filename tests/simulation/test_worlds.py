# SPDX-License-Identifier: Apache-2.0
"""Worlds that once broke a promise, and faults that the worlds must find.

`make sim` plays thousands of fresh ones.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.core import drafting, mirror, recovery
from parley.core.effects import LookAgain, Transmit
from parley.core.watch import (
    answering,
    exercising,
    following,
    handing_over,
    pointing,
)
from parley.fixed import replace
from parley.model.record import Direction
from parley.testing.world import World
from parley.testing.world_checks import check_world
from parley.testing.world_desk import WorldDesk

pytestmark = pytest.mark.simulation

SEEDS = [
    int(line.split()[0])
    for line in Path(__file__).with_name("seeds.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def play(seed):
    world = World(seed)
    world.run()
    check_world(world)
    return world


@pytest.mark.parametrize("seed", SEEDS)
def test_found_seed_stays_mended(seed):
    """What broke a promise once is played at every run."""
    play(seed)


def test_one_seed_is_one_history():
    """A world that cannot be played again cannot be mended."""
    assert play(7).trace == play(7).trace


def found(seeds):
    """Return the first seed whose world breaks; None if all of them hold."""
    for seed in seeds:
        try:
            play(seed)
        except AssertionError:
            return seed
    return None


def test_worlds_find_a_station_that_forgets_what_it_asked(monkeypatch):
    """Retries that do not outlive a crash lose messages."""
    monkeypatch.setattr(recovery, "_pending", lambda *_: None)
    assert found(range(60)) is not None


def test_worlds_find_a_judge_who_lets_everything_pass(monkeypatch):
    """A text nobody released must never stand among the verified ones."""
    for judge in ("_check_message", "check_counters", "note_counters"):
        monkeypatch.setattr(mirror, judge, lambda *_: None)
    # In one world of five somebody tries, and in the fourteenth somebody does.
    assert found(range(14, 74)) is not None


def test_worlds_find_a_station_that_sends_before_it_commits(monkeypatch):
    """A receipt for what is not yet on disk is a lie after a crash."""
    honest = WorldDesk.perform

    def hasty(self, effects):
        for effect in effects:
            if isinstance(effect, Transmit):
                self.wire(effect.circuit, effect.frame)
        kept = tuple(each for each in effects if not isinstance(each, Transmit))
        return honest(self, kept)

    monkeypatch.setattr(WorldDesk, "perform", hasty)
    assert found(range(60)) is not None


def test_worlds_find_a_message_that_nobody_hears(monkeypatch):
    """Whatever else is done in that turn, each message sounds when it is filed."""
    monkeypatch.setattr(mirror, "Sound", lambda *_: LookAgain("messages"))
    assert found(range(3)) is not None


def test_worlds_find_a_sheet_that_leaves_a_message_out(monkeypatch):
    """Whoever takes a watch must have been told of every message that waits."""
    judge = handing_over._check_whole
    monkeypatch.setattr(
        handing_over, "_check_whole", lambda step, sheet, _: judge(step, sheet, ())
    )
    assert found(range(36, 66)) is not None


def test_worlds_find_an_exercise_that_goes_on_beside_live_traffic(monkeypatch):
    """What is real comes first, in the very turn in which it comes."""
    monkeypatch.setattr(exercising, "interrupt_all", lambda *_: 0)
    assert found(range(12, 42)) is not None


def test_worlds_find_a_release_in_an_exercise_that_stands_still(monkeypatch):
    """A text of the exercise beside live traffic would be taken for a real one."""
    monkeypatch.setattr(drafting, "check_interrupted", lambda *_: None)
    assert found(range(13, 43)) is not None


def test_worlds_find_an_exercise_that_one_person_starts(monkeypatch):
    """One person who starts a drill alone is how the last false alarm began."""
    monkeypatch.setattr(exercising, "_check_start", lambda *_: None)
    assert found(range(7, 37)) is not None


def test_worlds_find_a_reply_that_answers_a_message_of_the_new_log(monkeypatch):
    """Its serial counts anew there; a message nobody has read would look answered."""
    honest = answering.answered

    def newest(step, link, content, said):
        if content.relation is not None and said.direction is Direction.IN:
            log = link.out.incarnation
            points = replace(content.relation, log=log)
            content = replace(content, relation=points)
        honest(step, link, content, said)

    monkeypatch.setattr(pointing, "answered", newest)
    assert found(range(20_032, 20_036)) is not None


def test_worlds_find_a_draft_that_takes_an_ended_log_for_the_one_in_force(monkeypatch):
    """Whoever cancels a message of before would cancel one that he never saw."""
    honest = following.pointer_of
    monkeypatch.setattr(
        drafting,
        "pointer_of",
        lambda link, event: honest(link, replace(event, relation_log=None)),
    )
    assert found(range(20_031, 20_035)) is not None
