# SPDX-License-Identifier: Apache-2.0
"""Two paired stations for a benchmark, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.testing.stations import pair_stations

HERE = Path(__file__).resolve().parent
STOP_S_MAX = 10.0


@dataclass
class Driven:
    """One station's process and the line to it."""

    process: subprocess.Popen[str]

    def ask(self, do: str, **params: object) -> Any:  # noqa: ANN401 - JSON
        """Ask for one act and wait for its answer."""
        self.start(do, **params)
        return self.answer()

    def start(self, do: str, **params: object) -> None:
        """Ask for one act; `answer` waits for it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **params}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:  # noqa: ANN401 - JSON
        """Return the next answer."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a station of the benchmark has ended; see above")
        return json.loads(line)

    def end(self) -> None:
        """Let the station stop by itself; a stuck one is killed."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def environment() -> dict[str, str]:
    """Return the environment in which our own programs find this source."""
    paths = [str(HERE.parent / "src"), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


@contextmanager
def on_core(number: int) -> Iterator[None]:
    """Start what is started inside on one core, counted from 0 and around.

    Two stations are two machines: one must not wait for the other's core, whichever
    the kernel would have chosen.
    """
    before = os.sched_getaffinity(0)
    cores = sorted(before)
    os.sched_setaffinity(0, {cores[number % len(cores)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def driven(folder: Path) -> Iterator[Driven]:
    """Run the station in `folder`; it answers once its link is in force."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "bench_station.py"), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    station = Driven(process)
    try:
        yield station
    finally:
        station.end()


@contextmanager
def running_pair(
    root: Path, prepare: Callable[[Path], None] | None = None
) -> Iterator[tuple[Driven, Driven]]:
    """Make and run ALFA and BRAVO in `root`; `prepare` sees each folder before."""
    root.mkdir(parents=True)
    pair_stations(root)
    folders = [root / name for name in ("alfa", "bravo")]
    with ExitStack() as stack:
        if prepare is not None:
            for folder in folders:
                prepare(folder)
        stations = []
        for core, folder in enumerate(folders):
            with on_core(core):
                stations.append(stack.enter_context(driven(folder)))
        alfa, bravo = stations
        for station in (alfa, bravo):
            assert station.answer() == "ready"
        yield alfa, bravo
