# SPDX-License-Identifier: Apache-2.0
"""One step: effects in the order they must happen, and randomness drawn once."""

from __future__ import annotations

import pytest

from parley.core.effects import LookAgain, Refused
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.record import Drop, Put


@pytest.fixture
def step(pair):
    """A step of ALFA."""
    return Step(pair.alfa.core.state, pair.alfa.now())


def test_every_draw_of_a_step_differs(step):
    """Two prekeys of one card must not be one prekey."""
    drawn = {step.draw() for _ in range(50)}
    assert len(drawn) == 50
    assert {len(each) for each in drawn} == {32}


def test_draws_of_two_steps_differ(pair):
    """Each reading of the clock brings fresh bytes."""
    steps = [Step(pair.alfa.core.state, pair.alfa.now()) for _ in range(9)]
    assert len({each.draw() for each in steps}) == 9


def test_durable_changes_come_first(step):
    """Commit, then send, then show - whatever order the rules found them in."""
    step.look("links")
    step.put("s", b"k", b"v")
    step.refuse("one", "PLY-LNK-014")
    step.drop("s", b"k")
    assert step.effects() == (
        Put("s", b"k", b"v"),
        Drop("s", b"k", secret=False),
        LookAgain("links"),
        Refused("one", "PLY-LNK-014"),
    )


@pytest.mark.parametrize("shelf", ["prekey", "epoch_out", "epoch_in"])
def test_dropped_keys_leave_no_trace(step, shelf):
    """Forward secrecy rests on it: what opened old frames is gone from the disk."""
    step.drop(shelf, b"k")
    assert step.effects() == (Drop(shelf, b"k", secret=True),)


def test_screens_are_told_once_a_step(step):
    """Ten entries in a frame are one look."""
    for _ in range(3):
        step.look("messages")
        step.look("alarms")
    assert step.effects() == (LookAgain("messages"), LookAgain("alarms"))


def test_link_that_is_not_there_is_named_by_what_it_lacks(pair, step):
    """Unknown, unconfirmed, and not yet signed are three things to do."""
    state = pair.alfa.core.state
    state.alleged["charlie.example"] = object()
    state.links["bravo.example"].theirs_signed = None
    codes = {
        "nobody.example": "PLY-LNK-001",
        "charlie.example": "PLY-LNK-002",
        "bravo.example": "PLY-LNK-003",
    }
    for name, code in codes.items():
        with pytest.raises(LocalFault) as fault:
            step.link_in_force(name)
        assert fault.value.code == code
        assert fault.value.facts["name"] == name
