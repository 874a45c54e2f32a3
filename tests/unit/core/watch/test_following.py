# SPDX-License-Identifier: Apache-2.0
"""What puts a message right is bound to it; a STOP alarms until it is read back."""

from __future__ import annotations

import pytest

from parley.core.effects import Sound
from parley.core.events import DraftWritten
from parley.core.shelves import key_of_place, place_key
from parley.core.watch import following
from parley.core.watch.following import (
    SHELF,
    cancellation,
    follower_of,
    pointer_of,
)
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Understood
from parley.model.message import Pointer, Relation, RelationKind, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryKey
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import alarms, only_link, rows
from parley.wire.cbor import loads
from spec.vectors import samples

ALFA, BRAVO = "alfa.example", "bravo.example"
PLACE = "54N 019E"


def sent(desk, link, text, **more):
    """Send a text with marks of its own; return its serial."""
    index, _ = desk.officers["drafter"]
    precedence = more.pop("precedence", Precedence.FLASH)
    texts = (Text("en", text),)
    draft = desk.tell(DraftWritten(link, index, precedence, (), texts, **more))
    for who in ("first", "second")[: draft.needed]:
        draft = desk.release(draft, who)
    return draft.serial


def relation(kind, serial, *, ours=True):
    """Return a pointer to an entry."""
    return Relation(kind, ours=ours, serial=serial)


# -- corrections -------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", [RelationKind.CANCELS, RelationKind.CORRECTS, RelationKind.SUPERSEDES]
)
def test_both_sides_see_what_follows_a_message(pair, kind):
    """A false alarm once stood for 38 minutes; the correction must reach its place."""
    first = sent(pair.alfa, BRAVO, "Missile inbound.")
    second = sent(pair.alfa, BRAVO, "Wrong.", relation=relation(kind, first))
    pair.carry()
    for desk, direction in ((pair.alfa, Direction.OUT), (pair.bravo, Direction.IN)):
        key = EntryKey(only_link(desk).name, direction, 1, first)
        assert loads(desk.store.value(SHELF, place_key(key))) == [int(kind), 1, second]


@pytest.mark.parametrize("kind", RelationKind)
def test_draft_that_points_at_nothing_is_refused(pair, kind):
    """A correction of what never went would be something new."""
    with pytest.raises(LocalFault) as refused:
        sent(pair.alfa, BRAVO, "Wrong.", relation=relation(kind, 10_000))
    assert refused.value.code == "PLY-WCH-011"


@pytest.mark.parametrize("kind", [RelationKind.CANCELS, RelationKind.CORRECTS])
def test_nobody_corrects_the_other_side(pair, kind):
    """Their words are theirs."""
    serial = pair.bravo.say(ALFA, "Theirs.").serial
    pair.carry()
    with pytest.raises(LocalFault) as refused:
        sent(pair.alfa, BRAVO, "Wrong.", relation=relation(kind, serial, ours=False))
    assert refused.value.code == "PLY-WCH-011"


@pytest.mark.parametrize("ours", [True, False])
def test_their_correction_of_what_is_not_theirs_is_not_good(pair, ours):
    """Another program over there may point anywhere; ours does not follow."""
    message = unchecked_message(
        pair.alfa,
        BRAVO,
        "Wrong.",
        ["first", "second"],
        relation=Pointer(RelationKind.CANCELS, ours, 10_000 if ours else 1, log=1),
    )
    utter(pair.alfa, BRAVO, message)
    pair.carry()
    assert rows(pair.bravo, Direction.IN)[-1].flags & EntryFlag.BAD


def follows(desk):
    """Return where something is shown that follows a message."""
    return [key_of_place(place) for place, _ in desk.store.shelf(SHELF)]


def begun_anew(pair, backup):
    """Let ALFA start from an old copy of its disk, and both say what they must."""
    pair.pass_time(60)
    pair.alfa.put_back(backup)
    pair.carry()
    for number in range(12):
        sent(pair.alfa, BRAVO, f"In the new log, {number}.")
        pair.carry()


