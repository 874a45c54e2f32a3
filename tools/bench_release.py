# SPDX-License-Identifier: Apache-2.0
"""From the release at ALFA to the alarm at BRAVO, beside what the machine does bare."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from bench_figures import Figure, at_most, ms
from bench_pair import Driven, on_core, running_pair

from parley.station.measure.disk import bare_commits
from parley.station.measure.echo import bare_echo
from parley.station.measure.rounds import Spread, Turns, take_turns, timed

TIMES_BARE_MAX = 2.5
TEXT_CHARACTERS = 200
FRAME_BYTES = 320
WARM_UP = 20


def text(number: int, characters: int = TEXT_CHARACTERS) -> str:
    """Return a text of that many characters that no other has."""
    return f"{number:08d} ".ljust(characters, "x")


class Releases:
    """Releases one prepared draft after another and times each to its alarm."""

    def __init__(self, alfa: Driven, bravo: Driven, count: int) -> None:
        """Write all drafts first: a release is what is timed."""
        self._alfa, self._bravo = alfa, bravo
        self._alarms = 0
        self.committed: list[float] = []
        self.receipted: list[float] = []
        texts = [text(number) for number in range(count)]
        alfa.ask("draft", texts=texts, precedence="IMMEDIATE")

    def once(self) -> float:
        """Return the seconds from the release handed in to the alarm told."""
        done = self._alfa.ask("release")
        self._alarms += 1
        told_ns = self._bravo.ask("alarms", count=self._alarms)[-1]
        self.committed.append((done["committed"] - done["began"]) / 1e9)
        self.receipted.append((done["receipted"] - done["began"]) / 1e9)
        seconds: float = (told_ns - done["began"]) / 1e9
        return seconds


def measure(root: Path, rounds: int) -> Figure:
    """Take turns: a commit, an echo and a commit; then a release."""
    with ExitStack() as stack:
        alfa, bravo = stack.enter_context(running_pair(root))
        commit = stack.enter_context(bare_commits(root / "bare.db"))
        with on_core(1):  # where its other side stays
            echo = stack.enter_context(bare_echo(FRAME_BYTES))
        stack.enter_context(on_core(0))
        releases = Releases(alfa, bravo, rounds + WARM_UP)
        acts = [timed(commit), timed(echo), timed(commit), releases.once]
        turns = take_turns(acts, rounds, WARM_UP)
    return figure(turns, releases.committed[WARM_UP:], releases.receipted[WARM_UP:])


def figure(turns: Turns, committed: list[float], receipted: list[float]) -> Figure:
    """Judge what was measured."""
    there, echo, here, ours = turns.spreads
    bare = there.plus(echo).plus(here)
    ratio = ours.p50 / bare.p50
    return Figure(
        "release to alarm, 200 characters",
        f"p50 <= {TIMES_BARE_MAX} x bare",
        f"{ratio:.2f} x bare; p50 {ms(ours.p50)}, p99 {ms(ours.p99)}",
        at_most(ratio, TIMES_BARE_MAX),
        {
            "bare echo p50": ms(echo.p50),
            "two bare commits p50": ms(there.plus(here).p50),
            "bare p50": ms(bare.p50),
            "bare p99": ms(bare.p99),
            "release committed p50": ms(Spread(tuple(committed)).p50),
            "receipt back p50": ms(Spread(tuple(receipted)).p50),
            "releases": len(ours.seconds),
        },
    )
