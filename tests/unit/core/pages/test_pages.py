# SPDX-License-Identifier: Apache-2.0
"""A page of pre-shared key is used once, by one line, and leaves nothing behind."""

from __future__ import annotations

import pytest

from parley.core.events import (
    EpochRollRequested,
    FrameArrived,
)
from parley.core.key_acts import (
    PagesDestroyed,
    PagesTaken,
)
from parley.core.statements import opening_payload
from parley.errors import LocalFault
from parley.model.pages import set_of
from parley.model.record import Drop
from parley.testing.looks import agree, alarms, at_rest, only_link, refusals
from parley.testing.paged import always, hand_out, make_pages, take_pages
from parley.wire.opening import decode_opening_payload
from parley.wire.page_set import decode_page_set
from tests.unit.core.test_openings import made_opening, opening_frame

ALFA, BRAVO = "alfa.example", "bravo.example"


def roll(pair):
    """Let ALFA open a fresh epoch; return what its opening says."""
    pair.alfa.tell(EpochRollRequested(BRAVO))
    opened = only_link(pair.alfa).epoch.opening
    return decode_opening_payload(opening_payload(opened))


def test_a_page_is_mixed_in_and_destroyed_on_both_sides(pair):
    """SPEC 7.109: whoever breaks the sealed secret later still lacks the page."""
    data = hand_out(pair)
    before = dict(only_link(pair.bravo).pages.theirs)
    opening = roll(pair)
    assert opening.page in before
    assert opening.page not in only_link(pair.alfa).pages.ours
    pair.carry()
    assert opening.page not in only_link(pair.bravo).pages.theirs
    pair.alfa.say(BRAVO, "under a page")
    pair.carry()
    assert pair.bravo.inbox() == ["under a page"]
    assert len(only_link(pair.alfa).pages.ours) == 7
    for desk in (pair.alfa, pair.bravo):
        dropped = [
            each
            for each in desk.effects
            if isinstance(each, Drop) and each.shelf == "page"
        ]
        assert len(dropped) == 1
        assert dropped[0].secret
        secrets = [value for _, value in desk.store.shelf("page")]
        used = decode_page_set(data).named(opening.page[8])[opening.page]
        assert not any(used in value for value in secrets)


def test_without_the_page_the_same_secret_opens_nothing(pair):
    """The root must differ, or a page would be decoration."""
    hand_out(pair)
    roll(pair)
    link = only_link(pair.bravo)
    for name in link.pages.theirs:
        link.pages.theirs[name] = bytes(32)
    pair.alfa.say(BRAVO, "for the holder of the page alone")
    pair.carry()
    assert pair.bravo.inbox() == []
    assert "PLY-LNK-014" in refusals(pair.bravo)


def test_a_page_used_before_is_refused_and_alarms(pair):
    """A copy of their station that runs somewhere must not go unnoticed."""
    hand_out(pair)
    name = roll(pair).page
    pair.carry()
    frame = made_opening(pair, page=name)
    pair.bravo.tell(FrameArrived("one", frame))
    assert refusals(pair.bravo)[-1] == "PLY-KEY-133"
    assert ("PAGE-REUSED", set_of(name).hex()) in alarms(pair.bravo)
    pair.bravo.crash()
    pair.bravo.tell(FrameArrived("one", frame))
    assert refusals(pair.bravo)[-1] == "PLY-KEY-133"


def test_a_page_missing_there_is_named_and_gone_without(pair):
    """By an agreement that only prefers pages, a lost medium must not cut the line."""
    take_pages(pair.alfa, make_pages(pair.alfa))
    name = roll(pair).page
    pair.alfa.say(BRAVO, "does this arrive?")
    pair.carry()
    assert refusals(pair.bravo)[0] == "PLY-KEY-131"
    assert ("PAGE-MISSING", set_of(name).hex()) in alarms(pair.bravo)
    assert ("PAGE-REFUSED", set_of(name).hex()) in alarms(pair.alfa)
    assert only_link(pair.alfa).pages.ours == {}
    assert pair.bravo.inbox() == ["does this arrive?"]
    assert agree(pair.alfa, pair.bravo)
    assert at_rest(pair.alfa)


def test_a_set_missing_there_gives_way_to_one_that_both_have(pair):
    """The older set may have been taken on one side only."""
    take_pages(pair.alfa, make_pages(pair.alfa))
    pair.alfa.pass_time(1)
    both = decode_page_set(hand_out(pair)).number
    roll(pair)
    pair.alfa.say(BRAVO, "under the other set")
    pair.carry()
    assert pair.bravo.inbox() == ["under the other set"]
    epoch = only_link(pair.alfa).epoch
    opening = decode_opening_payload(opening_payload(epoch.opening))
    assert set_of(opening.page) == both


