# SPDX-License-Identifier: Apache-2.0
"""The file bearer: ten megabytes one way, with a fifth of the chunks lost."""

from __future__ import annotations

import random
import time
from pathlib import Path

from bench_figures import MISSED, Figure, at_most, whole

from parley.carriage.reader import FolderReader
from parley.carriage.writer import FolderWriter
from parley.testing.carried import ALFA

FRAMES = 10
FRAME_BYTES = 1_000_000
CHUNK_BYTES = 4_096
LOST_SHARE = 0.2
OVERHEAD_MAX = 0.30
CPU_S_MAX = 2.0


def measure(root: Path) -> list[Figure]:
    """Write, spoil a fifth of all chunks, read."""
    root.mkdir(parents=True)
    chance = random.Random(1)  # noqa: S311 - a seed
    frames = [chance.randbytes(FRAME_BYTES) for _ in range(FRAMES)]
    began_s, began_cpu_s = time.monotonic(), time.process_time()
    writer = FolderWriter(
        root,
        ALFA[0],
        symbol_bytes=CHUNK_BYTES - 40,
        repair=0.28,
        again_s=1.0,
        bytes_max=1 << 30,
    )
    writer.write(frames, 0.0)
    cpu_s, took_s = time.process_time() - began_cpu_s, time.monotonic() - began_s
    written = sum(path.stat().st_size for path in root.iterdir())
    lost = _spoil(root, chance)
    began_s, began_cpu_s = time.monotonic(), time.process_time()
    read = FolderReader(root, ALFA[0], 0.0).look(0.0)
    cpu_s += time.process_time() - began_cpu_s
    took_s += time.monotonic() - began_s
    return [figure(frames, read, written, cpu_s, took_s, lost)]


def figure(
    frames: list[bytes],
    read: list[bytes],
    written: int,
    cpu_s: float,
    took_s: float,
    lost: int,
) -> Figure:
    """Return the verdict: all of it decoded, little more written, little worked."""
    overhead = written / sum(map(len, frames)) - 1
    missing = len(set(frames) - set(read))
    verdict = at_most(cpu_s, CPU_S_MAX) if overhead <= OVERHEAD_MAX else MISSED
    return Figure(
        "file, 10 MB one way, 20 % of chunks lost",
        f"decoded, overhead <= {OVERHEAD_MAX:.0%}, CPU <= {CPU_S_MAX:.0f} s",
        f"{'decoded' if not missing else 'NOT decoded'}, overhead {overhead:.1%}, "
        f"CPU {cpu_s:.2f} s",
        whole(missing, len(read) - len(set(read)), verdict),
        {"chunks lost": lost, "wall clock": f"{took_s:.2f} s", "fsync": "each file"},
    )


def _spoil(root: Path, chance: random.Random) -> int:
    """Overwrite a fifth of all chunks, wherever they lie."""
    places = [
        (path, at)
        for path in sorted(root.iterdir())
        for at in range(0, path.stat().st_size, CHUNK_BYTES)
    ]
    spoiled = chance.sample(places, int(len(places) * LOST_SHARE))
    for path, at in spoiled:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(bytes(CHUNK_BYTES))
    return len(spoiled)