def test_cancellation_said_again_in_a_new_log_cancels_no_other_message(pair):
    """A good order would be shown as cancelled, and the mistake as standing."""
    first = sent(pair.alfa, BRAVO, "Missile inbound.")
    pair.carry()
    pair.pass_time(5)
    for number in range(8):
        sent(pair.alfa, BRAVO, f"Nobody hears this, {number}.")
    cancels = relation(RelationKind.CANCELS, first)
    sent(pair.alfa, BRAVO, "Wrong.", relation=cancels)
    backup = pair.alfa.store.snapshot()
    pair.lose()
    begun_anew(pair, backup)
    assert "Wrong." in pair.bravo.inbox()
    assert only_link(pair.bravo).mirror.incarnation > 1
    for desk in (pair.alfa, pair.bravo):
        assert [(key.incarnation, key.serial) for key in follows(desk)] == [(1, first)]


def test_draft_of_before_a_new_log_cancels_what_it_was_written_at(pair):
    """People release what lay there; the serial it names is of another message now."""
    first = sent(pair.alfa, BRAVO, "Missile inbound.")
    pair.carry()
    index, _ = pair.alfa.officers["drafter"]
    texts, cancels = (Text("en", "Wrong."),), relation(RelationKind.CANCELS, first)
    pair.alfa.tell(
        DraftWritten(BRAVO, index, Precedence.FLASH, (), texts, relation=cancels)
    )
    begun_anew(pair, pair.alfa.store.snapshot())
    (draft,) = pair.alfa.core.drafts()
    for who in ("first", "second")[: draft.needed]:
        draft = pair.alfa.release(draft, who)
    pair.carry()
    assert "Wrong." in pair.bravo.inbox()
    for desk in (pair.alfa, pair.bravo):
        assert [(key.incarnation, key.serial) for key in follows(desk)] == [(1, first)]


@pytest.mark.parametrize("ours", [True, False])
def test_pointer_into_a_log_that_has_ended_is_refused(pair, ours):
    """Its serial is another message by now, which would be cancelled or answered."""
    first = sent(pair.alfa, BRAVO, "Missile inbound.")
    pair.carry()
    begun_anew(pair, pair.alfa.store.snapshot())
    kind = RelationKind.CANCELS if ours else RelationKind.IN_REPLY_TO
    desk, link = (pair.alfa, BRAVO) if ours else (pair.bravo, ALFA)
    points = relation(kind, first, ours=ours)
    with pytest.raises(LocalFault) as refused:
        sent(desk, link, "Wrong.", relation=points, relation_log=1)
    assert refused.value.code == "PLY-WCH-011"
    log = only_link(desk).out if ours else only_link(desk).mirror
    newest = log.incarnation
    more = {"relation": points, "relation_log": newest}
    assert sent(desk, link, "That one.", read_through=desk.newest(link), **more)


def test_code_about_a_log_that_has_ended_goes_without_a_pointer(pair):
    """What is said in one action is not held up; its body names the message."""
    first = sent(pair.alfa, BRAVO, "Missile inbound.")
    pair.carry()
    link = only_link(pair.alfa)
    cancels = relation(RelationKind.CANCELS, first)
    pointer = Pointer(RelationKind.CANCELS, True, first, log=1)
    for log, points in ((1, pointer), (2, None)):
        event = DraftWritten(
            BRAVO, 1, Precedence.FLASH, (), (), cancels, coded=b"", relation_log=log
        )
        assert pointer_of(link, event) == points


@pytest.mark.parametrize("crash", [False, True])
def test_correction_that_comes_late_does_not_hide_the_cancellation(pair, crash):
    """Circuits overtake one another; what was said last must stand at both desks."""
    first = sent(pair.alfa, BRAVO, "Missile inbound.")
    pair.carry()
    for kind in (RelationKind.CORRECTS, RelationKind.CANCELS):
        sent(pair.alfa, BRAVO, f"{kind.name}.", relation=relation(kind, first))
    late, *early = pair.alfa.sent
    pair.alfa.sent = early
    pair.carry()
    if crash:
        pair.bravo.crash()
    pair.alfa.sent.append(late)
    pair.carry()
    assert pair.bravo.inbox()[-2:] == ["CANCELS.", "CORRECTS."]
    for desk in (pair.alfa, pair.bravo):
        ((_, shown),) = desk.store.shelf(SHELF)
        assert follower_of(shown).kind is RelationKind.CANCELS


