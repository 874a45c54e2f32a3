# SPDX-License-Identifier: Apache-2.0
"""When each message of ours first went to each circuit: a fact of this station alone.

No counterpart attests it, so it is no entry of the log but a note beside it.  A note is
written by a step after the one that handed the frame over: it rides on a commit that
is made anyway, or after a second makes one, and it never says that something went which
waits for its own commit.
If the station stops in between, the note is lost, and the retry writes a later one.
"""

from __future__ import annotations

from parley.core.limits import HAND_OFF_S
from parley.core.shelves import encode_hand_offs, log_key, number_key
from parley.core.state import Circuit, Link, Pending, StationState
from parley.core.step import Step
from parley.model.record import Direction, EntryKey

SHELF = "handed"


def hand_off_key(key: EntryKey) -> bytes:
    """Return the key of what one message's hand-offs are kept under."""
    return log_key(key.link, key.direction, key.incarnation, number_key(key.serial))


def note_hand_off(step: Step, link: Link, circuit: Circuit, pending: Pending) -> None:
    """Note that a message goes to a circuit for the first time."""
    pending.handed[circuit.name] = step.now.wall_ms
    key = EntryKey(link.name, Direction.OUT, link.out.incarnation, pending.serial)
    step.handed[hand_off_key(key)] = dict(pending.handed)


def keep_hand_offs(step: Step) -> None:
    """Keep the notes of earlier steps; this step leaves its own to a later one."""
    state = step.state
    due_ms = hand_offs_due_ms(state)
    if due_ms is not None and (step.changes or due_ms <= step.now.mono_ms):
        for key, handed in state.handed.items():
            step.put(SHELF, key, encode_hand_offs(handed))
        state.handed = {}
    if step.handed:
        if not state.handed:
            state.handed_mono_ms = step.now.mono_ms
        state.handed |= step.handed


def hand_offs_due_ms(state: StationState) -> int | None:
    """Return when, on the monotonic clock, notes wait for no other commit any more."""
    return state.handed_mono_ms + HAND_OFF_S * 1_000 if state.handed else None
