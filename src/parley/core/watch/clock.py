# SPDX-License-Identifier: Apache-2.0
"""What time alone brings about on the watch, and when it is due next."""

from __future__ import annotations

from typing import Protocol

from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch import escalating, exercising, noticing
from parley.core.watch.checking import unanswered
from parley.core.watch.minimizing import expire
from parley.core.watch.silence import grow_stale
from parley.core.watch.standing_by import overdue
from parley.core.watch.suspending import end_past
from parley.core.watch.understanding import unread_late


class Timed(Protocol):
    """Something open with a time of its own; None: no more."""

    @property
    def due_mono_ms(self) -> int | None:
        """When it is due, on the monotonic clock."""
        ...


def fire(step: Step, link: Link) -> None:
    """Do everything that is due."""
    overdue(step, link)
    unread_late(step, link)
    escalating.escalate(step, link)
    end_past(step, link)
    expire(step, link)
    exercising.expire(step, link)
    noticing.resurface(step, link)
    unanswered(step, link)
    grow_stale(step, link)


def due_ms(link: Link) -> list[int]:
    """Return when something is due, on the monotonic clock."""
    tended = link.tended
    every: list[Timed] = []
    # Asked after every event: nearly always there is nothing of a kind.
    for owed in (tended.promises, tended.unread):
        if owed:
            every += [each for each in owed.values() if not each.late]
    if tended.check is not None and not tended.check.late:
        every.append(tended.check)
    for timed in (
        tended.ringing,
        tended.suspensions,
        tended.minimize,
        tended.exercises,
        tended.notices,
    ):
        if timed:
            every += timed.values()
    stale_ms = tended.stale_mono_ms
    times = [] if stale_ms is None else [stale_ms]
    if every:
        found = [each.due_mono_ms for each in every]
        times += [each for each in found if each is not None]
    return times
