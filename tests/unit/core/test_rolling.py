# SPDX-License-Identifier: Apache-2.0
"""An opening goes ahead over a narrow circuit, and nothing said meanwhile waits."""

from __future__ import annotations

import heapq

import pytest

from parley.core.entries import read_row
from parley.core.events import (
    CircuitDown,
    CircuitReady,
    CircuitUp,
    EpochRollRequested,
    FrameArrived,
    TimerFired,
)
from parley.core.limits import AHEAD_SERIALS, BACKGROUND_PRECEDENCE
from parley.core.records import Rung
from parley.core.state import OPENING_PRECEDENCE
from parley.model.circuit import Traits
from parley.model.entry import KeyEvent, KeyEventKind, LinkTest
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.looks import agree, alarms, at_rest, only_link, rows, rung, said
from tests.unit.core.exchanged import exchange

ALFA, BRAVO = "alfa.example", "bravo.example"
DAY_S = 86_400
VOICE = Traits(124, 1, 4.0, rate_bps=279, half_duplex=True, latency_s=1.0)
TURN_S = 0.5
STEP_S = 0.2


class Air:
    """One narrow circuit on which two desks take turns, in their own time."""

    def __init__(self, pair) -> None:
        self.pair = pair
        self.free_s = self.now_s = 0.0
        self.coming: list[tuple[float, int, object, object]] = []
        self.frames = 0

    def take(self) -> None:
        for desk in (self.pair.alfa, self.pair.bravo):
            frames, desk.sent = desk.sent, []
            for circuit, frame in frames:
                ends_s = max(self.now_s, self.free_s) + VOICE.air_s(len(frame))
                self.free_s = ends_s + TURN_S
                self.put(ends_s, self.pair.other(desk), FrameArrived(circuit, frame))
                self.put(self.free_s, desk, CircuitReady(circuit, 1))

    def put(self, when_s, desk, event) -> None:
        self.frames += 1
        heapq.heappush(self.coming, (when_s, self.frames, desk, event))

    def until(self, done, limit_s=900.0) -> float:
        """Let time pass until something is so; return the seconds it took."""
        began_s = self.now_s
        while not done():
            assert self.now_s - began_s < limit_s, "it never came about"
            self.now_s += STEP_S
            for desk in (self.pair.alfa, self.pair.bravo):
                desk.pass_time(STEP_S)
                due_ms = desk.core.next_wakeup()
                if due_ms is not None and due_ms <= desk.mono_ms:
                    desk.tell(TimerFired())
            while self.coming and self.coming[0][0] <= self.now_s:
                _, _, desk, event = heapq.heappop(self.coming)
                desk.tell(event)
            self.take()
        return self.now_s - began_s

    def flash(self, text) -> float:
        """Release a FLASH; return the seconds until its receipt."""
        serial = self.pair.alfa.say(BRAVO, text, Precedence.FLASH).serial
        self.take()
        return self.until(lambda: rung(self.pair.alfa, Rung.RECEIPT, serial))


@pytest.fixture
def narrow(settled):
    """A pair at rest, whose only circuit is a voice line."""
    exchange(settled, VOICE)
    settled.carry(rounds=500)
    return settled


@pytest.fixture
def ahead(narrow):
    """The same, with an opening of ALFA that has just begun to go ahead."""
    narrow.alfa.pass_time(0.76 * DAY_S)
    narrow.bravo.pass_time(0.76 * DAY_S)
    narrow.alfa.tell(TimerFired())
    assert only_link(narrow.alfa).ahead is not None
    return narrow


def tag(desk) -> bytes:
    return only_link(desk).epoch.keys.tag


def opened(desk) -> list[int]:
    """Return the serials of ours at which an epoch begins."""
    found = []
    for row in rows(desk, Direction.OUT):
        payload = read_row(row)[1].payload
        if isinstance(payload, KeyEvent) and payload.kind is KeyEventKind.EPOCH_OPENED:
            found.append(row.key.serial)
    return found


def interrupt(pair) -> None:
    """Lose what is under way; the circuit comes up again at both ends."""
    for desk in (pair.alfa, pair.bravo):
        desk.tell(CircuitDown("one", "lost"))
        desk.sent.clear()
    for desk in (pair.alfa, pair.bravo):
        desk.tell(CircuitUp("one"))


