# SPDX-License-Identifier: Apache-2.0
"""A message that waits beyond its own time asks its officers."""

from __future__ import annotations

import pytest

from parley.core.events import CircuitDown, CircuitUp, DraftWritten, WaitingDecided
from parley.errors import LocalFault
from parley.model.message import Text
from parley.model.precedence import Precedence
from parley.testing.looks import alarms, only_link

BRAVO = "bravo.example"


def say_until(desk, text, seconds) -> int:
    """Release a text that is of use for so long; return its serial."""
    draft = desk.tell(
        DraftWritten(
            BRAVO,
            desk.officers["drafter"][0],
            Precedence.IMMEDIATE,
            (),
            (Text("en", text),),
            not_after_ms=desk.wall_ms + seconds * 1_000,
        )
    )
    for who in ("first", "second")[: draft.needed]:
        draft = desk.release(draft, who)
    return draft.serial


@pytest.fixture
def cut(pair):
    """A line that fails, and a message that is of use for five minutes."""
    pair.alfa.tell(CircuitDown("one", "cut"))
    return pair, say_until(pair.alfa, "Before noon.", 300)


def codes(desk) -> list[str]:
    return [code for code, _ in alarms(desk)]


def test_message_out_of_time_asks_its_officers(cut):
    """They may still want it to arrive, or not at all any more; only they know."""
    pair, serial = cut
    pair.pass_time(299)
    assert "OUT-OF-TIME" not in codes(pair.alfa)
    assert pair.alfa.core.next_wakeup() <= pair.alfa.mono_ms + 2_000
    pair.pass_time(2)
    assert ("OUT-OF-TIME", str(serial)) in alarms(pair.alfa)


def test_kept_message_goes_on_as_before_and_asks_no_more(cut):
    """The officer has decided; the next hour must not ask him again."""
    pair, serial = cut
    pair.pass_time(400)
    pair.alfa.tell(WaitingDecided(BRAVO, serial, let_go=False))
    pair.pass_time(400)
    assert "OUT-OF-TIME" not in codes(pair.alfa)
    assert only_link(pair.alfa).pending[serial].precedence == Precedence.IMMEDIATE
    pair.alfa.tell(CircuitUp("one"))
    pair.carry()
    assert pair.bravo.inbox() == ["Before noon."]


def test_message_let_go_waits_behind_everything_and_rings_no_more(cut):
    """It stays in the log, so it arrives some day, and hurries nobody."""
    pair, serial = cut
    pair.pass_time(400)
    pair.alfa.tell(WaitingDecided(BRAVO, serial, let_go=True))
    pair.pass_time(4_000)
    assert not {"OUT-OF-TIME", "UNRECEIPTED"} & set(codes(pair.alfa))
    pair.alfa.say(BRAVO, "Routine.")
    pair.alfa.tell(CircuitUp("one"))
    pair.carry()
    assert pair.bravo.inbox() == ["Routine.", "Before noon."]


def test_decision_outlives_a_restart(cut):
    """A station that forgets it would ask again, or hurry again."""
    pair, serial = cut
    pair.pass_time(400)
    pair.alfa.tell(WaitingDecided(BRAVO, serial, let_go=True))
    pair.alfa.crash()
    pending = only_link(pair.alfa).pending[serial]
    assert pending.let_go
    assert pending.precedence < Precedence.ROUTINE
    pair.pass_time(10)
    assert "OUT-OF-TIME" not in codes(pair.alfa)


def test_receipt_ends_the_question(cut):
    """What arrived needs no decision, and leaves none behind."""
    pair, serial = cut
    pair.pass_time(400)
    pair.alfa.tell(WaitingDecided(BRAVO, serial, let_go=True))
    pair.alfa.tell(CircuitUp("one"))
    pair.carry()
    assert not list(pair.alfa.store.shelf("waiting"))
    assert not alarms(pair.alfa)


def test_only_what_waits_can_be_decided(cut):
    """A decision on nothing would be believed."""
    pair, serial = cut
    with pytest.raises(LocalFault, match="PLY-BRR-024"):
        pair.alfa.tell(WaitingDecided(BRAVO, serial + 7, let_go=True))
