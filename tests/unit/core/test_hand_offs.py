# SPDX-License-Identifier: Apache-2.0
"""What a station notes of its own about where each message went, and when."""

from __future__ import annotations

from parley.core.events import CircuitDown, CircuitReady, CircuitUp, FrameArrived
from parley.core.hand_offs import SHELF, hand_off_key
from parley.core.shelves import decode_hand_offs
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryKey

ALFA, BRAVO = "alfa.example", "bravo.example"


def noted(desk, serial):
    """Return what the disk says of where a message went."""
    key = EntryKey(BRAVO, Direction.OUT, 1, serial)
    kept = desk.store.value(SHELF, hand_off_key(key))
    return None if kept is None else decode_hand_offs(kept)


def test_flash_handed_to_two_circuits_is_noted_for_each(pair):
    """Which line carried the warning, and when, is asked first afterwards."""
    alfa, bravo = pair.alfa, pair.bravo
    for desk, other in ((alfa, BRAVO), (bravo, ALFA)):
        desk.circuit("two", other)
    at_ms = alfa.now().wall_ms
    serial = alfa.say(BRAVO, "Now.", Precedence.FLASH).serial
    pair.carry()
    assert noted(alfa, serial) == {"one": at_ms, "two": at_ms}


def test_hand_off_is_not_noted_by_the_commit_that_precedes_it(pair):
    """What waits for its own commit has not been handed to anybody yet."""
    serial = pair.alfa.say(BRAVO, "Now.").serial
    assert noted(pair.alfa, serial) is None
    pair.carry()
    assert list(noted(pair.alfa, serial)) == ["one"]


def test_hand_off_rides_on_the_commit_of_the_receipt(pair):
    """A commit of its own for each message would wait for the disk a third time."""
    alfa = pair.alfa
    serial = alfa.say(BRAVO, "Now.").serial
    (circuit, frame), *_ = alfa.sent
    alfa.sent.clear()
    alfa.tell(CircuitReady(circuit, 1))
    assert noted(alfa, serial) is None
    pair.bravo.tell(FrameArrived(circuit, frame))
    pair.carry()
    assert list(noted(alfa, serial)) == ["one"]


def test_hand_off_without_an_answer_is_noted_after_a_second(pair):
    """Where nothing ever comes back, the time at which it went is what is left."""
    alfa = pair.alfa
    serial = alfa.say(BRAVO, "Now.").serial
    due_ms = alfa.mono_ms + 1_000
    pair.lose()
    assert alfa.core.next_wakeup() <= due_ms
    pair.pass_time(0.9)
    assert noted(alfa, serial) is None
    pair.pass_time(0.1)
    assert list(noted(alfa, serial)) == ["one"]


def test_message_that_meets_no_circuit_is_noted_when_it_goes(pair):
    """Queued is not handed over; the difference is the length of the outage."""
    alfa = pair.alfa
    alfa.tell(CircuitDown("one", "cut"))
    serial = alfa.say(BRAVO, "Now.").serial
    pair.pass_time(60)
    assert noted(alfa, serial) is None
    alfa.tell(CircuitUp("one"))
    at_ms = alfa.now().wall_ms
    pair.carry()
    assert noted(alfa, serial) == {"one": at_ms}


def test_retry_after_a_restart_does_not_move_the_first_hand_off(pair):
    """A later time in its place would say that the station had slept on it."""
    alfa = pair.alfa
    serial = alfa.say(BRAVO, "Now.").serial
    first_ms = alfa.now().wall_ms
    pair.lose()
    pair.pass_time(2)
    alfa.crash()
    pair.lose()
    pair.pass_time(60)
    pair.carry()
    assert noted(alfa, serial) == {"one": first_ms}


def test_entries_that_are_no_messages_leave_no_note(settled):
    """The record grows with every note; nobody asks how a receipt travelled."""
    kept = [key for key, _ in settled.alfa.store.shelf(SHELF)]
    messages = settled.alfa.store.recent(EntryFlag.MESSAGE, None, 100)
    said = [one.row.key for one in messages if one.row.key.direction is Direction.OUT]
    assert len(said) == 1
    assert kept == [hand_off_key(key) for key in said]
