# SPDX-License-Identifier: Apache-2.0
"""A named officer has it: said by ours, heard from theirs."""

from __future__ import annotations

from parley.core.alarms import end_alarm
from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.awaiting import awaited_key
from parley.core.watch.escalating import forget
from parley.core.watch.procedure import Heard, Procedure, note_rung, place_of
from parley.errors import LocalFault
from parley.model.record import Clear, Direction, EntryFlag

_REMEMBERED = 4_096


def check(step: Step, link: Link, event: ActGiven) -> None:
    """Refuse a second acknowledgement, and one of nothing that waits.

    Raises:
        LocalFault: PLY-REL-008.

    """
    assert event.about is not None, "an acknowledgement is of a message"
    place = (link.name, event.about.incarnation, event.about.serial)
    waits = event.asked is not None and event.asked.open
    if not waits or place in step.state.acknowledged:
        raise LocalFault("PLY-REL-008", serial=event.about.serial)


def given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    """Take the message off the open ones."""
    key = place_of(link, event.act, Direction.IN)
    # The flag on the disk is cleared by this commit; until then a second officer's
    # act in the same batch still reads it, so it is remembered here.
    acknowledged = step.state.acknowledged
    acknowledged[key.link, key.incarnation, key.serial] = None
    while len(acknowledged) > _REMEMBERED:
        acknowledged.popitem(last=False)
    step.changes.append(Clear(key, EntryFlag.OPEN))
    forget(step, link, key)
    note_rung(step, link, event.act, logged.serial, Direction.IN)


def heard(step: Step, link: Link, said: Heard) -> None:
    """Move our message up, and stop waiting if it is the one we timed."""
    note_rung(step, link, said.act, said.serial, Direction.OUT)
    key = place_of(link, said.act, Direction.OUT)
    place = (key.incarnation, key.serial)
    awaited = link.awaited.get(place)
    about = said.act.about
    if awaited is not None and about is not None and awaited.leaf == about.leaf:
        del link.awaited[place]
        step.drop("awaited", awaited_key(link.name, *place))
        end_alarm(step, "UNACKNOWLEDGED", link.name, str(key.serial))


PROCEDURE = Procedure(check, given, heard)
