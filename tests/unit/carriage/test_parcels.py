# SPDX-License-Identifier: Apache-2.0
"""Parcels through loss, forgery and flood."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.carriage import parcels
from parley.carriage.parcels import Assembler, cut
from parley.testing.carried import ALFA, keys_of
from parley.wire.chunk import Chunk, encode_chunk

KEYS = ALFA[0]
SYMBOL = 4_056


def assembled(chunks) -> list[bytes]:
    assembler = Assembler(KEYS)
    return [frame for chunk in chunks for frame in assembler.take(chunk)[1]]


@settings(max_examples=40)
@given(
    st.lists(st.binary(min_size=1, max_size=3_000), min_size=1, max_size=20),
    st.integers(0, 2**32),
)
def test_a_parcel_comes_through_any_fifth_of_its_chunks_lost(frames, seed):
    """Twenty of a hundred sectors of a stick may be bad, wherever they are."""
    chunks = cut(frames, KEYS, SYMBOL, 0.28)
    chance = random.Random(seed)
    left = chance.sample(chunks, len(chunks) - len(chunks) // 5)
    assert assembled(left) == frames


def test_a_parcel_costs_at_most_thirty_percent_more():
    """A stick has room, a diode has a rate."""
    chunks = cut([random.Random(1).randbytes(1_000_000)] * 4, KEYS, SYMBOL, 0.28)
    assert sum(map(len, chunks)) <= 1.3 * 4_000_000


def test_a_forged_symbol_never_reaches_the_decoder():
    """One bad symbol would spoil the whole parcel without a trace."""
    # SPEC 10.58: "A reader MUST judge a chunk's tag before anything else of it is used,
    # and a parcel's name when it is whole."
    frames = [random.Random(2).randbytes(5_000)]
    chunks = cut(frames, KEYS, SYMBOL, 0.28)
    forged = [chunk[:30] + bytes((chunk[30] ^ 1,)) + chunk[31:] for chunk in chunks]
    assembler = Assembler(KEYS)
    got = [f for pair in zip(forged, chunks, strict=True) for c in pair
           for f in assembler.take(c)[1]]  # fmt: skip
    assert got == frames
    assert assembler.strange >= 8


def test_chunks_of_the_other_direction_are_a_strangers():
    """Whoever carries both sticks could send our own frames back to us."""
    chunks = cut([b"frame"], keys_of("file")[1], SYMBOL, 0.28)
    assembler = Assembler(KEYS)
    assert all(assembler.take(chunk) == (None, ()) for chunk in chunks)


def test_a_second_source_block_does_not_reach_the_decoder():
    """The decoder ends the process over it, and the counterpart holds the key."""
    # SPEC 10.57: "A symbol MUST be 64 to 8,192 bytes long and a multiple of 8, a parcel
    # 1 to 16,777,216 bytes and at most 16,384 symbols, and the source block 0; a chunk
    # that says otherwise is passed over."
    data = encode_chunk(Chunk(bytes(10), 600, b"\xff\0\0\0", bytes(600)))
    assembler = Assembler(KEYS)
    assert assembler.take(data + KEYS.tag(data)) == (None, ())


def test_a_parcel_that_lies_about_its_name_is_refused_when_whole():
    """A counterpart gone mad must not make us believe one parcel is another."""
    chunks = cut([b"frame" * 9], KEYS, SYMBOL, 0.28)
    renamed = [chunk[:4] + bytes(10) + chunk[14:-16] for chunk in chunks]
    assert assembled(each + KEYS.tag(each) for each in renamed) == []


@pytest.mark.parametrize("change", [slice(14, 18), slice(18, 20)])
def test_a_chunk_that_contradicts_its_parcel_is_passed_over(change):
    """A second length for one name would make the decoder read beyond a symbol."""
    chunks = cut([bytes(range(250)) * 20], KEYS, SYMBOL, 0.5)
    odd = chunks[1][:-16]
    place = bytearray(odd)
    place[change] = (8 * 128).to_bytes(change.stop - change.start, "big")
    odd = bytes(place[: 24 + 1_024]).ljust(24 + int.from_bytes(place[18:20], "big"))
    assert assembled([chunks[0], odd + KEYS.tag(odd), *chunks[2:]])


def test_repeated_and_disordered_chunks_yield_each_frame_once():
    """A carousel shows everything again and again."""
    frames = [b"one", b"two" * 400]
    chunks = cut(frames, KEYS, SYMBOL, 0.28)
    assert assembled(chunks[::-1] + chunks + chunks[3:]) == frames


def test_open_parcels_are_bounded(monkeypatch):
    """Beginnings of parcels without end must not fill the memory."""
    monkeypatch.setattr(parcels, "OPEN_PARCELS_MAX", 4)
    assembler = Assembler(KEYS)
    for number in range(40):
        first, *_ = cut([number.to_bytes(2, "big") * 2_000], KEYS, SYMBOL, 0.28)
        assembler.take(first)
    assert len(assembler.progress) == 4
    assert assembler.dropped == 36


def test_parcels_remembered_as_done_are_bounded(monkeypatch):
    """A year of parcels must not stay in memory either."""
    monkeypatch.setattr(parcels, "DONE_PARCELS_MAX", 3)
    assembler = Assembler(KEYS)
    names = [
        assembler.take(cut([bytes((number + 1,))], KEYS, SYMBOL, 0.28)[0])[0]
        for number in range(6)
    ]
    assert [assembler.is_done(name) for name in names] == [False] * 3 + [True] * 3
