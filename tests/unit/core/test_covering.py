# SPDX-License-Identifier: Apache-2.0
"""Both logs are signed and cosigned, whatever networks, clocks and disks do."""

from __future__ import annotations

import pytest

from parley.core.covering import cover_due_ms
from parley.core.events import CircuitDown, CircuitUp, FrameArrived
from parley.core.limits import COVER_ENTRIES, COVER_QUIET_S
from parley.core.reach.ways import usable
from parley.core.shelves import log_key
from parley.core.step import Step
from parley.model.entry import Cosignature, SignedHead
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction
from parley.testing.witnessed import (
    ACCUSING,
    alarms,
    entries,
    heads,
    link_of,
    narrow,
    refusals,
    settle,
)
from parley.testing.world_heads import (
    root_at,
)
from parley.tlog.air import AirForm
from parley.tlog.note import parse_note
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin
from parley.tlog.policy import link_policy

ALFA, BRAVO = "alfa.example", "bravo.example"


def test_both_logs_are_cosigned_after_a_little_quiet(settled):
    """Without this the record convinces nobody but its two keepers."""
    for desk in (settled.alfa, settled.bravo):
        link = link_of(desk)
        ours, theirs = desk.core.covered_full(link.name)
        assert ours >= link.out.said
        assert theirs >= link_of(settled.other(desk)).out.said
        assert desk.core.covered(link.name) == (ours, theirs)
        assert not alarms(desk) & ACCUSING


@pytest.mark.parametrize("direction", list(Direction))
def test_the_note_that_is_kept_has_all_four_signatures(settled, direction):
    """Whoever is shown it needs both algorithms of both stations, and nothing more."""
    alfa = settled.alfa
    log, witness = (ALFA, BRAVO) if direction is Direction.OUT else (BRAVO, ALFA)
    origin = Origin(log, witness, Mode.LIVE, 1).text()
    keys = {ALFA: alfa.keys, BRAVO: settled.bravo.keys}
    policy = link_policy(
        KeyPair.of_log(origin, keys[log].public),
        KeyPair.of_witness(witness, keys[witness].witness.public),
    )
    data = alfa.store.value("note", log_key(BRAVO, direction, 1))
    sealed = policy.judge(parse_note(data)).checkpoint
    sender = alfa if log == ALFA else settled.bravo
    assert sealed.root == root_at(sender, link_of(sender), sealed.size)
    assert sealed.size == alfa.core.covered_full(BRAVO)[direction]
    kept = dict(alfa.store.shelf("notes"))
    assert data in kept.values()


def test_no_message_waits_for_a_checkpoint(settled):
    """A FLASH is released and receipted without one signature over the log."""
    before = heads(settled.alfa)
    settled.alfa.say(BRAVO, "x", Precedence.FLASH)
    settled.carry()
    settled.pass_time(COVER_QUIET_S - 1)
    settled.carry()
    assert heads(settled.alfa) == before
    settle(settled)
    assert len(heads(settled.alfa)) == len(before) + 1


def test_what_only_answers_asks_for_no_checkpoint(settled):
    """Two stations that cosign each other's cosignatures would never fall silent."""
    before = heads(settled.alfa), heads(settled.bravo)
    settle(settled, 10)
    assert (heads(settled.alfa), heads(settled.bravo)) == before
    assert link_of(settled.alfa).pending == {}


def test_steady_traffic_is_covered_by_light_heads(settled):
    """A day without five seconds of quiet must not be a day without a signature."""
    alfa = settled.alfa
    before = len(heads(alfa))
    for number in range(COVER_ENTRIES + 10):
        alfa.say(BRAVO, f"message {number}")
        settled.pass_time(0.1)
        settled.carry()
    fresh = heads(alfa)[before:]
    assert fresh
    assert set(fresh) == {AirForm.LIGHT_HEAD}
    link = link_of(alfa)
    assert link.out.covered >= COVER_ENTRIES
    assert link.out.covered_full < link.out.covered
    settle(settled)
    assert link.out.covered_full >= link.out.said


def test_narrow_circuit_has_one_full_head_a_day(settled):
    """2.5 kB are a minute on the narrowest circuits, and are sent once a day."""
    narrow(settled)
    before = len(heads(settled.alfa))
    for text in ("x", "y"):
        settled.alfa.say(BRAVO, text)
        settled.carry()
        settle(settled)
    assert heads(settled.alfa)[before:] == [AirForm.LIGHT_HEAD] * 2
    ours, _ = settled.alfa.core.covered(BRAVO)
    assert ours >= link_of(settled.alfa).out.said
    for _ in range(25):
        settled.pass_time(3_600)
        settled.carry()
    settle(settled)
    assert AirForm.FULL_HEAD in heads(settled.alfa)[before + 2 :]


def test_one_checkpoint_waits_at_a_time(settled):
    """SPEC 4.71: what cannot be answered is not asked twice."""
    alfa = settled.alfa
    for _ in range(5):
        settled.pass_time(COVER_QUIET_S + 1)
        alfa.say(BRAVO, "more")
        settled.lose()
    pending = [each.payload for each in link_of(alfa).pending.values()]
    assert sum(isinstance(each, SignedHead) for each in pending) == 1
    assert cover_due_ms(alfa.core.state, link_of(alfa)) is None


def test_no_circuit_no_checkpoint(settled):
    """A head that cannot go would be old before it went."""
    before = heads(settled.alfa)
    settled.alfa.say(BRAVO, "x")
    settled.alfa.tell(CircuitDown("one", "cut"))
    settled.lose()
    settle(settled)
    assert heads(settled.alfa) == before
    step = Step(settled.alfa.core.state, settled.alfa.now())
    assert usable(step, link_of(settled.alfa)) == []
    assert cover_due_ms(settled.alfa.core.state, link_of(settled.alfa)) is None


