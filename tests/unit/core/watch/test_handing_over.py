# SPDX-License-Identifier: Apache-2.0
"""Handover: nothing is left out, nobody hands over to himself, both sign one sheet."""

from __future__ import annotations

import pytest

from parley.core.floor_events import (
    HandoverAnswered,
    HandoverBegun,
    HandoverDropped,
    HandoverHeard,
    HandoverSigned,
)
from parley.core.watch.handing_over import handed_over_ms, sheet_digest
from parley.errors import LocalFault
from parley.model.act import WatchChanged
from parley.model.handover import Item, Matter, Side, SoundTest
from parley.model.identity import KeyScheme, OfficerClass
from parley.model.message import Release
from parley.model.record import Direction
from parley.testing.looks import alarms, only_link, said

ALFA, BRAVO = "alfa.example", "bravo.example"
LINES = (
    Item(Matter.UNACKNOWLEDGED, BRAVO, f"{BRAVO}/in/1/7", 1_795_000_000_000),
    Item(Matter.PATH, BRAVO, "satellite"),
)


@pytest.fixture
def alfa(pair):
    """ALFA with two officers of the watch and one who is none."""
    pair.alfa.enlist("next", OfficerClass.WATCH)
    return pair.alfa


def index(desk, who):
    """Return an officer's place on the roster."""
    return desk.officers[who][0]


def begin(desk, items=LINES, outgoing="watch", incoming="next"):
    """Make a sheet."""
    return desk.tell(HandoverBegun(index(desk, outgoing), index(desk, incoming), items))


def fill(desk, notes=("", "The carrier works on it.")):
    """Answer every line and listen to the alarm."""
    me = index(desk, "next")
    for line, note in enumerate(notes):
        desk.tell(HandoverAnswered(me, line, note))
    return desk.tell(HandoverHeard(SoundTest(me, heard=True)))


def sign(desk, who, side, stands=LINES, signer=None):
    """Sign the sheet as it is now."""
    digest = sheet_digest(desk.core.state, desk.core.state.handover, side)
    _, key = desk.officers[signer or who]
    release = Release(index(desk, who), KeyScheme.SOFTWARE_ED25519, key.sign(digest))
    return desk.tell(HandoverSigned(side, release, stands))


def hand_over(desk, items=LINES):
    """Do the whole of it."""
    begin(desk, items)
    fill(desk, ("",) * len(items))
    sign(desk, "watch", Side.OUTGOING, items)
    return sign(desk, "next", Side.INCOMING, items)


def refused(act):
    """Return the code with which something is refused."""
    with pytest.raises(LocalFault) as fault:
        act()
    return fault.value.code


def test_both_sign_one_answered_sheet_and_the_watch_has_changed(alfa):
    """The whole of it, and it is there after a crash."""
    begin(alfa)
    fill(alfa)
    first = sign(alfa, "next", Side.INCOMING)
    assert (first.done_ms, handed_over_ms(alfa.core.state)) == (None, None)
    alfa.crash()
    done = sign(alfa, "watch", Side.OUTGOING)
    assert done.done_ms == alfa.wall_ms
    alfa.crash()
    state = alfa.core.state
    assert (state.handover, state.watch) == (None, done)
    assert [each.note for each in state.watch.items] == ["", "The carrier works on it."]


@pytest.mark.parametrize(
    ("pair_of", "why"),
    [
        (("watch", "watch"), "one person"),
        (("watch", "first"), "class watch"),
        (("drafter", "next"), "class watch"),
    ],
)
def test_two_officers_of_the_watch_hand_over(alfa, pair_of, why):
    """Who hands over to himself has checked nothing."""
    with pytest.raises(LocalFault) as fault:
        begin(alfa, outgoing=pair_of[0], incoming=pair_of[1])
    assert fault.value.code == "PLY-WCH-056"
    assert why in fault.value.what


def test_one_name_on_two_places_is_one_person(alfa):
    """A second key in the same pocket is no second pair of eyes."""
    alfa.enlist("twin", OfficerClass.WATCH)
    roster = alfa.core.state.roster
    twin = roster.officer(index(alfa, "twin"))
    named = tuple(
        type(each)(**{**_fields(each), "name": "watch"}) if each is twin else each
        for each in roster.officers
    )
    alfa.core.state.roster = type(roster)(**{**_fields(roster), "officers": named})
    assert refused(lambda: begin(alfa, incoming="twin")) == "PLY-WCH-056"


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


def test_sheet_with_a_silent_line_or_unheard_sound_is_not_signed(alfa):
    """A line nobody answered is a line nobody read."""
    begin(alfa)
    assert refused(lambda: sign(alfa, "watch", Side.OUTGOING)) == "PLY-WCH-057"
    me = index(alfa, "next")
    alfa.tell(HandoverAnswered(me, 0, ""))
    alfa.tell(HandoverAnswered(me, 1, "Known."))
    assert refused(lambda: sign(alfa, "watch", Side.OUTGOING)) == "PLY-WCH-057"
    alfa.tell(HandoverHeard(SoundTest(me, heard=False, reason="No loudspeaker.")))
    assert sign(alfa, "watch", Side.OUTGOING).given is not None


