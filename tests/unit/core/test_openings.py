# SPDX-License-Identifier: Apache-2.0
"""Openings: which are accepted, which are ignored, which are refused."""

from __future__ import annotations

import hashlib

import pytest

from parley.core.events import (
    EpochRollRequested,
    FrameArrived,
)
from parley.core.statements import make_statement
from parley.crypto.epoch import seal_secret
from parley.crypto.prekey import PrekeyPair
from parley.fixed import replace
from parley.model.epoch import Opening
from parley.model.precedence import Mode
from parley.testing.looks import agree, alarms, only_link, refusals
from parley.wire.frame import FrameKind, encode_opening, peek
from parley.wire.opening import encode_opening_payload, opening_info
from parley.wire.statement import StatementKind

ALFA, BRAVO = "alfa.example", "bravo.example"


def roll(desk, link):
    """Let a custodian roll our epoch; return the new tag."""
    tag = desk.tell(EpochRollRequested(link))
    assert tag == only_link(desk).epoch.keys.tag
    return tag


def opening_frame(frames):
    """Return the one opening among some frames."""
    found = {f for _, f in frames if peek(f)[1] is FrameKind.OPENING}
    (frame,) = found
    return frame


def made_opening(pair, **changed):
    """Return the frame of an opening of ALFA that differs in one thing from a good one.

    `changed` names fields; `to` is the desk whose prekey it is sealed to.
    """
    link = only_link(pair.alfa)
    to = changed.pop("to", pair.bravo)
    number = changed.pop("prekey_number", min(to.core.state.prekeys))
    first = changed.pop("first_serial", link.out.next_serial)
    bare = Opening(
        sender=changed.pop("sender", ALFA),
        recipient=changed.pop("recipient", BRAVO),
        mode=changed.pop("mode", Mode.LIVE),
        incarnation=changed.pop("incarnation", 1),
        first_serial=first,
        previous_last_serial=changed.pop("previous_last_serial", first - 1),
        opened_ms=pair.alfa.wall_ms,
        prekey_number=number,
        book=None,
        page=changed.pop("page", None),
        sealed=b"",
    )
    assert not changed
    _, seed = to.core.state.prekeys.get(number, ("", bytes(32)))
    public = PrekeyPair.from_seed(seed).public
    sealed = seal_secret(public, opening_info(bare), hashlib.sha256(b"s").digest())
    payload = encode_opening_payload(replace(bare, sealed=sealed))
    statement = make_statement(StatementKind.OPENING, payload, pair.alfa.keys)
    return encode_opening(Mode.LIVE, statement)


def heard_codes(pair, frame):
    """Bring a frame to BRAVO; return the codes it was refused with."""
    before = len(refusals(pair.bravo))
    pair.bravo.tell(FrameArrived("one", frame))
    return refusals(pair.bravo)[before:]


def test_replayed_opening_is_ignored(pair):
    """SPEC 4.31: it changes nothing and spends no prekey."""
    pair.alfa.tell(EpochRollRequested(BRAVO))
    frame = opening_frame(pair.alfa.sent)
    pair.carry()
    before = dict(pair.bravo.core.state.prekeys)
    assert heard_codes(pair, frame) == []
    assert pair.bravo.core.state.prekeys == before
    roll(pair.alfa, BRAVO)
    pair.carry()
    assert heard_codes(pair, frame) == []


def test_replayed_opening_after_a_restart_is_ignored(pair):
    """What makes it a replay is on the disk."""
    pair.alfa.tell(EpochRollRequested(BRAVO))
    frame = opening_frame(pair.alfa.sent)
    pair.carry()
    pair.bravo.crash()
    before = only_link(pair.bravo).in_epochs.keys()
    assert heard_codes(pair, frame) == []
    assert only_link(pair.bravo).in_epochs.keys() == before


def test_opening_to_a_used_prekey_is_refused_with_an_alarm(pair):
    """Its secret is gone; nothing sent in that epoch can be read, which people must
    know."""
    frame = made_opening(pair, prekey_number=1)
    assert heard_codes(pair, frame) == ["PLY-LNK-013"]
    assert [code for code, _ in alarms(pair.bravo)] == ["OPENING-REFUSED"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"recipient": "charlie.example"}, "PLY-LNK-012"),
        ({"sender": "charlie.example"}, "PLY-LNK-012"),
        ({"mode": Mode.EXERCISE}, "PLY-LNK-010"),
        ({"page": b"page 7"}, "PLY-KEY-131"),
        ({"incarnation": 0}, "PLY-LNK-012"),
        ({"first_serial": 1, "previous_last_serial": 0}, "PLY-LNK-012"),
        ({"previous_last_serial": 2}, "PLY-LNK-012"),
    ],
    ids=str,
)
def test_opening_out_of_place_is_refused(pair, changed, code):
    """Well signed, and yet not for this link, mode or place in the log (SPEC 4.35)."""
    before = set(pair.bravo.core.state.prekeys)
    assert heard_codes(pair, made_opening(pair, **changed)) == [code]
    # None is spent; where a page was refused, the sender is given some more.
    assert before <= set(pair.bravo.core.state.prekeys)


def test_opening_at_the_start_of_a_known_epoch_is_refused(pair):
    """Two epochs at one serial would be two histories of it."""
    link = only_link(pair.alfa)
    first = link.out.next_serial + 5
    assert heard_codes(pair, made_opening(pair, first_serial=first)) == []
    again = made_opening(pair, first_serial=first)
    assert heard_codes(pair, again) == ["PLY-LNK-012"]


def test_opening_signed_by_somebody_else_is_refused(pair):
    """A prekey is public: whoever holds the card can seal to it, nobody else signs."""
    honest = pair.alfa.keys
    pair.alfa.keys = pair.bravo.keys
    frame = made_opening(pair)
    pair.alfa.keys = honest
    before = set(pair.bravo.core.state.prekeys)
    assert heard_codes(pair, frame) == ["PLY-KEY-103"]
    assert set(pair.bravo.core.state.prekeys) == before


def test_opening_to_a_prekey_given_to_another_counterpart_is_refused(pair):
    """Fresh prekeys are for one link; another party must not spend them."""
    number, (_, seed) = max(pair.bravo.core.state.prekeys.items())
    pair.bravo.core.state.prekeys[number] = ("charlie.example", seed)
    frame = made_opening(pair, prekey_number=number)
    assert heard_codes(pair, frame) == ["PLY-LNK-013"]


def test_openings_that_overtake_one_another_are_both_accepted(pair):
    """SPEC 4.35: circuits reorder; each finds its place between its neighbours."""
    alfa, bravo = pair.alfa, pair.bravo
    batches = []
    for text in ("a", "b", "c"):
        roll(alfa, BRAVO)
        alfa.say(BRAVO, text)
        batches.append(alfa.sent[:])
        alfa.sent.clear()
    for batch in batches[::-1]:
        for circuit, frame in batch:
            bravo.tell(FrameArrived(circuit, frame))
    assert not refusals(bravo)
    pair.pass_time(2)
    pair.carry()
    assert sorted(bravo.inbox()) == ["a", "b", "c"]
    pair.pass_time(6)
    pair.carry()
    assert agree(alfa, bravo)
    assert len(only_link(bravo).in_epochs) == 1