def test_restored_station_shows_again_what_it_cancelled(pair):
    """Its own people would take for standing what they called off after the backup."""
    first = sent(pair.alfa, BRAVO, "Missile inbound.")
    pair.carry()
    backup = pair.alfa.store.snapshot()
    sent(pair.alfa, BRAVO, "Wrong.", relation=relation(RelationKind.CANCELS, first))
    pair.carry()
    begun_anew(pair, backup)
    for desk in (pair.alfa, pair.bravo):
        assert [(key.incarnation, key.serial) for key in follows(desk)] == [(1, first)]


def test_what_follows_is_remembered_of_the_newest_alone(pair, monkeypatch):
    """Nothing grows without end, and all that is shown stays on the disk."""
    monkeypatch.setattr(following, "FOLLOWED_MAX", 2)
    serials = [sent(pair.alfa, BRAVO, f"{number}") for number in range(3)]
    for serial in serials:
        corrects = relation(RelationKind.CORRECTS, serial)
        sent(pair.alfa, BRAVO, f"Not {serial}.", relation=corrects)
        pair.carry()
    for _ in range(2):
        kept = only_link(pair.bravo).tended.followed
        assert [key.serial for key in kept] == serials[1:]
        assert [key.serial for key in follows(pair.bravo)] == serials
        pair.bravo.crash()


def test_cancellation_is_prepared_in_the_languages_of_the_message():
    """Nobody should have to compose and agree a text while the mistake stands."""
    prepared = cancellation(samples.long_content())
    assert [each.language for each in prepared] == ["en", "ru"]
    assert all("8" in each.text for each in prepared)
    chinese = replace(samples.content(), texts=(Text("zh-Hans", "x"),))
    assert [each.language for each in cancellation(chinese)] == ["en"]


# -- stop --------------------------------------------------------------------------


def test_stop_alarms_until_it_is_read_back(pair):
    """It is for whoever is on watch; an acknowledgement alone does not end it."""
    text = f"Cease fire at {PLACE}."
    serial = sent(pair.alfa, BRAVO, text, stop=True, critical=(PLACE,))
    pair.carry()
    assert ("STOP", str(serial)) in alarms(pair.bravo)
    (sound,) = (e for e in pair.bravo.effects if isinstance(e, Sound))
    assert sound.stop
    pair.bravo.acknowledge(ALFA, serial)
    pair.bravo.crash()
    assert ("STOP", str(serial)) in alarms(pair.bravo)
    pair.bravo.act(ALFA, Understood(("54N 091E",)), serial)
    assert ("STOP", str(serial)) in alarms(pair.bravo)
    pair.bravo.act(ALFA, Understood((PLACE,)), serial)
    assert ("STOP", str(serial)) not in alarms(pair.bravo)


def test_stop_that_nobody_reads_back_in_time_alarms_its_sender(pair):
    """Twenty-seven minutes passed once while strikes went on."""
    serial = sent(pair.alfa, BRAVO, "Cease fire.", stop=True)
    pair.carry()
    pair.bravo.acknowledge(ALFA, serial)
    pair.carry()
    pair.alfa.crash()
    pair.pass_time(121)
    pair.carry()
    assert ("STOP-UNREAD", str(serial)) in alarms(pair.alfa)
    pair.bravo.act(ALFA, Understood(()), serial)
    pair.carry()
    assert ("STOP-UNREAD", str(serial)) not in alarms(pair.alfa)


def test_stop_is_a_flash(pair):
    """A STOP that waits behind routine traffic stops nothing."""
    with pytest.raises(LocalFault) as refused:
        sent(pair.alfa, BRAVO, "Cease.", stop=True, precedence=Precedence.ROUTINE)
    assert refused.value.code == "PLY-REL-007"
