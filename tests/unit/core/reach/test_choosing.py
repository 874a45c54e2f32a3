# SPDX-License-Identifier: Apache-2.0
"""Unlike circuits: which carries what, and at which pace."""

from __future__ import annotations

import pytest

from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    CircuitWanted,
    FrameArrived,
    TimerFired,
)
from parley.errors import LocalFault
from parley.model.circuit import Cost, Traits
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence
from parley.testing.looks import alarms

ALFA, BRAVO = "alfa.example", "bravo.example"
WIDE = 1_114_112
MAIL = Traits(
    WIDE, 8, 300.0, latency_s=30.0, presence=False, failure_domain=frozenset({"mail"})
)
VOICE = Traits(
    2_000,
    1,
    4.0,
    latency_s=1.0,
    cost=Cost.SCARCE,
    failure_domain=frozenset({"pstn"}),
)
STICK = Traits(
    WIDE,
    64,
    3_600.0,
    latency_s=3_600.0,
    cost=Cost.MANUAL,
    presence=False,
    failure_domain=frozenset({"courier"}),
)


def add(desk, name, traits, link=BRAVO) -> None:
    desk.declared.append(CircuitDeclared(name, link, traits))
    desk.tell(desk.declared[-1])
    desk.tell(CircuitUp(name))


def over(desk) -> list[str]:
    """Return the circuits that frames went to, in order, and forget the frames."""
    names = [circuit for circuit, _ in desk.sent]
    desk.sent.clear()
    return names


def asked_in(desk, seconds) -> list[str]:
    """Return the circuits asked for the last message during so many seconds.

    No answer comes, and every frame leaves its circuit at once.
    """
    link = desk.core.state.links[BRAVO]
    last = max(link.pending.values(), key=lambda each: each.kind == EntryKind.MESSAGE)
    names = []
    for second in range(seconds + 1):
        if second:
            desk.pass_time(1)
            desk.tell(TimerFired())
        for circuit, frame in desk.sent[:]:
            desk.tell(CircuitReady(circuit, 1))
            names += [circuit] * (frame == last.frame)
        desk.sent.clear()
    return names


def test_mail_is_not_asked_again_each_second(pair):
    """A pace that suits a cable would bury a mailbox, and whoever reads it."""
    add(pair.alfa, "mail", MAIL)
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    asked = asked_in(pair.alfa, 200)
    assert asked.count("mail") == 1
    assert asked.count("one") > 10
    asked = asked_in(pair.alfa, 200)
    assert asked.count("mail") == 1


def test_flash_keeps_its_pace_on_each_circuit(pair):
    """A slow circuit beside it must not slow down the quick one."""
    add(pair.alfa, "mail", MAIL)
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    assert asked_in(pair.alfa, 10).count("one") == 11


def test_immediate_is_hedged_where_nothing_is_shared(pair):
    """Two circuits in one cable are one failure."""
    pair.alfa.circuit("two", BRAVO)
    add(pair.alfa, "voice", VOICE)
    pair.alfa.say(BRAVO, "Soon.", Precedence.IMMEDIATE)
    assert asked_in(pair.alfa, 2)[:2] == ["one", "voice"]


def test_immediate_does_not_wait_for_the_pace_of_a_slow_circuit(pair):
    """What is best by rank may still be silent; three seconds are enough to wait."""
    pair.alfa.tell(CircuitDown("one", "cut"))
    add(pair.alfa, "mail", MAIL)
    add(pair.alfa, "voice", VOICE)
    over(pair.alfa)
    pair.alfa.say(BRAVO, "Soon.", Precedence.IMMEDIATE)
    assert set(asked_in(pair.alfa, 4)) == {"mail", "voice"}


def test_routine_leaves_what_is_scarce_alone(pair):
    """A phone line is for what matters."""
    add(pair.alfa, "voice", VOICE)
    pair.alfa.say(BRAVO, "When convenient.")
    assert "voice" not in asked_in(pair.alfa, 60)


