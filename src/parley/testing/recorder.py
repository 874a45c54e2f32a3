# SPDX-License-Identifier: Apache-2.0
"""A listener that writes down what a bearer tells, and lets a test wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class CircuitRecorder:
    """Keeps everything a circuit told; `on_ready` is called with it, if set."""

    def __init__(self, patience_s: float = 20.0) -> None:
        """Begin with nothing told; every wait ends after `patience_s`."""
        self._patience_s = patience_s
        self.is_up = False
        self.ups = 0
        self.reasons: list[str] = []
        self.frames: list[bytes] = []
        self.notes: list[str] = []
        self.places = 0
        self.on_ready: Callable[[int], None] | None = None
        self._news = asyncio.Event()

    def up(self) -> None:
        """Note that frames can flow."""
        self.is_up = True
        self.ups += 1
        self._news.set()

    def down(self, reason: str) -> None:
        """Note that frames cannot flow, and why."""
        self.is_up = False
        self.reasons.append(reason)
        self._news.set()

    def ready(self, frames: int) -> None:
        """Note the places given back."""
        self.places += frames
        self._news.set()
        if self.on_ready is not None:
            self.on_ready(frames)

    def arrived(self, frame: bytes) -> None:
        """Note a frame."""
        self.frames.append(frame)
        self._news.set()

    def noted(self, words: str) -> None:
        """Note what the bearer says of itself."""
        self.notes.append(words)
        self._news.set()

    async def until(
        self, holds: Callable[[], bool], within_s: float | None = None
    ) -> None:
        """Wait until `holds()`; it is asked again after each thing told.

        Raises:
            TimeoutError: After `within_s` seconds, or those given at the start.

        """
        async with asyncio.timeout(self._patience_s if within_s is None else within_s):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def until_up(self, times: int = 1) -> None:
        """Wait until the circuit is up, for the `times`-th time at the least."""
        await self.until(lambda: self.is_up and self.ups >= times)

    async def until_down(self) -> None:
        """Wait until the circuit is down."""
        await self.until(lambda: not self.is_up)

    async def until_places(self, places: int, within_s: float | None = None) -> None:
        """Wait until so many places were given back in all."""
        await self.until(lambda: self.places >= places, within_s)

    async def until_frames(self, frames: int) -> None:
        """Wait until so many frames have come in all."""
        await self.until(lambda: len(self.frames) >= frames)
