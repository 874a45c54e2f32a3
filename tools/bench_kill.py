# SPDX-License-Identifier: Apache-2.0
"""The receiver is killed in the middle of 500 messages, and started again."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

from bench_figures import Figure, at_most, whole
from bench_pair import Driven, driven
from bench_release import text
from bench_run import Run, make_real

from parley.station.client import call
from parley.testing.stations import pair_stations

MESSAGES = 500
KILLS = 3
READY_S_MAX = 2.0
LIST_MAX = 500


def measure(root: Path, seed: int = 1) -> Figure:
    """Kill BRAVO several times while ALFA releases; compare what is shown at the end.

    `seed` draws how much of the burst has been released at each kill.
    """
    root.mkdir(parents=True)
    pair_stations(root)
    make_real(root / "bravo")
    draw = Random(seed)  # noqa: S311 - a benchmark must repeat
    ready_s = []
    cut = 0
    run = Run(root / "bravo")
    try:
        with driven(root / "alfa") as alfa:
            assert alfa.answer() == "ready"
            first = 0
            for left in range(KILLS, 0, -1):
                count = (MESSAGES - first) // left
                alfa.ask("draft", texts=_texts(first, count), precedence="ROUTINE")
                run, last_s = _burst_with_kill(alfa, run, root / "bravo", draw)
                ready_s.append(run.ready_s)
                cut += last_s > run.ready_s
                first += count
        shown = _shown(root / "bravo")
    finally:
        run.stop()
    return figure(shown, ready_s, cut)


def _texts(first: int, count: int) -> list[str]:
    return [text(number, 60) for number in range(first, first + count)]


def _burst_with_kill(
    alfa: Driven, run: Run, folder: Path, draw: Random
) -> tuple[Run, float]:
    """Kill the receiver inside a burst and start it again; return the last receipt.

    One that came later than the return took shows that the burst was cut.
    """
    alfa.start("release_all")
    time.sleep(draw.uniform(0.01, 0.08))
    run.kill()
    again = Run(folder)
    told: dict[str, float] = alfa.answer()
    return again, told["receipted_s"]


def _shown(folder: Path) -> list[str]:
    """Return the first line of every received message, as the screen lists them."""
    shown: list[str] = []
    before = None
    while page := call(
        folder, "messages", {"only": "all", "before": before, "limit": LIST_MAX}
    ):
        shown += [one["subject"] for one in page if one["direction"] == "in"]
        before = page[-1]["filed"]
    return shown


def figure(shown: list[str], ready_s: list[float], cut: int) -> Figure:
    """Judge what was shown and how soon the station was back."""
    lost, repeated = MESSAGES - len(set(shown)), len(shown) - len(set(shown))
    slowest_s = max(ready_s)
    return Figure(
        "receiver killed within 500 messages",
        f"0 lost, 0 repeated, ready <= {READY_S_MAX:.0f} s",
        f"{lost} lost, {repeated} repeated, ready in {slowest_s:.2f} s",
        whole(lost, repeated, at_most(slowest_s, READY_S_MAX)),
        {
            "kills": len(ready_s),
            "bursts cut": cut,
            "fastest return": f"{min(ready_s):.2f} s",
        },
    )
