# SPDX-License-Identifier: Apache-2.0
"""Circuits of a simulated world on which both ends share one narrow air, in turns.

They stand beside the wide ones with the traits that their bearers have: a call, a
radio, and a call whose sound jumps.  An opening over the slowest takes minutes, longer
than most troubles last.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol

from parley.bearers.kiss.ax25 import Callsign
from parley.bearers.kiss.config import Host, KissSettings
from parley.bearers.voice.config import VoiceSettings
from parley.core.events import CircuitDown
from parley.fixed import replace
from parley.model.circuit import Cost, Traits
from parley.testing.world_desk import WorldDesk
from parley.testing.world_network import Carrier

TURN_S = 1.0
"""From the end of one end's frame until the other's may begin."""

LISTEN_S = 2.5
"""For so long who has spoken keeps silent where a place stands for a turn."""

_HEALED_TIMES = 50.0  # a narrow line is not what the healing waits for


def _call(modem: str) -> Traits:
    return VoiceSettings(("a",), ("b",), Path("a"), yields=False, modem=modem).traits


_RADIO = KissSettings(
    Host("127.0.0.1:8001"), Callsign("OE1XYZ"), Callsign("LZ2ABC")
).traits

KINDS: dict[str, Traits] = {
    "call": _call("datac3"),
    "jumping call": _call("datac0"),
    # Like a call it is kept for what is high: at the pace of a healed world it would
    # pass for the best of all, and carry no full heads.
    "radio": replace(_RADIO, cost=Cost.SCARCE),
}

_ALONE_TIMES = 8.0  # or nobody is ever silent on it in two minutes of history
_NIGHT_MS = 70_000_000  # more than three quarters of the age of an epoch


class NarrowCarrier(Carrier):
    """One of the kinds above; what one end says, the other cannot talk into."""

    def __init__(
        self, name: str, stream: Random, stations: list[str], span_s: float
    ) -> None:
        """Draw a kind and its troubles from `stream`."""
        super().__init__(name, stream, stations, span_s)
        self.kind = stream.choice(sorted(KINDS))
        self.traits = KINDS[self.kind]
        self.is_alone = False
        self._free_s = self._spoken_s = 0.0
        self._towards = ""

    def air_s(self, _frame: bytes) -> float:
        """How long the frame that was last taken keeps its place of the window."""
        rest_s = LISTEN_S if self.traits.takes_turns else TURN_S
        return self._spoken_s + self._pace(rest_s)

    def still_s(self, now_s: float, speaker: str) -> float:
        """How much longer the other end speaks, before a turn comes back."""
        if not self.traits.takes_turns or self._towards != speaker:
            return 0.0
        return max(0.0, self._free_s - now_s)

    def copies(
        self, now_s: float, towards: str, frame: bytes
    ) -> list[tuple[float, bytes]]:
        """Return (delay, frame) for every copy of a frame that arrives."""
        begins_s = max(now_s, self._free_s)
        ends_s = begins_s + self._pace(self.traits.air_s(len(frame)))
        self._free_s = ends_s + self._pace(TURN_S)
        self._spoken_s = ends_s - now_s
        self._towards = towards
        arrive = super().copies(now_s, towards, frame)
        return [(self._spoken_s, copy) for _, copy in arrive]

    def _pace(self, seconds: float) -> float:
        if self.healed:
            return seconds / _HEALED_TIMES
        return seconds / _ALONE_TIMES if self.is_alone else seconds


class Cables(Protocol):
    """The part of a world that is used here."""

    carriers: dict[str, Carrier]
    desks: dict[str, WorldDesk]

    def at(self, delay_s: float, act: Callable[[], object]) -> None:
        """Put an act on the calendar."""
        ...

    def tell(self, desk: WorldDesk, event: object) -> object:
        """Hand over one event."""
        ...

    def other(self, name: str) -> WorldDesk:
        """Return the station on the other side."""
        ...


def plan_cut(world: Cables, stream: Random) -> None:
    """Where a narrow circuit is, perhaps cut all others, and let a night pass then."""
    if "narrow" not in world.carriers or stream.randrange(4) == 0:
        return
    first_s = stream.uniform(30, 60)
    world.at(first_s, partial(_cut, world))
    for desk in world.desks.values():
        night_s = first_s + stream.uniform(0, 30)
        world.at(night_s, partial(_sleep, desk))


def _cut(world: Cables) -> None:
    for name, carrier in world.carriers.items():
        if isinstance(carrier, NarrowCarrier):
            carrier.is_alone = True
            continue
        carrier.is_cut = True
        for desk in world.desks.values():
            circuit = f"{world.other(desk.name).name}/{name}"
            world.tell(desk, CircuitDown(circuit, "the cable is cut"))


def _sleep(desk: WorldDesk) -> None:
    desk.wall_exact += _NIGHT_MS
