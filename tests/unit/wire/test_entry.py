# SPDX-License-Identifier: Apache-2.0
"""Entries of every kind, and what they cost on the wire."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import names_of
from parley.model.act import (
    Acknowledged,
    Act,
    ClarificationAsked,
    Clarified,
    Declined,
    DeclineReason,
    Delivered,
    ExerciseAnnounced,
    ExerciseMoved,
    ExerciseStep,
    Minimized,
    MinimizeEnded,
    Reference,
    Resumed,
    Service,
    Standby,
    Suspended,
    TermAgreed,
    TermProposed,
    Understood,
    WatchAnswered,
    WatchAsked,
    WatchChanged,
)
from parley.model.entry import (
    Account,
    Entry,
    KeyEvent,
    KeyEventKind,
    LinkTest,
    Receipt,
    Repeat,
    TestAnswer,
)
from parley.model.identity import KeyScheme
from parley.model.message import Content, Message, Pointer, RelationKind, Release, Text
from parley.model.precedence import Precedence
from parley.model.readout import (
    Answer,
    Contact,
    Difference,
    ReadoutAnswered,
    ReadoutPublished,
    ReadoutShown,
)
from parley.wire.cbor import dumps, loads
from parley.wire.entry import decode_entry, decode_entry_padded, encode_entry
from parley.wire.limits import (
    HEADER_BYTES,
    SEAL_BYTES,
    SERIAL_MAX,
    TEXT_BYTES_MAX,
)
from parley.wire.padding import pad, padded_bytes
from parley.wire.text import problems

OPENED_MS = 1_800_000_000_000
TIMES = st.integers(0, 2**45)
SECONDS = st.integers(0, 2**33).map(lambda seconds: 1000 * seconds)
SERIALS = st.integers(1, SERIAL_MAX)
LEAVES = st.binary(min_size=32, max_size=32)
INDICES = st.integers(0, 2**32 - 1)
RELEASES = st.builds(
    Release,
    INDICES,
    st.just(KeyScheme.SOFTWARE_ED25519),
    st.binary(min_size=64, max_size=64),
) | st.builds(
    Release,
    INDICES,
    st.sampled_from([KeyScheme.WEBAUTHN_ES256, KeyScheme.WEBAUTHN_EDDSA]),
    st.binary(min_size=64, max_size=80),
    st.binary(max_size=60),
)
LANGUAGES = st.sampled_from(["en", "ru", "ar", "ko", "zh-Hant"])
TEXTS = st.builds(
    Text, LANGUAGES, st.text(max_size=60).filter(lambda text: problems(text) is None)
)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Draw a content."""
    created_ms = draw(SECONDS)
    relations = st.builds(
        Pointer, st.sampled_from(RelationKind), st.booleans(), SERIALS, SERIALS
    )
    texts = tuple(
        draw(st.lists(TEXTS, min_size=1, max_size=3, unique_by=lambda t: t.language))
    )
    precedence = draw(st.sampled_from(Precedence))
    critical = {each.text[:9] for each in texts if each.text[:9].strip()}
    return Content(
        number=draw(st.integers(0, 2**53 - 1)),
        precedence=precedence,
        created_ms=created_ms,
        not_after_ms=draw(st.none() | SECONDS.map(lambda ms: created_ms + ms)),
        drafted_by=draw(INDICES),
        to=tuple(draw(st.lists(INDICES, max_size=4, unique=True))),
        relation=draw(st.none() | relations),
        texts=texts,
        attachments=tuple(draw(st.lists(LEAVES, max_size=2))),
        read_through=draw(SERIALS),
        critical=tuple(draw(st.permutations(sorted(critical)))),
        stop=precedence is Precedence.FLASH and draw(st.booleans()),
    )


