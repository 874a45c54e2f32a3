# SPDX-License-Identifier: Apache-2.0
"""The hatch: the station hands frames in on one side, a bearer takes them on the other.

It keeps what the port asks of every bearer: each place of the window comes back once,
in a turn of the loop of its own; frames without a circuit vanish; a state is told when
it changes and not again.
"""

from __future__ import annotations

import asyncio
from collections import deque

from parley.model.circuit import Traits
from parley.ports.bearer import CircuitListener


class Hatch:
    """Frames that were handed over and not yet taken, and the places that are out."""

    def __init__(self, traits: Traits) -> None:
        """Begin closed."""
        self._traits = traits
        self._listener: CircuitListener | None = None
        self._waiting: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._out = 0  # places taken
        self._out_max = traits.window_frames
        self._due = 0  # of these, places that are given back in the next turn
        self._is_up = False
        self._was_up = False
        self._told: str | None = None
        self._noted = ""

    def open(self, listener: CircuitListener) -> None:
        """Begin a run, with all places free."""
        if self._listener is not None:
            raise AssertionError("a bearer is run once at a time")
        self._listener = listener

    def close(self) -> None:
        """End a run; what waits is dropped and nothing more is told."""
        self._listener = None
        self._waiting.clear()
        self._news.clear()
        self._out = self._due = 0
        self._out_max = self._traits.window_frames
        self._is_up = self._was_up = False
        self._told = None
        self._noted = ""

    @property
    def is_up(self) -> bool:
        """Whether the circuit was told to be up."""
        return self._is_up

    # The station's side.

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        if not 0 < len(frame) <= self._traits.frame_bytes_max:
            raise AssertionError(
                f"a frame of {len(frame)} bytes was handed over; allowed is 1 to "
                f"{self._traits.frame_bytes_max}"
            )
        if self._listener is None:
            return
        if self._out >= self._out_max:
            raise AssertionError(
                f"more frames were handed over than the window of "
                f"{self._traits.window_frames} allows"
            )
        self._out += 1
        if self._is_up:
            self._waiting.append(frame)
            self._news.set()
        else:
            self.left(1)

    # The bearer's side.

    async def take(self, frames_max: int = 1, bytes_max: int = 1 << 62) -> list[bytes]:
        """Wait for frames and take them, in order: one, and more within the bounds.

        For each frame taken `left` is owed.
        """
        while not self._waiting:
            self._news.clear()
            await self._news.wait()
        batch = [self._waiting.popleft()]
        size = len(batch[0])
        while self._waiting and len(batch) < frames_max:
            size += len(self._waiting[0])
            if size > bytes_max:
                break
            batch.append(self._waiting.popleft())
        return batch

    def left(self, frames: int) -> None:
        """Give places back: so many frames have left, or are dropped."""
        self._due += frames
        if self._due == frames and frames:
            asyncio.get_running_loop().call_soon(self._give_back)

    def up(self) -> None:
        """Tell that frames can flow, if that is new."""
        self._told = None
        if self._listener is None or self._is_up:
            return
        if self._was_up:
            # The caller may hand over what he decided on before the circuit fell.
            self._out_max = 2 * self._traits.window_frames
        self._is_up = self._was_up = True
        self._listener.up()

    def down(self, reason: str) -> None:
        """Tell why frames cannot flow, if that is new; what waits is dropped."""
        if self._listener is None or reason == self._told:
            return
        self._is_up = False
        self._told = reason
        dropped = len(self._waiting)
        self._waiting.clear()
        self.left(dropped)
        self._listener.down(reason)

    def noted(self, words: str) -> None:
        """Tell what the board may show beside the state, if that is new."""
        if self._listener is not None and words != self._noted:
            self._noted = words
            self._listener.noted(words)

    def arrived(self, frame: bytes) -> None:
        """Pass a frame on, unless it is of a size that cannot be."""
        if self._listener is not None and (
            0 < len(frame) <= self._traits.frame_bytes_max
        ):
            self._listener.arrived(frame)

    def _give_back(self) -> None:
        due, self._due = self._due, 0
        self._out -= due
        if due and self._listener is not None:
            self._listener.ready(due)
