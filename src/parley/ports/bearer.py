# SPDX-License-Identifier: Apache-2.0
"""The bearer port: opaque frames, perhaps lost, repeated, late, disordered, unaltered.

A bearer is trusted with nothing.  A frame handed over is not a frame delivered: only
the counterpart's receipt is, and that is the core's business.
"""

from __future__ import annotations

from typing import Protocol

from parley.model.circuit import Traits


class CircuitListener(Protocol):
    """What a bearer tells the station; every call is cheap and never raises."""

    def up(self) -> None:
        """Frames can flow now."""
        ...

    def down(self, reason: str) -> None:
        """Frames cannot flow; `reason` in words a watch officer understands."""
        ...

    def ready(self, frames: int) -> None:
        """Return `frames` places of the window: that many left for the wire.

        Each place comes back once, for a frame that was dropped with its circuit too.
        """
        ...

    def arrived(self, frame: bytes) -> None:
        """One frame came in, already bounded by `Traits.frame_bytes_max`."""
        ...


class Bearer(Protocol):
    """One circuit to one counterpart over one kind of carrier."""

    traits: Traits

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled; reconnects by itself; never returns early.

        After cancellation every socket, task and file of the bearer is gone.
        """
        ...

    def send(self, frame: bytes) -> None:
        """Take one frame, within the window; drop it silently if the circuit is down.

        The core hands over at most `traits.window_frames` frames before it hears
        `ready`; a caller that exceeds the window meets an AssertionError.  On a circuit
        that fell and rose, a second window is borne with: frames that the core decided
        on before it heard of that.
        """
        ...
