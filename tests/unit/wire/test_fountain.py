# SPDX-License-Identifier: Apache-2.0
"""Symbols come back as what they were made of, and no piece ends the process."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import CounterpartFault
from parley.testing.joined import join_chunks, join_fragments
from parley.wire.chunk import Chunk, encode_chunk
from parley.wire.fountain import NUMBERS_MAX, Joiner, symbols_of
from parley.wire.fragment import split_fragment, symbol_bytes
from parley.wire.limits import FRAGMENT_HEAD_BYTES, FRAGMENT_SYMBOL_BYTES_MAX

FRAME = random.Random(1).randbytes(20_000)


def test_any_symbols_that_are_enough_give_the_frame_back():
    """Which of them a bad line loses must not matter."""
    symbols = dict(enumerate(symbols_of(FRAME, 104, 0, 260)))
    draw = random.Random(2)
    for _ in range(5):
        joiner, whole = Joiner(len(FRAME), 104), None
        for number in draw.sample(sorted(symbols), len(symbols)):
            whole = whole or joiner.take(number, symbols[number])
        assert whole == FRAME


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_symbols_of_anything_never_end_the_process(data):
    """The counterpart may mark whatever he likes; the station must bear it."""
    length = data.draw(st.integers(1, 3_000))
    size = data.draw(st.integers(4, 100)) * 8
    joiner = Joiner(length, size)
    draw = random.Random(data.draw(st.integers(0, 2**32)))
    for _ in range(min(joiner.needed * 2 + 4, 200)):
        number = draw.choice((draw.randrange(NUMBERS_MAX), draw.randrange(200)))
        found = joiner.take(number, draw.randbytes(size))
        assert found is None or len(found) == length


@pytest.mark.parametrize("block", [1, 7, 255])
def test_chunk_of_another_block_is_passed_over(block):
    """The library ends the whole process over it, so it must never get that far."""
    chunk = Chunk(bytes(10), 600, bytes((block, 0, 0, 0)), bytes(64))
    assert not join_chunks(encode_chunk(chunk) + bytes(16))


def test_symbol_longer_than_the_code_knows_is_refused():
    """A length of 16 bits wraps; what is left of the frame would be anything."""
    # SPEC 10.4: "A symbol is as long as the circuit allows, rounded down to a multiple
    # of 8 bytes, at least 32 bytes and at most 65,528."
    assert symbol_bytes(1 << 20) == FRAGMENT_SYMBOL_BYTES_MAX
    long = b"\x24" + bytes(6) + (200_000).to_bytes(3, "big") + bytes(11)
    assert len(long) == FRAGMENT_HEAD_BYTES
    for size, fits in ((65_528, True), (65_536, False), (100_000, False)):
        piece = long + bytes(size)
        if fits:
            assert split_fragment(piece).whole.symbol_bytes == size
            continue
        with pytest.raises(CounterpartFault) as refused:
            join_fragments(len(piece).to_bytes(3, "big") + piece)
        assert refused.value.code == "PLY-WIR-005"
