# SPDX-License-Identifier: Apache-2.0
"""Scheduled link tests: ours sent and answered, theirs expected and missed.

Both sides test at the agreed interval.  A missing test is noticed by the side that
expected it, which is the side that still works.
"""

from __future__ import annotations

from contextlib import suppress

from parley.core.alarms import end_alarm, end_alarms, raise_alarm
from parley.core.effects import Answer
from parley.core.events import LinkTestRequested
from parley.core.limits import CLOCK_OFFSET_S
from parley.core.outgoing import ask, settle
from parley.core.reach.proving import circuits_to_test, proved, suspects, test_over
from parley.core.state import Circuit, Link, Pending
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.entry import EntryKind, LinkTest, TestAnswer
from parley.model.precedence import Precedence


def request(step: Step, event: LinkTestRequested) -> None:
    """Test a link now."""
    link = step.link(event.link)
    step.outward.append(Answer(_test(step, link)))


def _test(step: Step, link: Link, only: str | None = None) -> int:
    test = LinkTest(link.out.next_serial)
    logged = ask(step, link, test, int(Precedence.IMMEDIATE), only)
    link.tests.open_serial = logged.serial
    return logged.serial


def _test_each(step: Step, link: Link) -> None:
    """Test every circuit by itself; without any, say what we hold when one is up."""
    due = circuits_to_test(step, link)
    if not due:
        say_what_we_hold(step, link)
    _test_over(step, link, due)


def _test_over(step: Step, link: Link, circuits: list[Circuit]) -> None:
    def send(only: str) -> Pending:
        return link.pending[_test(step, link, only)]

    for circuit in circuits:
        # Having no prekey or no room has alarms of its own.
        with suppress(LocalFault):
            test_over(step, circuit, send)


def schedule(step: Step, link: Link) -> None:
    """Send our test when it is due; notice when theirs is overdue."""
    tests, now_ms = link.tests, step.now.mono_ms
    interval_ms = link.agreement.terms.test_interval_s * 1_000
    grace_ms = interval_ms + link.agreement.terms.test_tolerance_s * 1_000
    if tests.next_mono_ms is None:
        tests.next_mono_ms = now_ms + interval_ms
    if tests.expected_mono_ms is None:
        tests.expected_mono_ms = now_ms + grace_ms
    if now_ms >= tests.next_mono_ms:
        tests.next_mono_ms = now_ms + interval_ms
        if link.in_force:
            _test_each(step, link)
    elif link.in_force:
        _test_over(step, link, suspects(step, link))
    if now_ms >= tests.expected_mono_ms:
        tests.expected_mono_ms = now_ms + grace_ms
        tests.missed += 1
        raise_alarm(step, "TEST-MISSED", link.name)
        step.look("links")


def say_what_we_hold(step: Step, link: Link) -> None:
    """Send a test for the sake of what every entry says: how much we hold."""
    if link.tests.open_serial not in link.pending:
        # Having no prekey or no room has alarms of its own.
        with suppress(LocalFault):
            _test(step, link)


def hear_test(step: Step, link: Link) -> None:
    """Their test came: the next is expected an interval from now."""
    terms = link.agreement.terms
    tolerance_s = terms.test_interval_s + terms.test_tolerance_s
    link.tests.expected_mono_ms = step.now.mono_ms + tolerance_s * 1_000
    link.tests.missed = 0
    end_alarm(step, "TEST-MISSED", link.name)
    step.look("links")


def hear_answer(step: Step, link: Link, circuit: Circuit, said: TestAnswer) -> None:
    """Our test was answered: a proven round trip, and how far their clock is off."""
    pending = link.pending.get(said.serial)
    if pending is None or pending.leaf != said.leaf:
        return
    if pending.kind != EntryKind.LINK_TEST:
        return
    settle(step, link, said.serial, circuit)
    sent_ms = pending.sent_mono_ms
    took_ms = step.now.mono_ms - (pending.born_mono_ms if sent_ms is None else sent_ms)
    link.facts.tested_wall_ms = step.now.wall_ms
    link.facts.round_trip_ms = took_ms
    offset_ms = said.received_ms - (step.now.wall_ms - took_ms // 2)
    link.facts.offset_ms = offset_ms
    link.dirty_in = True
    proved(step, link, pending, circuit, offset_ms)
    end_alarms(step, "CLOCK-DIFFERS", link.name)
    if abs(offset_ms) > CLOCK_OFFSET_S * 1_000:
        apart_s = round(abs(offset_ms) / 1_000)
        raise_alarm(step, "CLOCK-DIFFERS", link.name, str(apart_s))
    step.look("links")