def test_what_came_up_since_is_not_left_out(alfa):
    """The message that arrives while two people talk is the one that is forgotten."""
    begin(alfa)
    fill(alfa)
    more = (*LINES, Item(Matter.UNACKNOWLEDGED, BRAVO, f"{BRAVO}/in/1/9"))
    act = lambda: sign(alfa, "watch", Side.OUTGOING, more)  # noqa: E731
    assert refused(act) == "PLY-WCH-058"
    again = begin(alfa, more)
    # What was answered of the same lines stays answered.
    assert [each.note for each in again.items] == ["", "The carrier works on it.", None]


def test_what_is_over_is_no_obstacle(alfa):
    """A message acknowledged meanwhile must not keep a tired officer at his desk."""
    begin(alfa)
    fill(alfa)
    assert sign(alfa, "watch", Side.OUTGOING, LINES[:1]).given is not None


def test_answer_after_a_signature_voids_it(alfa):
    """What the first officer signed must be what the second one signs."""
    begin(alfa)
    fill(alfa)
    sign(alfa, "watch", Side.OUTGOING)
    changed = alfa.tell(HandoverAnswered(index(alfa, "next"), 0, "Not mine."))
    assert (changed.given, changed.taken) == (None, None)


def test_only_the_incoming_officer_answers_and_only_the_two_listen(alfa):
    """Nobody reads for another."""
    begin(alfa)
    outgoing, stranger = index(alfa, "watch"), index(alfa, "first")
    answer = HandoverAnswered(outgoing, 0, "")
    assert refused(lambda: alfa.tell(answer)) == "PLY-WCH-060"
    listened = HandoverHeard(SoundTest(stranger, heard=True))
    assert refused(lambda: alfa.tell(listened)) == "PLY-WCH-060"
    alfa.tell(HandoverHeard(SoundTest(outgoing, heard=True)))


@pytest.mark.parametrize("note", ["a\nb", "x" * 301, "\x07"])
def test_note_that_is_no_line_is_refused(alfa, note):
    """Half a sentence on paper says something else."""
    begin(alfa)
    event = HandoverAnswered(index(alfa, "next"), 0, note)
    assert refused(lambda: alfa.tell(event)) == "PLY-WCH-060"


def test_line_that_is_not_there_is_refused(alfa):
    """An old page must not answer another line."""
    begin(alfa)
    for line in (-1, 2):
        event = HandoverAnswered(index(alfa, "next"), line, "")
        assert refused(lambda e=event: alfa.tell(e)) == "PLY-WCH-060"


def test_signature_of_another_or_for_the_other_side_is_refused(alfa):
    """One press must not count as the other officer's."""
    begin(alfa)
    fill(alfa)
    forged = lambda: sign(alfa, "watch", Side.OUTGOING, signer="next")  # noqa: E731
    assert refused(forged) == "PLY-WCH-059"
    state = alfa.core.state
    _, key = alfa.officers["watch"]
    digest = sheet_digest(state, state.handover, Side.INCOMING)
    release = Release(
        index(alfa, "watch"), KeyScheme.SOFTWARE_ED25519, key.sign(digest)
    )
    turned = HandoverSigned(Side.OUTGOING, release, LINES)
    assert refused(lambda: alfa.tell(turned)) == "PLY-WCH-059"


def test_old_sheet_is_made_anew(alfa):
    """What was open an hour ago is not what is open."""
    begin(alfa)
    fill(alfa)
    alfa.pass_time(3_601)
    assert refused(lambda: sign(alfa, "watch", Side.OUTGOING)) == "PLY-WCH-057"


def test_dropped_handover_leaves_the_watch_where_it_was(alfa):
    """A relief that was called away has not taken the watch."""
    hand_over(alfa)
    before = alfa.core.state.watch
    begin(alfa)
    alfa.tell(HandoverDropped())
    alfa.crash()
    assert (alfa.core.state.handover, alfa.core.state.watch) == (None, before)
    assert refused(lambda: alfa.tell(HandoverDropped())) == "PLY-WCH-055"


def test_last_handover_counts_and_who_had_the_watch_is_on_the_sheet(alfa):
    """Who signs in another's place shows it."""
    hand_over(alfa, ())
    alfa.pass_time(60)
    alfa.enlist("third", OfficerClass.WATCH)
    sheet = begin(alfa, (), outgoing="third", incoming="watch")
    assert (sheet.outgoing, sheet.had) == (index(alfa, "third"), index(alfa, "next"))
    alfa.crash()
    assert alfa.core.state.watch.incoming == index(alfa, "next")


def test_other_side_is_told_only_that_the_watch_changed(alfa, pair):
    """What is open here is nobody's business over there."""
    hand_over(alfa)
    alfa.tell(alfa.signed_act(BRAVO, WatchChanged(), who="next"))
    pair.carry()
    heard = said(pair.bravo, Direction.IN)[-1]
    assert heard.said == WatchChanged()
    assert ("WATCH-CHANGED", "next") in alarms(pair.bravo)
    assert only_link(pair.bravo).facts.watch_wall_ms is not None


def test_only_who_took_the_watch_says_so(alfa):
    """An officer who has not taken it must not be waited for."""
    change = lambda who: alfa.tell(  # noqa: E731
        alfa.signed_act(BRAVO, WatchChanged(), who=who)
    )
    assert refused(lambda: change("next")) == "PLY-WCH-061"
    hand_over(alfa)
    assert refused(lambda: change("watch")) == "PLY-WCH-061"
    change("next")
