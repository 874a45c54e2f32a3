# SPDX-License-Identifier: Apache-2.0
"""Two bearers in one process with a line between them that fails to order.

For tests of what stands above a bearer.  Every fault is drawn from the plan's own
random stream, so that one seed gives one history of faults for one history of frames.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from functools import partial

from parley.fixed import Fixed
from parley.model.circuit import Traits
from parley.ports.bearer import CircuitListener

STOPPED = "the other side stopped"


class FaultPlan(Fixed):
    """What happens to frames of one direction; chances are from 0 to 1."""

    seed: int = 0
    loss: float = 0.0
    repeat: float = 0.0
    corrupt: float = 0.0  # one bit is flipped
    reorder: float = 0.0  # the frame waits `reorder_s` more and others overtake it
    reorder_s: float = 0.01
    delay_s_min: float = 0.0
    delay_s_max: float = 0.0


class LoopbackBearer:
    """One end; `loopback_pair` makes both."""

    def __init__(self, line: LoopbackLine, plan: FaultPlan, traits: Traits) -> None:
        """Begin not running."""
        self.traits = traits
        self._line = line
        self._plan = plan
        self._random = random.Random(plan.seed)  # noqa: S311 - a test's seed
        self._listener: CircuitListener | None = None
        self._is_up = False
        self._waiting: deque[bytes] = deque()
        self._out = 0
        self._out_max = traits.window_frames
        self._was_up = False
        self._flying: set[asyncio.Handle] = set()

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled."""
        if self._listener is not None:
            raise AssertionError("a bearer is run once at a time")
        self._listener = listener
        self._out = 0
        self._out_max = self.traits.window_frames
        self._was_up = False
        try:
            self._line.look()
            await asyncio.get_running_loop().create_future()
        finally:
            self._listener = None
            self._is_up = False
            self._waiting.clear()
            for handle in self._flying:
                handle.cancel()
            self._flying.clear()
            self._line.look(STOPPED)

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        if not 0 < len(frame) <= self.traits.frame_bytes_max:
            raise AssertionError(f"a frame of {len(frame)} bytes was handed over")
        if self._listener is None:
            return
        if self._out >= self._out_max:
            raise AssertionError("more frames were handed over than the window allows")
        self._out += 1
        self._waiting.append(frame)
        self._soon(0.0, self._flush)

    @property
    def is_running(self) -> bool:
        """Whether `run` is at work."""
        return self._listener is not None

    def tell(self, *, is_up: bool, reason: str) -> None:
        """Take the state of the line and pass a change on."""
        if self._listener is None or is_up == self._is_up:
            return
        self._is_up = is_up
        if is_up:
            # After a fall the caller may still hand over what he decided before it.
            self._out_max = self.traits.window_frames * (2 if self._was_up else 1)
            self._was_up = True
            self._listener.up()
            return
        self._flush()
        self._listener.down(reason)

    def take(self, frame: bytes) -> None:
        """Take a frame off the line; without a circuit it is lost."""
        if self._listener is not None and self._is_up:
            self._listener.arrived(frame)

    def flush(self) -> None:
        """Put on the line what waits."""
        self._flush()

    def _flush(self) -> None:
        """Put on the line, or drop, what waits; give the places back."""
        if self._listener is None or (self._is_up and self._line.is_clogged):
            return
        count = len(self._waiting)
        while self._waiting:
            frame = self._waiting.popleft()
            if self._is_up:
                self._fly(frame)
        if count:
            self._out -= count
            self._listener.ready(count)

    def _fly(self, frame: bytes) -> None:
        draw, plan = self._random, self._plan
        # Each chance is drawn whether it matters or not: so a plan that differs in one
        # fault differs in that fault alone.
        lost, twice, bent, late = (draw.random() for _ in range(4))
        bit = draw.randrange(len(frame) * 8)
        delay_s = draw.uniform(plan.delay_s_min, plan.delay_s_max)
        if lost < plan.loss:
            return
        if bent < plan.corrupt:
            flipped = bytearray(frame)
            flipped[bit // 8] ^= 1 << bit % 8
            frame = bytes(flipped)
        if late < plan.reorder:
            delay_s += plan.reorder_s
        far = self._line.other(self)
        for _ in range(2 if twice < plan.repeat else 1):
            self._soon(delay_s, partial(far.take, frame))

    def _soon(self, delay_s: float, call: Callable[[], None]) -> None:
        """Call later, unless this end is cancelled first."""
        loop = asyncio.get_running_loop()
        handle: asyncio.Handle

        def act() -> None:
            self._flying.discard(handle)
            call()

        handle = loop.call_later(delay_s, act) if delay_s else loop.call_soon(act)
        self._flying.add(handle)


class LoopbackLine:
    """The line between two ends, with its own troubles."""

    def __init__(self) -> None:
        """Begin whole and without ends."""
        self.is_clogged = False
        self._ends: tuple[LoopbackBearer, ...] = ()
        self._cut: str | None = None

    def join(self, near: LoopbackBearer, far: LoopbackBearer) -> None:
        """Put the two ends on the line."""
        self._ends = (near, far)

    def other(self, end: LoopbackBearer) -> LoopbackBearer:
        """Return the end across."""
        near, far = self._ends
        return far if end is near else near

    def cut(self, reason: str = "the line is cut") -> None:
        """Let nothing pass and tell both ends."""
        self._cut = reason
        self.look(reason)

    def mend(self) -> None:
        """Undo `cut` and `clog`."""
        self._cut = None
        self.is_clogged = False
        self.look()
        for end in self._ends:
            end.flush()

    def clog(self) -> None:
        """Take no more frames, and tell nobody."""
        self.is_clogged = True

    def look(self, reason: str = "") -> None:
        """Tell both ends what holds now."""
        is_up = self._cut is None and all(end.is_running for end in self._ends)
        for end in self._ends:
            end.tell(is_up=is_up, reason=self._cut or reason)


def loopback_pair(
    near_plan: FaultPlan | None = None,
    far_plan: FaultPlan | None = None,
    traits: Traits | None = None,
) -> tuple[LoopbackBearer, LoopbackBearer, LoopbackLine]:
    """Make two ends and their line; a plan is for what its end sends."""
    chosen = traits or Traits(
        frame_bytes_max=1 << 20, window_frames=64, retry_s_min=0.2
    )
    line = LoopbackLine()
    near = LoopbackBearer(line, near_plan or FaultPlan(), chosen)
    far = LoopbackBearer(line, far_plan or FaultPlan(seed=1), chosen)
    line.join(near, far)
    return near, far, line