def test_where_every_epoch_takes_a_page_a_missing_one_stops_the_line(pair):
    """SPEC 7.114: nothing is read without a page; all arrives once it is there."""
    always(pair)
    take_pages(pair.alfa, make_pages(pair.alfa))
    roll(pair)
    pair.alfa.say(BRAVO, "waits for the courier")
    pair.carry()
    assert pair.bravo.inbox() == []
    assert "PAGES-SHORT" in [code for code, _ in alarms(pair.alfa)]
    pair.pass_time(120)
    pair.carry()
    assert pair.bravo.inbox() == []
    pair.alfa.crash()
    always(pair)
    hand_out(pair)
    pair.carry()
    assert pair.bravo.inbox() == ["waits for the courier"]
    assert at_rest(pair.alfa)


def test_an_opening_without_a_page_is_refused_where_each_takes_one(pair):
    """A sender that leaves the page out would take the promise away silently."""
    always(pair)
    frame = made_opening(pair)
    pair.bravo.tell(FrameArrived("one", frame))
    assert refusals(pair.bravo) == ["PLY-KEY-135"]
    assert ("PAGE-MISSING", "") in alarms(pair.bravo)


def test_no_page_left_is_a_fault_of_its_own(pair):
    """The operator must fetch a medium, not a card."""
    always(pair)
    with pytest.raises(LocalFault) as caught:
        pair.alfa.tell(EpochRollRequested(BRAVO))
    assert caught.value.code == "PLY-KEY-130"


def test_few_pages_alarm_and_a_fresh_set_ends_it(pair):
    """A courier takes days; the watch has to hear of it before the last one."""
    hand_out(pair, 4)
    assert "PAGES-SHORT" not in [code for code, _ in alarms(pair.alfa)]
    roll(pair)
    pair.carry()
    for desk in (pair.alfa, pair.bravo):
        assert ("PAGES-SHORT", "") in alarms(desk)
    hand_out(pair, 4)
    for desk in (pair.alfa, pair.bravo):
        assert ("PAGES-SHORT", "") not in alarms(desk)


def test_pages_of_another_line_open_nothing_here(pair):
    """A page that a third party shares with us is not the counterpart's."""
    data = make_pages(pair.alfa)
    other = data.replace(b"lbravo"[1:], b"charl")
    with pytest.raises(LocalFault) as caught:
        take_pages(pair.bravo, other)
    assert caught.value.code == "PLY-KEY-132"
    frame = made_opening(pair, page=decode_page_set(data).number + bytes(3))
    pair.bravo.tell(FrameArrived("one", frame))
    assert refusals(pair.bravo)[-1] == "PLY-KEY-131"


@pytest.mark.parametrize("digits", ["", "12345 " * 6, "all"])
def test_digits_that_differ_take_nothing_in(pair, digits):
    """A medium that was exchanged on its way is found by the voice."""
    with pytest.raises(LocalFault) as caught:
        pair.bravo.tell(PagesTaken(make_pages(pair.alfa), digits))
    assert caught.value.code == "PLY-KEY-134"
    assert only_link(pair.bravo).pages.theirs == {}


def test_a_set_is_taken_in_once(pair):
    """A copy of the medium would bring used pages back."""
    data = hand_out(pair)
    roll(pair)
    with pytest.raises(LocalFault) as caught:
        take_pages(pair.alfa, data)
    assert caught.value.code == "PLY-KEY-132"
    pair.alfa.tell(PagesDestroyed(BRAVO))
    pair.alfa.crash()
    with pytest.raises(LocalFault):
        take_pages(pair.alfa, data)


def test_pages_outlive_a_restart_in_their_order(pair):
    """Which page comes next is the same whenever the station stopped."""
    hand_out(pair)
    pair.alfa.pass_time(5)
    hand_out(pair)
    before = list(only_link(pair.alfa).pages.ours.items())
    pair.alfa.crash()
    assert list(only_link(pair.alfa).pages.ours.items()) == before


def test_a_restored_backup_reuses_no_page(pair):
    """SPEC 7.116: it cannot know which were used since, so none is left."""
    hand_out(pair)
    backup = pair.alfa.store.snapshot()
    roll(pair)
    pair.alfa.say(BRAVO, "after the backup")
    pair.carry()
    pair.alfa.put_back(backup)
    assert only_link(pair.alfa).pages.ours == {}
    assert only_link(pair.alfa).pages.theirs == {}
    assert not list(pair.alfa.store.shelf("page"))
    pair.carry()
    # BRAVO still has pages of that set and opens with one: it is told and goes without.
    pair.bravo.tell(EpochRollRequested(ALFA))
    pair.bravo.say(ALFA, "to the restored one")
    pair.pass_time(40)
    pair.carry()
    assert pair.alfa.inbox() == ["to the restored one"]
    assert "PLY-KEY-133" not in refusals(pair.bravo)


def test_destroyed_pages_are_gone_at_once(pair):
    """A custodian who hears of a stolen medium must not wait for its last page."""
    data = hand_out(pair)
    number = decode_page_set(data).number
    assert pair.alfa.tell(PagesDestroyed(BRAVO, number)) == 16
    assert not list(pair.alfa.store.shelf("page"))
    assert roll(pair).page is None
    assert opening_frame(pair.alfa.sent)