def carried(pair) -> None:
    """Carry everything, and see that both have the same record and owe nothing."""
    for _ in range(12):
        pair.carry(rounds=2_000)
        if at_rest(pair.alfa) and at_rest(pair.bravo):
            break
        pair.pass_time(40)
    assert at_rest(pair.alfa)
    assert at_rest(pair.bravo)
    assert agree(pair.alfa, pair.bravo)


def test_flash_behind_an_opening_that_is_due_waits_for_minutes(narrow):
    """This is what the next test is about: nothing can be read before the opening."""
    narrow.alfa.tell(EpochRollRequested(BRAVO))
    assert Air(narrow).flash("Now.") > 200


@pytest.mark.parametrize("after_s", [1, 30, 150])
def test_flash_passes_an_opening_that_goes_ahead(ahead, after_s):
    """It gives its turns to fragments of the other side's opening, and to no more."""
    air, old = Air(ahead), tag(ahead.alfa)
    air.take()
    air.until(lambda: air.now_s > after_s)
    assert air.flash("Now.") < 45
    assert tag(ahead.alfa) == old
    assert ahead.bravo.inbox()[-1] == "Now."


def test_next_flash_needs_no_opening_any_more(ahead):
    """What went ahead in idle minutes is not paid for in the hour of need."""
    air, old = Air(ahead), tag(ahead.alfa)
    air.take()
    air.until(lambda: tag(ahead.alfa) != old and only_link(ahead.alfa).epoch.confirmed)
    fresh = tag(ahead.alfa)
    assert fresh in only_link(ahead.bravo).in_epochs
    ahead.pass_time(0.3 * DAY_S)  # beyond the age of the old one
    air.until(lambda: at_rest(ahead.alfa) and at_rest(ahead.bravo), 7_200)
    assert air.flash("Now.") < 20
    assert tag(ahead.alfa) == fresh


def test_opening_ahead_is_of_the_lowest_precedence_until_it_begins(ahead):
    """Else it would be what it was before: the first of everything."""
    link = only_link(ahead.alfa)
    first = link.ahead.first_serial
    assert link.pending[-first].precedence == BACKGROUND_PRECEDENCE
    ahead.alfa.tell(EpochRollRequested(BRAVO))
    assert link.pending[-first].precedence == OPENING_PRECEDENCE


def test_serials_left_are_used_up_by_tests(ahead):
    """A log has no holes, and an epoch begins with the name of its opening."""
    first = only_link(ahead.alfa).ahead.first_serial
    carried(ahead)
    assert opened(ahead.alfa)[-1] == first
    before = said(ahead.alfa, Direction.OUT)[: first - 1]
    assert all(isinstance(each, LinkTest) for each in before[-AHEAD_SERIALS + 2 :])


def test_more_is_said_than_serials_are_left(ahead):
    """Then the epoch begins at once, and what comes after waits as it always did."""
    first = only_link(ahead.alfa).ahead.first_serial
    texts = [f"Text {number}." for number in range(AHEAD_SERIALS + 2)]
    for text in texts:
        ahead.alfa.say(BRAVO, text, Precedence.FLASH)
    assert opened(ahead.alfa)[-1] == first
    carried(ahead)
    assert sorted(ahead.bravo.inbox()[-len(texts) :]) == texts


def test_epoch_ends_at_its_age_whatever_went_ahead(ahead):
    """People signed how long an epoch lasts at most."""
    old = tag(ahead.alfa)
    for desk in (ahead.alfa, ahead.bravo):
        desk.tell(CircuitDown("one", "lost"))
        desk.sent.clear()
    ahead.pass_time(0.25 * DAY_S)
    assert tag(ahead.alfa) != old
    interrupt(ahead)
    ahead.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    carried(ahead)
    assert ahead.bravo.inbox()[-1] == "Now."


def test_fresh_epoch_that_somebody_asks_for_is_fresh(ahead):
    """Who suspects a root wants none that was made before he said so."""
    made = only_link(ahead.alfa).ahead
    fresh = ahead.alfa.tell(EpochRollRequested(BRAVO))
    assert fresh == tag(ahead.alfa) != made.keys.tag
    assert opened(ahead.alfa)[-2:] == [made.first_serial, made.first_serial + 1]
    carried(ahead)
    assert list(only_link(ahead.bravo).in_epochs) == [fresh]


