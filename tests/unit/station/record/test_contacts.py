# SPDX-License-Identifier: Apache-2.0
"""The contact record, counted over made-up facts."""

from __future__ import annotations

from parley.model.entry import EntryKind
from parley.model.precedence import Precedence
from parley.station.record.contacts import (
    DAY_MS,
    ContactFact,
    Expected,
    contact_record,
    day_of,
)

HOUR_MS = 3_600_000
START_MS = 20_000 * DAY_MS
PERIOD = Expected(START_MS, START_MS + 7 * DAY_MS, START_MS + 7 * DAY_MS, 0, 0)


def fact(hour, kind=EntryKind.MESSAGE, *, out=True, **more):
    leaf = more.pop("leaf", hour.to_bytes(4, "big", signed=True) + bytes([out, kind]))
    precedence = Precedence.FLASH if kind is EntryKind.MESSAGE else None
    given = {"precedence": precedence, "leaf": leaf, **more}
    return ContactFact(
        out, f"x/{hour}", kind, logged_ms=START_MS + hour * HOUR_MS, **given
    )


def counts(day):
    return {
        (one.direction, one.kind, one.precedence): (one.count, one.acknowledged)
        for one in day.counts
    }


def test_nothing_on_record_is_no_contact_and_no_silence():
    """A link that never was has not been silent."""
    found = contact_record([], PERIOD)
    assert (found.days, found.last_human, found.longest_silence) == ((), None, None)


def test_messages_count_by_day_direction_and_precedence():
    """What was called sporadic by one side and frequent by the other is a number."""
    found = contact_record(
        [
            fact(1, acknowledged=True),
            fact(2),
            fact(3, out=False, precedence=Precedence.ROUTINE),
            fact(30, out=False),
        ],
        PERIOD,
    )
    first, second = found.days
    assert first.day == day_of(START_MS)
    assert (first.contacts_out, first.contacts_in) == (2, 1)
    assert counts(first) == {
        ("in", "MESSAGE", "ROUTINE"): (1, 0),
        ("out", "MESSAGE", "FLASH"): (2, 1),
    }
    assert (second.contacts_out, second.contacts_in) == (0, 1)
    assert (found.total.contacts_out, found.total.contacts_in) == (2, 2)


def test_bad_message_is_no_contact():
    """Whoever sends forged releases must not be able to pad the record."""
    found = contact_record([fact(1, out=False, good=False)], PERIOD)
    assert found.total.contacts_in == 0
    assert found.total.counts == ()
    assert found.last_human is None


def test_period_ends_before_its_end():
    """Two periods that meet count nothing twice."""
    found = contact_record([fact(-1), fact(0), fact(7 * 24 - 1), fact(7 * 24)], PERIOD)
    assert found.total.contacts_out == 2


def test_unanswered_test_is_no_passed_test():
    """A test is passed by the answer that names its leaf, and by nothing else."""
    asked = [fact(1, EntryKind.LINK_TEST), fact(2, EntryKind.LINK_TEST)]
    answer = fact(3, EntryKind.TEST_ANSWER, out=False, about=asked[1].leaf)
    own = fact(4, EntryKind.TEST_ANSWER, out=True, about=asked[0].leaf)
    total = contact_record([*asked, answer, own], PERIOD).total
    assert (total.tests_passed, total.tests_unanswered) == (1, 1)


def test_missed_tests_are_counted_up_to_now_and_no_further():
    """What is not yet due was not missed."""
    expected = Expected(
        START_MS,
        START_MS + 7 * DAY_MS,
        START_MS + 9 * HOUR_MS + 1,
        HOUR_MS,
        HOUR_MS // 12,
    )
    heard = [fact(hour, EntryKind.LINK_TEST, out=False) for hour in (-1, 0, 1, 4, 5)]
    total = contact_record(heard, expected).total
    # Due at 2 and 3 o'clock, then from 6 to 8; the one of 9 o'clock may still come.
    assert (total.tests_heard, total.tests_missed) == (4, 5)


def test_missed_tests_make_a_day_of_their_own():
    """A day on which nothing came must not look like a day that was not asked about."""
    expected = Expected(
        START_MS, START_MS + 2 * DAY_MS, START_MS + 3 * DAY_MS, HOUR_MS, 0
    )
    found = contact_record([fact(0, EntryKind.LINK_TEST, out=False)], expected)
    assert [day.day for day in found.days] == [
        day_of(START_MS),
        day_of(START_MS + DAY_MS),
    ]
    assert found.days[1].tests_missed == 24


def test_longest_silence_is_theirs_and_ends_with_the_period():
    """Our own talking breaks no silence of theirs."""
    said = [fact(hour) for hour in range(0, 160, 2)]
    theirs = [fact(hour, EntryKind.RECEIPT, out=False) for hour in (10, 20, 60)]
    silence = contact_record([*said, *theirs], PERIOD).longest_silence
    assert (silence.from_ms, silence.to_ms) == (
        START_MS + 60 * HOUR_MS,
        START_MS + 7 * DAY_MS,
    )


def test_last_human_answer_is_a_persons_act():
    """Receipts and test answers come from stations whoever sits in front of them."""
    found = contact_record(
        [
            fact(1, EntryKind.ACKNOWLEDGEMENT, out=False),
            fact(2, EntryKind.RECEIPT, out=False),
            fact(3, EntryKind.ACKNOWLEDGEMENT, out=True),
        ],
        PERIOD,
    )
    assert found.last_human.what == "acknowledgement"
    assert found.last_human.ref == "x/1"


def test_time_that_is_no_date_does_not_break_the_record():
    """A counterpart may write any number as its time."""
    wild = ContactFact(
        False, "x/9", EntryKind.MESSAGE, Precedence.FLASH, 2**53 - 1, b"w"
    )
    test = ContactFact(False, "x/8", EntryKind.LINK_TEST, None, 2**53 - 9, b"t")
    expected = Expected(0, 2**53, START_MS, HOUR_MS, 0)
    found = contact_record(
        [fact(1, EntryKind.LINK_TEST, out=False), wild, test], expected
    )
    assert found.days[-1].day == "no date"
