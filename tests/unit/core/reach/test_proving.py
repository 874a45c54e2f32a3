# SPDX-License-Identifier: Apache-2.0
"""Each circuit is proved by itself, and one that died in silence is found."""

from __future__ import annotations

from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    FrameArrived,
    TimerFired,
)
from parley.model.circuit import Cost, Traits
from parley.model.precedence import Precedence
from parley.testing.looks import alarms, at_rest, only_link

ALFA, BRAVO = "alfa.example", "bravo.example"
RADIO = Traits(1_114_112, 64, 0.2, failure_domain=frozenset({"radio"}))
RELAY = frozenset({"relay"})
PHONE = Traits(1_114_112, 64, 0.2, cost=Cost.SCARCE, failure_domain=frozenset({"pstn"}))


def add(pair, name, traits) -> None:
    """Give both stations one more circuit."""
    for desk, link in ((pair.alfa, BRAVO), (pair.bravo, ALFA)):
        desk.declared.append(CircuitDeclared(name, link, traits))
        desk.tell(desk.declared[-1])
        desk.tell(CircuitUp(name))
    pair.carry()


def carry(pair, *, dead=()) -> None:
    """Carry everything but what goes over a circuit that died without a word."""
    for _ in range(60):
        moved = False
        for desk in (pair.alfa, pair.bravo):
            frames, desk.sent = desk.sent, []
            for circuit, frame in frames:
                moved = True
                desk.tell(CircuitReady(circuit, 1))
                if circuit not in dead:
                    pair.other(desk).tell(FrameArrived(circuit, frame))
        if not moved:
            return


def an_interval(pair, *, dead=()) -> None:
    """Let one test interval pass, with everything that it brings."""
    for desk in (pair.alfa, pair.bravo):
        desk.pass_time(only_link(desk).agreement.terms.test_interval_s)
        desk.tell(TimerFired())
    for _ in range(30):
        carry(pair, dead=dead)
        for desk in (pair.alfa, pair.bravo):
            desk.pass_time(2)
            desk.tell(TimerFired())


def told(desk, name):
    return next(each for each in desk.core.circuits() if each.circuit == name)


def test_each_circuit_has_a_proof_of_its_own(pair):
    """One test over the best circuit says nothing of the others."""
    add(pair, "radio", RADIO)
    an_interval(pair)
    for name in ("one", "radio"):
        assert told(pair.alfa, name).tested_wall_ms is not None
        assert told(pair.alfa, name).came_back_on == name
        assert told(pair.alfa, name).offset_ms is not None


def test_circuit_that_died_in_silence_is_known_within_one_interval(pair):
    """It takes frames and is up; only a test over it alone can tell.

    One test may be lost, so a second follows at once; the next interval is too late.
    """
    add(pair, "radio", RADIO)
    an_interval(pair)
    assert not alarms(pair.alfa)
    an_interval(pair, dead=("radio",))
    assert ("CIRCUIT-SILENT", "radio") in alarms(pair.alfa)
    assert told(pair.alfa, "radio").is_silent
    assert at_rest(pair.alfa)
    for _ in range(2):
        an_interval(pair)
    assert not told(pair.alfa, "radio").is_silent
    assert ("CIRCUIT-SILENT", "radio") not in alarms(pair.alfa)


def test_flash_is_not_held_up_by_a_circuit_that_died(pair):
    """It goes over all, and the first that carries it is enough."""
    add(pair, "radio", RADIO)
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    carry(pair, dead=("one",))
    assert pair.bravo.inbox() == ["Now."]
    assert at_rest(pair.alfa)


def test_relay_that_withholds_one_party_costs_it_a_share_and_no_message(pair):
    """It says yes to everything of ours and keeps it; only receipts tell."""
    relay = Traits(1_114_112, 64, 0.2, presence=False, failure_domain=RELAY)
    add(pair, "relay", relay)
    an_interval(pair)
    pair.alfa.tell(CircuitDown("one", "the cable is cut"))
    pair.bravo.tell(CircuitDown("one", "the cable is cut"))
    pair.alfa.say(BRAVO, "Withheld.", Precedence.ROUTINE)
    pair.bravo.say(ALFA, "Ours arrives.", Precedence.ROUTINE)
    for _ in range(15):
        withhold(pair)
        pair.pass_time(2)
    assert pair.bravo.inbox() == []
    assert pair.alfa.inbox() == ["Ours arrives."]
    assert told(pair.alfa, "relay").unanswered_wall_ms is not None
    assert told(pair.alfa, "relay").delivered < 1.0
    for desk in (pair.alfa, pair.bravo):
        desk.tell(CircuitUp("one"))
    for _ in range(10):
        withhold(pair)
        pair.pass_time(2)
    assert pair.bravo.inbox() == ["Withheld."]
    assert at_rest(pair.alfa)


def withhold(pair) -> None:
    """Carry everything but what ALFA gives to the relay."""
    for _ in range(60):
        moved = False
        for desk in (pair.alfa, pair.bravo):
            frames, desk.sent = desk.sent, []
            for circuit, frame in frames:
                moved = True
                desk.tell(CircuitReady(circuit, 1))
                if desk is not pair.alfa or circuit != "relay":
                    pair.other(desk).tell(FrameArrived(circuit, frame))
        if not moved:
            return


def test_what_is_scarce_is_tested_once_a_day(pair):
    """A phone call each hour to say nothing is a bill and an occupied line."""
    add(pair, "phone", PHONE)
    an_interval(pair)
    first = told(pair.alfa, "phone").tested_wall_ms
    assert first is not None
    for _ in range(5):
        an_interval(pair)
    assert told(pair.alfa, "phone").tested_wall_ms == first
    for _ in range(20):
        an_interval(pair)
    assert told(pair.alfa, "phone").tested_wall_ms > first


def test_share_delivered_falls_where_frames_vanish(pair):
    """The board shows which circuit deserves its place."""
    for _ in range(4):
        pair.alfa.say(BRAVO, "x")
        pair.carry()
    good = told(pair.alfa, "one").delivered
    for _ in range(4):
        pair.alfa.say(BRAVO, "x")
        pair.lose()
        for _ in range(3):
            pair.pass_time(2)
            pair.lose()
        pair.pass_time(2)
        pair.carry()
    assert good == 1.0
    assert told(pair.alfa, "one").delivered < 0.8


def test_two_circuits_in_one_cable_are_one_path(pair):
    """Path diversity is counted by what the circuits depend on."""
    pair.alfa.circuit("two", BRAVO)
    assert pair.alfa.core.paths(BRAVO) == (2, 1)
    add(pair, "radio", RADIO)
    assert pair.alfa.core.paths(BRAVO) == (3, 2)
