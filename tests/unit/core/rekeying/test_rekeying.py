# SPDX-License-Identifier: Apache-2.0
"""After a stop a station gets new keys and keeps its name and every message."""

from __future__ import annotations

import pytest

from parley.core.events import (
    CardPresented,
    CodeRead,
    CodesWanted,
    DraftWritten,
    EpochRollRequested,
    RevocationPresented,
    StationRevoked,
)
from parley.core.key_acts import NewKeysConfirmed, NewKeysPresented, PagesAlone
from parley.core.shelves import place_key
from parley.core.statements import open_cardfile
from parley.core.watch.following import follower_of
from parley.errors import LocalFault
from parley.model.message import Relation, RelationKind, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryKey
from parley.testing.looks import agree, alarms, at_rest, only_link, refusals
from parley.testing.paged import hand_out
from parley.testing.rekeyed import (
    card_of,
    carry_keys,
    digits_of,
    new_keys,
    rekey,
)
from parley.testing.witnessed import ACCUSING, settle

ALFA, BRAVO = "alfa.example", "bravo.example"


def go_on(pair, times=6):
    """Let time pass and frames flow until everything is said."""
    for _ in range(times):
        pair.pass_time(20)
        pair.carry()


def by_pages(pair):
    """Both custodians let the line go by pages alone."""
    for desk in (pair.bravo, pair.alfa):
        desk.tell(PagesAlone(pair.other(desk).name, alone=True))
    go_on(pair)


def good(pair):
    """Nothing is owed, both mirrors agree, nobody is accused, all is covered."""
    settle(pair)
    for desk in (pair.alfa, pair.bravo):
        link = only_link(desk)
        assert at_rest(desk)
        assert not link.stopped
        assert link.in_force
        codes = {code for code, _ in alarms(desk)}
        assert not codes & {*ACCUSING, "REVOKED", "PAGES-ALONE", "NEW-KEYS"}
        assert link.out.covered >= link.out.said > 0
    assert agree(pair.alfa, pair.bravo)


def suspect(pair):
    """ALFA is suspected: its code is read aloud, and it stops itself as well."""
    codes = dict(pair.alfa.tell(CodesWanted()))
    pair.carry()
    pair.alfa.say(BRAVO, "before")
    pair.bravo.say(ALFA, "under way when it was stopped")
    pair.carry()
    settle(pair)
    pair.alfa.say(BRAVO, "lost in the alarm")
    pair.bravo.tell(CodeRead(codes[0]))
    pair.carry()
    assert pair.bravo.inbox() == ["before"]
    pair.alfa.tell(StationRevoked())
    return codes


def bridge(pair):
    """Both custodians open their safes and let the line go by pages alone."""
    suspect(pair)
    hand_out(pair)
    by_pages(pair)


@pytest.mark.parametrize("restarts", [False, True])
def test_the_compromise_is_played_to_the_end_and_nothing_is_lost(pair, restarts):
    """Suspicion, revoked, by pages, new keys, normal: each message arrives once."""
    bridge(pair)
    pair.alfa.say(BRAVO, "by page")
    pair.bravo.say(ALFA, "by page too")
    go_on(pair)
    rekey(pair.alfa)
    pair.alfa.say(BRAVO, "new keys, not yet confirmed")
    go_on(pair)
    incarnation = only_link(pair.alfa).out.incarnation
    carry_keys(pair, pair.alfa)
    if restarts:
        pair.alfa.crash()
        pair.bravo.crash()
    pair.bravo.say(ALFA, "welcome back")
    go_on(pair)
    pair.alfa.say(BRAVO, "after")
    go_on(pair)
    assert pair.bravo.inbox() == [
        "before",
        "lost in the alarm",
        "by page",
        "new keys, not yet confirmed",
        "after",
    ]
    assert pair.alfa.inbox() == [
        "under way when it was stopped",
        "by page too",
        "welcome back",
    ]
    # One log: what was said by page goes on, and is covered with the new keys.
    assert only_link(pair.alfa).out.incarnation == incarnation
    good(pair)
    for desk in (pair.alfa, pair.bravo):
        assert not only_link(desk).pages.alone
        desk.crash()
    pair.alfa.say(BRAVO, "after a restart")
    go_on(pair)
    assert pair.bravo.inbox()[-1] == "after a restart"


def test_without_pages_the_line_waits_for_the_courier(pair):
    """Who has no safe loses time and no message."""
    suspect(pair)
    rekey(pair.alfa)
    pair.alfa.say(BRAVO, "said with the new keys")
    go_on(pair)
    assert pair.bravo.inbox() == ["before"]
    carry_keys(pair, pair.alfa)
    go_on(pair)
    assert sorted(pair.bravo.inbox()) == [
        "before",
        "lost in the alarm",
        "said with the new keys",
    ]
    pair.bravo.say(ALFA, "and back")
    go_on(pair)
    assert pair.alfa.inbox()[-1] == "and back"
    good(pair)


