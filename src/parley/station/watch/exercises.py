# SPDX-License-Identifier: Apache-2.0
"""Exercises as faces show them: planned here, announced by either side."""

from __future__ import annotations

from parley.core.authority.floor_rules import signatures_for_exercise
from parley.core.authority.persons import officer_name
from parley.core.tended import Exercise, Plan
from parley.fixed import Fixed
from parley.model.record import Direction
from parley.ports.clock import Clock
from parley.station.facts import LinkKnowledge
from parley.station.names import ref_of
from parley.station.queries import Queries


class PlanView(Fixed):
    """An exercise that nobody outside has been told of."""

    number: int
    link: str
    name: str
    from_ms: int
    until_ms: int
    notes: str
    by: str


class ExerciseView(Fixed):
    """An exercise that one side announced.

    `state` is ANNOUNCED, RUNNING or INTERRUPTED, since `since_ms`; of ours, `needed` is
    how many of the watch must consent before its director can start it now.
    """

    ref: str
    link: str
    direction: str  # "out": announced by us, "in": by them
    name: str
    director: int
    director_name: str
    from_ms: int
    until_ms: int
    state: str
    since_ms: int
    reason: str
    consents: tuple[str, ...]
    needed: int


class ExercisesView(Fixed):
    """What is planned, and what is announced."""

    mode: str
    planned: tuple[PlanView, ...]
    announced: tuple[ExerciseView, ...]


class Exercises:
    """Questions; changes nothing."""

    def __init__(self, queries: Queries, clock: Clock) -> None:
        self._queries = queries
        self._clock = clock

    def view(self, mode: str) -> ExercisesView:
        """Return every exercise of this station, those announced by us first."""
        facts = self._queries.facts
        announced = [
            (link, each) for link in facts.links.values() for each in link.exercises
        ]
        announced.sort(key=lambda pair: (pair[1].entry.direction, pair[1].from_ms))
        return ExercisesView(
            mode=mode,
            planned=tuple(
                self.plan_view(number, each) for number, each in facts.plans.items()
            ),
            announced=tuple(self._exercise(*pair) for pair in announced),
        )

    def plan_view(self, number: int, plan: Plan) -> PlanView:
        """Return one plan."""
        return PlanView(
            number=number,
            link=plan.link,
            name=plan.name,
            from_ms=plan.from_ms,
            until_ms=plan.until_ms,
            notes=plan.notes,
            by=officer_name(self._queries.facts.roster, plan.officer),
        )

    def _exercise(self, link: LinkKnowledge, known: Exercise) -> ExerciseView:
        facts = self._queries.facts
        ours = known.entry.direction is Direction.OUT
        roster = facts.roster if ours else link.roster
        changed_ms = None if facts.watch is None else facts.watch.done_ms
        now_ms = self._clock.now().wall_ms
        return ExerciseView(
            ref=ref_of(known.entry),
            link=known.entry.link,
            direction=known.entry.direction.name.lower(),
            name=known.name,
            director=known.director,
            director_name=officer_name(roster, known.director),
            from_ms=known.from_ms,
            until_ms=known.until_ms,
            state=known.state.name,
            since_ms=known.since_ms,
            reason=known.reason,
            consents=tuple(officer_name(roster, each) for each in known.consents),
            needed=signatures_for_exercise(changed_ms, now_ms) if ours else 0,
        )
