# SPDX-License-Identifier: Apache-2.0
"""MINIMIZE: both sides know, both hold back, nothing is lost, and it ends."""

from __future__ import annotations

import pytest

from parley.core.events import DraftReviewed
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Minimized, MinimizeEnded, Resumed, Service, Suspended
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryKey
from parley.testing.looks import alarms, only_link, said
from parley.testing.rekeyed import rekey
from tests.unit.core.restored import settle

ALFA, BRAVO = "alfa.example", "bravo.example"
OURS = ("MINIMIZE-OURS", "IMMEDIATE")
THEIRS = ("MINIMIZE-THEIRS", "IMMEDIATE")


def order(desk, link, until_ms=None, spares=Precedence.IMMEDIATE):
    """Order MINIMIZE; return the serial of the order."""
    said_ = Minimized(spares, until_ms, "One circuit is left.")
    return desk.tell(desk.signed_act(link, said_))


def end(desk, link, serial):
    """End an order."""
    row = desk.store.entry(EntryKey(link, Direction.OUT, 1, serial)).row
    return desk.tell(desk.signed_act(link, MinimizeEnded(), row))


def refused(release):
    """Return the code with which a release is refused."""
    with pytest.raises(LocalFault) as fault:
        release()
    return fault.value.code


@pytest.mark.parametrize("who", [ALFA, BRAVO])
def test_order_of_either_side_holds_drafts_of_both(pair, who):
    """A side that went on talking would fill the one circuit that is left."""
    drafts = [(pair.alfa, BRAVO), (pair.bravo, ALFA)]
    waiting = [desk.draft(link, "Later.") for desk, link in drafts]
    one, link = drafts[0] if who == ALFA else drafts[1]
    order(one, link)
    pair.carry()
    assert OURS in alarms(one)
    assert THEIRS in alarms(pair.other(one))
    for (desk, _), draft in zip(drafts, waiting, strict=True):
        assert refused(lambda d=desk, x=draft: d.release(x, "first")) == "PLY-WCH-050"
        assert draft.content.number in desk.core.state.drafts
        desk.tell(DraftReviewed(draft.content.number, desk.officers["first"][0]))
        desk.release(desk.release(draft, "first"), "second")
    pair.carry()
    assert pair.alfa.inbox() == pair.bravo.inbox() == ["Later."]


def test_what_is_spared_goes_at_once(pair):
    """MINIMIZE exists so that this gets through."""
    order(pair.alfa, BRAVO)
    pair.alfa.say(BRAVO, "Now.", Precedence.IMMEDIATE)
    pair.carry()
    assert pair.bravo.inbox() == ["Now."]


def test_review_from_before_the_order_is_none(pair):
    """Who found that a text must go did not know then what is asked now."""
    alfa = pair.alfa
    draft = alfa.draft(BRAVO, "Later.")
    alfa.tell(DraftReviewed(draft.content.number, alfa.officers["first"][0]))
    pair.pass_time(1)
    order(alfa, BRAVO)
    assert refused(lambda: alfa.release(draft, "first")) == "PLY-WCH-050"


def test_review_is_a_releasers(pair):
    """The drafter always finds that his text must go."""
    alfa = pair.alfa
    draft = alfa.draft(BRAVO, "Later.")
    event = DraftReviewed(draft.content.number, alfa.officers["drafter"][0])
    assert refused(lambda: alfa.tell(event)) == "PLY-REL-004"


def test_order_and_review_survive_a_crash(pair):
    """A station that forgot would talk into the silence that it promised."""
    alfa = pair.alfa
    reviewed, other = alfa.draft(BRAVO, "One."), alfa.draft(BRAVO, "Two.")
    order(alfa, BRAVO)
    pair.carry()
    alfa.tell(DraftReviewed(reviewed.content.number, alfa.officers["first"][0]))
    alfa.crash()
    pair.bravo.crash()
    assert refused(lambda: alfa.release(other, "first")) == "PLY-WCH-050"
    alfa.release(reviewed, "first")
    draft = pair.bravo.draft(ALFA, "Later.")
    assert refused(lambda: pair.bravo.release(draft, "first")) == "PLY-WCH-050"