def test_routine_uses_what_is_scarce_when_nothing_else_is_there(pair):
    """Waiting for ever is no saving."""
    add(pair.alfa, "voice", VOICE)
    pair.alfa.tell(CircuitDown("one", "cut"))
    over(pair.alfa)
    pair.alfa.say(BRAVO, "When convenient.")
    assert asked_in(pair.alfa, 1) == ["voice"]


def test_circuit_by_hand_waits_until_it_is_told(pair):
    """Nobody is sent out with a stick because of a test message."""
    add(pair.alfa, "stick", STICK)
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    assert "stick" not in asked_in(pair.alfa, 30)
    pair.alfa.tell(CircuitWanted("stick", wanted=True))
    assert "stick" in asked_in(pair.alfa, 1)
    pair.alfa.tell(CircuitWanted("stick", wanted=False))
    assert "stick" not in asked_in(pair.alfa, 4_000)


def test_circuit_by_hand_is_used_when_nothing_else_is_up_and_the_watch_is_told(pair):
    """The last way is a person; he must know that it is his turn."""
    add(pair.alfa, "stick", STICK)
    pair.alfa.say(BRAVO, "When convenient.")
    pair.alfa.sent.clear()
    pair.alfa.tell(CircuitDown("one", "cut"))
    assert over(pair.alfa) == ["stick"]
    assert alarms(pair.alfa) == [("ONLY-BY-HAND", ""), ("ONE-PATH", "")][:1]
    pair.alfa.tell(CircuitUp("one"))
    assert not alarms(pair.alfa)


def test_only_a_circuit_by_hand_is_told_to_be_used(pair):
    """An order that does nothing would be believed to do something."""
    with pytest.raises(LocalFault, match="PLY-BRR-021"):
        pair.alfa.tell(CircuitWanted("one", wanted=True))
    with pytest.raises(LocalFault, match="PLY-BRR-020"):
        pair.alfa.tell(CircuitWanted("none", wanted=True))


def test_one_path_left_is_an_alarm_although_circuits_are_up(pair):
    """Three circuits in one cable look like three until the cable is cut."""
    pair.alfa.circuit("two", BRAVO)
    add(pair.alfa, "voice", VOICE)
    assert not alarms(pair.alfa)
    pair.alfa.tell(CircuitDown("voice", "no dial tone"))
    assert alarms(pair.alfa) == [("ONE-PATH", "")]
    pair.alfa.tell(CircuitUp("voice"))
    assert not alarms(pair.alfa)


def test_receipt_comes_back_on_another_circuit_and_stops_every_other(pair):
    """One-way circuits deliver; the proof comes whichever way there is."""
    for desk, link in ((pair.alfa, BRAVO), (pair.bravo, ALFA)):
        sends = desk is pair.alfa
        diode = Traits(
            WIDE, 8, 5.0, can_send=sends, can_receive=not sends, presence=False
        )
        add(desk, "diode", diode, link)
    pair.carry()
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    frames = dict(pair.alfa.sent)
    pair.alfa.sent.clear()
    pair.bravo.tell(FrameArrived("diode", frames["diode"]))
    assert {circuit for circuit, _ in pair.bravo.sent} == {"one"}
    pair.carry()
    assert pair.bravo.inbox() == ["Now."]
    assert not pair.alfa.core.state.links[BRAVO].pending


def test_answer_to_what_a_courier_brought_goes_the_quick_way_too(pair):
    """He is back in an hour; the cable is here now."""
    add(pair.bravo, "mail", MAIL, ALFA)
    pair.carry()
    pair.alfa.say(BRAVO, "x")
    ((_, frame),) = pair.alfa.sent
    pair.bravo.tell(FrameArrived("mail", frame))
    assert sorted(over(pair.bravo)) == ["mail", "one"]


def test_better_delivery_is_preferred(pair):
    """A circuit that loses half is second, however quick its answers are."""
    pair.alfa.circuit("a-lossy", BRAVO)
    for circuit, share in (("a-lossy", 0.2), ("one", 1.0)):
        pair.alfa.core.state.circuits[circuit].measured.delivered = share
    pair.alfa.say(BRAVO, "When convenient.")
    assert over(pair.alfa) == ["one"]
