# SPDX-License-Identifier: Apache-2.0
"""A received message that nobody acknowledges is escalated, step by agreed step.

The agreement gives each precedence its times; both sides read the same ones, so the
sender sees on his own clock how far the other watch must have been called.
"""

from __future__ import annotations

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.effects import EscalationStep, Sound
from parley.core.limits import RINGING_MAX
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.targets import target
from parley.core.tended import Ringing
from parley.core.watch import calling
from parley.model.agreement import LinkAgreement
from parley.model.message import Content
from parley.model.precedence import Precedence
from parley.model.record import EntryKey
from parley.wire.cbor import dumps

SHELF = "ringing"
ORDER = tuple(EscalationStep)


def steps(
    agreement: LinkAgreement, precedence: Precedence
) -> tuple[tuple[EscalationStep, int], ...]:
    """Return each step of a precedence with its time in seconds from filing."""
    times_s = target(agreement, precedence).escalate_s
    return tuple(zip(ORDER, times_s, strict=False))


def ring(step: Step, link: Link, content: Content, key: EntryKey) -> None:
    """Begin the clock of a message that has just been filed."""
    if not steps(link.agreement, content.precedence):
        return
    ringing = link.tended.ringing
    if len(ringing) >= RINGING_MAX:
        return
    known = Ringing(
        content.precedence, step.now.wall_ms, content.not_after_ms, content.stop
    )
    _time(step, link, known)
    ringing[key] = known
    _keep(step, key, known)


def _keep(step: Step, key: EntryKey, known: Ringing) -> None:
    value = dumps(
        [
            int(known.precedence),
            known.since_wall_ms,
            known.not_after_ms,
            known.stop,
            known.done,
        ]
    )
    step.put(SHELF, place_key(key), value)


def _time(step: Step, link: Link, known: Ringing) -> None:
    """Set when the next step is due; None after the last."""
    every = steps(link.agreement, known.precedence)
    known.due_mono_ms = None
    if known.done < len(every):
        due_wall_ms = known.since_wall_ms + every[known.done][1] * 1_000
        wait_ms = max(0, due_wall_ms - step.now.wall_ms)
        known.due_mono_ms = step.now.mono_ms + wait_ms


def escalate(step: Step, link: Link) -> None:
    """Take every step that is due, after looking whether it is still of use."""
    for key, known in list(link.tended.ringing.items()):
        if known.due_mono_ms is not None and known.due_mono_ms <= step.now.mono_ms:
            _escalate(step, link, key, known)


def _escalate(step: Step, link: Link, key: EntryKey, known: Ringing) -> None:
    expires_ms = known.not_after_ms
    if expires_ms is not None and expires_ms < step.now.wall_ms:
        # Nobody is woken for what can no longer be done; it is said what came late.
        forget(step, link, key)
        raise_alarm(step, "READ-TOO-LATE", link.name, str(key.serial))
        return
    every = steps(link.agreement, known.precedence)
    age_ms = step.now.wall_ms - known.since_wall_ms
    # After an outage several are due at once: only the last of them is taken.
    due = [at for at, (_, s) in enumerate(every) if s * 1_000 <= age_ms]
    at = max([known.done, *due])
    taken, at_s = every[at]
    known.done = at + 1
    _time(step, link, known)
    _keep(step, key, known)
    place = (link.name, key.incarnation, key.serial)
    late_s = max(0, age_ms - at_s * 1_000) // 1_000
    step.outward.append(Sound(*place, int(known.precedence), known.stop))
    calling.page(step, place, int(known.precedence), taken, late_s, expires_ms)
    raise_alarm(step, "NOBODY-ACKNOWLEDGES", link.name, str(key.serial))
    step.look("messages")


def forget(step: Step, link: Link, key: EntryKey) -> None:
    """Stop every step: an officer has it."""
    if link.tended.ringing.pop(key, None) is not None:
        step.drop(SHELF, place_key(key))
        calling.forget(step, (link.name, key.incarnation, key.serial))
        end_alarm(step, "NOBODY-ACKNOWLEDGES", link.name, str(key.serial))


def recover(
    link: Link, step: Step, key: EntryKey, kept: tuple[int, int, int | None, bool, int]
) -> None:
    """Take a clock from the shelf; it goes on by the wall clock."""
    precedence, since_ms, not_after_ms, stop, done = kept
    known = Ringing(Precedence(precedence), since_ms, not_after_ms, stop, done)
    _time(step, link, known)
    link.tended.ringing[key] = known
