# SPDX-License-Identifier: Apache-2.0
"""A party closes the line openly, and opens it again: silence by declaration.

Receipts and link tests go on, and FLASH may pass; everything else waits.
"""

from __future__ import annotations

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.shelves import log_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Suspension
from parley.core.watch.over import ended_by, is_over, note_over
from parley.core.watch.procedure import Heard, Procedure
from parley.errors import LocalFault
from parley.model.act import Act, Resumed, Suspended
from parley.model.message import Content
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.wire.cbor import dumps

SHELF = "suspension"


def _check_suspend(step: Step, link: Link, event: ActGiven) -> None:
    said = event.said
    assert isinstance(said, Suspended), "this procedure is of a suspension"
    if not link.agreement.terms.suspend:
        raise LocalFault("PLY-WCH-014", name=link.name)
    if Direction.OUT in link.tended.suspensions:
        raise LocalFault("PLY-WCH-015", name=link.name)
    if said.until_ms is not None and said.until_ms <= step.now.wall_ms:
        raise LocalFault("PLY-WCH-007")


def _given_suspend(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _suspend(step, link, event.act, logged.place, logged.leaf, Direction.OUT)


def _heard_suspend(step: Step, link: Link, said: Heard) -> None:
    # SPEC 8.52: "A suspension by a party whose agreement allows none changes nothing."
    known = link.tended.suspensions.get(Direction.IN)
    late = known is not None and said.place < known.place
    late = late or is_over(link, SHELF, said.place)
    if link.agreement.terms.suspend and not late:
        _suspend(step, link, said.act, said.place, said.leaf, Direction.IN)


def _suspend(
    step: Step,
    link: Link,
    act: Act,
    place: tuple[int, int],
    leaf: bytes,
    side: Direction,
) -> None:
    said = act.said
    assert isinstance(said, Suspended), "this procedure is of a suspension"
    officer = act.release.officer
    known = Suspension(*place, leaf, said.until_ms, said.reason, officer)
    known.since_ms = act.created_ms
    _time(step, known)
    link.tended.suspensions[side] = known
    step.put(SHELF, log_key(link.name, side, 0), dumps(known.values()))
    raise_alarm(step, "LINE-SUSPENDED", link.name, _subject(side))
    step.look("links")


def move(step: Step, link: Link, logged: Logged) -> None:
    """Let our suspension stand under the entry that says it once more."""
    known = link.tended.suspensions[Direction.OUT]
    known.incarnation, known.serial = logged.place
    known.leaf = logged.leaf
    step.put(SHELF, log_key(link.name, Direction.OUT, 0), dumps(known.values()))


def _time(step: Step, known: Suspension) -> None:
    if known.until_ms is not None:
        wait_ms = max(0, known.until_ms - step.now.wall_ms)
        known.due_mono_ms = step.now.mono_ms + wait_ms


def _check_resume(_step: Step, link: Link, event: ActGiven) -> None:
    known = link.tended.suspensions.get(Direction.OUT)
    if known is None or not _ends(event.act, known):
        raise LocalFault("PLY-WCH-016", name=link.name)


def _ends(act: Act, known: Suspension) -> bool:
    # SPEC 8.51: "A resumption ends the suspension that it names, and no other."
    about = act.about
    assert isinstance(act.said, Resumed), "this procedure is of a resumption"
    return about is not None and about.leaf == known.leaf


def _given_resume(step: Step, link: Link, _event: ActGiven, _logged: Logged) -> None:
    _end(step, link, Direction.OUT)


def _heard_resume(step: Step, link: Link, said: Heard) -> None:
    known = link.tended.suspensions.get(Direction.IN)
    ended = ended_by(said)
    before = known is not None and known.place < ended
    if known is not None and (before or _ends(said.act, known)):
        _end(step, link, Direction.IN)
    note_over(step, link, SHELF, ended)


def _end(step: Step, link: Link, side: Direction) -> None:
    known = link.tended.suspensions.pop(side)
    if side is Direction.IN:
        note_over(step, link, SHELF, known.place)
    step.drop(SHELF, log_key(link.name, side, 0))
    end_alarms(step, "LINE-SUSPENDED", link.name)
    for other in link.tended.suspensions:
        raise_alarm(step, "LINE-SUSPENDED", link.name, _subject(other))
    step.look("links")


def _subject(side: Direction) -> str:
    return "our side" if side is Direction.OUT else "the other side"


def end_past(step: Step, link: Link) -> None:
    """End every suspension whose time is over: it says so itself."""
    for side, known in list(link.tended.suspensions.items()):
        if known.due_mono_ms is not None and known.due_mono_ms <= step.now.mono_ms:
            _end(step, link, side)


def recover(link: Link, step: Step, side: Direction, kept: list[object]) -> None:
    """Take a suspension from the shelf."""
    known = Suspension.of(kept)
    _time(step, known)
    link.tended.suspensions[side] = known


def check_suspended(link: Link, content: Content) -> None:
    """Refuse a release below FLASH while either side has suspended the line.

    Raises:
        LocalFault: PLY-WCH-017.

    """
    # SPEC 8.50: "While either side has suspended the line, only FLASH is released."
    if link.tended.suspensions and content.precedence is not Precedence.FLASH:
        raise LocalFault("PLY-WCH-017", name=link.name, number=content.number)


SUSPEND = Procedure(_check_suspend, _given_suspend, _heard_suspend)
RESUME = Procedure(_check_resume, _given_resume, _heard_resume)
