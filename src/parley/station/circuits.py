# SPDX-License-Identifier: Apache-2.0
"""Keeps the bearer of each configured circuit running, apart from all others.

A bearer that raises, gives back no place of its window, holds the loop or flaps is
started again after a growing pause, with the reason shown; one that floods or lies is
cut to its bounds.  A circuit whose counterpart is not confirmed has no bearer yet.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator

from parley.carriage.leaving import apart
from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitNoted,
    CircuitReady,
    CircuitUp,
    Event,
    FrameArrived,
)
from parley.errors.fault import Fault
from parley.model.circuit import Traits
from parley.ports.bearer import Bearer
from parley.station.limits import (
    BEARER_S_FIRST,
    BEARER_S_MAX,
    NOTE_CHARACTERS_MAX,
    SEND_S_MAX,
    STALL_AIR_MAX,
    STALL_S_MIN,
)
from parley.station.logs import Log
from parley.station.meters import Meters
from parley.station.reach.gate import Gate

# What a circuit without a bearer is declared with; nothing can be sent on it.
_NOT_YET = Traits(frame_bytes_max=1, window_frames=1, retry_s_min=1.0)

MakeBearer = Callable[[], Bearer | None]
"""Makes the bearer; None while the counterpart is not confirmed."""


Adjust = Callable[[Traits], Traits]
"""Puts what the settings say of a circuit into what its bearer says."""

Basis = Callable[[], object]
"""Returns what of the counterpart's card the bearer is made from."""

Changed = Callable[[], Awaitable[object]]
"""Waits for the next change of anything shown."""


