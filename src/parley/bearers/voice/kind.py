# SPDX-License-Identifier: Apache-2.0
"""What the settings of a voice circuit are, and how one is made of them."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from parley.bearers.voice.bearer import VoiceBearer
from parley.bearers.voice.config import VoiceSettings
from parley.carriage.ends import no_address
from parley.ports.kind import BearerKind, CircuitTable, Ends

Word = Annotated[str, Field(min_length=1, max_length=4_096)]


class VoiceTable(CircuitTable):
    """A call, a radio or any other line that carries a voice."""

    bearer: Literal["voice"] = Field(description="Kind of carrier.")
    hear: tuple[Word, ...] = Field(
        strict=False,
        min_length=1,
        max_length=64,
        description="A program that writes the sound of the line to its standard "
        "output: 8,000 samples a second, 16 bits of this machine's order, mono. "
        'As `["arecord", "-q", "-t", "raw", "-f", "S16_LE", "-r", "8000"]`.',
    )
    speak: tuple[Word, ...] = Field(
        strict=False,
        min_length=1,
        max_length=64,
        description="A program that plays such sound from its standard input into the "
        'line. As `["aplay", "-q", "-t", "raw", "-f", "S16_LE", "-r", "8000"]`.',
    )
    modem: Literal["datac0", "datac1", "datac3"] = Field(
        default="datac3",
        description="Mode of the modem, the same at both ends: datac3 for calls and "
        "radio; datac1 is three times as fast on a clear line; datac0 bears a call "
        "whose sound jumps.",
    )


def make(table: VoiceTable, ends: Ends) -> VoiceBearer:
    """Make the bearer of one circuit; it opens nothing yet."""
    return VoiceBearer(
        VoiceSettings(
            hear=table.hear,
            speak=table.speak,
            folder=ends.folder,
            yields=ends.station > ends.counterpart,
            modem=table.modem,
        )
    )


VOICE: Final = BearerKind("voice", VoiceTable, make, no_address)
