# SPDX-License-Identifier: Apache-2.0
"""One entry is the same leaf on both sides, and another entry is another leaf."""

from __future__ import annotations

from typing import get_args

import pytest

from parley.core.entries import (
    ANSWERS,
    PLAIN_KINDS,
    Place,
    leaf_of,
    precedence_of,
    read_row,
)
from parley.crypto.epoch import EpochKeys
from parley.fixed import replace
from parley.model.act import Acknowledged, Act, Reference, Standby
from parley.model.entry import (
    Entry,
    KeyEvent,
    LinkTest,
    Payload,
    Receipt,
    TestAnswer,
)
from parley.model.identity import KeyScheme
from parley.model.message import (
    Content,
    Message,
    Pointer,
    RelationKind,
    Release,
    Setting,
    Text,
)
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction
from parley.testing.looks import rows
from parley.wire.act import FORMS

ALFA, BRAVO = "alfa.example", "bravo.example"
SETTING = Setting(ALFA, BRAVO, Mode.LIVE)
SECRET = bytes(range(32))
SIGNED = Release(3, KeyScheme.SOFTWARE_ED25519, b"s" * 64)
CONTENT = Content(
    7, Precedence.FLASH, 5_000, None, 1, (0,), None, (Text("en", "x"),), ()
)
MESSAGE = Message(CONTENT, (SIGNED,))
ABOUT = Reference(1, 4, bytes(32))
SAID = Act(Acknowledged(), ABOUT, 5_000, SIGNED)


def leaf(payload, *, logged_ms=6_000, padded=b"p" * 16, setting=SETTING, secret=SECRET):
    """Return the leaf of one payload."""
    return leaf_of(Entry(logged_ms, 0, payload), padded, setting, secret)


OTHERS = {
    "text": replace(MESSAGE, content=replace(CONTENT, texts=(Text("en", "y"),))),
    "language": replace(MESSAGE, content=replace(CONTENT, texts=(Text("de", "x"),))),
    "number": replace(MESSAGE, content=replace(CONTENT, number=8)),
    "precedence": replace(
        MESSAGE, content=replace(CONTENT, precedence=Precedence.ROUTINE)
    ),
    "written": replace(MESSAGE, content=replace(CONTENT, created_ms=6_000)),
    "not after": replace(MESSAGE, content=replace(CONTENT, not_after_ms=9_000)),
    "drafter": replace(MESSAGE, content=replace(CONTENT, drafted_by=2)),
    "positions": replace(MESSAGE, content=replace(CONTENT, to=(1,))),
    "relation": replace(
        MESSAGE,
        content=replace(CONTENT, relation=Pointer(RelationKind.CANCELS, True, 3, 1)),
    ),
    "log of the relation": replace(
        MESSAGE,
        content=replace(CONTENT, relation=Pointer(RelationKind.CANCELS, True, 3, 2)),
    ),
    "signature": replace(MESSAGE, releases=(replace(SIGNED, signature=b"t" * 64),)),
    "officer": replace(MESSAGE, releases=(replace(SIGNED, officer=4),)),
    "one release more": replace(MESSAGE, releases=(SIGNED, SIGNED)),
    "no release": replace(MESSAGE, releases=()),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_whatever_is_changed_in_a_message_changes_its_leaf(other):
    """A proof of one text must never serve for another."""
    assert leaf(other) != leaf(MESSAGE)


def test_leaf_names_who_spoke_to_whom_and_in_which_mode():
    """The same words of another station, or in an exercise, are another fact."""
    others = [
        replace(SETTING, sender="charlie.example"),
        replace(SETTING, recipient="charlie.example"),
        replace(SETTING, mode=Mode.EXERCISE),
    ]
    assert leaf(MESSAGE) not in [leaf(MESSAGE, setting=each) for each in others]


def test_leaf_names_the_time_and_is_salted():
    """Without its secret, a leaf says nothing about a guessed text."""
    assert leaf(MESSAGE, logged_ms=7_000) != leaf(MESSAGE)
    assert leaf(MESSAGE, secret=bytes(32)) != leaf(MESSAGE)


def test_leaf_of_a_message_is_not_about_its_coding():
    """The same text compressed another way is the same text (SPEC 4.20)."""
    assert leaf(MESSAGE, padded=b"q" * 32) == leaf(MESSAGE)


@pytest.mark.parametrize(
    "payload",
    [Receipt(4, bytes(32), True), TestAnswer(4, bytes(32), 5), LinkTest(1), SAID],
    ids=lambda each: type(each).__name__,
)
def test_leaf_of_every_other_kind_is_about_its_bytes(payload):
    """Whatever a station says is pinned as it was said."""
    assert leaf(payload, padded=b"q" * 16) != leaf(payload)


@pytest.mark.parametrize(
    "other",
    [
        replace(SAID, about=replace(ABOUT, serial=5)),
        replace(SAID, about=replace(ABOUT, incarnation=2)),
        replace(SAID, about=replace(ABOUT, leaf=b"l" * 32)),
        replace(SAID, release=replace(SIGNED, officer=4)),
        replace(SAID, said=Standby(5_000)),
    ],
)
def test_leaf_of_an_acknowledgement_names_what_it_is_of(other):
    """An acknowledgement moved to another message is another leaf."""
    assert leaf(other) != leaf(SAID)


def test_both_records_hold_the_same_leaves(pair):
    """Writer and reader compute them apart and never disagree."""
    serial = pair.alfa.say(BRAVO, "Ответьте.", Precedence.FLASH).serial
    pair.carry()
    pair.bravo.acknowledge(ALFA, serial)
    pair.carry()
    for desk, other in ((pair.alfa, pair.bravo), (pair.bravo, pair.alfa)):
        out = {row.key.serial: row.leaf for row in rows(desk, Direction.OUT)}
        mirrored = {row.key.serial: row.leaf for row in rows(other, Direction.IN)}
        assert out == mirrored


def test_row_reads_back_as_it_was_said(pair):
    """The record alone is enough to see what was said."""
    pair.alfa.say(BRAVO, "text", Precedence.PRIORITY)
    head, entry = read_row(rows(pair.alfa, Direction.OUT)[-1])
    assert entry.payload.content.texts == (Text("en", "text"),)
    assert (head.precedence, head.number) == (
        Precedence.PRIORITY,
        entry.payload.content.number,
    )
    assert head.logged_ms == entry.logged_ms


def test_sealing_twice_gives_the_same_bytes():
    """A retry with other bytes under one key would give the text away."""
    place = Place(EpochKeys(bytes(32)), Mode.LIVE, 5)
    assert place.seal(b"p" * 16) == place.seal(b"p" * 16)
    assert place.seal(b"p" * 16) != replace(place, offset=6).seal(b"p" * 16)


def test_every_kind_of_entry_has_its_number():
    """A payload without a number could not be logged."""
    plain = set(get_args(Payload)) - {Act}
    assert set(PLAIN_KINDS) == plain
    numbers = [*PLAIN_KINDS.values(), *FORMS]
    assert len(set(numbers)) == len(numbers)


def test_what_people_say_asks():
    """SPEC 4.26: receipts and test answers are answers; a message never is."""
    answering = {kind for kind, number in PLAIN_KINDS.items() if number in ANSWERS}
    assert {Receipt, TestAnswer} <= answering
    assert not {Message, LinkTest, KeyEvent} & answering
    assert not FORMS.keys() & ANSWERS
    assert [precedence_of(each) for each in (MESSAGE, SAID)] == [Precedence.FLASH, None]
