# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit over a line of sound."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from parley.bearers.voice.modem import MODES
from parley.bearers.voice.said import FRAME
from parley.bearers.voice.segments import HEAD_BYTES
from parley.carriage.program import ProgramSettings
from parley.fixed import Fixed
from parley.model.circuit import Cost, Traits

_WORDS_BYTES: Final = 400
_MODULE: Final = "parley.bearers.voice.process"


class VoiceSettings(Fixed):
    """All that one circuit needs.

    ``hear`` is a program whose standard output is the sound of the line, ``speak`` one
    that plays its standard input into it: 8,000 samples a second, 16 bits, mono.
    ``yields`` is true at exactly one end.
    """

    hear: tuple[str, ...]
    speak: tuple[str, ...]
    folder: Path
    yields: bool
    modem: str = "datac3"
    retry_s_max: float = 30.0

    @property
    def program(self) -> ProgramSettings:
        """What is started beside the station, and its bounds."""
        command = [sys.executable, "-m", _MODULE, "--modem", self.modem]
        command += ["--hear", json.dumps(self.hear), "--speak", json.dumps(self.speak)]
        return ProgramSettings(
            command=(*command, *(["--yields"] if self.yields else [])),
            folder=self.folder,
            piece_bytes_max=max(_WORDS_BYTES, self.traits.frame_bytes_max) + len(FRAME),
            retry_s_max=self.retry_s_max,
        )

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        mode = MODES[self.modem]
        frame_bytes = mode.frame_segments * (mode.segment_bytes - HEAD_BYTES)
        burst_s = mode.burst_s(mode.frame_segments)
        return Traits(
            frame_bytes_max=frame_bytes,
            window_frames=1,
            retry_s_min=2 * burst_s,
            rate_bps=frame_bytes * 8 / burst_s,
            half_duplex=True,
            takes_turns=True,
            latency_s=0.5,  # beyond what a frame takes to be spoken
            setup_s=30.0,
            cost=Cost.SCARCE,
            presence=False,
            exposure="the telephone network hears that data is sent, when and how long",
            failure_domain=frozenset({"telephone"}),
        )
