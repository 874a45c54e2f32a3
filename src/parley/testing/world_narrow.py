# SPDX-License-Identifier: Apache-2.0
"""Circuits of a simulated world on which both ends share one narrow air, in turns.

They stand beside the wide ones with the traits that their bearers have: a call, a
radio, and a call whose sound jumps.  An opening over the slowest takes minutes, longer
than most troubles last.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from parley.bearers.kiss.ax25 import Callsign
from parley.bearers.kiss.config import Host, KissSettings
from parley.bearers.voice.config import VoiceSettings
from parley.model.circuit import Cost, Traits
from parley.testing.world_network import Carrier

TURN_S = 1.0
"""From the end of one end's frame until the other's may begin."""

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


class NarrowCarrier(Carrier):
    """One of the kinds above; what one end says, the other cannot talk into."""

    def __init__(
        self, name: str, stream: Random, stations: list[str], span_s: float
    ) -> None:
        """Draw a kind and its troubles from `stream`."""
        super().__init__(name, stream, stations, span_s)
        self.kind = stream.choice(sorted(KINDS))
        self.traits = KINDS[self.kind]
        self._free_s = self._spoken_s = 0.0

    def air_s(self, _frame: bytes) -> float:
        """How long the frame that was last taken keeps its place of the window."""
        return self._spoken_s + self._pace(TURN_S)

    def copies(
        self, now_s: float, towards: str, frame: bytes
    ) -> list[tuple[float, bytes]]:
        """Return (delay, frame) for every copy of a frame that arrives."""
        begins_s = max(now_s, self._free_s)
        ends_s = begins_s + self._pace(self.traits.air_s(len(frame)))
        self._free_s = ends_s + self._pace(TURN_S)
        self._spoken_s = ends_s - now_s
        arrive = super().copies(now_s, towards, frame)
        return [(self._spoken_s, copy) for _, copy in arrive]

    def _pace(self, seconds: float) -> float:
        return seconds / _HEALED_TIMES if self.healed else seconds
