# SPDX-License-Identifier: Apache-2.0
"""Frames as sound over whatever carries a voice: a telephone, a radio, a loudspeaker.

The sound and its library live in a process of their own (`process.py`); here are only
the window and what the station is told.  `up` says that sound flows, not that anybody
listens at the other end.
"""

from __future__ import annotations

from parley.bearers.voice.config import VoiceSettings
from parley.carriage.companion import Companion
from parley.carriage.hatch import Hatch
from parley.carriage.pieces import ProgramError, printable
from parley.ports.bearer import CircuitListener


class VoiceBearer:
    """One circuit to one counterpart over one line of sound."""

    def __init__(self, settings: VoiceSettings) -> None:
        """Start nothing yet."""
        self.traits = settings.traits
        self._hatch = Hatch(self.traits)
        self._companion = Companion(
            settings.program, self._hatch, self._heard, self._gone, self._ended
        )
        self._speaking = 0  # frames that the process has and did not yet speak

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._hatch.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Keep the process running until cancelled, with growing pauses."""
        self._hatch.open(listener)
        try:
            await self._companion.run()
        finally:
            self._hatch.close()

    def _gone(self, frames: int) -> None:
        self._speaking += frames

    def _heard(self, piece: bytes) -> None:
        kind, rest = piece[:1], piece[1:]
        match kind:
            case b"F":
                self._hatch.arrived(rest)
            case b"L" if self._speaking >= 0:
                # It may be said before we have heard that the pipe took the frame.
                self._speaking -= 1
                self._hatch.left(1)
            case b"N":
                self._hatch.noted(printable(rest))
            case _:
                raise ProgramError("the process of the sound broke its rules")

    def _ended(self) -> None:
        """What was not spoken is dropped, and its places come back."""
        dropped, self._speaking = self._speaking, 0
        self._hatch.left(max(0, dropped))
