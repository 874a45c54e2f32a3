# SPDX-License-Identifier: Apache-2.0
"""Standing orders of ours, MINIMIZE and a suspension, when they are logged once more.

After other keys or a restoration what may not have arrived is said again in a new log.
An order is ended by naming the entry that says it, so it moves to its new entry; one
that has ended meanwhile is not given again, since nothing would end it there.
"""

from __future__ import annotations

from parley.core.logging_out import Logged
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch import minimizing, suspending
from parley.core.watch.procedure import Place, place_in_log
from parley.model.act import Minimized, Said, Suspended
from parley.model.record import Direction


def has_ended(link: Link, said: Said, place: Place) -> bool:
    """Tell whether something is an order of ours that is not in force any more."""
    match said:
        case Minimized():
            order = link.tended.minimize.get(Direction.OUT)
            return order is None or place_in_log(order.entry) != place
        case Suspended():
            closed = link.tended.suspensions.get(Direction.OUT)
            return closed is None or closed.place != place
        case _:
            return False


def said_again(step: Step, link: Link, said: Said, logged: Logged) -> None:
    """Let an order that is in force stand under the entry that says it now."""
    match said:
        case Minimized():
            minimizing.move(step, link, logged)
        case Suspended():
            suspending.move(step, link, logged)
        case _:
            pass