@pytest.mark.parametrize("frames", [0, 1, 20, 60])
def test_station_that_stops_goes_on_with_the_same_opening(ahead, frames):
    """A second opening at that serial would spend a prekey and be refused."""
    made = only_link(ahead.alfa).ahead
    for _ in range(frames):
        sent, ahead.alfa.sent = ahead.alfa.sent, []
        for circuit, frame in sent:
            ahead.alfa.tell(CircuitReady(circuit, 1))
            ahead.bravo.tell(FrameArrived(circuit, frame))
    ahead.alfa.crash()
    link = only_link(ahead.alfa)
    assert link.out_epochs[-1].keys.tag == made.keys.tag
    if link.ahead is not None:
        opening = link.pending[-made.first_serial]
        assert opening.precedence == BACKGROUND_PRECEDENCE
    ahead.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    carried(ahead)
    assert tag(ahead.alfa) == made.keys.tag
    assert ahead.bravo.inbox()[-1] == "Now."


def test_symbols_that_were_lost_do_not_count_as_gone(ahead):
    """A circuit that fell in the middle has not brought the opening over."""
    link = only_link(ahead.alfa)
    opening = link.pending[-link.ahead.first_serial]
    ahead.alfa.tell(CircuitDown("one", "lost"))
    ahead.alfa.tell(TimerFired())
    assert 0 < opening.gone_bytes < len(opening.frame)
    assert link.ahead is not None
    ahead.alfa.sent.clear()
    ahead.alfa.tell(CircuitUp("one"))
    carried(ahead)
    assert link.ahead is None


@pytest.mark.parametrize("knows", [False, True])
def test_counterpart_is_restored_meanwhile(ahead, knows):
    """It may hold the root of what went ahead, or have lost its prekey."""
    backup = ahead.bravo.store.snapshot()
    if knows:
        link = only_link(ahead.alfa)
        while link.ahead.keys.tag not in only_link(ahead.bravo).in_epochs:
            ((circuit, frame),) = ahead.alfa.sent
            ahead.alfa.sent.clear()
            ahead.bravo.tell(FrameArrived(circuit, frame))
            ahead.alfa.tell(CircuitReady(circuit, 1))
        backup = ahead.bravo.store.snapshot()
    ahead.bravo.put_back(backup)
    interrupt(ahead)
    ahead.alfa.say(BRAVO, "Before.", Precedence.FLASH)
    carried(ahead)
    ahead.alfa.say(BRAVO, "After.", Precedence.FLASH)
    carried(ahead)
    assert sorted(ahead.bravo.inbox()[-2:]) == ["After.", "Before."]


def test_counterpart_that_lost_the_present_epoch_is_given_the_rest_of_it(narrow):
    """What was left of its serials it cannot read: there would be a hole for ever."""
    backup = narrow.bravo.store.snapshot()
    narrow.alfa.tell(EpochRollRequested(BRAVO))
    carried(narrow)
    for desk in (narrow.alfa, narrow.bravo):
        desk.pass_time(0.76 * DAY_S)
    narrow.alfa.tell(TimerFired())
    assert only_link(narrow.alfa).ahead is not None
    narrow.bravo.put_back(backup)
    interrupt(narrow)
    carried(narrow)


def test_sender_is_restored_to_before_it_went_ahead(narrow):
    """What it does not know any more is of a log that it goes on with no more."""
    backup = narrow.alfa.store.snapshot()
    narrow.pass_time(0.76 * DAY_S)
    assert only_link(narrow.alfa).ahead is not None
    narrow.carry(rounds=60)
    narrow.alfa.put_back(backup)
    interrupt(narrow)
    narrow.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    carried(narrow)
    assert narrow.bravo.inbox()[-1] == "Now."
    assert not [code for code, _ in alarms(narrow.bravo) if code == "OPENING-REFUSED"]


def test_line_with_pages_rolls_as_before(narrow):
    """What the other side says of a page is about the epoch in use."""
    link = only_link(narrow.alfa)
    link.pages.sets.add(b"set")
    old = tag(narrow.alfa)
    narrow.pass_time(0.76 * DAY_S)
    assert link.ahead is None
    assert tag(narrow.alfa) != old