# -- what networks, clocks and disks do ----------------------------------------------


def test_checkpoint_that_overtakes_a_message_is_set_aside(settled):
    """SPEC 4.74: a mirror with a gap has no root to compare, and accuses nobody."""
    alfa, bravo = settled.alfa, settled.bravo
    held = link_of(bravo).mirror.held
    alfa.say(BRAVO, "slow")
    settled.lose()
    alfa.tell(CircuitDown("one", "cut"))
    alfa.tell(CircuitUp("one"))
    late = alfa.sent.copy()
    alfa.sent.clear()
    alfa.pass_time(COVER_QUIET_S + 1)
    link = link_of(alfa)
    link.pending[link.out.said].due_mono_ms = alfa.mono_ms + 60_000
    settled.pass_time(0)
    ((_, frame),) = alfa.sent
    bravo.tell(FrameArrived("one", frame))
    assert link_of(bravo).mirror.held == held
    assert refusals(bravo)[-1] == "PLY-LNK-015"
    for circuit, each in (*late, ("one", frame)):
        bravo.tell(FrameArrived(circuit, each))
    assert isinstance(entries(bravo, Direction.OUT)[-1], Cosignature)
    assert not alarms(bravo) & ACCUSING


def test_repeated_checkpoint_is_answered_with_the_same_bytes(settled):
    """SPEC 4.75: signed once; a second signature of another time says nothing new."""
    alfa, bravo = settled.alfa, settled.bravo
    alfa.say(BRAVO, "x")
    settled.carry()
    settled.pass_time(COVER_QUIET_S + 1)
    ((_, frame),) = alfa.sent
    answers = []
    for _ in range(3):
        bravo.sent.clear()
        bravo.tell(FrameArrived("one", frame))
        answers.append([each for _, each in bravo.sent])
    assert answers[0] == answers[1] == answers[2] != []
    assert not alarms(bravo) & ACCUSING


def test_repeated_cosignature_changes_nothing(settled):
    """Networks repeat frames; a cosignature counts once."""
    alfa, bravo = settled.alfa, settled.bravo
    alfa.say(BRAVO, "x")
    settled.carry()
    settled.pass_time(COVER_QUIET_S + 1)
    ((_, frame),) = alfa.sent
    bravo.tell(FrameArrived("one", frame))
    ((_, back),) = bravo.sent
    alfa.tell(FrameArrived("one", back))
    covered, count = alfa.core.covered(BRAVO), len(list(alfa.store.shelf("notes")))
    alfa.tell(FrameArrived("one", back))
    assert alfa.core.covered(BRAVO) == covered
    assert len(list(alfa.store.shelf("notes"))) == count


@pytest.mark.parametrize("who", ["alfa", "bravo"])
def test_crash_between_checkpoint_and_cosignature_loses_neither(settled, who):
    """What was signed is on the disk before it is sent."""
    alfa = settled.alfa
    alfa.say(BRAVO, "x")
    settled.carry()
    settled.pass_time(COVER_QUIET_S + 1)
    before = len(heads(alfa))
    getattr(settled, who).crash()
    settled.carry()
    for _ in range(3):
        settled.pass_time(31)
        settled.carry()
    assert len(heads(alfa)) == before
    assert alfa.core.covered(BRAVO)[0] >= link_of(alfa).out.said
    assert not (alarms(alfa) | alarms(settled.bravo)) & ACCUSING


def test_what_is_covered_is_known_after_a_restart(settled):
    """A start must not ask for what it has."""
    alfa = settled.alfa
    covered, known = alfa.core.covered(BRAVO), link_of(alfa).witnessing.heads
    forms = heads(alfa)
    alfa.crash()
    settle(settled)
    assert alfa.core.covered(BRAVO) == covered
    assert link_of(alfa).witnessing.heads == known != {}
    assert heads(alfa) == forms


def test_clock_set_back_signs_no_earlier_time(settled):
    """SPEC 4.73: a wrong clock must not look like a log that goes back."""
    for desk in (settled.alfa, settled.bravo):
        desk.wall_ms -= 30 * 86_400_000
    for desk in (settled.alfa, settled.bravo):
        desk.say(link_of(desk).name, "after")
        settled.carry()
        settle(settled)
    for desk in (settled.alfa, settled.bravo):
        assert not alarms(desk) & ACCUSING
        assert desk.core.covered_full(link_of(desk).name)[0] >= link_of(desk).out.said


@pytest.mark.parametrize("who", ["alfa", "bravo"])
def test_restored_station_is_not_accused_of_two_versions(settled, who):
    """Its new log has another name, so no size of it was ever signed before."""
    desk = getattr(settled, who)
    there = settled.other(desk)
    backup = desk.store.snapshot()
    for text in ("lost", "lost too"):
        desk.say(there.name, text)
        settled.carry()
        settle(settled)
    desk.put_back(backup)
    for _ in range(6):
        settle(settled)
    desk.say(there.name, "new")
    there.say(desk.name, "new")
    settled.carry()
    settle(settled, 6)
    for each in (desk, there):
        assert not alarms(each) & ACCUSING
        link = link_of(each)
        assert each.core.covered_full(link.name)[0] >= link.out.said
        assert link_of(settled.other(each)).mirror.covered == link.out.covered
    assert list(there.store.shelf("evidence")) == []
