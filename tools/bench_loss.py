# SPDX-License-Identifier: Apache-2.0
"""Twenty messages over a long line that loses frames, in many seeded simulations."""

from __future__ import annotations

import heapq
import shutil
import statistics
import subprocess
from collections.abc import Callable
from random import Random

from bench_figures import Figure, at_most, whole

from parley.core.effects import Sound
from parley.core.events import (
    CardPresented,
    CardRequested,
    CircuitDeclared,
    CircuitReady,
    CircuitUp,
    FingerprintConfirmed,
    FrameArrived,
    TimerFired,
)
from parley.model.circuit import Traits
from parley.model.identity import AllegedParty
from parley.model.precedence import Mode
from parley.testing.desks import Desk, Pair, enlist_watch

MESSAGES = 20
ROUND_TRIP_S = 0.6
LOSS = 0.3
ROUND_TRIPS_MAX = 12.0
WORLDS = 200
TRAITS = Traits(frame_bytes_max=1 << 20, window_frames=64, retry_s_min=1.0)  # as TCP
LIMIT_S = 120.0
_NETEM = (
    "ip link set lo up && tc qdisc add dev lo root netem "
    f"delay {ROUND_TRIP_S * 500:.0f}ms loss {LOSS:.0%}"
)


class LongLine:
    """Two stations and a calendar: every frame takes half a round trip, or is lost."""

    def __init__(self, pair: Pair, seed: int) -> None:
        """Begin with nothing under way and nothing lost."""
        self.now_s = 0.0
        self.loss = 0.0
        self._pair = pair
        self._draw = Random(seed)  # noqa: S311 - a simulation must repeat
        self._calendar: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0

    def run(self, until: Callable[[], bool], limit_s: float) -> float:
        """Let time pass until something is true; return when that was."""
        end_s = self.now_s + limit_s
        while not until() and self.now_s < end_s:
            self._send()
            self._wait()
        return self.now_s

    def _send(self) -> None:
        for desk in (self._pair.alfa, self._pair.bravo):
            while desk.sent:
                circuit, frame = desk.sent.pop(0)
                if self._draw.random() >= self.loss:
                    self._at(ROUND_TRIP_S / 2, self._arrival(desk, circuit, frame))
                desk.tell(CircuitReady(circuit, 1))

    def _arrival(self, desk: Desk, circuit: str, frame: bytes) -> Callable[[], None]:
        other = self._pair.other(desk)

        def arrive() -> None:
            other.tell(FrameArrived(circuit, frame))

        return arrive

    def _wait(self) -> None:
        """Move both clocks to whatever comes next: an arrival or a timer."""
        desks = (self._pair.alfa, self._pair.bravo)
        due_s = [
            self.now_s + max(1, due_ms - desk.mono_ms) / 1_000
            for desk in desks
            if (due_ms := desk.core.next_wakeup()) is not None
        ]
        next_s = min([*due_s, *(when_s for when_s, _, _ in self._calendar[:1])])
        for desk in desks:
            desk.pass_time(next_s - self.now_s)
        self.now_s = next_s
        while self._calendar and self._calendar[0][0] <= self.now_s:
            heapq.heappop(self._calendar)[2]()
        for desk in desks:
            due_ms = desk.core.next_wakeup()
            if due_ms is not None and due_ms <= desk.mono_ms:
                desk.tell(TimerFired())

    def _at(self, delay_s: float, act: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._calendar, (self.now_s + delay_s, self._order, act))


def play(seed: int) -> tuple[float, float, int, int]:
    """Play one line; return round trips to all alarms and receipts, lost, repeated."""
    alfa = Desk("nrrc.alfa.example", "Alfa", Mode.TEST)
    bravo = Desk("nrrc.bravo.example", "Bravo", Mode.TEST)
    line = LongLine(paired(alfa, bravo), seed)
    line.run(lambda: all(_at_rest(desk) for desk in (alfa, bravo)), LIMIT_S)
    began_s, line.loss = line.now_s, LOSS
    bravo.effects.clear()
    for number in range(MESSAGES):
        alfa.say(bravo.name, f"Message {number}.")
    alarmed_s = line.run(lambda: len(_sounded(bravo)) >= MESSAGES, LIMIT_S) - began_s
    receipted_s = line.run(lambda: _at_rest(alfa), LIMIT_S) - began_s
    texts = bravo.inbox()
    lost = MESSAGES - len(set(texts))
    repeated = len(texts) - len(set(texts)) + len(_sounded(bravo)) - len(texts)
    return alarmed_s / ROUND_TRIP_S, receipted_s / ROUND_TRIP_S, lost, repeated


def _sounded(desk: Desk) -> list[Sound]:
    return [effect for effect in desk.effects if isinstance(effect, Sound)]


def _at_rest(desk: Desk) -> bool:
    return all(
        link.state == "in force" and not link.unreceipted for link in desk.core.links()
    )


def paired(alfa: Desk, bravo: Desk) -> Pair:
    """Confirm both stations; everything else goes over the long line itself."""
    for desk in (alfa, bravo):
        enlist_watch(desk)
    for ours, theirs in ((alfa, bravo), (bravo, alfa)):
        card = theirs.tell(CardRequested())
        assert isinstance(card, bytes)
        party = ours.tell(CardPresented(card))
        assert isinstance(party, AllegedParty)
        ours.tell(CircuitDeclared("one", theirs.name, TRAITS))
        ours.tell(CircuitUp("one"))
        ours.tell(FingerprintConfirmed(theirs.name, party.fingerprint, "custodian"))
    return Pair(alfa, bravo)


def measure(worlds: int = WORLDS) -> list[Figure]:
    """Play many lines; judge the worst of nineteen in twenty."""
    played = [play(seed) for seed in range(worlds)]
    alarmed = sorted(each[0] for each in played)
    receipted = sorted(each[1] for each in played)
    lost = sum(each[2] for each in played)
    repeated = sum(each[3] for each in played)
    worst_95 = alarmed[-(-95 * worlds // 100) - 1]
    within = sum(each <= ROUND_TRIPS_MAX for each in alarmed)
    return [
        Figure(
            "20 messages, 600 ms round trip, 30 % loss",
            f"all, none twice, <= {ROUND_TRIPS_MAX:.0f} round trips",
            f"{worst_95:.1f} round trips (95 %)",
            whole(lost, repeated, at_most(worst_95, ROUND_TRIPS_MAX)),
            {
                "simulations": worlds,
                "median": statistics.median(alarmed),
                "worst": alarmed[-1],
                "within the bar": f"{within} of {worlds}",
                "all receipts back, median": statistics.median(receipted),
                "all receipts back, worst": receipted[-1],
                "lost": lost,
                "repeated": repeated,
            },
        ),
        Figure("the same over netem", "shown", netem(), "shown"),
    ]


def netem() -> str:
    """Say whether this machine could shape a line of its own, and why not."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return "not available: there is no unshare"
    tried = subprocess.run(
        [unshare, "--user", "--map-root-user", "--net", "sh", "-c", _NETEM],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode == 0:
        return "available, not used: it loses segments of TCP, not frames"
    said = tried.stderr.strip().splitlines() or ["refused"]
    return f"not available: {said[-1].rstrip('.').lower()}"
