# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - letters of two scripts are the point
"""Readouts: shown first, answered, published in the words shown, and nothing else."""

from __future__ import annotations

import hashlib

import pytest

from parley.core.events import ActGiven
from parley.core.limits import READOUT_S_MIN, READOUTS_MAX
from parley.core.watch.readouts import account, digest_of
from parley.errors import LocalFault
from parley.model.readout import (
    Answer,
    Contact,
    Difference,
    ReadoutAnswered,
    ReadoutPublished,
    ReadoutShown,
)
from parley.model.record import Direction, EntryKey
from parley.testing.looks import alarms, only_link

ALFA, BRAVO = "alfa.example", "bravo.example"
TEXTS = (("en", "We spoke of the exercise. It has ended."), ("ru", "Мы говорили."))
DIGEST = digest_of(TEXTS)
HOUR_MS = READOUT_S_MIN * 1_000


def row(desk, link, serial, way=Direction.OUT):
    """Return an entry of the record."""
    return desk.store.entry(EntryKey(link, way, 1, serial)).row


def show(pair, proof=True, wait_ms=HOUR_MS, texts=TEXTS):
    """Let ALFA say something and show a readout of it; return the readout's serial."""
    alfa = pair.alfa
    serial = alfa.say(BRAVO, "The exercise has ended.").serial
    contact = Contact(True, 1, serial, row(alfa, BRAVO, serial).leaf)
    said = ReadoutShown(texts, (contact,), alfa.wall_ms + wait_ms, proof)
    shown = alfa.tell(alfa.signed_act(BRAVO, said, who="first"))
    pair.carry()
    return shown


def answer(pair, shown, kind=Answer.AGREED, differences=(), proof=True, digest=DIGEST):
    """Let BRAVO answer."""
    bravo = pair.bravo
    said = ReadoutAnswered(kind, digest, differences, proof)
    about = row(bravo, ALFA, shown, Direction.IN)
    bravo.tell(bravo.signed_act(ALFA, said, about, who="first"))
    pair.carry()


def publish(pair, shown, proof=False, digest=DIGEST):
    """Let ALFA publish."""
    alfa = pair.alfa
    about = row(alfa, BRAVO, shown)
    said = ReadoutPublished(digest, proof)
    alfa.tell(alfa.signed_act(BRAVO, said, about, who="first"))
    pair.carry()


def refused(act, *args, **facts):
    """Return the code with which an act is refused."""
    with pytest.raises(LocalFault) as fault:
        act(*args, **facts)
    return fault.value.code


def kept(desk):
    """Return the one readout that a desk knows."""
    (known,) = only_link(desk).tended.readouts.values()
    return known


def test_a_reader_can_take_the_digest_with_a_tool_of_his_own():
    """A digest that needs our program to compute proves nothing to a stranger."""
    told = "[en]\nWe spoke of the exercise. It has ended.\n[ru]\nМы говорили.\n"
    assert account(TEXTS) == told.encode()
    assert hashlib.sha256(told.encode()).digest() == DIGEST


def test_agreed_and_published_with_its_proof(pair):
    """The way it should go: both sides know the words before the public does."""
    shown = show(pair)
    assert ("READOUT-WAITS", str(shown)) in alarms(pair.bravo)
    answer(pair, shown)
    assert not [code for code, _ in alarms(pair.bravo) if code.startswith("READOUT")]
    publish(pair, shown, proof=True)
    assert kept(pair.alfa) == kept(pair.bravo)
    assert kept(pair.alfa).publication
    assert not [code for code, _ in alarms(pair.bravo) if code.startswith("READOUT")]


def test_agreed_and_then_changed_does_not_leave(pair):
    """One word changed after the other side agreed is another text in its name."""
    shown = show(pair)
    answer(pair, shown)
    other = digest_of((("en", "We spoke of the exercise. It goes on."), TEXTS[1]))
    assert refused(publish, pair, shown, digest=other) == "PLY-RDO-003"
    assert not kept(pair.alfa).publication


