# SPDX-License-Identifier: Apache-2.0
"""The one face of the core: every event has its rule, a refusal leaves no trace."""

from __future__ import annotations

import inspect
from typing import get_args

import pytest

from parley.core import events, floor_events, key_acts
from parley.core.events import (
    ActGiven,
    CardPresented,
    DraftWithdrawn,
    DraftWritten,
    EpochRollRequested,
    Event,
    FingerprintConfirmed,
    LinkTestRequested,
    OfficerAdded,
    ReleaseGiven,
    TimerFired,
)
from parley.core.station import Station
from parley.core.watch import handling
from parley.errors import Fault
from parley.fixed import replace
from parley.model.act import Acknowledged, Reference, Suspended
from parley.model.identity import KeyScheme
from parley.model.message import Release, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.looks import rows

ALFA, BRAVO = "alfa.example", "bravo.example"
SCRAWL = Release(9, KeyScheme.SOFTWARE_ED25519, bytes(64))
REFUSED = {
    "card": CardPresented(b"nonsense"),
    "digits": FingerprintConfirmed(BRAVO, "0" * 60, "custodian"),
    "officer": OfficerAdded("watch", "duty officer", (1,), (), 2**50),
    "draft": DraftWritten(BRAVO, 99, Precedence.FLASH, (), (Text("en", "x"),)),
    "withdrawal": DraftWithdrawn(99),
    "release": ReleaseGiven(99, SCRAWL),
    "acknowledgement": ActGiven(
        BRAVO, Acknowledged(), Reference(1, 1, bytes(32)), 5, SCRAWL
    ),
    "suspension": ActGiven(BRAVO, Suspended(None, "x"), None, 5, SCRAWL),
    "link test": LinkTestRequested("nobody.example"),
    "epoch": EpochRollRequested("nobody.example"),
}


@pytest.mark.parametrize("event", REFUSED.values(), ids=REFUSED.keys())
def test_refused_act_leaves_no_trace(pair, event):
    """It raised; nothing is on the disk, nothing was sent, nothing is remembered."""
    alfa = pair.alfa
    before = _picture(alfa)
    with pytest.raises(Fault):
        alfa.core.handle(event, alfa.now())
    assert _picture(alfa) == before
    alfa.crash()
    assert _picture(alfa)["drafts"] == before["drafts"]


def test_every_event_has_a_rule():
    """A new event without a rule does not get past the type checker, nor past here."""
    source = inspect.getsource(Station._hand_over) + inspect.getsource(handling)
    for event in get_args(Event):
        assert f" {event.__name__}()" in source
    classes = {
        each
        for module in (events, floor_events, key_acts)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if each.__module__ == module.__name__
    }
    assert classes == set(get_args(Event))


def test_thing_that_is_no_event_is_a_mistake_of_ours(pair):
    """The table has no catch-all branch that would swallow it."""
    with pytest.raises(AssertionError):
        pair.alfa.core.handle(object(), pair.alfa.now())


def test_same_events_at_the_same_times_give_the_same_bytes(strangers):
    """No clock and no randomness inside: what entropy does not touch is equal."""
    alfa = strangers.alfa
    twin = Station(alfa.core.state)
    now = replace(alfa.now(), entropy=bytes(32))
    first = alfa.core.handle(TimerFired(), now)
    assert twin.handle(TimerFired(), now) == first


def test_roll_is_answered_with_the_new_tag(pair):
    """The custodian sees that his act took effect."""
    tag = pair.alfa.tell(EpochRollRequested(BRAVO))
    assert pair.alfa.core.links()[0].epoch_out == tag.hex()


def _picture(desk):
    return {
        "entries": [row.key for way in Direction for row in rows(desk, way)],
        "sent": list(desk.sent),
        "links": desk.core.links(),
        "drafts": desk.core.drafts(),
        "roster": desk.core.roster(),
        "alarms": desk.core.alarms(),
        "numbers": (desk.core.state.next_number, desk.core.state.next_prekey),
    }
