# SPDX-License-Identifier: Apache-2.0
"""What waits for the loop, bounded: officers' acts first, then what circuits say.

Circuits take turns, event by event, and frames have a bound for each: so a flood on
one can neither hold up nor push out what another brings.  A frame beyond the bound is
dropped: the counterpart asks again, as for every lost frame.  What a circuit says of
itself is never dropped; repeated `ready` is added up.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass

from parley.core.events import CircuitReady, Event, FrameArrived
from parley.fixed import replace
from parley.station.limits import (
    WAITING_ACTS_MAX,
    WAITING_BYTES_MAX,
    WAITING_FRAMES_MAX,
)


@dataclass(slots=True)
class Waiting:
    """One event, and who waits for its answer, if anybody does."""

    event: Event
    asker: asyncio.Future[object] | None = None


@dataclass(slots=True)
class _Load:
    frames: int = 0
    size: int = 0


class Inbox:
    """Used on the loop's thread only."""

    def __init__(self) -> None:
        self._acts: deque[Waiting] = deque()
        # What each circuit said, in order; the one whose turn it is stands first.
        self._told: OrderedDict[str, deque[Waiting]] = OrderedDict()
        self._loads: dict[str, _Load] = {}
        self._waker = asyncio.Event()

    def __len__(self) -> int:
        """Return how many events wait."""
        return len(self._acts) + sum(map(len, self._told.values()))

    def put_act(self, waiting: Waiting) -> bool:
        """Take an officer's act; False when too many wait."""
        if len(self._acts) >= WAITING_ACTS_MAX:
            return False
        self._acts.append(waiting)
        self._waker.set()
        return True

    def put(self, event: Event) -> bool:
        """Take what a circuit or a timer says; False when a frame was dropped."""
        match event:
            case FrameArrived() if not self._has_place(event):
                return False
            case CircuitReady() if self._added_up(event):
                return True
            case _:
                lane = self._told.setdefault(_circuit_of(event), deque())
                lane.append(Waiting(event))
        self._waker.set()
        return True

    def take(self, most: int) -> list[Waiting]:
        """Take up to `most` events: acts first, then of each circuit in turn."""
        taken: list[Waiting] = []
        while self._acts and len(taken) < most:
            taken.append(self._acts.popleft())
        while self._told and len(taken) < most:
            circuit, lane = self._told.popitem(last=False)
            waiting = lane.popleft()
            if lane:
                self._told[circuit] = lane
            self._unload(waiting.event)
            taken.append(waiting)
        return taken

    async def wait(self) -> None:
        """Wait until something is here or `wake` is called."""
        if not self:
            # Cleared afterwards and not before: a wake in between must not be lost.
            await self._waker.wait()
        self._waker.clear()

    def wake(self) -> None:
        """End a wait although nothing is here: a timer, a stop."""
        self._waker.set()

    def _has_place(self, event: FrameArrived) -> bool:
        load = self._loads.setdefault(event.circuit, _Load())
        size = load.size + len(event.frame)
        if load.frames >= WAITING_FRAMES_MAX or size > WAITING_BYTES_MAX:
            return False
        load.frames += 1
        load.size = size
        return True

    def _unload(self, event: Event) -> None:
        if isinstance(event, FrameArrived):
            load = self._loads[event.circuit]
            load.frames -= 1
            load.size -= len(event.frame)

    def _added_up(self, event: CircuitReady) -> bool:
        lane = self._told.get(event.circuit)
        last = lane[-1].event if lane else None
        if lane is None or not isinstance(last, CircuitReady):
            return False
        lane[-1].event = replace(last, frames=last.frames + event.frames)
        return True


def _circuit_of(event: Event) -> str:
    """Return whose turn it takes; what comes from no circuit has a turn of its own."""
    circuit: str = getattr(event, "circuit", "")
    return circuit
