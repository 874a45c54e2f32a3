# SPDX-License-Identifier: Apache-2.0
"""What time alone brings about on the watch, and when it is due next."""

from __future__ import annotations

from collections.abc import Iterator
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


def due_ms(link: Link) -> Iterator[int]:
    """Yield when something is due, on the monotonic clock."""
    tended = link.tended
    promises = (each for each in tended.promises.values() if not each.late)
    unread = (each for each in tended.unread.values() if not each.late)
    checks = (each for each in (tended.check,) if each is not None and not each.late)
    every: tuple[Timed, ...] = (
        *promises,
        *unread,
        *checks,
        *tended.ringing.values(),
        *tended.suspensions.values(),
        *tended.minimize.values(),
        *tended.exercises.values(),
        *tended.notices.values(),
    )
    for timed in every:
        if timed.due_mono_ms is not None:
            yield timed.due_mono_ms
    if tended.stale_mono_ms is not None:
        yield tended.stale_mono_ms
