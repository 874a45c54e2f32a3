# SPDX-License-Identifier: Apache-2.0
"""Settings of one file circuit."""

from __future__ import annotations

from pathlib import Path

from parley.carriage.courier import FolderSettings
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.circuit import Cost, Traits, Unit
from parley.wire.chunk import CHUNK_OVERHEAD_BYTES
from parley.wire.limits import FRAME_BYTES_MAX

SECTOR_BYTES = 4_096
"""A chunk is no longer than a sector of a disk, so that a bad one costs one chunk."""


class FileSettings(Fixed):
    """What one circuit needs; a side that is None makes the circuit one-way.

    ``repair_percent`` is how many repair chunks there are for a hundred: 28 bear the
    loss of a fifth.  ``again_s`` is how long the same frame is not written again.
    """

    outgoing: Path | None
    incoming: Path | None
    repair_percent: int = 28
    again_s: float = 3_600.0
    look_s: float = 1.0
    settle_s: float = 5.0
    spool_bytes_max: int = 256 * 1024 * 1024
    window_frames: int = 64
    ours: tuple[Path, ...] = ()  # folders that are made if they are missing

    def __post_init__(self) -> None:
        """Refuse what cannot work, in words.

        Raises:
            LocalFault: PLY-BRR-046.

        """
        if self.outgoing is None and self.incoming is None:
            raise LocalFault("PLY-BRR-046", reason="give outgoing, incoming or both")
        if self.outgoing == self.incoming:
            raise LocalFault(
                "PLY-BRR-046", reason="outgoing and incoming are the same folder"
            )

    @property
    def folders(self) -> FolderSettings:
        """What the folders are told."""
        return FolderSettings(
            outgoing=self.outgoing,
            incoming=self.incoming,
            symbol_bytes=SECTOR_BYTES - CHUNK_OVERHEAD_BYTES,
            repair=self.repair_percent / 100,
            again_s=self.again_s,
            look_s=self.look_s,
            settle_s=self.settle_s,
            spool_bytes_max=self.spool_bytes_max,
            ours=self.ours,
        )

    @property
    def traits(self) -> Traits:
        """What the core is told of this circuit."""
        return Traits(
            frame_bytes_max=FRAME_BYTES_MAX,
            window_frames=self.window_frames,
            retry_s_min=self.again_s,
            can_send=self.outgoing is not None,
            can_receive=self.incoming is not None,
            unit=Unit.BLOB,
            latency_s=3_600.0,
            setup_s=3_600.0,
            cost=Cost.MANUAL,
            presence=False,
            exposure="whoever holds the medium sees how much it holds, and when",
            failure_domain=frozenset({"courier"}),
        )
