# SPDX-License-Identifier: Apache-2.0
"""One growing number for everything shown: whoever saw it move looks again.

No queue stands behind it, so a reader that never comes back costs nothing.
"""

from __future__ import annotations

import asyncio


class Changes:
    """A counter that can be awaited; used on the loop's thread only."""

    def __init__(self) -> None:
        self.count = 0
        self.closed = False
        self.armed_consoles = 0
        self.sounds = 0
        self.retold = 0  # grows whenever what a filed message shows may have changed
        self.silenced_ms: int | None = None
        self._moved = asyncio.Event()

    def look_again(self) -> None:
        """Say that something shown may have changed."""
        self.count += 1
        self._wake()

    def close(self) -> None:
        """Let every waiting reader go: the station stops."""
        self.closed = True
        self._wake()

    async def after(self, seen: int) -> int:
        """Wait until the number is beyond `seen` or the station stops; return it."""
        while self.count <= seen and not self.closed:
            await self._moved.wait()
        return self.count

    async def next(self) -> int:
        """Wait for the next change from now on; once closed, for ever."""
        seen = await self.after(self.count)
        if self.closed:
            await asyncio.Event().wait()
        return seen

    def _wake(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
