# SPDX-License-Identifier: Apache-2.0
"""Play seeded worlds: `python tools/sim.py --worlds 2000 [--seed N] [--workers 2]`.

A failing seed is printed; it belongs into tests/simulation/seeds.txt, where it is
played for ever.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from math import inf
from secrets import randbelow

from parley.testing.remembered import remember_good
from parley.testing.world import World
from parley.testing.world_checks import check_world


@cache
def _next_world() -> Callable[[], None]:
    """Make a process fit for worlds, once; return what is due before each of them.

    The collector of garbage looks at what a world makes, and not at the code; and what
    was signed or found good is not computed a second time.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    return remember_good()


def play(seed: int) -> tuple[int, str]:
    """Play one world; return its seed and what broke, if anything did."""
    _next_world()()
    world = World(seed)
    try:
        world.run()
        check_world(world)
    except Exception:  # noqa: BLE001 - whatever breaks a world is its finding
        return seed, traceback.format_exc(limit=-6)
    return seed, ""


def play_until(end_s: float, seed: int) -> tuple[int, str | None]:
    """As `play`; after `end_s`, on the monotonic clock, no world is begun: None."""
    return play(seed) if time.monotonic() < end_s else (seed, None)


def _stand_back() -> None:
    """Take only the time of the processors that nobody else wants."""
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    else:
        os.nice(19)


def main() -> int:
    """Play the worlds that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--seed", type=int, help="the first seed; random if not given")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--stand-back", action="store_true", help="use only what others leave idle"
    )
    parser.add_argument(
        "--seconds", type=float, default=inf, help="begin no world after so many"
    )
    given = parser.parse_args()
    if given.stand_back:
        _stand_back()
    first = randbelow(10**9) if given.seed is None else given.seed
    began_s = time.monotonic()
    broken = left_out = 0
    print(f"{given.worlds} worlds from seed {first}", flush=True)
    seeds = range(first, first + given.worlds)
    begin = partial(play_until, began_s + given.seconds)
    with ProcessPoolExecutor(given.workers) as pool:
        for done, (seed, report) in enumerate(pool.map(begin, seeds, chunksize=4), 1):
            if report:
                broken += 1
                print(f"seed {seed}:\n{report}", flush=True)
            left_out += report is None
            if done % 100 == 0 and not left_out:
                rate = done / (time.monotonic() - began_s)
                left_s = (given.worlds - done) / rate
                print(
                    f"{done} of {given.worlds}, {rate:.1f} a second, "
                    f"{left_s:.0f} s left, {broken} broken",
                    flush=True,
                )
    played, took_s = given.worlds - left_out, time.monotonic() - began_s
    print(f"{played} worlds in {took_s:.0f} s: {broken} broken")
    if left_out:
        print(f"{left_out} were left out: their time was over")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