def test_a_station_that_publishes_other_words_is_seen(pair):
    """A program may be rewritten; its signed entry still gives it away."""
    shown = show(pair)
    answer(pair, shown)
    place = next(iter(only_link(pair.alfa).tended.readouts))
    rewritten = only_link(pair.alfa).tended.readouts[place]
    other = digest_of((("en", "Something else."),))
    only_link(pair.alfa).tended.readouts[place] = type(rewritten)(
        rewritten.leaf, other, 0, proof=True, answer=(1, 1)
    )
    publish(pair, shown, digest=other)
    assert ("READOUT-CHANGED", str(shown)) in alarms(pair.bravo)


def test_not_before_its_time_unless_answered(pair):
    """The time is the other side's; only its answer makes it shorter."""
    assert refused(show, pair, wait_ms=HOUR_MS - 1) == "PLY-RDO-001"
    shown = show(pair)
    assert refused(publish, pair, shown) == "PLY-RDO-004"
    pair.pass_time(READOUT_S_MIN + 1)
    publish(pair, shown)
    assert kept(pair.bravo).publication


def test_a_station_that_does_not_wait_is_seen(pair):
    """Who publishes before the time did what both signed that nobody would do."""
    shown = show(pair)
    place = next(iter(only_link(pair.alfa).tended.readouts))
    known = only_link(pair.alfa).tended.readouts[place]
    only_link(pair.alfa).tended.readouts[place] = type(known)(
        known.leaf, known.digest, 0, proof=True
    )
    publish(pair, shown)
    assert ("READOUT-EARLY", str(shown)) in alarms(pair.bravo)


@pytest.mark.parametrize(("ours", "theirs"), [(True, False), (False, True)])
def test_a_proof_goes_along_only_if_both_said_so(pair, ours, theirs):
    """Each side alone decides what it shows of its record."""
    shown = show(pair, proof=ours)
    answer(pair, shown, proof=theirs)
    assert refused(publish, pair, shown, proof=True) == "PLY-RDO-005"
    publish(pair, shown)


def test_frozen_after_the_publication(pair):
    """What is public can be answered with another readout, and not be altered."""
    shown = show(pair)
    answer(pair, shown, Answer.NOT_AGREED)
    publish(pair, shown)
    assert refused(publish, pair, shown) == "PLY-RDO-002"
    assert refused(answer, pair, shown) == "PLY-RDO-002"


def test_the_first_answer_counts(pair):
    """Nobody can agree and later have differed, or the other way about."""
    shown = show(pair)
    differs = (Difference("en", 1, "It was broken off."),)
    answer(pair, shown, Answer.WITH_DIFFERENCES, differs)
    assert refused(answer, pair, shown) == "PLY-RDO-002"
    assert kept(pair.alfa).answer


def test_an_answer_to_other_words_is_refused(pair):
    """An officer agrees to the text he saw, not to whatever stands there later."""
    shown = show(pair)
    assert refused(answer, pair, shown, digest=bytes(32)) == "PLY-RDO-003"


def test_only_those_who_release_words_speak_to_the_public(pair):
    """The watch keeps the line; it does not speak for a party in public."""
    alfa = pair.alfa
    contact = Contact(True, 1, 1, row(alfa, BRAVO, 1).leaf)
    said = ReadoutShown(TEXTS, (contact,), alfa.wall_ms + HOUR_MS, True)
    act = alfa.signed_act(BRAVO, said, who="watch")
    assert isinstance(act, ActGiven)
    assert refused(alfa.tell, act) == "PLY-WCH-001"


def test_a_stop_forgets_no_readout(pair):
    """A station that restarts still knows what was shown, or it could show it twice."""
    shown = show(pair)
    answer(pair, shown)
    pair.alfa.crash()
    assert kept(pair.alfa).answer
    publish(pair, shown, proof=True)
    pair.bravo.crash()
    assert kept(pair.bravo).publication


def test_readouts_are_bounded(pair):
    """A counterpart that shows without end must not fill this station's memory."""
    link = only_link(pair.alfa)
    shown = show(pair)
    known = kept(pair.alfa)
    for serial in range(10_000, 10_000 + READOUTS_MAX):
        link.tended.readouts[EntryKey(BRAVO, Direction.OUT, 1, serial)] = known
    answer(pair, shown)
    show(pair)
    assert len(link.tended.readouts) <= READOUTS_MAX + 1
