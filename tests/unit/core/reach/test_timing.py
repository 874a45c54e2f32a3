# SPDX-License-Identifier: Apache-2.0
"""How long a lost burst is waited for where the two ends take turns."""

from __future__ import annotations

from pathlib import Path

from parley.bearers.voice import VoiceSettings
from parley.core.reach.timing import heard, retry_ms
from parley.core.state import Circuit, Pending
from parley.core.step import Step
from parley.model.precedence import Precedence

CALL = VoiceSettings(("a",), ("b",), Path("call"), yields=False).traits
BRAVO = "bravo.example"
FLASH_BYTES, HEAD_BYTES = 135, 246


def asked(circuit, frame_bytes=FLASH_BYTES, sent_ms=None) -> Pending:
    pending = Pending(
        serial=1,
        precedence=int(Precedence.FLASH),
        frame=bytes(frame_bytes),
        leaf=b"",
        kind=1,
        born_mono_ms=0,
        born_wall_ms=0,
        tries=1,
    )
    pending.sent_on, pending.sent_mono_ms = circuit.name, sent_ms
    return pending


def after(pair, *round_trips_s: float) -> Circuit:
    """A call on which round trips took so long."""
    circuit = Circuit("call", BRAVO, CALL)
    step = Step(pair.alfa.core.state, pair.alfa.now())
    for seconds in round_trips_s:
        sent_ms = step.now.mono_ms - round(seconds * 1_000)
        heard(step, circuit, asked(circuit, sent_ms=sent_ms))
    return circuit


def test_burst_that_a_call_swallowed_is_said_again_within_fifteen_seconds(pair):
    """The doubt about a first round trip of 10.5 s was 21 s, for which a FLASH waited.

    What is on the air is known; only the turn-around is in doubt.
    """
    assert retry_ms(after(pair), asked(after(pair))) <= 15_000
    call = after(pair, 10.5)
    assert 13_000 < retry_ms(call, asked(call)) < 15_000
    steady = after(pair, *[10.5] * 8)
    assert retry_ms(steady, asked(steady)) == CALL.retry_s_min * 1_000


def test_longer_frame_is_given_the_air_it_takes(pair):
    """Or it would be said again while its answer is on its way."""
    call = after(pair, 10.5)
    more_ms = retry_ms(call, asked(call, HEAD_BYTES)) - retry_ms(call, asked(call))
    assert abs(more_ms - CALL.air_s(HEAD_BYTES - FLASH_BYTES) * 1_000) <= 1


def test_turns_that_take_longer_are_waited_for_longer(pair):
    """A line on which both ends have much to say answers late; haste would clog it."""
    busy = after(pair, 10.5, 25.0, 12.0, 27.0)
    assert retry_ms(busy, asked(busy)) > 25_000
