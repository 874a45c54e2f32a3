# SPDX-License-Identifier: Apache-2.0
"""Plain counters of the shell, for `/metrics`; counting must cost next to nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

COMMIT_MS_BUCKETS: Final = (1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000)


@dataclass(slots=True)
class Meters:
    """Numbers since the start of the process."""

    frames_in: Counter[str] = field(default_factory=Counter)
    frames_out: Counter[str] = field(default_factory=Counter)
    bytes_in: Counter[str] = field(default_factory=Counter)
    bytes_out: Counter[str] = field(default_factory=Counter)
    frames_refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    bearer_failures: Counter[str] = field(default_factory=Counter)
    frames_cut: Counter[str] = field(default_factory=Counter)
    frames_dropped: int = 0
    commits: int = 0
    changes: int = 0
    commits_failed: int = 0
    commit_ms: Counter[int] = field(default_factory=Counter)
    commit_ms_sum: int = 0
    mistakes: int = 0

    def frame_in(self, circuit: str, size: int) -> None:
        """Count a frame that a circuit brought."""
        self.frames_in[circuit] += 1
        self.bytes_in[circuit] += size

    def frame_out(self, circuit: str, size: int) -> None:
        """Count a frame handed to a circuit."""
        self.frames_out[circuit] += 1
        self.bytes_out[circuit] += size

    def refused(self, circuit: str, code: str) -> None:
        """Count a frame that the core refused."""
        self.frames_refused[circuit, code] += 1

    def committed(self, changes: int, took_ms: int) -> None:
        """Count a transaction and how long the disk took."""
        self.commits += 1
        self.changes += changes
        self.commit_ms_sum += took_ms
        for bound in COMMIT_MS_BUCKETS:
            if took_ms <= bound:
                self.commit_ms[bound] += 1
                break