KEY_EVENTS = (
    st.builds(KeyEvent, st.just(KeyEventKind.EPOCH_OPENED), LEAVES)
    | st.builds(KeyEvent, st.just(KeyEventKind.PREKEYS_WANTED), st.just(b""))
    | st.builds(
        KeyEvent,
        st.sampled_from(
            [KeyEventKind.PREKEYS, KeyEventKind.ROSTER, KeyEventKind.RESTORED]
        ),
        st.binary(max_size=99),
    )
)
ABOUT = st.builds(Reference, SERIALS, SERIALS, LEAVES)
WORDS = st.text("abc 12°я", min_size=1, max_size=9).filter(str.strip)
ACTS = st.builds(
    Act,
    st.one_of(
        st.just(Acknowledged()),
        st.builds(Understood, st.lists(WORDS, max_size=3).map(tuple)),
        st.builds(Delivered, INDICES, st.none() | WORDS.map(str.strip), TIMES),
        st.builds(Standby, TIMES),
        st.builds(Declined, st.none() | st.sampled_from(DeclineReason)),
        st.just(Resumed()),
        st.just(WatchAnswered()),
        st.just(MinimizeEnded()),
        st.builds(ExerciseMoved, st.sampled_from(ExerciseStep)),
        st.builds(ReadoutPublished, LEAVES, st.booleans()),
        st.builds(
            ReadoutAnswered,
            st.just(Answer.WITH_DIFFERENCES),
            LEAVES,
            st.lists(
                st.builds(Difference, st.just("en"), st.integers(0, 1_000), WORDS),
                min_size=1,
                max_size=3,
                unique_by=lambda each: each.sentence,
            ).map(tuple),
            st.booleans(),
        ),
        st.builds(
            ClarificationAsked,
            st.just("en"),
            WORDS,
            st.integers(0, 99),
            st.lists(WORDS, min_size=2, max_size=8, unique=True).map(tuple),
        ),
        st.builds(Clarified, st.integers(1, 8), st.none() | WORDS),
        st.builds(TermProposed, st.just("en"), WORDS, st.just("ru"), WORDS),
        st.just(TermAgreed()),
    ),
    ABOUT,
    TIMES,
    RELEASES,
) | st.builds(
    Act,
    st.just(WatchAsked())
    | st.builds(Suspended, st.none() | TIMES, WORDS)
    | st.builds(Service, WORDS)
    | st.builds(Minimized, st.sampled_from(Precedence), st.none() | TIMES, WORDS)
    | st.just(WatchChanged())
    | st.builds(ExerciseAnnounced, WORDS.map(str.strip), TIMES, TIMES)
    | st.builds(
        ReadoutShown,
        st.just((("en", "We spoke."), ("ru", "Мы говорили."))),
        st.lists(
            st.builds(
                Contact, st.booleans(), SERIALS, SERIALS.map(lambda n: n or 1), LEAVES
            ),
            min_size=1,
            max_size=3,
            unique=True,
        ).map(tuple),
        TIMES,
        st.booleans(),
    )
    | st.builds(Minimized, st.sampled_from(Precedence), st.none() | TIMES, WORDS),
    st.none(),
    TIMES,
    RELEASES,
)
PAYLOADS = st.one_of(
    st.builds(Message, contents(), st.lists(RELEASES, max_size=3).map(tuple)),
    st.builds(Receipt, SERIALS, LEAVES, st.booleans()),
    ACTS,
    st.builds(LinkTest, st.integers(0, 2**53 - 1)),
    st.builds(TestAnswer, SERIALS, LEAVES, TIMES),
    KEY_EVENTS,
    st.lists(st.integers(0, SERIAL_MAX), min_size=1, max_size=6, unique=True)
    .map(sorted)
    .map(lambda serials: Account(1, serials[0], tuple(serials[1:]))),
    st.builds(
        Repeat,
        st.booleans(),
        SERIALS,
        SERIALS,
        LEAVES,
        TIMES,
        st.binary(min_size=1, max_size=99),
    ),
)
ENTRIES = st.builds(Entry, TIMES, st.integers(0, SERIAL_MAX), PAYLOADS)


def message(text: str, releases: int, *, number: int = 300) -> Entry:
    """Return a message in the middle of a busy day."""
    given = tuple(
        Release(30 + index, KeyScheme.SOFTWARE_ED25519, bytes(64))
        for index in range(releases)
    )
    content = Content(
        number=number,
        precedence=Precedence.FLASH,
        created_ms=OPENED_MS + 79_000_000,
        not_after_ms=None,
        drafted_by=33,
        to=(0,),
        relation=None,
        texts=(Text("en", text),),
        attachments=(),
        read_through=4319,
    )
    return Entry(OPENED_MS + 79_400_123, 4321, Message(content, given))


def frame_bytes(entry: Entry) -> int:
    """Return how long the frame of an entry is."""
    plaintext = encode_entry(entry, OPENED_MS)
    return HEADER_BYTES + padded_bytes(len(plaintext)) + SEAL_BYTES


@given(ENTRIES, st.integers(0, 2**45))
def test_every_entry_comes_back_as_it_was(entry, opened_ms):
    """The leaf is computed from the entry on both sides."""
    plaintext = encode_entry(entry, opened_ms)
    assert decode_entry(plaintext, opened_ms) == entry
    assert decode_entry_padded(pad(plaintext), opened_ms) == entry


