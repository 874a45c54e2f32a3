# SPDX-License-Identifier: Apache-2.0
"""A FLASH after which the other end of a call let its turn go is said again at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.bearers.voice import VoiceSettings
from parley.core.events import CircuitReady, FrameArrived
from parley.core.limits import TURNS_MAX
from parley.core.records import Rung
from parley.fixed import replace
from parley.model.precedence import Precedence
from parley.testing.looks import only_link, rung
from tests.unit.core.exchanged import exchange

ALFA, BRAVO = "alfa.example", "bravo.example"
CALL = VoiceSettings(("a",), ("b",), Path("call"), yields=False).traits
TURN_S = 9.1  # a burst of two segments, and 2.5 s of listening


@pytest.fixture
def call(settled):
    """A pair at rest, whose only circuit is a call."""
    exchange(settled, CALL)
    settled.carry()
    return settled


def flash_and_more(pair) -> bytes:
    """Say a FLASH, which goes out, and something lower, which waits behind it."""
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    pair.alfa.say(BRAVO, "Later.")
    ((_, flash),) = pair.alfa.sent
    pair.alfa.sent.clear()
    assert len(flash) <= CALL.frame_bytes_max
    return flash


def next_turn(desk) -> bytes:
    """Give the place of a burst back; return the frame that is spoken then."""
    desk.pass_time(TURN_S)
    desk.tell(CircuitReady("one", 1))
    ((_, frame),) = desk.sent
    desk.sent.clear()
    return frame


def test_lost_flash_does_not_wait_behind_what_is_lower(call):
    """A mobile swallowed a FLASH, and a signed head went out before it was said again.

    That took six seconds, and the answer to the head seven more, with an alarm open.
    """
    # SPEC 10.27: "A FLASH after which nothing came over such a circuit is said there
    # again at once, before anything lower; twice, and then at the circuit's pace."
    flash = flash_and_more(call)
    assert next_turn(call.alfa) == flash
    call.bravo.tell(FrameArrived("one", flash))
    ((_, receipt),) = call.bravo.sent
    call.alfa.tell(FrameArrived("one", receipt))
    assert next_turn(call.alfa) != flash
    assert rung(call.alfa, Rung.RECEIPT, only_link(call.alfa).out.next_serial - 2)


def test_turn_that_was_used_for_something_else_repeats_nothing(call):
    """Its receipt stands behind what was spoken: a repeat would only be in its way."""
    flash = flash_and_more(call)
    call.bravo.say(ALFA, "On another matter.")
    ((_, other),) = call.bravo.sent
    call.alfa.pass_time(TURN_S)
    call.alfa.tell(FrameArrived("one", other))
    receipt, lower = next_turn(call.alfa), next_turn(call.alfa)
    assert flash not in {receipt, lower}


def test_end_that_never_answers_is_not_talked_into_for_ever(call):
    """What a FLASH waits for may be lower: the roster it rests on, on a poor line."""
    flash = flash_and_more(call)
    assert [next_turn(call.alfa) for _ in range(TURNS_MAX)] == [flash] * TURNS_MAX
    assert next_turn(call.alfa) != flash


def test_circuit_that_gives_places_back_at_once_keeps_its_pace(settled):
    """A radio gives a place back when its transmission is over, before any answer."""
    exchange(settled, replace(CALL, takes_turns=False))
    settled.carry()
    flash = flash_and_more(settled)
    assert next_turn(settled.alfa) != flash


def test_unused_turn_counts_against_the_circuit(call):
    """Or a deaf line would be the best in the order of circuits for ever."""
    flash_and_more(call)
    circuit = call.alfa.core.state.circuits["one"]
    next_turn(call.alfa)
    assert circuit.timeouts == 1
    assert circuit.measured.delivered is not None
    assert circuit.measured.delivered < 1.0


def test_flash_that_waited_for_its_first_turn_was_not_missed(call):
    """What was spoken before it says nothing of it, or of the circuit."""
    call.alfa.say(BRAVO, "First.")
    call.alfa.sent.clear()
    call.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    next_turn(call.alfa)
    assert call.alfa.core.state.circuits["one"].timeouts == 0
