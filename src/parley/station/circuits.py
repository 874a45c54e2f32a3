# SPDX-License-Identifier: Apache-2.0
"""Keeps the bearer of each configured circuit running, apart from all others.

A bearer that raises is started again after a growing pause, with the reason shown; one
that hangs waits alone.  A circuit whose counterpart is not confirmed has no bearer yet.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator

from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    Event,
    FrameArrived,
)
from parley.errors.fault import Fault
from parley.model.circuit import Traits
from parley.ports.bearer import Bearer
from parley.station.limits import BEARER_S_FIRST, BEARER_S_MAX
from parley.station.logs import Log
from parley.station.meters import Meters

# What a circuit without a bearer is declared with; nothing can be sent on it.
_NOT_YET = Traits(frame_bytes_max=1, window_frames=1, retry_s_min=1.0)

MakeBearer = Callable[[], Bearer | None]
"""Makes the bearer; None while the counterpart is not confirmed."""


class CircuitTask:
    """One circuit: the listener of its bearer, and the loop that restarts it."""

    def __init__(
        self,
        name: str,
        link: str,
        make: MakeBearer,
        tell: Callable[[Event], None],
        log: Log,
        meters: Meters,
    ) -> None:
        self.name = name
        self.link = link
        self._make = make
        self._tell = tell
        self._log = log
        self._meters = meters
        self._bearer: Bearer | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_up = False
        self._reason = "not started yet"
        self._out = 0  # places of the window that are taken
        self._held: deque[bytes] = deque()

    # What the bearer tells.

    def up(self) -> None:
        """Frames can flow now."""
        self._is_up = True
        self._log.info("circuit.up", circuit=self.name, link=self.link)
        self._tell(CircuitUp(self.name))

    def down(self, reason: str) -> None:
        """Frames cannot flow, for `reason`."""
        if self._is_up or reason != self._reason:
            self._log.info(
                "circuit.down", circuit=self.name, link=self.link, reason=reason
            )
        self._is_up = False
        self._reason = reason
        self._held.clear()
        self._tell(CircuitDown(self.name, reason))

    def ready(self, frames: int) -> None:
        """Take back places of the window; frames that were held go first."""
        self._out = max(0, self._out - frames)
        while frames and self._held:
            frames -= 1
            self._send(self._held.popleft())
        if frames:
            self._tell(CircuitReady(self.name, frames))

    def arrived(self, frame: bytes) -> None:
        """One frame came in."""
        self._tell(FrameArrived(self.name, frame))

    # What the runner asks.

    def declarations(self) -> list[Event]:
        """Return what a fresh core must be told of this circuit."""
        traits = _NOT_YET if self._bearer is None else self._bearer.traits
        state: Event = (
            CircuitUp(self.name)
            if self._is_up
            else CircuitDown(self.name, self._reason)
        )
        return [CircuitDeclared(self.name, self.link, traits), state]

    def transmit(self, frame: bytes) -> None:
        """Hand a frame to the bearer; never raises.

        A fresh core counts the whole window as free although frames of the one before
        may still be under way; what is too much waits here for their places.
        """
        if self._bearer is None:
            return
        if self._out >= self._bearer.traits.window_frames:
            if len(self._held) < self._bearer.traits.window_frames:
                self._held.append(frame)
            return
        self._send(frame)

    def _send(self, frame: bytes) -> None:
        if self._bearer is None:
            return
        self._out += 1
        try:
            self._bearer.send(frame)
        except Exception as mistake:  # noqa: BLE001 - one bearer, never the others
            self._failed(mistake)
            if self._task is not None:
                self._task.cancel()

    # Running.

    async def run(self, changed: Callable[[], Awaitable[object]]) -> None:
        """Keep the bearer running until cancelled; `changed` waits for a pairing."""
        pause_s = BEARER_S_FIRST
        while True:
            try:
                bearer = self._make()
            except Fault as fault:
                # The settings or the card must change first: trying is no use.
                if fault.what != self._reason:
                    self._failed(fault)
                await changed()
                continue
            if bearer is None:
                self._wait_for(f"{self.link} is not confirmed yet")
                await changed()
                continue
            started = asyncio.get_running_loop().time()
            await self._run_once(bearer)
            if asyncio.get_running_loop().time() - started > BEARER_S_MAX:
                pause_s = BEARER_S_FIRST
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, BEARER_S_MAX)

    async def _run_once(self, bearer: Bearer) -> None:
        self._bearer = bearer
        self._out = 0
        self._held.clear()
        self._tell(CircuitDeclared(self.name, self.link, bearer.traits))
        try:
            async with asyncio.TaskGroup() as group:
                self._task = group.create_task(bearer.run(self))
        except ExceptionGroup as mistakes:
            self._failed(mistakes.exceptions[0])
        else:
            if self._is_up:
                self.down("the bearer ended by itself")
        finally:
            self._task = None
            self._bearer = None

    def _wait_for(self, reason: str) -> None:
        if reason != self._reason:
            self.down(reason)

    def _failed(self, mistake: Exception) -> None:
        if isinstance(mistake, Fault):
            reason = mistake.what
            self._log.warning("bearer.refused", circuit=self.name, code=mistake.code)
        else:
            reason = (
                f"the bearer failed ({type(mistake).__name__}); it is started again"
            )
            self._log.error(
                "bearer.failed", circuit=self.name, kind=type(mistake).__name__
            )
        self._meters.bearer_failures[self.name] += 1
        self.down(reason)


class CircuitTasks:
    """All circuits of a station, by name."""

    def __init__(self, tasks: Iterable[CircuitTask]) -> None:
        self._tasks = {task.name: task for task in tasks}

    def __iter__(self) -> Iterator[CircuitTask]:
        """Go through the circuits in the order of the settings."""
        return iter(self._tasks.values())

    def transmit(self, circuit: str, frame: bytes) -> None:
        """Hand a frame to a circuit; never raises."""
        self._tasks[circuit].transmit(frame)

    def declarations(self) -> list[Event]:
        """Return what a fresh core must be told of every circuit."""
        return [event for task in self._tasks.values() for event in task.declarations()]