def test_the_thief_of_the_old_keys_is_never_believed_again(pair):
    """New keys do not take the stop of the old ones back."""
    old = pair.alfa.keys
    bridge(pair)
    rekey(pair.alfa)
    carry_keys(pair, pair.alfa)
    go_on(pair)
    fresh, pair.alfa.core.state.keys = pair.alfa.core.state.keys, old
    before = pair.bravo.inbox()
    pair.alfa.tell(EpochRollRequested(BRAVO))
    pair.alfa.say(BRAVO, "said by the thief")
    pair.carry()
    assert "PLY-KEY-103" in refusals(pair.bravo)
    assert pair.bravo.inbox() == before
    pair.alfa.core.state.keys = fresh


def test_no_delegation_comes_over_the_line_while_keys_are_stopped(pair):
    """Who had the machine may have had the root: only a voice ends a stop."""
    suspect(pair)
    rekey(pair.alfa)
    go_on(pair)
    assert only_link(pair.bravo).stopped
    assert only_link(pair.bravo).counterpart.card.delegation.number == 1


def test_a_card_alone_does_not_end_a_stop(pair):
    """SPEC 7.122: taking in a card is what one does every day, and half asleep."""
    suspect(pair)
    rekey(pair.alfa)
    with pytest.raises(LocalFault) as caught:
        pair.bravo.tell(CardPresented(card_of(pair.alfa)))
    assert caught.value.code == "PLY-KEY-140"
    assert only_link(pair.bravo).stopped


def test_digits_that_differ_believe_nothing(pair):
    """A courier who was exchanged is found by the voice."""
    suspect(pair)
    rekey(pair.alfa)
    with pytest.raises(LocalFault) as caught:
        pair.bravo.tell(NewKeysConfirmed(ALFA, "1" * 60))
    assert caught.value.code == "PLY-KEY-142"
    pair.bravo.tell(NewKeysPresented(card_of(pair.alfa)))
    assert ("NEW-KEYS", "") in alarms(pair.bravo)
    with pytest.raises(LocalFault) as caught:
        pair.bravo.tell(NewKeysConfirmed(ALFA, "1" * 60))
    assert caught.value.code == "PLY-LNK-004"
    assert only_link(pair.bravo).stopped
    pair.bravo.crash()
    pair.bravo.tell(NewKeysConfirmed(ALFA, digits_of(pair.alfa)))
    assert only_link(pair.bravo).counterpart.card.keys == pair.alfa.keys.public


def test_keys_of_before_are_refused_as_new_ones(pair):
    """A thief must not bring the stolen keys back by courier."""
    old = card_of(pair.alfa)
    suspect(pair)
    with pytest.raises(LocalFault) as caught:
        pair.bravo.tell(NewKeysPresented(old))
    assert caught.value.code == "PLY-KEY-141"
    rekey(pair.alfa)
    carry_keys(pair, pair.alfa)
    go_on(pair)
    with pytest.raises(LocalFault) as caught:
        pair.bravo.tell(NewKeysPresented(old))
    assert caught.value.code == "PLY-KEY-141"


def test_codes_and_prekeys_of_before_are_void(pair):
    """SPEC 7.123: whoever stole the disk has them."""
    codes = suspect(pair)
    before = set(pair.alfa.core.state.prekeys)
    rekey(pair.alfa)
    assert pair.alfa.core.state.revocation is None
    assert not before & set(pair.alfa.core.state.prekeys)
    carry_keys(pair, pair.alfa)
    go_on(pair)
    with pytest.raises(LocalFault) as caught:
        pair.bravo.tell(CodeRead(codes[0]))
    assert caught.value.code == "PLY-KEY-121"
    good(pair)


def test_a_second_compromise_is_played_as_the_first(pair):
    """The line that was saved once must be savable again."""
    bridge(pair)
    rekey(pair.alfa)
    carry_keys(pair, pair.alfa)
    go_on(pair)
    again = dict(pair.alfa.tell(CodesWanted()))
    pair.carry()
    pair.bravo.tell(CodeRead(again[0]))
    pair.alfa.tell(StationRevoked())
    by_pages(pair)
    rekey(pair.alfa, 3)
    carry_keys(pair, pair.alfa)
    go_on(pair)
    pair.alfa.say(BRAVO, "the third keys")
    go_on(pair)
    assert pair.bravo.inbox()[-1] == "the third keys"
    good(pair)


