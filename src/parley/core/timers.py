# SPDX-License-Identifier: Apache-2.0
"""What time alone brings about, and when the core wants to be woken next."""

from __future__ import annotations

from contextlib import suppress

from parley.core.alarms import end_alarm, end_past_events, raise_alarm
from parley.core.authority.delegating import watch_ends
from parley.core.cosignatures import watch_cosignatures
from parley.core.covering import cover, cover_due_ms
from parley.core.epochs import wants_roll
from parley.core.hand_offs import hand_offs_due_ms
from parley.core.limits import (
    CLOCK_STEP_S,
    EXPIRY_WARNING_S,
    WISH_S,
)
from parley.core.link_tests import say_what_we_hold, schedule
from parley.core.outgoing import ask, receipt_wait_ms, retry_due
from parley.core.page_use import can_open
from parley.core.reach.ways import gap_patience_s
from parley.core.restoring import recall_more
from parley.core.rolling import begins_ahead, current_epoch, roll_ahead
from parley.core.state import Link, StationState
from parley.core.step import Step
from parley.core.watch import calling, clock, shelving
from parley.core.watch.hearing import hearing_due_ms, watch_hearing
from parley.errors import LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.precedence import Precedence

_HOURLY_MS = 3_600_000


def fire(step: Step) -> None:
    """Do everything that is due."""
    for link in step.state.links.values():
        roll_ahead(step, link)
        retry_due(step, link)
        _overdue_acknowledgements(step, link)
        clock.fire(step, link)
        _gap(step, link)
        schedule(step, link)
        if wants_roll(step, link) and (link.ahead is not None or can_open(link)):
            current_epoch(step, link)
        _want_prekeys(step, link)
        recall_more(step, link)
        cover(step, link)
        watch_cosignatures(step, link)
        _expiry(step, link.name, link.counterpart.roster.valid_to_ms)
    _expiry(step, step.state.settings.station, step.state.roster.valid_to_ms)
    watch_ends(step)
    watch_hearing(step)
    calling.repeat(step)
    shelving.take_back(step)
    end_past_events(step)


def watch_clock(step: Step) -> None:
    """Notice a wall clock that was moved: both clocks must advance alike."""
    offset_ms = step.now.wall_ms - step.now.mono_ms
    before = step.state.clock_offset_ms
    step.state.clock_offset_ms = offset_ms
    if before is not None and abs(offset_ms - before) > CLOCK_STEP_S * 1_000:
        stepped_s = round((offset_ms - before) / 1_000)
        raise_alarm(step, "CLOCK-STEPPED", "", str(stepped_s))


def _overdue_acknowledgements(step: Step, link: Link) -> None:
    for place, awaited in link.awaited.items():
        if not awaited.late and awaited.due_mono_ms <= step.now.mono_ms:
            awaited.late = True
            raise_alarm(step, "UNACKNOWLEDGED", link.name, str(place[1]))


def _want_prekeys(step: Step, link: Link) -> None:
    """Ask for prekeys when the counterpart has left us none."""
    wish = KeyEvent(KeyEventKind.PREKEYS_WANTED, b"")
    asked = any(each.payload == wish for each in link.pending.values())
    enough = link.their_prekeys or link.pages.alone
    if enough or asked or step.now.mono_ms < link.wish_mono_ms:
        return
    # A wish that could not be said, for want of a prekey, is tried again soon.
    with suppress(LocalFault):
        ask(step, link, wish, int(Precedence.PRIORITY))
        link.wish_mono_ms = step.now.mono_ms + round(WISH_S * 1_000)


def _gap(step: Step, link: Link) -> None:
    since = link.mirror.gap_since_mono_ms
    if since is None:
        return
    if step.now.mono_ms - since >= gap_patience_s(step.state, link) * 1_000:
        link.mirror.gap_since_mono_ms = step.now.mono_ms  # look again later
        raise_alarm(step, "GAP", link.name, str(link.mirror.held + 1))
        say_what_we_hold(step, link)


def _expiry(step: Step, station: str, valid_to_ms: int) -> None:
    if valid_to_ms - step.now.wall_ms < EXPIRY_WARNING_S * 1_000:
        raise_alarm(step, "ROSTER-EXPIRES", "", station)
    else:
        end_alarm(step, "ROSTER-EXPIRES", "", station)


def next_wakeup(state: StationState) -> int | None:
    """Return the earliest time, on the monotonic clock, at which something is due."""
    times = [_next_of(state, link) for link in state.links.values()]
    own = (
        hearing_due_ms(state),
        calling.due_ms(state),
        shelving.due_ms(state),
        hand_offs_due_ms(state),
    )
    times += [each for each in own if each is not None]
    return min(times, default=None)


def _next_of(state: StationState, link: Link) -> int:
    times = []
    oldest: dict[int, int] = {}  # of each precedence, since when no receipt has come
    for pending in link.pending.values():
        if pending.due_mono_ms is not None:
            times.append(pending.due_mono_ms)
        if pending.look_mono_ms is not None:
            times.append(pending.look_mono_ms)
        if not pending.late and pending.serial >= 0:
            level, born_ms = pending.precedence, pending.born_mono_ms
            known_ms = oldest.get(level)
            if known_ms is None or born_ms < known_ms:
                oldest[level] = born_ms
    times += [born + receipt_wait_ms(link, level) for level, born in oldest.items()]
    times += [each.due_mono_ms for each in link.awaited.values() if not each.late]
    tests = (link.tests.next_mono_ms, link.tests.expected_mono_ms)
    times += [due_ms for due_ms in tests if due_ms is not None]
    times += clock.due_ms(link)
    if link.mirror.gap_since_mono_ms is not None:
        patience_ms = round(gap_patience_s(state, link) * 1_000)
        times.append(link.mirror.gap_since_mono_ms + patience_ms)
    others = (cover_due_ms(state, link), 0 if begins_ahead(state, link) else None)
    times += [due_ms for due_ms in others if due_ms is not None]
    # Without any of these (nothing scheduled yet): at once, to make the schedule.
    return min(times, default=0)
