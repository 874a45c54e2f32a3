# SPDX-License-Identifier: Apache-2.0
"""Frames that were handed over and have not left, and the places of the window.

Every place is given back exactly once, for a frame that left as for one that was
dropped with its circuit: so neither side of the port ever has to reset its count.
"""

from __future__ import annotations

from collections import deque

from parley.bearers.tcp.marks import mark


class Outgoing:
    """A bounded queue with a count of the places that are out."""

    def __init__(self, window_frames: int) -> None:
        """Begin with all places free."""
        self._window_frames = window_frames
        self._out_max = window_frames
        self._frames: deque[bytes] = deque()
        self._out = 0  # places taken: frames waiting here or on their way to the wire

    def __len__(self) -> int:
        """How many frames wait."""
        return len(self._frames)

    def allow_a_second_window(self) -> None:
        """Bear with a caller who did not know yet that the circuit fell and rose.

        He may hand over a window of frames decided before he heard of it, and then
        another, counting anew.
        """
        self._out_max = 2 * self._window_frames

    def take(self, frame: bytes) -> None:
        """Queue one frame; it takes a place."""
        if self._out >= self._out_max:
            raise AssertionError(
                f"more frames were handed over than the window of "
                f"{self._window_frames} allows"
            )
        self._out += 1
        self._frames.append(frame)

    def batch(self, bytes_max: int) -> tuple[int, bytes]:
        """Return how many frames, and they with their marks: one at the least."""
        parts: list[bytes] = []
        size = 0
        count = 0
        while self._frames and (not parts or size + len(self._frames[0]) < bytes_max):
            frame = self._frames.popleft()
            parts += (mark(len(frame)), frame)
            size += len(frame) + len(parts[-2])
            count += 1
        return count, b"".join(parts)

    def give_back(self, places: int) -> None:
        """Count `places` as free again."""
        if not 0 < places <= self._out:
            raise AssertionError(f"{places} places given back, {self._out} are out")
        self._out -= places

    def drop(self) -> int:
        """Forget every frame; return how many places are out now."""
        self._frames.clear()
        return self._out
