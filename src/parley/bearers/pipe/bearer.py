# SPDX-License-Identifier: Apache-2.0
"""Any program that reads and writes frames can carry them.

It runs in a process of its own: it may crash, hang, lie and flood, and whatever licence
it has stays outside.
"""

from __future__ import annotations

from parley.bearers.pipe.config import PipeSettings
from parley.carriage.companion import Companion
from parley.carriage.hatch import Hatch
from parley.ports.bearer import CircuitListener


class PipeBearer:
    """One circuit to one counterpart over one program."""

    def __init__(self, settings: PipeSettings) -> None:
        """Start nothing yet."""
        self.traits = settings.traits
        self._hatch = Hatch(self.traits)
        self._companion = Companion(
            settings.program, self._hatch, self._heard, self._hatch.left
        )

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._hatch.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Keep the program running until cancelled, with growing pauses."""
        self._hatch.open(listener)
        try:
            await self._companion.run()
        finally:
            self._hatch.close()

    def _heard(self, frame: bytes) -> None:
        self._hatch.up()
        self._hatch.arrived(frame)
