# SPDX-License-Identifier: Apache-2.0
"""Read-back: what a message marks as critical comes back as its reader typed it.

Numbers, places and times are what a reader gets wrong without noticing.  Both sides
compare with the same function, and both are told of a difference.
"""

from __future__ import annotations

import unicodedata
from itertools import zip_longest

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.book.coded import critical_of, is_to_be_read_back
from parley.core.events import ActGiven
from parley.core.limits import UNREAD_MAX
from parley.core.logging_out import Logged
from parley.core.records import Rung
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.targets import target
from parley.core.tended import Unread
from parley.core.watch.procedure import (
    Heard,
    Procedure,
    check_acknowledged,
    note_rung,
    place_of,
)
from parley.errors import LocalFault
from parley.model.act import Act, Understood
from parley.model.agreement import LinkAgreement
from parley.model.message import Content
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import dumps

SHELF = "unread"
_DIFFERS = {Direction.IN: "READ-BACK-WRONG", Direction.OUT: "READ-BACK-DIFFERS"}


def plain(field: str) -> str:
    """Return a field as it is compared."""
    # SPEC 8.11: "Two fields are the same if they are equal after compatibility
    # composition (NFKC), without case, and with white space left out."
    return "".join(unicodedata.normalize("NFKC", field).casefold().split())


def same(critical: tuple[str, ...], read_back: tuple[str, ...]) -> bool:
    """Tell whether a read-back has every field and all of them right."""
    return all(
        ours is not None and theirs is not None and plain(ours) == plain(theirs)
        for ours, theirs in zip_longest(critical, read_back)
    )


def differing(critical: tuple[str, ...], read_back: tuple[str, ...]) -> str:
    """Return what was read wrong, in words for both watches."""
    wrong = [
        f"{ours or '(nothing)'} was read as {theirs or '(nothing)'}"
        for ours, theirs in zip_longest(critical, read_back)
        if ours is None or theirs is None or plain(ours) != plain(theirs)
    ]
    return "; ".join(wrong)


def await_read_back(step: Step, link: Link, content: Content, key: EntryKey) -> None:
    """Keep what a message of ours wants read back until somebody has."""
    critical = critical_of(step.state, content)
    # SPEC 8.17: "A message in a format that the agreement names among `read back` MUST
    # be read back, in the time agreed for the acknowledgement of its precedence."
    must = content.stop or is_to_be_read_back(link.agreement, content)
    if not critical and not must:
        return
    unread = link.tended.unread
    if len(unread) >= UNREAD_MAX:
        _forget(step, link, next(iter(unread)))
    leaf = link.pending[key.serial].leaf
    due_mono_ms = due_wall_ms = None
    if must:
        wait_ms = target(link.agreement, content.precedence).acknowledge_s * 1_000
        due_mono_ms = step.now.mono_ms + wait_ms
        due_wall_ms = step.now.wall_ms + wait_ms
    unread[key] = Unread(leaf, critical, due_mono_ms, content.stop)
    value = dumps([leaf, list(critical), due_wall_ms, content.stop])
    step.put(SHELF, place_key(key), value)


def ask_to_read_back(
    step: Step, link: Link, agreement: LinkAgreement, content: Content, serial: int
) -> None:
    """Tell our watch of a message of theirs that it is to read back."""
    # SPEC 8.18: "The watch of the recipient is told of it until an understanding
    # counts; the sender's, once the time has passed and none has come."
    if is_to_be_read_back(agreement, content):
        raise_alarm(step, "READ-BACK-OWED", link.name, str(serial))


def unread_late(step: Step, link: Link) -> None:
    """Alarm about everything of ours that nobody has read back in time."""
    for key, unread in link.tended.unread.items():
        due_ms = unread.due_mono_ms
        if due_ms is not None and not unread.late and due_ms <= step.now.mono_ms:
            unread.late = True
            if unread.stop:
                raise_alarm(step, "STOP-UNREAD", link.name, str(key.serial))
            else:
                raise_alarm(step, "READ-BACK-MISSING", link.name, str(key.serial))


def _forget(step: Step, link: Link, key: EntryKey) -> None:
    if link.tended.unread.pop(key, None) is not None:
        step.drop(SHELF, place_key(key))
        for code in ("STOP-UNREAD", "READ-BACK-MISSING"):
            end_alarm(step, code, link.name, str(key.serial))


def recover(
    link: Link,
    step: Step,
    key: EntryKey,
    kept: tuple[bytes, list[str], int | None, bool],
) -> None:
    """Take what waits to be read back from the shelf."""
    leaf, critical, due_wall_ms, stop = kept
    due_mono_ms = None
    if due_wall_ms is not None:
        due_mono_ms = step.now.mono_ms + max(0, due_wall_ms - step.now.wall_ms)
    link.tended.unread[key] = Unread(leaf, tuple(critical), due_mono_ms, stop)


def _check(step: Step, _link: Link, event: ActGiven) -> None:
    check_acknowledged(step, event)
    assert event.about is not None, "it was checked"
    assert event.asked is not None, "it was checked"
    done = Rung.UNDERSTOOD in event.asked.reached
    critical = critical_of(step.state, event.asked.content)
    if done or (_read_back(event.act) and not critical):
        raise LocalFault("PLY-WCH-022", serial=event.about.serial)


def _given(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    assert event.asked is not None, "it was checked"
    critical = critical_of(step.state, event.asked.content)
    _compared(step, link, event.act, logged.serial, Direction.IN, critical)


def _heard(step: Step, link: Link, said: Heard) -> None:
    about = said.act.about
    key = place_of(link, said.act, Direction.OUT)
    known = link.tended.unread.get(key)
    if known is not None and (about is None or about.leaf != known.leaf):
        return
    # What nobody waits for is a text without critical fields, or read back before.
    critical = () if known is None else known.critical
    if known is None and _read_back(said.act):
        return
    if _compared(step, link, said.act, said.serial, Direction.OUT, critical):
        _forget(step, link, key)


def _compared(
    step: Step,
    link: Link,
    act: Act,
    serial: int,
    direction: Direction,
    critical: tuple[str, ...],
) -> bool:
    subject = str(place_of(link, act, direction).serial)
    good = same(critical, _read_back(act))
    if good:
        note_rung(step, link, act, serial, direction)
        end_alarm(step, _DIFFERS[direction], link.name, subject)
        if direction is Direction.IN:
            for code in ("STOP", "READ-BACK-OWED"):
                end_alarm(step, code, link.name, subject)
        return True
    # SPEC 8.11: "A read-back that has another number of fields, or one that differs,
    # is kept and proves nothing; both sides alarm."
    note = differing(critical, _read_back(act))
    note_rung(
        step, link, act, serial, direction, rung=Rung.MISREAD, good=False, note=note
    )
    if direction is Direction.IN:
        raise_alarm(step, "READ-BACK-WRONG", link.name, subject)
    else:
        raise_alarm(step, "READ-BACK-DIFFERS", link.name, subject)
    return False


def _read_back(act: Act) -> tuple[str, ...]:
    assert isinstance(act.said, Understood), "this procedure is of a read-back"
    return act.said.read_back


PROCEDURE = Procedure(_check, _given, _heard)
