# SPDX-License-Identifier: Apache-2.0
"""Everything that is kept reads back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.core.numbers import NumberSet
from parley.core.records import AlarmRecord, DraftRecord, EntryHead, LadderFact, Rung
from parley.core.shelves import (
    alarm_key,
    decode_alarm,
    decode_draft,
    decode_fact,
    decode_head,
    decode_in,
    decode_in_epoch,
    decode_out,
    decode_out_epoch,
    decode_past,
    decode_returning,
    encode_alarm,
    encode_draft,
    encode_fact,
    encode_head,
    encode_in,
    encode_in_epoch,
    encode_out,
    encode_out_epoch,
    encode_past,
    encode_returning,
    ladder_key,
    link_key,
    number_key,
)
from parley.core.state import (
    Facts,
    InEpoch,
    InLog,
    OutEpoch,
    OutLog,
    PastEpoch,
    Returning,
    Span,
)
from parley.crypto.epoch import EpochKeys
from parley.model.identity import KeyScheme
from parley.model.message import Content, Pointer, RelationKind, Release, Text
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryKey
from parley.tlog.merkle import Frontier

WHOLE = st.integers(0, 2**53 - 1)
TIME = WHOLE
DIGEST = st.binary(min_size=32, max_size=32)
SPOKEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FRONTIER = st.lists(DIGEST, max_size=9).map(Frontier().extend)
RELEASE = st.builds(
    Release, WHOLE, st.sampled_from(KeyScheme), st.binary(max_size=64), st.binary()
)
CONTENT = st.builds(
    Content,
    number=WHOLE,
    precedence=st.sampled_from(Precedence),
    created_ms=TIME,
    not_after_ms=st.none() | TIME,
    drafted_by=WHOLE,
    to=st.lists(WHOLE, max_size=3).map(tuple),
    relation=st.none()
    | st.builds(Pointer, st.sampled_from(RelationKind), st.booleans(), WHOLE, WHOLE),
    texts=st.lists(st.builds(Text, SPOKEN, SPOKEN), max_size=3).map(tuple),
    attachments=st.lists(DIGEST, max_size=2).map(tuple),
)


@given(
    st.builds(
        EntryHead,
        WHOLE,
        st.none() | st.sampled_from(Precedence),
        TIME,
        TIME,
        st.binary(max_size=4),
        TIME,
        DIGEST,
        st.none() | WHOLE,
        st.none() | SPOKEN,
    )
)
def test_head_reads_back(head):
    """A list is drawn from heads alone."""
    assert decode_head(encode_head(head)) == head


@given(
    st.builds(
        LadderFact,
        st.sampled_from(Rung),
        WHOLE,
        DIGEST,
        TIME,
        TIME,
        st.none() | WHOLE,
        st.booleans(),
    )
)
def test_rung_reads_back(fact):
    """Who attested what, and when."""
    assert decode_fact(encode_fact(fact)) == fact


@given(st.builds(AlarmRecord, SPOKEN, SPOKEN, SPOKEN, TIME))
def test_alarm_reads_back(alarm):
    """An alarm outlives the process that raised it."""
    assert decode_alarm(encode_alarm(alarm)) == alarm


@given(
    st.builds(
        DraftRecord, SPOKEN, CONTENT, st.lists(RELEASE, max_size=2).map(tuple), WHOLE
    )
)
def test_draft_reads_back(draft):
    """A signature already given covers these bytes and no others."""
    assert decode_draft(encode_draft(draft)) == draft


@given(
    st.builds(
        OutLog,
        incarnation=WHOLE,
        next_serial=WHOLE,
        last_logged_ms=TIME,
        their_held=WHOLE,
        frontier=FRONTIER,
        previous=st.none() | st.tuples(WHOLE, WHOLE),
        past=st.lists(WHOLE, max_size=3).map(tuple),
        prekey_used=WHOLE,
        listen_from=WHOLE,
    )
)
def test_own_log_reads_back(log):
    """The next serial above all."""
    assert decode_out(encode_out(log)) == log


@given(
    st.builds(
        InLog,
        incarnation=WHOLE,
        held=WHOLE,
        last_logged_ms=TIME,
        frontier=FRONTIER,
        restored=st.booleans(),
    ),
    st.lists(WHOLE, max_size=9),
    st.builds(Facts, *[st.none() | TIME] * 5),
)
def test_mirror_reads_back(log, numbers, facts):
    """What has been filed, so that nothing is shown twice."""
    for number in numbers:
        log.numbers.add(number)
    again, kept = decode_in(encode_in(log, facts))
    assert (again, kept) == (log, facts)
    assert isinstance(again.numbers, NumberSet)


@given(DIGEST, WHOLE, WHOLE, TIME, st.binary(max_size=9), st.none() | WHOLE)
def test_epochs_read_back(root, incarnation, first, opened_ms, opening, last):
    """An epoch's keys grow from its root again."""
    ours = OutEpoch(
        EpochKeys(root), incarnation, first, opened_ms, opening, last, confirmed=True
    )
    again = decode_out_epoch(encode_out_epoch(ours))
    assert (again.keys.root, again.keys.tag) == (root, ours.keys.tag)
    assert encode_out_epoch(again) == encode_out_epoch(ours)
    theirs = InEpoch(EpochKeys(root), incarnation, first, opened_ms, opening, last)
    assert encode_in_epoch(decode_in_epoch(encode_in_epoch(theirs))) == (
        encode_in_epoch(theirs)
    )
    past = PastEpoch(incarnation, first, opening)
    assert decode_past(encode_past(past)) == past


@given(
    st.builds(
        Returning,
        newest=WHOLE,
        spans=st.lists(
            st.builds(Span, st.sampled_from(Direction), WHOLE, WHOLE, WHOLE), max_size=4
        ),
        begun=st.booleans(),
    )
)
def test_what_is_owed_reads_back(owed):
    """A return goes on where a crash stopped it."""
    assert decode_returning(encode_returning(owed)) == owed


@given(st.integers(0, 2**63), st.integers(0, 2**63))
def test_keys_sort_as_their_numbers_do(one, other):
    """A store yields a shelf in the order of its keys."""
    assert (number_key(one) < number_key(other)) == (one < other)


def test_no_two_things_share_a_key():
    """A name that begins another, two directions, two rungs, two leaves."""
    assert not link_key("alfa.example2").startswith(link_key("alfa.example"))
    places = [
        EntryKey("a.example", direction, incarnation, serial)
        for direction in Direction
        for incarnation in (1, 2)
        for serial in (1, 2)
    ]
    leaves = (bytes(32), b"l" * 32)
    keys = {
        ladder_key(each, rung, leaf)
        for each in places
        for rung in Rung
        for leaf in leaves
    }
    assert len(keys) == len(places) * len(Rung) * len(leaves)
    assert alarm_key("A", "b", "c") != alarm_key("A", "bc", "")
