# SPDX-License-Identifier: Apache-2.0
"""What the record costs over a bare commit of the same disk."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from bench_figures import SHOWN, Figure, ms

from parley.station.measure.disk import bare_commits, group_commits, new_store
from parley.station.measure.rounds import Turns, take_turns, timed

SIZES = (1, 16, 64, 256)


def measure(root: Path, rounds: int) -> list[Figure]:
    """Let a bare commit and groups of entries take turns."""
    root.mkdir(parents=True)
    serials = count(1)
    with (
        bare_commits(root / "bare.db") as bare,
        new_store(root / "store.db") as store,
    ):
        groups = [group_commits(store, size, serials) for size in SIZES]
        turns = take_turns([timed(act) for act in (bare, *groups)], rounds, 10)
    return [_one(turns), _grouped(turns)]


def _one(turns: Turns) -> Figure:
    bare, one, *_ = turns.spreads
    return Figure(
        "an entry and two values, sealed and committed",
        "shown",
        f"{turns.ratio():.2f} x a bare commit; p50 {ms(one.p50)}",
        SHOWN,
        {"bare p50": ms(bare.p50), "bare p99": ms(bare.p99), "p99": ms(one.p99)},
    )


def _grouped(turns: Turns) -> Figure:
    bare, *groups = turns.spreads
    rates = {
        f"groups of {size}": f"{size / spread.p50:,.0f}/s"
        for size, spread in zip(SIZES, groups, strict=True)
    }
    best = max(size / spread.p50 for size, spread in zip(SIZES, groups, strict=True))
    return Figure(
        "entries a second in grouped commits",
        "shown",
        f"{best:,.0f}/s; {best * bare.p50:.1f} a bare commit",
        SHOWN,
        {"bare commits": f"{1 / bare.p50:,.0f}/s", **rates},
    )