class BearerStoppedError(Exception):
    """A bearer broke its bounds and is started again; `reason` is in words."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def as_it_says(traits: Traits) -> Traits:
    """Adjust nothing."""
    return traits


def no_basis() -> object:
    """Say that a bearer is made from nothing that changes."""
    return None


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
        adjust: Adjust = as_it_says,
        basis: Basis = no_basis,
    ) -> None:
        self.name = name
        self.link = link
        self._make = make
        self._tell = tell
        self._log = log
        self._meters = meters
        self._adjust = adjust
        self._basis = basis
        self._traits = _NOT_YET
        self._gate = Gate(_NOT_YET, 0.0)
        self._note = ""
        self._broken = ""
        self._moved_s = 0.0  # when a place last came back, or none was out
        self._bearer: Bearer | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_up = False
        self._reason = "not started yet"
        self._out = 0  # places of the window that are taken
        self._held: deque[bytes] = deque()

    # What the bearer tells.

    def up(self) -> None:
        """Frames can flow now."""
        if not self._gate.lets_change(_now_s()):
            self._stop_bearer("the bearer says up and down without end")
            return
        self._is_up = True
        self._moved_s = _now_s()
        self._log.info("circuit.up", circuit=self.name, link=self.link)
        self._tell(CircuitUp(self.name))

    def down(self, reason: str) -> None:
        """Frames cannot flow, for `reason`."""
        reason = str(reason)[:NOTE_CHARACTERS_MAX]
        if not self._is_up and reason == self._reason:
            return
        if self._is_up or reason != self._reason:
            self._log.info(
                "circuit.down", circuit=self.name, link=self.link, reason=reason
            )
        self._is_up = False
        self._reason = reason
        self._held.clear()
        self._tell(CircuitDown(self.name, reason))

    def ready(self, frames: int) -> None:
        """Take back places of the window; frames that were held go first.

        Places that were never taken are not believed.
        """
        frames = min(frames, self._out)
        if frames <= 0:
            return
        self._out -= frames
        self._moved_s = _now_s()
        while frames and self._held:
            frames -= 1
            self._send(self._held.popleft())
        if frames:
            self._tell(CircuitReady(self.name, frames))

    def arrived(self, frame: bytes) -> None:
        """One frame came in; beyond the bounds of its circuit it is as good as lost."""
        if self._gate.lets_in(frame, _now_s()):
            self._tell(FrameArrived(self.name, frame))
        else:
            self._meters.frames_cut[self.name] += 1

    def noted(self, words: str) -> None:
        """Tell the board what the bearer says of itself."""
        words = str(words)[:NOTE_CHARACTERS_MAX]
        if words != self._note and self._gate.lets_change(_now_s()):
            self._note = words
            self._tell(CircuitNoted(self.name, words))

    # What the runner asks.

    def declarations(self) -> list[Event]:
        """Return what a fresh core must be told of this circuit."""
        traits = _NOT_YET if self._bearer is None else self._traits
        state: Event = (
            CircuitUp(self.name)
            if self._is_up
            else CircuitDown(self.name, self._reason)
        )
        declared = CircuitDeclared(self.name, self.link, traits)
        return [declared, state, CircuitNoted(self.name, self._note)]

    def transmit(self, frame: bytes) -> None:
        """Hand a frame to the bearer; never raises.

        A fresh core counts the whole window as free although frames of the one before
        may still be under way; what is too much waits here for their places.
        """
        if self._bearer is None:
            return
        if self._out >= self._traits.window_frames:
            if len(self._held) < self._traits.window_frames:
                self._held.append(frame)
            return
        self._send(frame)

    def _send(self, frame: bytes) -> None:
        if self._bearer is None:
            return
        if self._out == 0:
            self._moved_s = _now_s()
        self._out += 1
        began_s = _now_s()
        try:
            self._bearer.send(frame)
        except Exception as mistake:  # noqa: BLE001 - one bearer, never the others
            self._failed(mistake)
            if self._task is not None:
                self._task.cancel()
            return
        if _now_s() - began_s > SEND_S_MAX:
            self._stop_bearer("the bearer held up the whole station")

    def _stop_bearer(self, reason: str) -> None:
        """End a bearer that broke its bounds; the loop in `run` starts it again."""
        if not self._broken and self._task is not None:
            self._broken = reason
            self._task.cancel()

    def _look_for_a_stall(self) -> None:
        """A bearer that is up and gives nothing back has hung."""
        whole = self._traits.frame_bytes_max * self._traits.window_frames
        patience_s = max(STALL_S_MIN, self._traits.air_s(whole) * STALL_AIR_MAX)
        waited_s = _now_s() - self._moved_s
        if self._is_up and self._out and waited_s > patience_s:
            self._stop_bearer(
                f"the bearer took frames and moved none for {patience_s:.0f} s"
            )

    # Running.

    async def run(self, changed: Changed) -> None:
        """Keep the bearer running until cancelled; `changed` waits for a pairing."""
        pause_s = BEARER_S_FIRST
        while True:
            basis = self._basis()
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
            await apart(self._run_once(bearer, basis, changed))
            if asyncio.get_running_loop().time() - started > BEARER_S_MAX:
                pause_s = BEARER_S_FIRST
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, BEARER_S_MAX)

    async def _run_once(self, bearer: Bearer, basis: object, changed: Changed) -> None:
        self._bearer = bearer
        self._traits = self._adjust(bearer.traits)
        self._gate = Gate(self._traits, _now_s())
        self._broken = ""
        self._out = 0
        self._held.clear()
        self._tell(CircuitDeclared(self.name, self.link, self._traits))
        try:
            async with asyncio.TaskGroup() as group:
                watch = group.create_task(self._watch())
                follow = group.create_task(self._follow(basis, changed))
                self._task = group.create_task(bearer.run(self))
                self._task.add_done_callback(lambda _: watch.cancel())
                self._task.add_done_callback(lambda _: follow.cancel())
        except ExceptionGroup as mistakes:
            self._failed(mistakes.exceptions[0])
        else:
            if self._broken:
                self._failed(BearerStoppedError(self._broken))
            elif self._is_up:
                self.down("the bearer ended by itself")
        finally:
            self._task = None
            self._bearer = None
            self.noted("")

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(STALL_S_MIN / 4)
            self._look_for_a_stall()

    async def _follow(self, basis: object, changed: Changed) -> None:
        """Make the bearer anew when a card says that they are found elsewhere."""
        while self._basis() == basis:
            await changed()
        self._stop_bearer(f"the card of {self.link} is another one now")

    def _wait_for(self, reason: str) -> None:
        if reason != self._reason:
            self.down(reason)

    def _failed(self, mistake: Exception) -> None:
        if isinstance(mistake, Fault):
            reason = mistake.what
            self._log.warning("bearer.refused", circuit=self.name, code=mistake.code)
        elif isinstance(mistake, BearerStoppedError):
            reason = f"{mistake.reason}; it is started again"
            self._log.error("bearer.stopped", circuit=self.name, reason=mistake.reason)
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


def _now_s() -> float:
    return asyncio.get_running_loop().time()
