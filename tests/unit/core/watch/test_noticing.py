# SPDX-License-Identifier: Apache-2.0
"""Notices: what was announced weeks ago is on the screen in the minute it happens."""

from __future__ import annotations

import pytest

from parley.core.events import DraftWritten, TimerFired
from parley.core.floor_events import NoticeKept
from parley.core.watch.following import PREPARED, prepared_of
from parley.errors import LocalFault
from parley.model.message import Relation, RelationKind, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryKey
from parley.station.library.files import load_library
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.looks import alarms, only_link
from tests.unit.core.conftest import twin

ALFA, BRAVO = "alfa.example", "bravo.example"
LAUNCH = next(
    each.body for each in load_library().edition(1).golden if each.body[2] == 7
)
HOUR_S = 3_600


@pytest.fixture(scope="module")
def model():
    """Two desks that signed the same code book."""
    desks = [Desk(each, each[:5], books=load_library()) for each in (ALFA, BRAVO)]
    for desk in desks:
        enlist_watch(desk)
    return pair_up(*desks)


@pytest.fixture
def coded(model):
    """A copy of it."""
    return twin(model)


def announced(pair):
    """Let ALFA announce a launch; return its key at BRAVO and the time of the event."""
    draft = pair.alfa.code(BRAVO, LAUNCH, by="drafter")
    for who in ("first", "second")[: draft.needed]:
        draft = pair.alfa.release(draft, who)
    pair.carry()
    ((key, notice),) = only_link(pair.bravo).tended.notices.items()
    return key, notice.event_ms


def travel(desk, wall_ms):
    """Let time pass until a moment, and wake the core as its timer does."""
    desk.pass_time((wall_ms - desk.wall_ms) / 1_000)
    desk.tell(TimerFired())


def up(desk):
    """Return the serials of what has come up."""
    return [subject for code, subject in alarms(desk) if code == "NOTICE-DUE"]


def test_launch_comes_up_at_its_time_at_both_desks_and_goes(coded):
    """Whoever sees a rocket must see in the same minute that it was announced."""
    bravo = coded.bravo
    key, event_ms = announced(coded)
    assert event_ms > bravo.wall_ms
    travel(bravo, event_ms - 901_000)
    assert up(bravo) == []
    assert bravo.core.next_wakeup() <= bravo.mono_ms + 1_000
    travel(bravo, event_ms - 899_000)
    assert up(bravo) == [str(key.serial)]
    bravo.crash()
    assert up(bravo) == [str(key.serial)]
    travel(bravo, event_ms + HOUR_S * 1_000 + 1)
    assert (up(bravo), only_link(bravo).tended.notices) == ([], {})
    travel(coded.alfa, event_ms - 60_000)
    assert "OUR-NOTICE-DUE" in {code for code, _ in alarms(coded.alfa)}


def test_cancelled_announcement_does_not_come_up(coded):
    """A rocket that was called off is no explanation of one that flies."""
    key, event_ms = announced(coded)
    alfa, bravo = coded.alfa, coded.bravo
    event = DraftWritten(
        BRAVO,
        alfa.officers["drafter"][0],
        Precedence.ROUTINE,
        (),
        (Text("en", "Put off."),),
        Relation(RelationKind.CANCELS, ours=True, serial=key.serial),
    )
    draft = alfa.tell(event)
    for who in ("first", "second")[: draft.needed]:
        draft = alfa.release(draft, who)
    coded.carry()
    assert only_link(bravo).tended.notices == {}
    travel(bravo, event_ms)
    assert up(bravo) == []


def test_announcement_that_comes_after_its_cancellation_does_not_come_up(coded):
    """Circuits overtake one another; what was called off explains nothing."""
    alfa, bravo = coded.alfa, coded.bravo
    draft = alfa.code(BRAVO, LAUNCH, by="drafter")
    for who in ("first", "second")[: draft.needed]:
        draft = alfa.release(draft, who)
    announcement, alfa.sent = alfa.sent, []
    cancels = Relation(RelationKind.CANCELS, ours=True, serial=draft.serial)
    index, texts = alfa.officers["drafter"][0], (Text("en", "Put off."),)
    draft = alfa.tell(DraftWritten(BRAVO, index, Precedence.FLASH, (), texts, cancels))
    for who in ("first", "second")[: draft.needed]:
        draft = alfa.release(draft, who)
    coded.carry()
    assert bravo.inbox() == ["Put off."]
    alfa.sent += announcement
    coded.carry()
    assert len(bravo.store.flagged(EntryFlag.MESSAGE)) == 2
    assert only_link(bravo).tended.notices == {}


def test_officer_lets_any_message_come_up_and_takes_it_back(pair):
    """Free text has no field for a time; the watch can read."""
    serial = pair.alfa.say(BRAVO, "Launch at noon.").serial
    pair.carry()
    bravo = pair.bravo
    key = EntryKey(ALFA, Direction.IN, 1, serial)
    me = bravo.officers["watch"][0]
    at_ms = bravo.wall_ms + HOUR_S * 1_000
    bravo.tell(NoticeKept(key, at_ms, me))
    bravo.crash()
    travel(bravo, at_ms)
    assert up(bravo) == [str(serial)]
    bravo.tell(NoticeKept(key, None, me))
    assert (up(bravo), only_link(bravo).tended.notices) == ([], {})
    for event, code in (
        (NoticeKept(key, bravo.wall_ms, me), "PLY-WCH-073"),
        (NoticeKept(key, at_ms * 2, bravo.officers["first"][0]), "PLY-CFG-020"),
    ):
        with pytest.raises(LocalFault) as fault:
            bravo.tell(event)
        assert fault.value.code == code


def test_cancellation_is_on_the_disk_in_the_commit_that_sends(pair):
    """It took 38 minutes to write one, once."""
    alfa = pair.alfa
    serial = alfa.say(BRAVO, "A missile is on its way.").serial
    ((place, data),) = alfa.store.shelf(PREPARED)
    assert place.endswith(serial.to_bytes(8, "big"))
    (text,) = prepared_of(data)
    assert text.text.startswith("CANCELLED: our message")
