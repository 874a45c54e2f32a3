# SPDX-License-Identifier: Apache-2.0
"""The bearer port: opaque frames, perhaps lost, repeated, late, disordered, unaltered.

A bearer is trusted with nothing.  A frame handed over is not a frame delivered: only
the counterpart's receipt is, which may come back on any circuit, and that is the core's
business.
"""

from __future__ import annotations

from typing import Protocol

from parley.model.circuit import Traits


class CircuitListener(Protocol):
    """What a bearer tells the station; every call is cheap and never raises.

    To be called on the loop's thread only: a bearer with threads or a child process
    of its own passes what they say over with `call_soon_threadsafe`.
    """

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

    def noted(self, words: str) -> None:
        """Tell what the board may show beside the state, up or down; "" for nothing.

        As "signal 4 dB, 2 of 31 frames lost" or "returned by mx.example: mailbox full".
        """
        ...


class Bearer(Protocol):
    """One circuit to one counterpart over one kind of carrier.

    A circuit that can only send never calls `arrived`; on one that can only receive
    `send` is not called.  Nothing here may block the loop: what waits for a disk, a
    library or a device does so in a thread or in a child process.
    """

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
