# SPDX-License-Identifier: Apache-2.0
"""Our own log: serials without a gap, times that never go back."""

from __future__ import annotations

import pytest

from parley.core.entries import read_row
from parley.core.events import LinkTestRequested
from parley.core.logging_out import append
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.entry import KeyEvent, KeyEventKind, LinkTest
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.looks import agree, only_link, rows

ALFA, BRAVO = "alfa.example", "bravo.example"


def logged(desk):
    """Return the times of logging of a desk's own log, in order."""
    return [read_row(row)[1].logged_ms for row in rows(desk, Direction.OUT)]


@pytest.mark.parametrize("back_s", [1, 86_400, 40 * 366 * 86_400])
def test_time_of_logging_never_goes_back(pair, back_s):
    """SPEC 4.21: a clock that is set back must not reorder the record."""
    alfa = pair.alfa
    alfa.say(BRAVO, "before")
    alfa.wall_ms -= back_s * 1_000
    alfa.say(BRAVO, "after")
    alfa.wall_ms += 500
    alfa.tell(LinkTestRequested(BRAVO))
    times = logged(alfa)
    assert times == sorted(times)
    pair.carry()
    assert pair.bravo.inbox() == ["before", "after"]
    assert agree(alfa, pair.bravo)


def test_clock_before_1970_is_survived(pair):
    """A station whose battery died starts in the past and still speaks."""
    alfa = pair.alfa
    alfa.wall_ms = -5_000
    alfa.tell(LinkTestRequested(BRAVO))
    alfa.crash()
    alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    assert agree(alfa, pair.bravo)


def test_serials_have_no_gap(pair):
    """Whatever is refused on the way, no serial is skipped or used twice."""
    alfa = pair.alfa
    for number in range(3):
        alfa.say(BRAVO, f"{number}")
        with pytest.raises(LocalFault):
            alfa.say(BRAVO, "\x00")
    alfa.crash()
    alfa.tell(LinkTestRequested(BRAVO))
    serials = [row.key.serial for row in rows(alfa, Direction.OUT)]
    assert serials == list(range(1, len(serials) + 1))


def test_entry_says_how_much_is_held(pair):
    """What one side holds of the other stands in everything it says."""
    pair.bravo.say(ALFA, "x")
    pair.carry()
    pair.alfa.tell(LinkTestRequested(BRAVO))
    _, newest = read_row(rows(pair.alfa, Direction.OUT)[-1])
    assert newest.held == only_link(pair.alfa).mirror.held > 0


def test_flags_tell_what_waits_and_what_is_a_message(pair):
    """Lists are found without opening every entry."""
    alfa = pair.alfa
    alfa.say(BRAVO, "x")
    alfa.tell(LinkTestRequested(BRAVO))
    message, test = (row.flags for row in rows(alfa, Direction.OUT)[-2:])
    assert message == EntryFlag.PENDING | EntryFlag.MESSAGE
    assert test == EntryFlag.PENDING
    pair.carry()
    flags = {row.flags for row in rows(pair.alfa, Direction.OUT)}
    assert not any(each & EntryFlag.PENDING for each in flags)


def test_entry_that_is_too_long_changes_nothing(pair):
    """PLY-WIR-101 comes before a serial is used."""
    link = only_link(pair.alfa)
    step = Step(pair.alfa.core.state, pair.alfa.now())
    before = link.out.next_serial, link.out.frontier
    event = KeyEvent(KeyEventKind.ROSTER, bytes(1_100_000))
    with pytest.raises(LocalFault) as refused:
        append(step, link, link.epoch, event, asks=True)
    assert refused.value.code == "PLY-WIR-101"
    assert (link.out.next_serial, link.out.frontier) == before
    assert not step.changes


def test_retry_is_sealed_to_the_same_bytes(pair):
    """A frame is a function of its entry and its epoch, of nothing else."""
    alfa = pair.alfa
    alfa.say(BRAVO, "x", Precedence.FLASH)
    ((_, first),) = alfa.sent
    alfa.sent.clear()
    pair.pass_time(2)
    assert {frame for _, frame in alfa.sent} == {first}
    alfa.sent.clear()
    alfa.crash()
    assert first in {frame for _, frame in alfa.sent}


def test_leaf_and_tree_grow_with_each_entry(pair):
    """The root of our log is that of everything in it."""
    link = only_link(pair.alfa)
    step = Step(pair.alfa.core.state, pair.alfa.now())
    before = link.out.frontier
    entry = append(step, link, link.epoch, LinkTest(1), asks=True)
    assert link.out.frontier == before.append(entry.leaf)
    assert link.out.frontier.size == entry.serial
