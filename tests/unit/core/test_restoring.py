# SPDX-License-Identifier: Apache-2.0
"""A station restored from a backup: nothing used twice, everything lost given back."""

from __future__ import annotations

from contextlib import suppress

import pytest

from parley.core.effects import Recall
from parley.core.entries import read_row
from parley.core.events import (
    CircuitDown,
    CircuitUp,
    EpochRollRequested,
    Recalled,
)
from parley.core.records import Rung
from parley.core.shelves import decode_fact, ladder_key
from parley.errors import LocalFault
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.message import Message
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.lies import utter
from parley.testing.looks import (
    agree,
    alarms,
    at_rest,
    only_link,
    refusals,
    rows,
    sounds,
)
from tests.unit.core.restored import courier, settle, texts, whole

ALFA, BRAVO = "alfa.example", "bravo.example"


@pytest.fixture
def restored(pair):
    """ALFA restored to before half of what was said; the pair, at rest again."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "before, ours")
    bravo.say(ALFA, "before, theirs")
    pair.carry()
    backup = alfa.store.snapshot()
    alfa.say(BRAVO, "after, ours")
    bravo.say(ALFA, "after, theirs")
    pair.carry()
    pair.pass_time(10)
    alfa.effects.clear()
    bravo.effects.clear()
    alfa.put_back(backup)
    settle(pair)
    return pair


def test_restored_station_begins_a_higher_incarnation(restored):
    """SPEC 4.60: what the backup does not know may have been used."""
    ours, theirs = restored.alfa.core.incarnations(BRAVO)
    assert ours >= restored.alfa.wall_ms // 1_000 - 60
    assert theirs == 1
    assert restored.bravo.core.incarnations(ALFA) == (1, ours)


def test_everything_lost_of_either_log_is_given_back(restored):
    """Both records are whole again, on both sides."""
    alfa, bravo = restored.alfa, restored.bravo
    assert texts(alfa, Direction.OUT) == ["after, ours", "before, ours"]
    assert texts(alfa, Direction.IN) == ["after, theirs", "before, theirs"]
    assert whole(alfa, Direction.OUT) == whole(bravo, Direction.IN)
    assert whole(alfa, Direction.IN) == whole(bravo, Direction.OUT)
    assert agree(alfa, bravo)
    assert at_rest(alfa)
    assert at_rest(bravo)


def test_nothing_is_shown_twice_after_a_restoration(restored):
    """What had been read there is not read again as something new."""
    assert sorted(restored.bravo.inbox()) == ["after, ours", "before, ours"]
    assert sounds(restored.bravo) == []
    assert sorted(restored.alfa.inbox()) == ["after, theirs", "before, theirs"]
    assert len(sounds(restored.alfa)) == 1


def test_the_counterparts_watch_is_told(restored):
    """A station that begins anew is either restored or false; people must know."""
    incarnation, _ = restored.alfa.core.incarnations(BRAVO)
    assert ("COUNTERPART-RESTORED", str(incarnation)) in alarms(restored.bravo)


def test_both_go_on_speaking(restored):
    """The line is what it was before."""
    alfa, bravo = restored.alfa, restored.bravo
    alfa.say(BRAVO, "ours again", Precedence.FLASH)
    bravo.say(ALFA, "theirs again", Precedence.FLASH)
    settle(restored)
    assert "ours again" in bravo.inbox()
    assert "theirs again" in alfa.inbox()
    assert agree(alfa, bravo)


def test_first_words_are_the_opening_and_how_much_is_known(pair):
    """SPEC 4.61: the counterpart learns at once what it has to give back."""
    backup = pair.alfa.store.snapshot()
    pair.alfa.put_back(backup)
    incarnation, _ = pair.alfa.core.incarnations(BRAVO)
    kinds = [
        read_row(row)[1].payload.kind
        for row in rows(pair.alfa, Direction.OUT)
        if row.key.incarnation == incarnation
    ]
    assert kinds[:2] == [KeyEventKind.EPOCH_OPENED, KeyEventKind.RESTORED]
    assert KeyEventKind.PREKEYS in kinds


def test_no_prekey_of_the_backup_is_kept(pair):
    """The counterpart may have used any of them since."""
    backup = pair.alfa.store.snapshot()
    old = set(pair.alfa.core.state.prekeys)
    pair.alfa.put_back(backup)
    assert not old & set(pair.alfa.core.state.prekeys)
    kept = {int.from_bytes(key, "big") for key, _ in pair.alfa.store.shelf("prekey")}
    assert kept == set(pair.alfa.core.state.prekeys)


def test_drafts_are_renumbered_and_their_signatures_void(pair):
    """SPEC 4.63: a draft of the backup may have gone since, under its old number."""
    alfa = pair.alfa
    draft = alfa.release(alfa.draft(BRAVO, "half released"), "first")
    backup = alfa.store.snapshot()
    alfa.release(draft, "second")
    pair.carry()
    alfa.put_back(backup)
    (fresh,) = alfa.core.drafts()
    assert fresh.content.number > draft.content.number + 2**19
    assert fresh.releases == ()
    assert fresh.content.texts == draft.content.texts
    with pytest.raises(LocalFault):
        alfa.release(draft, "second")
    alfa.crash()
    assert alfa.core.drafts() == (fresh,)


def test_no_number_is_used_twice_when_one_backup_is_put_back_twice(pair):
    """Incarnations, drafts and prekeys: what the first restoration used is used."""
    alfa = pair.alfa
    backup = alfa.store.snapshot()
    given = []
    for _ in range(3):
        alfa.pass_time(3)
        alfa.put_back(backup)
        draft = alfa.draft(BRAVO, "x")
        given.append((alfa.core.incarnations(BRAVO)[0], draft.content.number))
    assert len(set(given)) == len({number for _, number in given}) == 3


def test_no_prekey_number_is_used_twice_when_one_backup_is_put_back_twice(pair):
    """A counterpart that kept the first key of that name would seal to nobody."""
    alfa = pair.alfa
    backup = alfa.store.snapshot()
    given: set[int] = set()
    for _ in range(2):
        alfa.pass_time(3)
        alfa.put_back(backup)
        fresh = set(alfa.core.state.prekeys)
        assert not fresh & given
        given |= fresh


def test_one_backup_put_back_twice_heals(pair):
    """The second disk broke as well, and there is no younger copy."""
    alfa = pair.alfa
    backup = alfa.store.snapshot()
    seen = set()
    for number in range(3):
        alfa.say(BRAVO, f"{number}")
        pair.carry()
        alfa.pass_time(3)
        alfa.put_back(backup)
        incarnation, _ = alfa.core.incarnations(BRAVO)
        assert incarnation not in seen
        seen.add(incarnation)
        settle(pair)
        courier(pair)
    assert at_rest(alfa)
    assert at_rest(pair.bravo)
    assert sorted(pair.bravo.inbox()) == ["0", "1", "2"]


def test_message_the_counterpart_never_got_is_said_again(pair):
    """SPEC 4.63: the backup knows it was released, nobody knows that it arrived."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.tell(CircuitDown("one", "cut"))
    alfa.say(BRAVO, "never arrived", Precedence.FLASH)
    backup = alfa.store.snapshot()
    alfa.put_back(backup)
    settle(pair)
    assert bravo.inbox() == ["never arrived"]
    assert at_rest(alfa)
    assert agree(alfa, bravo)


