# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about exercises.

They are announced, consented to, started, interrupted and ended with `act`.
"""

from __future__ import annotations

from parley.core.floor_events import (
    ExerciseInterrupted,
    ExercisePlanDropped,
    ExercisePlanned,
)
from parley.core.tended import Plan
from parley.station.config import Settings
from parley.station.queries import Queries
from parley.station.runner import Runner
from parley.station.watch.exercises import Exercises, ExercisesView, PlanView


class ExerciseActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _exercises: Exercises
    _queries: Queries
    _runner: Runner
    _settings: Settings

    async def exercises(self) -> ExercisesView:
        """Return what is planned here, and what either side has announced."""
        return self._exercises.view(self._settings.station.mode)

    async def plan_exercise(
        self,
        name: str,
        officer: int,
        from_ms: int,
        until_ms: int,
        link: str | None = None,
        notes: str = "",
    ) -> PlanView:
        """Plan an exercise; nobody outside is told before it is announced."""
        self._queries.officer_view(officer)
        named = self._queries.link_named(link)
        plan = Plan(named, name, from_ms, until_ms, notes, officer)
        number = await self._runner.act(ExercisePlanned(plan), int)
        return self._exercises.plan_view(number, plan)

    async def drop_exercise_plan(self, number: int) -> PlanView:
        """Give a plan up."""
        plan = await self._runner.act(ExercisePlanDropped(number), Plan)
        return self._exercises.plan_view(number, plan)

    async def interrupt_exercises(self, officer: int, reason: str) -> int:
        """Let every exercise at this station stand still; return how many did.

        For what is real, at once and without a key; the other side is told with an act.
        """
        name = self._queries.officer_view(officer).name
        event = ExerciseInterrupted(f"{name}: {reason}"[:200])
        return await self._runner.act(event, int)