@pytest.mark.parametrize("alone", [False, True])
def test_new_keys_on_another_machine_restored_from_a_backup(pair, alone):
    """The machine was in doubt: a copy runs elsewhere, and has new keys at once."""
    if alone:
        bridge(pair)
    else:
        suspect(pair)
    backup = pair.alfa.store.snapshot()
    pair.alfa.say(BRAVO, "after the copy") if alone else None
    go_on(pair)
    pair.alfa.adopt(new_keys(ALFA), 2)
    pair.alfa.put_back(backup)
    assert not pair.alfa.core.state.own_stopped
    go_on(pair)
    carry_keys(pair, pair.alfa)
    if alone:
        hand_out(pair)  # a restored station has destroyed its pages
    go_on(pair, 10)
    pair.alfa.say(BRAVO, "from the other machine")
    pair.bravo.say(ALFA, "welcome")
    go_on(pair, 10)
    assert pair.bravo.inbox().count("from the other machine") == 1
    assert pair.bravo.inbox().count("lost in the alarm") == 1
    assert pair.alfa.inbox()[-1] == "welcome"
    good(pair)


def both_stopped(pair):
    """While it goes by pages for ALFA's sake, BRAVO's keys are stopped as well."""
    bridge(pair)
    pair.alfa.tell(RevocationPresented(pair.bravo.tell(StationRevoked())))
    rekey(pair.alfa)
    go_on(pair)
    carry_keys(pair, pair.alfa)
    go_on(pair)


def test_thief_of_the_other_keys_opens_nothing_while_one_side_has_new_ones(pair):
    """Openings of both sorts are accepted then, but none that stopped keys signed."""
    both_stopped(pair)
    thief = only_link(pair.bravo)
    thief.their_prekeys = {
        each.number: each for each in open_cardfile(card_of(pair.alfa))[0].prekeys
    }
    thief.pages.alone, pair.bravo.core.state.revocation = False, None
    pair.bravo.tell(EpochRollRequested(ALFA))
    pair.bravo.say(ALFA, "said by the thief of BRAVO's keys")
    go_on(pair)
    assert "PLY-KEY-122" in refusals(pair.alfa)
    assert "said by the thief of BRAVO's keys" not in pair.alfa.inbox()
    assert only_link(pair.alfa).pages.alone


def test_line_stays_by_pages_until_the_second_side_has_new_keys_too(pair):
    """Neither falls silent, nor signs with keys that are stopped."""
    both_stopped(pair)
    for desk in (pair.alfa, pair.bravo):
        assert only_link(desk).pages.alone
    pair.alfa.say(BRAVO, "still by page")
    pair.bravo.say(ALFA, "and back")
    go_on(pair)
    assert pair.bravo.inbox()[-1] == "still by page"
    assert pair.alfa.inbox()[-1] == "and back"
    rekey(pair.bravo)
    go_on(pair)
    carry_keys(pair, pair.bravo)
    go_on(pair)
    pair.alfa.say(BRAVO, "under new keys of both")
    go_on(pair)
    assert pair.bravo.inbox()[-1] == "under new keys of both"
    good(pair)


def test_correction_given_back_stands_at_the_message_of_its_own_log(pair):
    """It must not look as if it corrected whatever has that serial in the new log."""
    pair.alfa.say(BRAVO, "wrong")
    pair.carry()
    first = only_link(pair.alfa).out.next_serial - 1
    codes = dict(pair.alfa.tell(CodesWanted()))
    pair.carry()
    pair.bravo.tell(CodeRead(codes[0]))
    index, _ = pair.alfa.officers["drafter"]
    corrects = Relation(RelationKind.CORRECTS, ours=True, serial=first)
    texts = (Text("en", "right"),)
    written = DraftWritten(BRAVO, index, Precedence.ROUTINE, (), texts, corrects)
    draft = pair.alfa.tell(written)
    for who in ("first", "second")[: draft.needed]:
        draft = pair.alfa.release(draft, who)
    pair.alfa.tell(StationRevoked())
    hand_out(pair)
    by_pages(pair)
    assert pair.bravo.inbox() == ["wrong", "right"]
    for desk, direction in ((pair.alfa, Direction.OUT), (pair.bravo, Direction.IN)):
        followed = dict(desk.store.shelf("follow"))
        key = EntryKey(only_link(desk).name, direction, 1, first)
        shown = follower_of(followed.pop(place_key(key)))
        assert shown.kind is RelationKind.CORRECTS
        assert not followed
        if desk is pair.bravo:
            assert (shown.incarnation, shown.serial) == (1, draft.serial)
