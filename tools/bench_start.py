# SPDX-License-Identifier: Apache-2.0
"""How soon a station is ready, how much memory it holds, how quick its help is."""

from __future__ import annotations

import subprocess
import time
import urllib.request
from pathlib import Path
from statistics import median

from bench_figures import SHOWN, Figure, at_most, ms
from bench_pair import environment
from bench_run import PARLEY, Run, make_real, make_unattended

from parley.station.config import load_settings
from parley.station.folder import StationFolder
from parley.station.measure.rounds import Spread, take_turns, timed
from parley.station.secrets import load_secrets, station_keystore
from parley.testing.stations import PASSPHRASE, pair_stations

ROUNDS = 5
READY_S_MAX = 1.0
MEMORY_MB_MAX = 90.0
HELP_S_MAX = 0.2
IDLE_S = 2.0


def measure(root: Path, rounds: int = ROUNDS) -> list[Figure]:
    """Start and stop one whole station again and again, and ask for help between."""
    root.mkdir(parents=True)
    pair_stations(root)
    folder = root / "alfa"
    make_real(folder)
    alone, credentials = make_unattended(folder)
    memory: list[float] = []
    peaks: list[float] = []
    pages: list[float] = []
    console = f"{load_settings(folder).origin}/"

    def start() -> float:
        run = Run(folder)
        try:
            with urllib.request.urlopen(console) as page:  # noqa: S310 - our own
                page.read()
            pages.append(time.monotonic() - run.began_s)
            time.sleep(IDLE_S)
            memory.append(run.memory_mb())
            peaks.append(run.memory_mb("VmHWM"))
        finally:
            run.stop()
        return run.ready_s

    def start_alone() -> float:
        run = Run(alone, credentials)
        run.stop()
        return run.ready_s

    keys_opened = timed(lambda: _open_keys(folder))
    acts = [timed(_bare), timed(_help), keys_opened, start, start_alone]
    bare, help_s, keys, ready, by_itself = take_turns(acts, rounds, 1).spreads
    return [
        *starts(ready, keys, bare, median(pages)),
        unattended(by_itself),
        _memory(memory, peaks),
        _quick(help_s, bare),
    ]


def starts(ready: Spread, keys: Spread, bare: Spread, page_s: float) -> list[Figure]:
    """Judge the whole start; show what is left of it without the passphrase's cost."""
    whole = Figure(
        "cold start to ready",
        f"<= {READY_S_MAX:.0f} s",
        f"{ready.p50:.2f} s",
        at_most(ready.p50, READY_S_MAX),
        {
            "keystore's Argon2id alone": f"{keys.p50:.2f} s",
            "an empty Python": ms(bare.p50),
            "the console's first page": f"{page_s:.2f} s",
            "fastest": f"{min(ready.seconds):.2f} s",
            "slowest": f"{max(ready.seconds):.2f} s",
        },
    )
    beyond = ready.plus(keys, -1)
    rest = Figure(
        "cold start beyond the keystore's Argon2id",
        "shown",
        ms(beyond.p50),
        SHOWN,
        {"fastest": ms(min(beyond.seconds)), "slowest": ms(max(beyond.seconds))},
    )
    return [whole, rest]


def unattended(ready: Spread) -> Figure:
    """Judge the start of a station that needs nobody and so waits for no guess."""
    return Figure(
        "cold start to ready, unattended",
        f"<= {READY_S_MAX:.0f} s",
        f"{ready.p50:.2f} s",
        at_most(ready.p50, READY_S_MAX),
        {
            "fastest": f"{min(ready.seconds):.2f} s",
            "slowest": f"{max(ready.seconds):.2f} s",
        },
    )


def _memory(memory: list[float], peaks: list[float]) -> Figure:
    held = sorted(memory)[len(memory) // 2]
    return Figure(
        "resident memory, idle",
        f"<= {MEMORY_MB_MAX:.0f} MB",
        f"{held:.0f} MB",
        at_most(held, MEMORY_MB_MAX),
        {"peak, while the keystore opens": f"{max(peaks):.0f} MB"},
    )


def _quick(help_s: Spread, bare: Spread) -> Figure:
    return Figure(
        "parley --help",
        f"<= {HELP_S_MAX * 1_000:.0f} ms",
        f"{help_s.p50 * 1_000:.0f} ms",
        at_most(help_s.p50, HELP_S_MAX),
        {"an empty Python": ms(bare.p50), "slowest": ms(max(help_s.seconds))},
    )


def _open_keys(folder: Path) -> None:
    path = StationFolder(folder).keys
    load_secrets(station_keystore(path), PASSPHRASE, path)


def _help() -> None:
    _wait_for([*PARLEY, "--help"])


def _bare() -> None:
    _wait_for([PARLEY[0], "-c", "pass"])


def _wait_for(words: list[str]) -> None:
    subprocess.run(words, env=environment(), check=True, stdout=subprocess.DEVNULL)