def test_it_ends_by_word_on_both_sides(pair):
    """An order that could not be taken back would be a broken line."""
    serial = order(pair.alfa, BRAVO)
    pair.carry()
    end(pair.alfa, BRAVO, serial)
    pair.carry()
    for desk in (pair.alfa, pair.bravo):
        assert not only_link(desk).tended.minimize
        assert not {OURS, THEIRS} & set(alarms(desk))
        desk.crash()
        assert not only_link(desk).tended.minimize


def test_it_ends_at_its_time(pair):
    """The hour after it was agreed, nobody may still be held back."""
    alfa, bravo = pair.alfa, pair.bravo
    order(alfa, BRAVO, alfa.wall_ms + 60_000)
    pair.carry()
    due = bravo.core.next_wakeup()
    assert due is not None
    assert due <= bravo.mono_ms + 60_000
    pair.pass_time(61)
    assert not only_link(bravo).tended.minimize
    assert THEIRS not in alarms(bravo)
    bravo.say(ALFA, "Usual.")


def test_order_that_is_past_is_refused(pair):
    """A slip in the date would be an order that never was."""
    alfa = pair.alfa
    assert refused(lambda: order(alfa, BRAVO, alfa.wall_ms)) == "PLY-WCH-051"


def test_only_the_order_in_force_can_be_ended(pair):
    """The word that ends an old order, late, must not end the new one."""
    first = order(pair.alfa, BRAVO)
    second = order(pair.alfa, BRAVO, spares=Precedence.FLASH)
    pair.carry()
    assert refused(lambda: end(pair.alfa, BRAVO, first)) == "PLY-WCH-052"
    assert refused(lambda: end(pair.bravo, ALFA, 1)) == "PLY-WCH-052"
    for desk in (pair.alfa, pair.bravo):
        (known,) = only_link(desk).tended.minimize.values()
        assert (known.entry.serial, known.spares) == (second, Precedence.FLASH)
        assert not {OURS, THEIRS} & set(alarms(desk))


def test_line_of_service_is_on_both_records_and_in_no_inbox(pair):
    """What operators say about the line is never taken for a message of a party."""
    alfa, bravo = pair.alfa, pair.bravo
    line = Service("Say again your 41.")
    alfa.tell(alfa.signed_act(BRAVO, line))
    pair.carry()
    assert line in [getattr(each, "said", None) for each in said(alfa, Direction.OUT)]
    assert line in [getattr(each, "said", None) for each in said(bravo, Direction.IN)]
    assert bravo.inbox() == []


def test_line_of_service_in_anothers_name_is_refused(pair):
    """A voice on the order wire is a person of the watch."""
    alfa = pair.alfa
    event = alfa.signed_act(BRAVO, Service("Wait."), who="drafter")
    assert refused(lambda: alfa.tell(event)) == "PLY-WCH-001"
    event = alfa.signed_act(BRAVO, Service("Wait."))
    changed = replace(event, said=Service("Go."))
    assert refused(lambda: alfa.tell(changed)) == "PLY-WCH-002"


@pytest.mark.parametrize(
    ("order_", "end_", "kept"),
    [
        (Minimized(Precedence.FLASH, None, "Storm."), MinimizeEnded(), "minimize"),
        (Suspended(None, "Storm."), Resumed(), "suspensions"),
    ],
    ids=["MINIMIZE", "a suspension"],
)
@pytest.mark.parametrize("ended", ["before the turn", "after it"])
def test_an_order_said_again_under_other_keys_can_be_ended(
    pair, order_, end_, kept, ended
):
    """SPEC 8.64: or the other side would hold back for ever what nobody holds here."""
    alfa = pair.alfa

    def end_it():
        mine = getattr(only_link(alfa).tended, kept)[Direction.OUT]
        place = getattr(mine, "entry", mine)
        key = EntryKey(BRAVO, Direction.OUT, place.incarnation, place.serial)
        row = alfa.store.entry(key).row
        alfa.tell(alfa.signed_act(BRAVO, end_, row))

    alfa.tell(alfa.signed_act(BRAVO, order_))
    if ended == "before the turn":
        end_it()
    pair.lose()
    rekey(alfa)
    settle(pair)
    if ended == "after it":
        assert getattr(only_link(pair.bravo).tended, kept)
        alfa.crash()
        end_it()
        settle(pair)
    for desk in (alfa, pair.bravo):
        assert getattr(only_link(desk).tended, kept) == {}
        desk.crash()
        assert getattr(only_link(desk).tended, kept) == {}
