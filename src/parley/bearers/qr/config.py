# SPDX-License-Identifier: Apache-2.0
"""Settings of one circuit by QR codes."""

from __future__ import annotations

from pathlib import Path

from parley.carriage.courier import FolderSettings
from parley.fixed import Fixed
from parley.model.circuit import Cost, Traits
from parley.wire.chunk import CHUNK_OVERHEAD_BYTES

FRAME_BYTES_MAX = 16_384
"""About fifty codes: more than that is a stick's work."""

_SPOOL_BYTES_MAX = 4 * 1024 * 1024


class QrSettings(Fixed):
    """What one circuit needs: chunks wait in one folder and come in by another.

    ``code_bytes`` is what one code holds, ``repair_percent`` how many codes there are
    beside a hundred, for those that a crease or a thumb has spoilt.
    """

    outgoing: Path
    incoming: Path
    code_bytes: int = 680
    repair_percent: int = 50
    again_s: float = 3_600.0
    look_s: float = 1.0
    settle_s: float = 5.0
    window_frames: int = 16

    @property
    def folders(self) -> FolderSettings:
        """What the folders are told."""
        return FolderSettings(
            outgoing=self.outgoing,
            incoming=self.incoming,
            symbol_bytes=self.code_bytes - CHUNK_OVERHEAD_BYTES,
            repair=self.repair_percent / 100,
            again_s=self.again_s,
            look_s=self.look_s,
            settle_s=self.settle_s,
            spool_bytes_max=_SPOOL_BYTES_MAX,
            ours=(self.outgoing, self.incoming),
        )

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=FRAME_BYTES_MAX,
            window_frames=self.window_frames,
            retry_s_min=self.again_s,
            latency_s=600.0,
            setup_s=60.0,
            cost=Cost.MANUAL,
            presence=False,
            exposure="whoever sees the paper sees how many codes are on it",
            failure_domain=frozenset({"paper"}),
        )
