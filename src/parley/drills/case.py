# SPDX-License-Identifier: Apache-2.0
"""A case of the past as a drill: what must be seen, in order, and what was seen."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from parley.drills.clock import DrillClock
from parley.drills.stage import Ground, MissedError, Stage, staged
from parley.errors.fault import Fault
from parley.fixed import Fixed
from parley.model.precedence import Mode

Play = Callable[[Stage], AsyncIterator[str]]
"""Plays a case; yields the evidence for each criterion, in their order."""


class Case(Fixed):
    """One drill, and how it is judged.

    `name` is that of a failure, as F9, or of a ceremony; `past` says what it is for.
    """

    name: str
    title: str
    past: str
    criteria: tuple[str, ...]
    play: Play
    mode: Mode = Mode.TEST
    ground: Ground = Ground.SHARED


class Seen(Fixed):
    """One criterion after the drill; `evidence` is why, in words."""

    criterion: str
    met: bool
    evidence: str


class Score(Fixed):
    """How a drill went."""

    name: str
    title: str
    seen: tuple[Seen, ...]
    took_s: float

    @property
    def met(self) -> int:
        """How many criteria were met."""
        return sum(one.met for one in self.seen)

    @property
    def passed(self) -> bool:
        """Whether every one was."""
        return self.met == len(self.seen)


async def drill(case: Case, stage: Stage) -> Score:
    """Play one case; what it does not reach counts as missed."""
    began_s = time.monotonic()
    evidence: list[str] = []
    missed = ""
    try:
        async for seen in case.play(stage):
            evidence.append(seen)  # noqa: PERF401 - what came before a miss is kept
    except (MissedError, TimeoutError, Fault) as failed:
        missed = str(failed) or "it did not come in time"
    judged = [
        Seen(criterion, met=True, evidence=words)
        for criterion, words in zip(case.criteria, evidence, strict=False)
    ]
    for criterion in case.criteria[len(judged) :]:
        judged.append(Seen(criterion, met=False, evidence=missed or "not reached"))
        missed = ""
    return Score(case.name, case.title, tuple(judged), time.monotonic() - began_s)


async def drill_all(
    cases: Sequence[Case], folder: Path, told: Callable[[Score], None]
) -> list[Score]:
    """Play cases one after another, each between two stations that are started anew.

    The stations of each mode are made in `folder` when they are first needed.
    """
    scores = []
    clock = DrillClock()  # one for all: a clock that goes back is another story
    for case in cases:
        async with staged(folder, case.mode, case.ground, clock) as stage:
            score = await drill(case, stage)
        told(score)
        scores.append(score)
    return scores
