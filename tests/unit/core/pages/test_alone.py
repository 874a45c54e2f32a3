# SPDX-License-Identifier: Apache-2.0
"""By pages alone: a broken kind of key, or a stolen one, is bridged."""

from __future__ import annotations

import pytest

from parley.core.events import (
    EpochRollRequested,
    FrameArrived,
    StationRevoked,
)
from parley.core.key_acts import (
    PagesAlone,
)
from parley.core.statements import opening_payload
from parley.crypto.page import page_mac
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.entry import SignedHead
from parley.model.precedence import Mode
from parley.model.record import Direction
from parley.testing.looks import alarms, at_rest, only_link, refusals, said
from parley.testing.paged import hand_out
from parley.testing.witnessed import settle
from parley.wire.frame import encode_opening
from parley.wire.opening import decode_opening_payload, encode_opening_payload
from parley.wire.page_set import PageOpening, encode_page_opening
from tests.unit.core.test_openings import made_opening

ALFA, BRAVO = "alfa.example", "bravo.example"


def go_alone(pair, *desks):
    """Let the custodians of some desks say that the line goes by pages alone."""
    for desk in desks or (pair.alfa, pair.bravo):
        other = pair.other(desk).name
        assert desk.tell(PagesAlone(other, alone=True)) == other


@pytest.fixture
def bridged(pair):
    """ALFA's keys are revoked and the line goes by pages alone."""
    hand_out(pair)
    pair.alfa.say(BRAVO, "before")
    pair.carry()
    pair.alfa.tell(StationRevoked())
    pair.carry()
    go_alone(pair)
    pair.carry()
    return pair


def test_an_opening_under_a_page_alone_has_no_public_key(bridged):
    """SPEC 7.111: what breaks every public key does not touch it."""
    for desk in (bridged.alfa, bridged.bravo):
        epoch = only_link(desk).epoch
        opening = decode_opening_payload(opening_payload(epoch.opening))
        assert opening.prekey_number is None
        assert opening.sealed is None
        assert len(epoch.opening) < 200


def test_revoked_keys_are_bridged_and_every_message_arrives_once(bridged):
    """The line goes on while the courier travels."""
    bridged.alfa.say(BRAVO, "during")
    bridged.bravo.say(ALFA, "we hear you")
    bridged.pass_time(40)
    bridged.carry()
    assert bridged.bravo.inbox() == ["before", "during"]
    assert bridged.alfa.inbox() == ["we hear you"]
    assert at_rest(bridged.alfa)
    assert at_rest(bridged.bravo)
    for desk in (bridged.alfa, bridged.bravo):
        assert ("PAGES-ALONE", "") in alarms(desk)
        assert "COUNTERPART-RESTORED" not in [code for code, _ in alarms(desk)]


def test_what_waited_when_the_keys_were_stopped_arrives_by_page(pair):
    """No message is lost to the change: what nobody answered is said again."""
    hand_out(pair)
    pair.alfa.say(BRAVO, "lost on its way")
    pair.bravo.say(ALFA, "lost too")
    pair.lose()
    pair.alfa.tell(StationRevoked())
    pair.carry()
    go_alone(pair, pair.bravo)
    pair.carry()
    go_alone(pair, pair.alfa)
    pair.pass_time(40)
    pair.carry()
    assert pair.bravo.inbox() == ["lost on its way"]
    assert pair.alfa.inbox() == ["lost too"]


def test_a_thief_of_the_keys_is_refused_while_pages_bridge(bridged):
    """He has keys, prekeys and old epochs, and no page."""
    incarnation = only_link(bridged.alfa).out.incarnation
    frame = made_opening(bridged, incarnation=incarnation)
    bridged.bravo.tell(FrameArrived("one", frame))
    assert refusals(bridged.bravo)[-1] == "PLY-KEY-135"


