# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit over a program."""

from __future__ import annotations

from pathlib import Path

from parley.carriage.program import ProgramSettings
from parley.fixed import Fixed
from parley.model.circuit import Traits


class PipeSettings(Fixed):
    """All that one circuit needs; times in seconds.

    ``silence_s_max`` is how long a program may say nothing at all, ``stall_s_max`` how
    long it may leave frames unread.  ``bytes_per_s_max`` bounds what it may say.
    """

    command: tuple[str, ...]
    folder: Path
    frame_bytes_max: int = 65_536
    window_frames: int = 8
    again_s: float = 5.0
    rate_bps: float | None = None
    can_send: bool = True
    can_receive: bool = True
    memory_bytes_max: int = 512 * 1024 * 1024
    files_max: int = 256
    silence_s_max: float = 30.0
    stall_s_max: float = 60.0
    bytes_per_s_max: int = 4 * 1024 * 1024
    retry_s_min: float = 0.5
    retry_s_max: float = 30.0
    stop_s_max: float = 1.0

    @property
    def program(self) -> ProgramSettings:
        """What is started, and its bounds."""
        return ProgramSettings(
            command=self.command,
            folder=self.folder,
            piece_bytes_max=self.frame_bytes_max,
            memory_bytes_max=self.memory_bytes_max,
            files_max=self.files_max,
            silence_s_max=self.silence_s_max,
            stall_s_max=self.stall_s_max,
            bytes_per_s_max=self.bytes_per_s_max,
            retry_s_min=self.retry_s_min,
            retry_s_max=self.retry_s_max,
            stop_s_max=self.stop_s_max,
        )

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=self.frame_bytes_max,
            window_frames=self.window_frames,
            retry_s_min=self.again_s,
            can_send=self.can_send,
            can_receive=self.can_receive,
            rate_bps=self.rate_bps,
            latency_s=1.0,
            presence=False,
            exposure="whatever the program's own carrier shows",
            failure_domain=frozenset({f"program-{Path(self.command[0]).name}"}),
        )