@given(ENTRIES, st.data())
def test_a_changed_byte_is_refused_or_another_entry(entry, data):
    """Two plaintexts of one entry would be two leaves for one fact."""
    good = encode_entry(entry, OPENED_MS)
    at = data.draw(st.integers(0, len(good) - 1))
    flip = data.draw(st.integers(1, 255))
    bad = good[:at] + bytes((good[at] ^ flip,)) + good[at + 1 :]
    try:
        other = decode_entry(bad, OPENED_MS)
    except CounterpartFault:
        return
    assert other != entry


def test_a_short_message_with_one_release_stays_small():
    """60 characters: 183 bytes, two seconds at 1,200 bit/s."""
    assert frame_bytes(message("A" * 60, 1)) <= 183


def test_a_long_message_with_two_releases_stays_small():
    """200 characters and two persons: 391 bytes."""
    assert frame_bytes(message("A" * 200, 2)) <= 391


@pytest.mark.parametrize(("held", "serial"), [(0, 1), (4321, 4321), (70_000, 69_999)])
def test_a_receipt_stays_small(held, serial):
    """71 bytes however long the log has grown."""
    entry = Entry(OPENED_MS + 79_400_123, held, Receipt(serial, bytes(32), good=True))
    assert frame_bytes(entry) == 71


def test_the_longest_text_travels_in_one_entry():
    """A treaty annex is not cut into pieces."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789+-"
    text = "".join(random.Random(1).choices(letters, k=TEXT_BYTES_MAX))
    entry = message(text, 2)
    assert decode_entry_padded(pad(encode_entry(entry, OPENED_MS)), OPENED_MS) == entry


def test_texts_together_beyond_the_limit_are_refused():
    """Each of them alone would pass."""
    half = Text("en", "a" * 600_000), Text("ru", "b" * 600_000)
    entry = message("x", 1)
    assert isinstance(entry.payload, Message)
    content = Content(
        **{
            name: getattr(entry.payload.content, name)
            for name in names_of(Content)
            if name != "texts"
        },
        texts=half,
    )
    both = Entry(entry.logged_ms, entry.held, Message(content, ()))
    with pytest.raises(CounterpartFault) as fault:
        decode_entry(encode_entry(both, OPENED_MS), OPENED_MS)
    assert fault.value.code == "PLY-WIR-008"


def test_an_entry_beyond_the_limit_is_not_written():
    """The counterpart would refuse it, and it would be retried for ever."""
    repeat = Repeat(True, 1, 1, bytes(32), OPENED_MS, bytes(1_081_344))
    with pytest.raises(LocalFault) as fault:
        encode_entry(Entry(OPENED_MS, 0, repeat), OPENED_MS)
    assert fault.value.code == "PLY-WIR-101"


@pytest.mark.parametrize("kind", [0, 4, 5, 6, 7, 8, 12, 13, 16, -1, True, None, "1"])
def test_a_kind_without_a_form_is_refused(kind):
    """SPEC 2.4: a later version is not guessed at."""
    with pytest.raises(CounterpartFault) as fault:
        decode_entry(dumps([kind, 0, 0, 0]), OPENED_MS)
    assert fault.value.code == "PLY-WIR-003"


def test_a_time_finer_than_a_second_is_not_written():
    """SPEC 2.8: it would come back as another time than was signed."""
    entry = message("x", 1)
    assert isinstance(entry.payload, Message)
    content = entry.payload.content
    fields = {name: getattr(content, name) for name in names_of(Content)}
    odd = Content(**{**fields, "created_ms": content.created_ms + 1})
    with pytest.raises(AssertionError):
        encode_entry(Entry(entry.logged_ms, 0, Message(odd, ())), OPENED_MS)


@pytest.mark.parametrize("field", range(10))
def test_a_missing_or_wrong_field_is_refused(field):
    """Only a fault leaves the reader, whatever stands in a field."""
    good = loads(encode_entry(message("x", 1), OPENED_MS))
    for value in (None, True, -1, 2**64 - 1, b"\xff", "text", [], [[[]]], {1: 2}):
        bad = [*good[:field], value, *good[field + 1 :]]
        try:
            read = decode_entry(dumps(bad), OPENED_MS)
        except CounterpartFault:
            continue
        assert encode_entry(read, OPENED_MS) == dumps(bad)
    with pytest.raises(CounterpartFault):
        decode_entry(dumps(good[:field]), OPENED_MS)
