# SPDX-License-Identifier: Apache-2.0
"""A coded FLASH through a mobile's narrowest codec, from many seeds, on sound's clock.

Two stations' rules, the real modem, and AMR at 4.75 kbit/s, which swallows bursts now
and then.  Each seed draws other keys, so other bytes and another sound; some are drawn
by the library of the seal, so each run plays others.
"""

from __future__ import annotations

import statistics
from pathlib import Path

from bench_figures import SHOWN, Figure, at_most

from parley.bearers.voice import VoiceSettings
from parley.bearers.voice.line import Line
from parley.bearers.voice.modem import (
    BLOCK_SAMPLES,
    MODES,
    SAMPLES_PER_S,
    SILENCE,
    Modem,
)
from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    FrameArrived,
    TimerFired,
)
from parley.core.records import Rung
from parley.model.precedence import Mode
from parley.station.library.files import load_library
from parley.testing import sound
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.looks import rung
from parley.testing.witnessed import settle
from parley.wire.cbor import dumps

SEEDS = 20
BAR_S = 12.0
GIVEN_UP_S = 300.0
QUIET_S = 3.0
CODED = dumps([1, 8, 1, {0: 1, 1: 1, 4: 14_313_918, 11: 3}])
CALL = VoiceSettings(("a",), ("b",), Path("call"), yields=False).traits
_DRAWS = 100_000
_TURN_BLOCKS = 5  # a station's clock is looked at so often


class Call:
    """Two desks, the two ends of a line between them, and what it does to the sound."""

    def __init__(
        self, alfa: Desk, bravo: Desk, there: sound.Effect, back: sound.Effect
    ) -> None:
        """Put the call in place of every other circuit."""
        self.desks = (alfa, bravo)
        self.blocks = 0
        self._effects = (there, back)
        self._said = (SILENCE, SILENCE)
        self._lines = [self._line(number) for number in (0, 1)]
        for desk, other in ((alfa, bravo), (bravo, alfa)):
            desk.tell(CircuitDown("one", "every network is gone"))
            desk.sent.clear()
            desk.tell(CircuitDeclared("call", other.name, CALL))
            desk.tell(CircuitUp("call"))
        self._take()

    @property
    def seconds(self) -> float:
        """How much sound has passed."""
        return self.blocks * BLOCK_SAMPLES / SAMPLES_PER_S

    def _line(self, number: int) -> Line:
        desk = self.desks[number]
        return Line(
            Modem(MODES["datac3"]),
            lambda frame: self._tell(desk, FrameArrived("call", frame)),
            lambda: self._tell(desk, CircuitReady("call", 1)),
            yields=number == 1,
        )

    def _tell(self, desk: Desk, event: FrameArrived | CircuitReady) -> None:
        desk.tell(event)
        self._take()

    def _take(self) -> None:
        for desk, line in zip(self.desks, self._lines, strict=True):
            frames = [frame for circuit, frame in desk.sent if circuit == "call"]
            desk.sent.clear()
            for frame in frames:
                line.waiting = frame

    def pass_block(self) -> None:
        """Let 20 ms of sound pass both ways, and of everybody's time."""
        self.blocks += 1
        for desk in self.desks:
            desk.pass_time(BLOCK_SAMPLES / SAMPLES_PER_S)
            due_ms = desk.core.next_wakeup()
            is_due = due_ms is not None and due_ms <= desk.mono_ms
            if is_due and self.blocks % _TURN_BLOCKS == 0:
                desk.tell(TimerFired())
        self._take()
        near, far = self._said
        self._said = (
            self._lines[0].pass_block(self._effects[1](far)),
            self._lines[1].pass_block(self._effects[0](near)),
        )

    def flash(self) -> float:
        """Release a coded FLASH; return the seconds of sound until its receipt."""
        alfa, bravo = self.desks
        draft = alfa.code(bravo.name, CODED)
        began_s = self.seconds
        serial = alfa.release(draft, "watch").serial
        assert serial is not None, "one release is enough for it"
        self._take()
        while rung(alfa, Rung.RECEIPT, serial) is None:
            self.pass_block()
            if self.seconds - began_s > GIVEN_UP_S:
                break
        return self.seconds - began_s


def play(seed: int, there: sound.Effect, back: sound.Effect) -> float:
    """Have two stations meet, be quiet, and say one FLASH; return its seconds."""
    library = load_library()
    names = ("Alfa", "Bravo")
    alfa, bravo = (Desk(f"{n.lower()}.example", n, Mode.LIVE, library) for n in names)
    for desk in (alfa, bravo):
        enlist_watch(desk)
        desk.draws = seed * _DRAWS
    pair = pair_up(alfa, bravo)
    settle(pair)
    call = Call(alfa, bravo, there, back)
    while call.seconds < QUIET_S:
        call.pass_block()
    return call.flash()


def figure(took_s: list[float]) -> Figure:
    """Judge the median; the tail is told beside it."""
    ordered = sorted(took_s)
    half_s = statistics.median(ordered)
    late_s = ordered[int(0.9 * len(ordered))]
    return Figure(
        f"voice through AMR 4.75 kbit/s, {len(ordered)} seeds, seconds of sound",
        f"{BAR_S:.0f} s",
        f"median {half_s:.2f} s, 9 of 10 {late_s:.2f} s, worst {ordered[-1]:.2f} s",
        at_most(half_s, BAR_S),
        {"each": ", ".join(f"{each:.1f}" for each in ordered)},
    )


def measure() -> list[Figure]:
    """Play every seed, where the codec is installed."""
    if not sound.has_amr():
        why = "not measured: libopencore-amrnb is not installed"
        return [Figure("voice through AMR 4.75 kbit/s", "", why, SHOWN)]
    took_s = [play(seed, sound.amr_4_75(), sound.amr_4_75()) for seed in range(SEEDS)]
    return [figure(took_s)]
