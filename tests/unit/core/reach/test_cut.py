# SPDX-License-Identifier: Apache-2.0
"""Every network is gone in the middle of fifty messages; a call and a stick are left.

Two stations' rules on a clock of their own: the call carries one frame at a time, one
end at a time, as slowly as the modem does; the courier walks every ten minutes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from parley.bearers.file import FileSettings
from parley.bearers.voice import VoiceSettings
from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    CircuitWanted,
    FrameArrived,
    TimerFired,
)
from parley.model.precedence import Precedence
from parley.testing.looks import at_rest

ALFA, BRAVO = "alfa.example", "bravo.example"
MESSAGES = 50
COURIER_S = 600.0
LISTEN_S = 2.5
KNOWN_S = 12.0  # until a TCP circuit is known to be dead
CALL = VoiceSettings(("a",), ("b",), Path("call"), yields=False).traits
STICK = FileSettings(Path("out"), Path("in")).traits


class Lines:
    """What lies between two desks, in seconds of its own."""

    def __init__(self, pair) -> None:
        self.pair = pair
        self.now_s = 0.0
        self.is_cut = False
        self.free_s = 0.0  # from when on nobody speaks into the call
        self.carried: list[Callable[[], object]] = []
        self.due: list[tuple[float, int, Callable[[], object]]] = []
        self.order = count()
        for desk, link in ((pair.alfa, BRAVO), (pair.bravo, ALFA)):
            for name, traits in (("call", CALL), ("stick", STICK)):
                desk.tell(CircuitDeclared(name, link, traits))
                desk.tell(CircuitUp(name))
        self.every(1.0, lambda: [self.tell(desk, TimerFired()) for desk in self.both])
        self.every(COURIER_S, self.walk)

    @property
    def both(self):
        return (self.pair.alfa, self.pair.bravo)

    def at(self, delay_s: float, act: Callable[[], object]) -> None:
        heapq.heappush(self.due, (self.now_s + delay_s, next(self.order), act))

    def every(self, seconds: float, act: Callable[[], object]) -> None:
        def again() -> None:
            act()
            self.at(seconds, again)

        self.at(seconds, again)

    def tell(self, desk, event) -> None:
        desk.tell(event)
        self.take(desk)

    def take(self, desk) -> None:
        """Take what a desk has just handed over."""
        frames, desk.sent = desk.sent, []
        for circuit, frame in frames:
            there = partial(
                self.tell, self.pair.other(desk), FrameArrived(circuit, frame)
            )
            ready = partial(self.tell, desk, CircuitReady(circuit, 1))
            if circuit == "call":
                spoken_s = max(self.free_s, self.now_s) + CALL.air_s(len(frame))
                self.free_s = spoken_s + LISTEN_S
                self.at(spoken_s - self.now_s, there)
                self.at(self.free_s - self.now_s, ready)
                continue
            if circuit == "stick":
                self.carried.append(there)
            elif not self.is_cut:
                self.at(0.05, there)
            self.at(0.05, ready)

    def walk(self) -> None:
        """The courier hands over what both sides had written when he left."""
        carried, self.carried = self.carried, []
        for one in carried:
            self.at(0.0, one)

    def run(self, seconds: float) -> None:
        end_s = self.now_s + seconds
        while self.due and self.due[0][0] <= end_s:
            at_s, _, act = heapq.heappop(self.due)
            self.pass_to(at_s)
            act()
        self.pass_to(end_s)

    def pass_to(self, at_s: float) -> None:
        for desk in self.both:
            desk.pass_time(at_s - self.now_s)
        self.now_s = at_s

    def say(self, text: str, precedence: Precedence) -> None:
        self.pair.alfa.say(BRAVO, text, precedence)
        self.take(self.pair.alfa)

    def cut(self) -> None:
        """Every network goes silent; the bearer knows it a little later."""
        self.is_cut = True
        for desk in self.both:
            fallen = CircuitDown("one", f"nothing heard for {KNOWN_S:g} s")
            self.at(KNOWN_S, partial(self.tell, desk, fallen))


def test_all_networks_cut_within_fifty_messages_lose_and_repeat_none(pair):
    """FLASH first over the call; everything once, by whatever still works."""
    lines = Lines(pair)
    texts = [f"Report {number}." for number in range(MESSAGES - 1)]
    for number, text in enumerate(texts):
        if number == MESSAGES // 2:
            lines.cut()
        lines.say(text, Precedence.ROUTINE)
        lines.run(0.2)
    before = pair.bravo.inbox()
    assert before == texts[: len(before)]
    assert MESSAGES // 2 - 1 <= len(before) <= MESSAGES // 2
    for desk in lines.both:
        lines.tell(desk, CircuitWanted("stick", wanted=True))
    lines.say("Now.", Precedence.FLASH)
    # One frame of the call may be under way, and one of the other end.
    lines.run(3 * (CALL.air_s(CALL.frame_bytes_max) + LISTEN_S))
    assert pair.bravo.inbox()[len(before) :][:1] == ["Now."]
    lines.run(3 * COURIER_S)
    assert sorted(pair.bravo.inbox()) == sorted([*texts, "Now."])
    assert at_rest(pair.alfa)


def test_call_alone_is_not_filled_with_talk_about_the_log(pair):
    """Both sides have a signed head of kilobytes under way when only the call is left.

    Answers that nobody misses, and tests because of the gap, once took all its air.
    """
    lines = Lines(pair)
    lines.cut()
    lines.run(KNOWN_S + 1.0)
    lines.say("Long. " * 200, Precedence.ROUTINE)
    lines.run(4.0)
    lines.say("Now.", Precedence.FLASH)
    burst_s = CALL.air_s(CALL.frame_bytes_max) + LISTEN_S
    lines.run(3 * burst_s)
    assert pair.bravo.inbox() == ["Now."]
    lines.run(5 * burst_s)
    assert len(pair.bravo.inbox()) == 2
    lines.run(80 * burst_s)
    assert at_rest(pair.alfa)
    assert at_rest(pair.bravo)