def test_a_thief_who_knows_the_name_of_a_page_spends_none(bridged):
    """SPEC 7.112: the name is open on the wire; the page is not."""
    held = dict(only_link(bridged.bravo).pages.theirs)
    name = next(iter(held))
    log = only_link(bridged.alfa).out
    opening = decode_opening_payload(
        opening_payload(only_link(bridged.alfa).epoch.opening)
    )
    first = log.next_serial
    payload = encode_opening_payload(
        replace(opening, page=name, first_serial=first, previous_last_serial=first - 1)
    )
    for mac in (bytes(32), page_mac(bytes(32), payload)):
        body = encode_page_opening(PageOpening(payload, mac))
        bridged.bravo.tell(FrameArrived("one", encode_opening(Mode.LIVE, body)))
    assert refusals(bridged.bravo)[-2:] == ["PLY-KEY-137"] * 2
    assert only_link(bridged.bravo).pages.theirs == held


def test_one_side_alone_is_refused_until_the_other_custodian_agrees(pair):
    """Who only saw the opening cannot know whether it is meant."""
    hand_out(pair)
    go_alone(pair, pair.alfa)
    pair.alfa.say(BRAVO, "by page")
    pair.carry()
    assert "PLY-KEY-136" in refusals(pair.bravo)
    assert ("GOES-ALONE", "") in alarms(pair.bravo)
    assert pair.bravo.inbox() == []
    go_alone(pair, pair.bravo)
    pair.pass_time(40)
    pair.carry()
    assert pair.bravo.inbox() == ["by page"]
    assert ("GOES-ALONE", "") not in alarms(pair.bravo)


def test_it_outlives_a_restart(bridged):
    """A power cut must not open the line to the stolen keys again."""
    for desk in (bridged.alfa, bridged.bravo):
        desk.crash()
        assert only_link(desk).pages.alone
    bridged.alfa.say(BRAVO, "after the power cut")
    bridged.pass_time(40)
    bridged.carry()
    assert bridged.bravo.inbox() == ["before", "after the power cut"]


def test_no_head_is_signed_with_stopped_keys(bridged):
    """It would prove nothing, and could be the thief's."""
    before = len(said(bridged.alfa, Direction.OUT))
    bridged.alfa.say(BRAVO, "uncovered for now")
    bridged.carry()
    settle(bridged)
    after = said(bridged.alfa, Direction.OUT)[before:]
    assert not [each for each in after if isinstance(each, SignedHead)]


def test_broken_prekeys_are_bridged_and_the_line_comes_back(pair):
    """Without any stop: pages alone for a time, then prekeys again."""
    hand_out(pair)
    go_alone(pair)
    pair.alfa.say(BRAVO, "by page")
    pair.pass_time(40)
    pair.carry()
    for desk in (pair.alfa, pair.bravo):
        desk.tell(PagesAlone(pair.other(desk).name, alone=False))
    pair.alfa.say(BRAVO, "by prekey again")
    for _ in range(8):
        pair.pass_time(40)
        pair.carry()
    assert pair.bravo.inbox() == ["by page", "by prekey again"]
    opened = only_link(pair.alfa).epoch.opening
    assert decode_opening_payload(opening_payload(opened)).prekey_number is not None
    assert at_rest(pair.alfa)


def test_without_a_page_it_cannot_begin(pair):
    """The custodian is told before the line is cut."""
    with pytest.raises(LocalFault) as caught:
        pair.alfa.tell(PagesAlone(BRAVO, alone=True))
    assert caught.value.code == "PLY-KEY-130"
    with pytest.raises(LocalFault) as caught:
        pair.alfa.tell(PagesAlone(BRAVO, alone=False))
    assert caught.value.code == "PLY-KEY-138"


def test_it_does_not_end_while_keys_are_stopped(bridged):
    """Ending it would hand the line back to the thief."""
    for desk in (bridged.alfa, bridged.bravo):
        with pytest.raises(LocalFault) as caught:
            desk.tell(PagesAlone(bridged.other(desk).name, alone=False))
        assert caught.value.code == "PLY-KEY-138"


def test_a_fresh_epoch_takes_the_next_page(bridged):
    """Each page is for one opening; the line rolls on as long as there are some."""
    left = len(only_link(bridged.alfa).pages.ours)
    bridged.alfa.tell(EpochRollRequested(BRAVO))
    assert len(only_link(bridged.alfa).pages.ours) == left - 1
