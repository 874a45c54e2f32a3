# SPDX-License-Identifier: Apache-2.0
"""A message that waits beyond its own time asks its officers what is to become of it.

Nothing is given up without them, and nothing leaves the log: what an officer lets go
waits on at the lowest precedence, spares what is scarce, and rings no more.  To take
it back, he cancels it by a message.
"""

from __future__ import annotations

from typing import TypedDict

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.effects import Answer
from parley.core.events import WaitingDecided
from parley.core.limits import BACKGROUND_PRECEDENCE
from parley.core.reach.choosing import offer
from parley.core.shelves import log_key, number_key
from parley.core.state import Link, Pending
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.entry import EntryKind
from parley.model.message import Message
from parley.model.now import Now
from parley.model.record import Direction, EntryKey

SHELF = "waiting"
KEEP, LET_GO = b"keep", b"let go"


def waiting_key(key: EntryKey) -> bytes:
    """Return the key under which a decision about one message is kept."""
    return log_key(key.link, key.direction, key.incarnation, number_key(key.serial))


class Times(TypedDict):
    """When a message ceases to be of use by what it says itself, and when to look."""

    not_after_ms: int | None
    look_mono_ms: int | None


def times_of(payload: object, now: Now) -> Times:
    """Return the times of an ask; other kinds than messages have none."""
    ends_ms = payload.content.not_after_ms if isinstance(payload, Message) else None
    if ends_ms is None:
        return Times(not_after_ms=None, look_mono_ms=None)
    wait_ms = max(0, ends_ms - now.wall_ms) + 1
    return Times(not_after_ms=ends_ms, look_mono_ms=now.mono_ms + wait_ms)


def watch_end(step: Step, link: Link, pending: Pending) -> None:
    """Ask the officers when a message has outlived its own time without a receipt."""
    ends_ms, look_ms = pending.not_after_ms, pending.look_mono_ms
    if ends_ms is None or look_ms is None or step.now.mono_ms < look_ms:
        return
    left_ms = ends_ms - step.now.wall_ms
    # A clock that was set back gives it the time again.
    pending.look_mono_ms = None if left_ms < 0 else step.now.mono_ms + left_ms + 1
    if left_ms < 0 and not pending.decided:
        raise_alarm(step, "OUT-OF-TIME", link.name, str(pending.serial))


def decide(step: Step, event: WaitingDecided) -> None:
    """Keep trying, or hope no more.

    Raises:
        LocalFault: PLY-LNK-001 or 002 no such link; PLY-BRR-024 nothing of ours with
            this serial waits.

    """
    link = step.link(event.link)
    pending = link.pending.get(event.serial)
    if pending is None or pending.kind != EntryKind.MESSAGE:
        raise LocalFault("PLY-BRR-024", serial=event.serial, name=link.name)
    apply(pending, LET_GO if event.let_go else KEEP)
    key = EntryKey(link.name, Direction.OUT, link.out.incarnation, event.serial)
    step.put(SHELF, waiting_key(key), LET_GO if event.let_go else KEEP)
    end_alarm(step, "OUT-OF-TIME", link.name, str(event.serial))
    if event.let_go:
        end_alarm(step, "UNRECEIPTED", link.name, str(event.serial))
    else:
        offer(step, link, pending)
    step.look("messages")
    step.outward.append(Answer(event.let_go))


def apply(pending: Pending, decision: bytes) -> None:
    """Put a decision into effect, now or after a start."""
    pending.decided = True
    pending.let_go = decision == LET_GO
    if pending.let_go:
        pending.precedence, pending.late = BACKGROUND_PRECEDENCE, True


def settled(step: Step, key: EntryKey, pending: Pending) -> None:
    """Forget the question: the answer came."""
    end_alarm(step, "OUT-OF-TIME", key.link, str(key.serial))
    if pending.decided:
        step.drop(SHELF, waiting_key(key))
