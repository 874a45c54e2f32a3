# SPDX-License-Identifier: Apache-2.0
"""Messages that cross: nobody releases a text without having read theirs."""

from __future__ import annotations

import pytest

from parley.core.events import DraftReread, DraftWritten, ReleaseGiven
from parley.errors import LocalFault
from parley.model.message import Message, Pointer, Relation, RelationKind, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import only_link, said

ALFA, BRAVO = "alfa.example", "bravo.example"


def drafted(desk, link, **more):
    """Write a draft whose writers read nothing unless it says so."""
    index, _ = desk.officers["drafter"]
    texts = (Text("en", "Ours."),)
    return desk.tell(DraftWritten(link, index, Precedence.FLASH, (), texts, **more))


def test_release_is_refused_while_theirs_is_unread(pair):
    """A second letter overtook the answer to the first; nobody could tell which held.

    What came in between is named, and the draft waits until it was read.
    """
    draft = drafted(pair.alfa, BRAVO)
    serial = pair.bravo.say(ALFA, "Newer.").serial
    pair.carry()
    with pytest.raises(LocalFault) as refused:
        pair.alfa.release(draft, "first")
    assert refused.value.code == "PLY-WCH-006"
    assert refused.value.facts["serial"] == serial
    reread = pair.alfa.tell(DraftReread(draft.content.number, serial))
    for who in ("first", "second"):
        reread = pair.alfa.release(reread, who)
    pair.carry()
    *_, heard = (
        each for each in said(pair.bravo, Direction.IN) if isinstance(each, Message)
    )
    assert heard.content.read_through == serial


def test_message_that_comes_between_two_releases_voids_the_first(pair):
    """The first releaser decided without knowing what the second must read."""
    draft = pair.alfa.release(drafted(pair.alfa, BRAVO), "first")
    serial = pair.bravo.say(ALFA, "Newer.").serial
    pair.carry()
    with pytest.raises(LocalFault) as refused:
        pair.alfa.release(draft, "second")
    assert refused.value.code == "PLY-WCH-006"
    reread = pair.alfa.tell(DraftReread(draft.content.number, serial))
    assert reread.releases == ()
    stale = ReleaseGiven(draft.content.number, draft.releases[0])
    with pytest.raises(LocalFault) as refused:
        pair.alfa.tell(stale)
    assert refused.value.code == "PLY-REL-005"


def test_what_was_read_once_is_read(pair):
    """Whoever signed to have read a message need not say so again."""
    serial = pair.bravo.say(ALFA, "One.").serial
    pair.carry()
    pair.alfa.say(BRAVO, "Read.")
    pair.alfa.crash()
    assert drafted(pair.alfa, BRAVO).content.read_through == serial


def test_answer_has_read_what_it_answers(pair):
    """A reply to the newest message needs no further word."""
    serial = pair.bravo.say(ALFA, "Question?").serial
    pair.carry()
    relation = Relation(RelationKind.IN_REPLY_TO, ours=False, serial=serial)
    draft = drafted(pair.alfa, BRAVO, relation=relation)
    assert draft.content.read_through == serial
    pair.alfa.release(draft, "first")


def test_nobody_reads_what_has_not_come(pair):
    """A number typed too high would cover messages that nobody can have seen."""
    held = only_link(pair.alfa).mirror.held
    with pytest.raises(LocalFault) as refused:
        drafted(pair.alfa, BRAVO, read_through=held + 1)
    assert refused.value.code == "PLY-WCH-005"
    draft = drafted(pair.alfa, BRAVO)
    with pytest.raises(LocalFault) as refused:
        pair.alfa.tell(DraftReread(draft.content.number, held + 1))
    assert refused.value.code == "PLY-WCH-005"


def test_stop_is_not_held_up(pair):
    """Twenty-seven minutes were lost once; a STOP waits for no reading."""
    pair.bravo.say(ALFA, "Newer.")
    pair.carry()
    draft = drafted(pair.alfa, BRAVO, stop=True, read_through=0)
    assert draft.content.read_through == 0
    for who in ("first", "second"):
        draft = pair.alfa.release(draft, who)
    assert draft.serial is not None


def test_newest_message_survives_a_restart(pair):
    """The rule must hold after a crash as before it."""
    draft = drafted(pair.alfa, BRAVO)
    pair.bravo.say(ALFA, "Newer.")
    pair.carry()
    pair.alfa.crash()
    with pytest.raises(LocalFault) as refused:
        pair.alfa.release(draft, "first")
    assert refused.value.code == "PLY-WCH-006"


def test_a_bad_message_holds_nothing_up(pair):
    """What nobody released must not stop us from speaking."""
    utter(pair.bravo, ALFA, unchecked_message(pair.bravo, ALFA, "Nobody's.", ["first"]))
    pair.carry()
    assert only_link(pair.alfa).mirror.newest == 0
    pair.alfa.release(drafted(pair.alfa, BRAVO), "first")


@pytest.mark.parametrize("crash", [False, True])
def test_draft_of_before_their_new_log_has_read_nothing_of_it(pair, crash):
    """Serials count anew there: what was read of the old log would let it go unread."""
    for number in range(3):
        pair.bravo.say(ALFA, f"In the old log, {number}.")
        pair.carry()
    theirs = pair.alfa.newest(BRAVO)
    index, _ = pair.alfa.officers["drafter"]
    draft = pair.alfa.tell(
        DraftWritten(
            BRAVO,
            index,
            Precedence.FLASH,
            (),
            (Text("en", "Go on."),),
            Relation(RelationKind.IN_REPLY_TO, ours=False, serial=theirs),
            read_through=theirs,
        )
    )
    pair.alfa.release(draft, "first")
    pair.pass_time(60)
    pair.bravo.put_back(pair.bravo.store.snapshot())
    pair.carry()
    if crash:
        pair.alfa.crash()
    pair.bravo.say(ALFA, "Cease.")
    pair.carry()
    (known,) = pair.alfa.core.drafts()
    answers = Pointer(RelationKind.IN_REPLY_TO, False, theirs, log=1)
    assert (known.releases, known.content.relation) == ((), answers)
    assert known.content.read_through == 0
    with pytest.raises(LocalFault, match="PLY-WCH-006"):
        pair.alfa.release(known, "first")
