# SPDX-License-Identifier: Apache-2.0
"""What the core tells of this moment."""

from __future__ import annotations

import pytest

from parley.core.events import (
    CardPresented,
    CardRequested,
    CircuitDown,
    LinkTestRequested,
)
from parley.errors import LocalFault
from parley.model.message import Setting
from parley.model.precedence import Mode, Precedence
from parley.testing.lies import unchecked_message, utter

ALFA, BRAVO = "alfa.example", "bravo.example"


def test_alleged_party_is_shown_as_such(strangers):
    """People must see that nothing is proved yet."""
    alfa = strangers.alfa
    alleged = alfa.tell(CardPresented(strangers.bravo.tell(CardRequested())))
    (facts,) = alfa.core.links()
    assert (facts.state, facts.party) == ("alleged", "Bravo")
    assert facts.fingerprint == alleged.fingerprint
    assert alfa.core.counterpart_roster(BRAVO) == strangers.bravo.core.roster()
    assert alfa.core.agreement(BRAVO) is None


def test_five_facts_have_the_time_at_which_each_was_last_true(pair):
    """ "Can we reach them" is five questions with five answers."""
    alfa, bravo = pair.alfa, pair.bravo
    bare = alfa.core.links()[0]
    assert (bare.watch_wall_ms, bare.tested_wall_ms) == (None, None)
    serial = alfa.say(BRAVO, "x", Precedence.FLASH).serial
    pair.carry()
    pair.pass_time(5)
    alfa.tell(LinkTestRequested(BRAVO))
    pair.carry()
    tested = alfa.wall_ms
    pair.pass_time(5)
    bravo.acknowledge(ALFA, serial)
    pair.carry()
    facts = alfa.core.links()[0]
    assert facts.tested_wall_ms == tested
    assert facts.watch_wall_ms == facts.station_wall_ms == alfa.wall_ms
    assert facts.path_wall_ms == alfa.wall_ms
    assert facts.principal_wall_ms is None


def test_unverified_message_proves_no_watch(pair):
    """Only what an officer of theirs signed proves that one is there."""
    utter(pair.alfa, BRAVO, unchecked_message(pair.alfa, BRAVO, "x", ["first"]))
    pair.carry()
    facts = pair.bravo.core.links()[0]
    assert facts.watch_wall_ms is None
    assert facts.station_wall_ms == pair.bravo.wall_ms


def test_counts_are_those_of_the_logs(pair):
    """What is sent, held and not receipted."""
    pair.alfa.say(BRAVO, "x")
    facts = pair.alfa.core.links()[0]
    (sent, _), (held, _) = pair.alfa.core.roots(BRAVO)
    assert (facts.sent, facts.held, facts.unreceipted) == (sent, held, 1)
    pair.carry()
    assert pair.alfa.core.links()[0].unreceipted == 0
    assert facts.prekeys_left == 4
    assert facts.epoch_out == pair.bravo.core.links()[0].epoch_in


def test_circuits_are_shown_with_reason_and_since_when(pair):
    """Disabled always carries the reason."""
    pair.alfa.pass_time(9)
    pair.alfa.tell(CircuitDown("one", "the other side does not answer"))
    (facts,) = pair.alfa.core.circuits()
    assert (facts.state, facts.reason) == ("down", "the other side does not answer")
    assert facts.since_wall_ms == pair.alfa.wall_ms


def test_waiting_frames_of_a_circuit_are_counted(pair):
    """A queue that grows is seen."""
    pair.alfa.core.state.circuits["one"].window = 0
    for _ in range(3):
        pair.alfa.say(BRAVO, "x")
    (facts,) = pair.alfa.core.circuits()
    assert (facts.state, facts.waiting) == ("up", 3)


def test_unknown_counterpart_has_no_facts(pair):
    """A name that was mistyped is told so."""
    for ask in (
        pair.alfa.core.counterpart_roster,
        pair.alfa.core.incarnations,
        pair.alfa.core.roots,
    ):
        with pytest.raises(LocalFault) as fault:
            ask("nobody.example")
        assert fault.value.code == "PLY-LNK-001"
    assert pair.alfa.core.agreement("nobody.example") is None


def test_setting_names_the_writer_first(pair):
    """Out and in are not the same words in another order of mind."""
    assert pair.alfa.core.setting_out(BRAVO) == Setting(ALFA, BRAVO, Mode.LIVE)
    assert pair.alfa.core.setting_in(BRAVO) == Setting(BRAVO, ALFA, Mode.LIVE)
    assert pair.alfa.core.setting_out(BRAVO) == pair.bravo.core.setting_in(ALFA)


def test_alarms_are_oldest_first(pair):
    """The first cause stands at the top."""
    pair.alfa.tell(CircuitDown("one", "cut"))
    serial = pair.alfa.say(BRAVO, "x", Precedence.FLASH).serial
    pair.pass_time(11)
    assert [each.code for each in pair.alfa.core.alarms()] == ["NO-PATH", "UNRECEIPTED"]
    assert pair.alfa.core.alarms()[1].subject == str(serial)


def test_incarnations_begin_at_one(pair):
    """A station never restored has one log."""
    assert pair.alfa.core.incarnations(BRAVO) == (1, 1)