def test_message_the_counterpart_got_is_proved_by_its_account(pair):
    """SPEC 4.62: the account is the receipt that the backup has lost."""
    alfa, bravo = pair.alfa, pair.bravo
    serial = alfa.say(BRAVO, "arrived").serial
    backup = alfa.store.snapshot()
    pair.carry()
    alfa.put_back(backup)
    settle(pair)
    assert bravo.inbox() == ["arrived"]
    (row,) = [r for r in rows(alfa, Direction.OUT) if r.flags & EntryFlag.MESSAGE]
    assert row.key.serial == serial
    kept = alfa.store.value("ladder", ladder_key(row.key, Rung.RECEIPT, row.leaf))
    assert decode_fact(kept).leaf == row.leaf
    assert not row.flags & EntryFlag.PENDING


def test_acknowledgement_the_counterpart_never_got_is_said_again(pair):
    """An officer's word outlives his station's disk."""
    alfa, bravo = pair.alfa, pair.bravo
    serial = bravo.say(ALFA, "Answer.", Precedence.FLASH).serial
    pair.carry()
    alfa.tell(CircuitDown("one", "cut"))
    alfa.acknowledge(BRAVO, serial)
    alfa.put_back(alfa.store.snapshot())
    settle(pair)
    kept = [decode_fact(value) for _, value in bravo.store.shelf("ladder")]
    assert Rung.ACKNOWLEDGEMENT in [fact.rung for fact in kept]


def test_restoration_goes_on_where_a_crash_stopped_it(pair):
    """Either side may stop in the middle of giving back."""
    alfa, bravo = pair.alfa, pair.bravo
    backup = alfa.store.snapshot()
    for number in range(6):
        alfa.say(BRAVO, f"ours {number}")
        bravo.say(ALFA, f"theirs {number}")
    pair.carry()
    alfa.pass_time(5)
    alfa.put_back(backup)
    for victim in (alfa, bravo, alfa, bravo):
        frames, alfa.sent = alfa.sent[:2], alfa.sent[2:]
        alfa.sent[:0] = frames
        pair.carry(rounds=50)
        victim.crash()
        pair.pass_time(2)
    settle(pair)
    assert agree(alfa, bravo)
    assert len(alfa.inbox()) == len(bravo.inbox()) == 6
    assert whole(alfa, Direction.OUT) == whole(bravo, Direction.IN)


