# SPDX-License-Identifier: Apache-2.0
"""A counterpart that does not cosign, or not what it was shown."""

from __future__ import annotations

import hashlib
from random import Random

import pytest

from parley.core.events import CircuitDown, CircuitUp, FrameArrived, ThirdsCounted
from parley.core.limits import COVER_QUIET_S
from parley.crypto.keys import StationKeys
from parley.model.precedence import Precedence
from parley.testing.desks import Pair
from parley.testing.witnessed import (
    alarms,
    heads,
    link_of,
    narrow,
)
from parley.testing.world_heads import (
    answering,
)
from parley.tlog.air import AirForm

ALFA, BRAVO = "alfa.example", "bravo.example"


def say_and_wait(pair: Pair, times: int, seconds: float = 60) -> None:
    """Let ALFA say something, and both go on for a while."""
    pair.alfa.say(BRAVO, f"at {pair.alfa.mono_ms}")
    for _ in range(times):
        pair.pass_time(seconds)
        pair.carry()


@pytest.mark.parametrize("what", ["another root", "another size"])
def test_cosignature_of_another_head_counts_as_none(settled, what):
    """A signature over what we did not say covers nothing we said."""
    before = settled.alfa.core.covered(BRAVO)[0]
    with answering((what,), Random(1)):
        say_and_wait(settled, 1)
    assert "COSIGNATURE-BAD" in alarms(settled.alfa)
    assert settled.alfa.core.covered(BRAVO)[0] == before
    say_and_wait(settled, 3)
    assert settled.alfa.core.covered(BRAVO)[0] > before


def test_cosignature_by_the_key_of_the_log_counts_as_none(settled):
    """SPEC 5.11: whoever holds the log's keys alone must not cosign in its name."""
    bravo = settled.bravo
    before = settled.alfa.core.covered(BRAVO)[0]
    seed = hashlib.sha256(BRAVO.encode()).digest()
    crossed = StationKeys.from_seeds(seed, seed[::-1], bravo.keys)
    assert crossed.public == bravo.keys.public
    bravo.core.state.keys = crossed
    say_and_wait(settled, 1)
    assert "COSIGNATURE-BAD" in alarms(settled.alfa)
    assert settled.alfa.core.covered(BRAVO)[0] == before
    bravo.core.state.keys = bravo.keys
    say_and_wait(settled, 3)
    assert settled.alfa.core.covered(BRAVO)[0] > before


@pytest.mark.parametrize("what", ["a receipt", "something else"])
def test_withheld_cosignatures_are_named_and_service_goes_on(settled, what):
    """No protocol can make it sign; the watch must know that it does not."""
    alfa, bravo = settled.alfa, settled.bravo
    with answering((what,), Random(1)):
        say_and_wait(settled, 1)
        assert "COSIGNATURE-WITHHELD" not in alarms(alfa)
        say_and_wait(settled, 10)
        assert "COSIGNATURE-WITHHELD" in alarms(alfa)
        alfa.say(BRAVO, "still here", Precedence.FLASH)
        settled.carry()
    assert "still here" in bravo.inbox()


def test_alarm_ends_with_the_next_good_cosignature(settled):
    """An alarm that outlives its cause teaches people to ignore it."""
    with answering(("a receipt",), Random(1)):
        say_and_wait(settled, 12)
    assert "COSIGNATURE-WITHHELD" in alarms(settled.alfa)
    say_and_wait(settled, 120)
    assert "COSIGNATURE-WITHHELD" not in alarms(settled.alfa)
    assert settled.alfa.core.covered(BRAVO)[0] >= link_of(settled.alfa).out.said


def test_third_witnesses_that_are_missing_are_an_alarm_of_their_own(settled):
    """Whoever relies on a neutral party must hear that it is not there."""
    alfa = settled.alfa
    for enough in (False, False, True):
        alfa.tell(ThirdsCounted(BRAVO, enough))
        assert ("THIRDS-MISSING" in alarms(alfa)) is not enough
    assert settled.alfa.core.covered(BRAVO)[0] > 0


def test_refused_checkpoints_grow_rarer(settled):
    """A counterpart that refuses must not make us sign without end."""
    before = len(heads(settled.alfa))
    with answering(("a receipt",), Random(1)):
        say_and_wait(settled, 600, 6)
    assert 5 <= len(heads(settled.alfa)) - before <= 12


def test_light_head_that_is_refused_is_followed_by_a_full_one(settled):
    """SPEC 4.72: only the full one shows in what the two records differ."""
    narrow(settled)
    before = len(heads(settled.alfa))
    with answering(("a receipt",), Random(1)):
        say_and_wait(settled, 1, COVER_QUIET_S + 1)
    say_and_wait(settled, 3)
    assert heads(settled.alfa)[before:][:2] == [AirForm.LIGHT_HEAD, AirForm.FULL_HEAD]


def test_lost_answers_are_not_withheld_ones(settled):
    """A circuit that loses one direction must never look like a liar."""
    alfa, bravo = settled.alfa, settled.bravo
    alfa.say(BRAVO, "x")
    settled.carry()
    for _ in range(60):
        settled.pass_time(COVER_QUIET_S + 1)
        for circuit, frame in alfa.sent:
            bravo.tell(FrameArrived(circuit, frame))
        settled.lose()
    assert "COSIGNATURE-WITHHELD" not in alarms(alfa)


# -- age -----------------------------------------------------------------------------


def test_week_without_a_full_checkpoint_is_an_alarm_that_grows(settled):
    """What is not cosigned cannot be proved, and nobody would notice by himself."""
    alfa = settled.alfa
    alfa.tell(CircuitDown("one", "cut"))
    alfa.say(BRAVO, "waits")

    def standing() -> list[str]:
        known = alfa.core.alarms()
        return [each.subject for each in known if each.code == "NO-FULL-CHECKPOINT"]

    seen = []
    for _ in range(22):
        alfa.pass_time(86_400)
        settled.bravo.pass_time(86_400)
        settled.pass_time(0)
        settled.lose()
        seen.append(standing())
    assert seen[5] == []
    assert seen[7] == ["7"]
    assert seen[20] == ["21"]
    alfa.tell(CircuitUp("one"))
    settled.carry()
    for _ in range(10):
        settled.pass_time(31)
        settled.carry()
    assert standing() == []
