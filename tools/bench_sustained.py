# SPDX-License-Identifier: Apache-2.0
"""How many durable messages a second go one way, with every receipt back."""

from __future__ import annotations

from pathlib import Path

from bench_figures import Figure, at_least, whole
from bench_pair import Driven, running_pair
from bench_release import text

from parley.station.measure.disk import bare_commits
from parley.station.measure.rounds import Spread, take_turns, timed

MESSAGES = 600
ROUNDS = 3
BARE_COMMITS = 200
PER_COMMIT_MIN = 1.5
PER_S_MIN = 600.0


def measure(root: Path, messages: int = MESSAGES, rounds: int = ROUNDS) -> Figure:
    """Let bare commits and bursts of messages take turns on the same disk."""
    bare: list[float] = []
    bursts = []
    with (
        running_pair(root) as (alfa, bravo),
        bare_commits(root / "bare.db") as commit,
    ):
        _burst(alfa, 0, messages // 4)  # warm
        for number in range(1, rounds + 1):
            turns = take_turns([timed(commit)], BARE_COMMITS)
            bare += turns.spreads[0].seconds
            bursts.append(_burst(alfa, number * messages, messages))
        expected = messages // 4 + rounds * messages
        bravo.ask("alarms", count=expected)
        shown = bravo.ask("subjects")
    return figure(Spread(tuple(bare)), bursts, shown, expected)


def _burst(alfa: Driven, first: int, count: int) -> dict[str, float]:
    texts = [text(number, 60) for number in range(first, first + count)]
    alfa.ask("draft", texts=texts, precedence="ROUTINE")
    told: dict[str, float] = alfa.ask("release_all")
    return told


def figure(
    bare: Spread, bursts: list[dict[str, float]], shown: list[str], expected: int
) -> Figure:
    """Judge what was measured."""
    bare_per_s = len(bare.seconds) / sum(bare.seconds)
    rates = sorted(each["count"] / each["receipted_s"] for each in bursts)
    per_s = rates[len(rates) // 2]
    bar = min(PER_COMMIT_MIN * bare_per_s, PER_S_MIN)
    lost, repeated = expected - len(set(shown)), len(shown) - len(set(shown))
    return Figure(
        "sustained messages, receipts back",
        f">= min({PER_COMMIT_MIN} a bare commit, {PER_S_MIN:.0f}/s)",
        f"{per_s:.0f}/s; {per_s / bare_per_s:.2f} a bare commit",
        whole(lost, repeated, at_least(per_s, bar)),
        {
            "bar here": f"{bar:.0f}/s",
            "bare commits": f"{bare_per_s:.0f}/s",
            "slowest burst": f"{rates[0]:.0f}/s",
            "fastest burst": f"{rates[-1]:.0f}/s",
            "released and on disk": f"{_released_per_s(bursts):.0f}/s",
            "messages": expected,
            "lost": lost,
            "repeated": repeated,
        },
    )


def _released_per_s(bursts: list[dict[str, float]]) -> float:
    return sum(b["count"] for b in bursts) / sum(b["released_s"] for b in bursts)