def test_what_is_uncertain_stays_so_across_a_crash(pair):
    """Between the backup and the account, the station may stop once more."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.tell(CircuitDown("one", "cut"))
    alfa.say(BRAVO, "never arrived", Precedence.FLASH)
    alfa.put_back(alfa.store.snapshot())
    pair.lose()
    before = dict(only_link(alfa).uncertain)
    assert before
    alfa.crash()
    assert only_link(alfa).uncertain == before
    settle(pair)
    assert bravo.inbox() == ["never arrived"]
    assert at_rest(alfa)


def test_restored_said_twice_is_heard_once(restored):
    """A record is given back once for each restoration, not once for each word."""
    alfa, bravo = restored.alfa, restored.bravo
    incarnation, _ = alfa.core.incarnations(BRAVO)
    (word,) = [
        read_row(row)[1].payload
        for row in rows(alfa, Direction.OUT)
        if row.key.incarnation == incarnation
        and getattr(read_row(row)[1].payload, "kind", None) is KeyEventKind.RESTORED
    ]
    before = len(rows(bravo, Direction.OUT))
    utter(alfa, BRAVO, word)
    restored.carry()
    assert len(rows(bravo, Direction.OUT)) == before + 1
    assert only_link(bravo).returning is None


def test_long_record_is_given_back_a_bounded_number_at_a_time(pair, monkeypatch):
    """A year of traffic must not come as one heap."""
    alfa, bravo = pair.alfa, pair.bravo
    backup = alfa.store.snapshot()
    for number in range(9):
        alfa.say(BRAVO, f"ours {number}")
        bravo.say(ALFA, f"theirs {number}")
    pair.carry()
    alfa.pass_time(5)
    monkeypatch.setattr("parley.core.restoring.RECALL_ROWS", 4)
    alfa.put_back(backup)
    waiting = []
    for _ in range(40):
        pair.carry()
        waiting.append(len(only_link(bravo).pending))
        pair.pass_time(3)
    assert max(waiting) <= 12
    assert agree(alfa, bravo)
    assert texts(alfa, Direction.OUT) == sorted(f"ours {n}" for n in range(9))


def test_clock_set_back_before_the_restoration_does_no_harm(pair):
    """SPEC 4.60: the higher of clock and next number."""
    alfa = pair.alfa
    backup = alfa.store.snapshot()
    alfa.wall_ms = 5_000
    alfa.put_back(backup)
    assert alfa.core.incarnations(BRAVO)[0] == 5
    alfa.wall_ms = 1_000
    alfa.put_back(alfa.store.snapshot())
    assert alfa.core.incarnations(BRAVO)[0] == 6


def test_rows_that_nobody_asked_for_are_ignored(pair):
    """A recall that comes after its return was called off finds nothing to do."""
    recall = Recall(BRAVO, Direction.OUT, 1, 1, 128)
    before = len(rows(pair.alfa, Direction.OUT))
    found = tuple(rows(pair.alfa, Direction.OUT))
    pair.alfa.tell(Recalled(recall, found))
    assert len(rows(pair.alfa, Direction.OUT)) == before


def test_epoch_after_a_restoration_is_opened_to_a_prekey_they_still_have(pair):
    """SPEC 4.30: what was used after the backup must not be used again."""
    alfa, bravo = pair.alfa, pair.bravo
    backup = alfa.store.snapshot()
    for _ in range(2):
        alfa.tell(EpochRollRequested(BRAVO))
        settle(pair)
    alfa.put_back(backup)
    settle(pair)
    bravo.effects.clear()
    alfa.tell(EpochRollRequested(BRAVO))
    alfa.say(BRAVO, "readable", Precedence.FLASH)
    settle(pair)
    assert refusals(bravo) == []
    assert bravo.inbox() == ["readable"]


def test_account_that_comes_to_a_full_queue_is_taken_later(pair, monkeypatch):
    """People may go on writing after a restoration; it must still come to an end."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.tell(CircuitDown("one", "cut"))
    for number in range(4):
        alfa.say(BRAVO, f"{number}")
    alfa.put_back(alfa.store.snapshot())
    alfa.tell(CircuitDown("one", "cut"))
    for module in ("outgoing", "incoming"):
        monkeypatch.setattr(f"parley.core.{module}.PENDING_MAX", 40)
    monkeypatch.setattr("parley.core.outgoing.PENDING_RESERVED", 1)
    with suppress(LocalFault):
        for number in range(40):
            alfa.say(BRAVO, f"new {number}")
    alfa.tell(CircuitUp("one"))
    settle(pair, 80)
    assert at_rest(alfa)
    assert sorted(each for each in bravo.inbox() if "new" not in each) == list("0123")


def test_key_events_of_the_old_log_are_void_in_the_new(restored):
    """The station's own words are said anew; only officers' words are repeated."""
    incarnation, _ = restored.alfa.core.incarnations(BRAVO)
    fresh = [
        read_row(row)[1].payload
        for row in rows(restored.alfa, Direction.OUT)
        if row.key.incarnation == incarnation
    ]
    assert not any(isinstance(each, Message) for each in fresh)
    assert KeyEvent in {type(each) for each in fresh}
