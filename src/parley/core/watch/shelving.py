# SPDX-License-Identifier: Apache-2.0
"""An alarm that is known and being mended is shelved: by name, with a reason, a time.

A shelved alarm stands and is shown; it does not chime.  Whatever says that no person is
reached, that something must stop or that something is real is never shelved, and a
message is no alarm: it sounds until an officer acknowledges it.
"""

from __future__ import annotations

from parley.core.alarms import keep_alarm
from parley.core.effects import Answer
from parley.core.floor_events import AlarmShelved
from parley.core.limits import SHELVED_S_MAX
from parley.core.records import AlarmRecord, Shelved
from parley.core.releasing import find_officer
from parley.core.shelves import alarm_key
from parley.core.state import StationState
from parley.core.step import Step
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.identity import OfficerClass
from parley.wire.limits import REASON_BYTES_MAX
from parley.wire.text import problems

NEVER = frozenset(
    {
        "EXERCISE-INTERRUPTED",
        "LINK-STALE",  # owned by name in its own way, and louder every day
        "LIVE-TRAFFIC",
        "NOBODY-ACKNOWLEDGES",
        "NOBODY-HEARS",
        "NOTICE-DUE",
        "PHONES-FAIL",
        "READ-BACK-DIFFERS",
        "READ-BACK-WRONG",
        "REVOKED",
        "SIGNATURE-BAD",
        "STOP",
        "STOP-UNREAD",
        "UNACKNOWLEDGED",
    }
)
_MAX_MS = round(SHELVED_S_MAX * 1_000)


def shelve(step: Step, event: AlarmShelved) -> None:
    """Put a standing alarm on the shelf, or take it off.

    Raises:
        LocalFault: PLY-CFG-020 no officer of the watch; PLY-WCH-090 no such alarm
            stands; -091 it is never shelved; -092 the time; -093 the reason.

    """
    state, now_ms = step.state, step.now.wall_ms
    officer = find_officer(state.roster, event.officer, OfficerClass.WATCH, now_ms)
    if officer is None:
        raise LocalFault("PLY-CFG-020", officer=event.officer)
    alarm = state.alarms.get(alarm_key(event.code, event.link, event.subject))
    if alarm is None:
        raise LocalFault("PLY-WCH-090", alarm=event.code)
    shelved = None
    if event.until_ms is not None:
        _check(event, event.until_ms, now_ms)
        shelved = Shelved(event.officer, event.until_ms, event.reason)
    step.outward.append(Answer(_put(step, alarm, shelved)))


def _check(event: AlarmShelved, until_ms: int, now_ms: int) -> None:
    if event.code in NEVER:
        raise LocalFault("PLY-WCH-091", alarm=event.code)
    if not now_ms < until_ms <= now_ms + _MAX_MS:
        raise LocalFault("PLY-WCH-092", hours=_MAX_MS // 3_600_000)
    reason = problems(event.reason) if event.reason.strip() else "it is empty"
    if reason is None and len(event.reason.encode()) > REASON_BYTES_MAX:
        reason = f"it is longer than {REASON_BYTES_MAX} bytes"
    if reason is not None:
        raise LocalFault("PLY-WCH-093", reason=reason)


def _put(step: Step, alarm: AlarmRecord, shelved: Shelved | None) -> AlarmRecord:
    changed = replace(alarm, shelved=shelved)
    keep_alarm(step, changed)
    return changed


def take_back(step: Step) -> None:
    """Let every alarm chime again whose time on the shelf is over."""
    for alarm in tuple(step.state.alarms.values()):
        known = alarm.shelved
        if known is not None and known.until_wall_ms <= step.now.wall_ms:
            _put(step, alarm, None)


def due_ms(state: StationState) -> int | None:
    """Return when the first one comes back, on the monotonic clock; None: none does."""
    # The wall clock says when; if it is moved, the time on this clock moves along.
    ahead_ms = state.clock_offset_ms or 0
    shelved = [each.shelved for each in state.alarms.values() if each.shelved]
    times = [each.until_wall_ms - ahead_ms for each in shelved]
    return min(times, default=None)
