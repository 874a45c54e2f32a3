# SPDX-License-Identifier: Apache-2.0
"""What was announced comes up again when its time comes.

In 1995 thirty states had been told of a rocket weeks before, and those at the radar had
not. A coded message that states the time of an event is kept for that time by itself;
of any other an officer says when it is to come up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.book.coded import event_of
from parley.core.effects import Answer
from parley.core.floor_events import NoticeKept
from parley.core.limits import NOTICE_BEFORE_S, NOTICE_STAYS_S, NOTICES_MAX
from parley.core.releasing import find_officer
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Notice
from parley.errors import LocalFault
from parley.model.identity import OfficerClass
from parley.model.message import Content, RelationKind
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import dumps

SHELF = "notice"
_BEFORE_MS = round(NOTICE_BEFORE_S * 1_000)
_STAYS_MS = round(NOTICE_STAYS_S * 1_000)


def take(step: Step, link: Link, content: Content, key: EntryKey) -> None:
    """Keep a coded message for the time of its event, if it states one to come."""
    event_ms = event_of(step.state, content)
    if event_ms is None or event_ms + _STAYS_MS <= step.now.wall_ms:
        return
    follower = link.tended.followed.get(key)
    if follower is not None and follower.kind is not RelationKind.CORRECTS:
        return  # what cancels it was here before it
    if key in link.tended.notices or len(link.tended.notices) < NOTICES_MAX:
        _keep(step, link, key, Notice(event_ms, None))


def keep(step: Step, event: NoticeKept) -> None:
    """Keep a message for a time that an officer names, or take that back.

    Raises:
        LocalFault: PLY-WCH-073 a time that is past; -074 too many; PLY-CFG-020.

    """
    key = event.key
    link = step.link(key.link)
    roster, now_ms = step.state.roster, step.now.wall_ms
    officer = find_officer(roster, event.officer, OfficerClass.WATCH, now_ms)
    if officer is None:
        raise LocalFault("PLY-CFG-020", officer=event.officer)
    if event.event_ms is None:
        forget(step, link, key)
    elif event.event_ms <= now_ms:
        raise LocalFault("PLY-WCH-073")
    elif key not in link.tended.notices and len(link.tended.notices) >= NOTICES_MAX:
        raise LocalFault("PLY-WCH-074", count=NOTICES_MAX)
    else:
        forget(step, link, key)
        _keep(step, link, key, Notice(event.event_ms, event.officer))
    step.outward.append(Answer(key))


def _keep(step: Step, link: Link, key: EntryKey, notice: Notice) -> None:
    _time(step, notice)
    link.tended.notices[key] = notice
    step.put(SHELF, place_key(key), dumps([notice.event_ms, notice.officer]))
    step.look("messages")


def _time(step: Step, notice: Notice) -> None:
    """Set when it comes up, or, once it has, when it goes."""
    due_ms = notice.event_ms + (_STAYS_MS if notice.up else -_BEFORE_MS)
    notice.due_mono_ms = step.now.mono_ms + max(0, due_ms - step.now.wall_ms)


def resurface(step: Step, link: Link) -> None:
    """Bring up what is due, and let go what is over."""
    # SPEC 8.90: "A notice comes up a quarter of an hour before its event, as an alarm
    # that names its message, and stays for an hour after it."
    for key, notice in tuple(link.tended.notices.items()):
        if notice.due_mono_ms > step.now.mono_ms:
            continue
        if notice.event_ms + _STAYS_MS <= step.now.wall_ms:
            forget(step, link, key)
        elif not notice.up:
            notice.up = True
            _time(step, notice)
            _alarm(step, link, key)
        else:
            _time(step, notice)  # the wall clock was set back meanwhile


def _alarm(step: Step, link: Link, key: EntryKey) -> None:
    if key.direction is Direction.IN:
        raise_alarm(step, "NOTICE-DUE", link.name, str(key.serial))
    else:
        raise_alarm(step, "OUR-NOTICE-DUE", link.name, str(key.serial))


def forget(step: Step, link: Link, key: EntryKey) -> None:
    """Let a notice go: its time is over, or it was cancelled."""
    if link.tended.notices.pop(key, None) is not None:
        step.drop(SHELF, place_key(key))
        for code in ("NOTICE-DUE", "OUR-NOTICE-DUE"):
            end_alarm(step, code, link.name, str(key.serial))
        step.look("messages")


def recover(link: Link, step: Step, key: EntryKey, kept: Sequence[Any]) -> None:
    """Take a notice from the shelf; its time goes on by the wall clock."""
    event_ms, officer = kept
    notice = Notice(event_ms, officer)
    notice.up = any(
        (each.code, each.link, each.subject) == (code, link.name, str(key.serial))
        for each in step.state.alarms.values()
        for code in ("NOTICE-DUE", "OUR-NOTICE-DUE")
    )
    _time(step, notice)
    link.tended.notices[key] = notice
