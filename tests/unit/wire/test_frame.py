# SPDX-License-Identifier: Apache-2.0
"""The open bytes of a frame."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault
from parley.model.precedence import Mode
from parley.wire.frame import (
    FrameHeader,
    FrameKind,
    encode_header,
    encode_opening,
    peek,
    split_frame,
    split_opening,
)
from parley.wire.limits import FRAME_BYTES_MAX, STATEMENT_BYTES_MAX

HEADERS = st.builds(
    FrameHeader,
    st.sampled_from(Mode),
    st.sampled_from([FrameKind.ENTRY, FrameKind.CHECKPOINT]),
    st.binary(min_size=4, max_size=4),
    st.integers(0, 65_535),
)


@given(HEADERS, st.integers(2, 20))
def test_a_header_is_read_as_it_was_written(header, blocks):
    """Seven bytes, whatever is in them."""
    sealed = bytes(16 * blocks)
    data = encode_header(header)
    assert len(data) == 7
    assert split_frame(data + sealed) == (header, sealed)
    assert peek(data + sealed) == (header.mode, header.kind)


def test_the_first_byte_is_mode_and_kind():
    """SPEC 3.16, so that a frame of another mode is known by one byte."""
    header = FrameHeader(Mode.EXERCISE, FrameKind.ENTRY, b"abcd", 258)
    assert encode_header(header) == b"\x22abcd\x01\x02"


@pytest.mark.parametrize("first", [0x00, 0x01, 0x10, 0x15, 0x1F, 0x41, 0xFF])
def test_an_unknown_mode_or_kind_is_refused(first):
    """A later version is not guessed at."""
    with pytest.raises(CounterpartFault) as fault:
        peek(bytes((first,)) + bytes(100))
    assert fault.value.code == "PLY-WIR-005"


@pytest.mark.parametrize(
    "length", [0, 1, 6, 7, 22, 23, 38, 40, 54, 56, FRAME_BYTES_MAX + 16]
)
def test_an_impossible_length_is_refused(length):
    """Cut, lengthened or empty frames cost no cryptography."""
    with pytest.raises(CounterpartFault):
        split_frame((b"\x22" + bytes(length))[:length])


def test_an_opening_is_its_statement():
    """One byte in front of what was signed."""
    assert split_opening(encode_opening(Mode.LIVE, b"\x84statement")) == (
        Mode.LIVE,
        b"\x84statement",
        None,
    )


def test_an_opening_brings_the_delegation_it_is_read_by():
    """SPEC 3.27: whoever does not know the new keys yet must not be locked out."""
    frame = encode_opening(Mode.LIVE, b"\x84statement", b"delegation")
    assert split_opening(frame) == (Mode.LIVE, b"\x84statement", b"delegation")
    with pytest.raises(CounterpartFault):
        split_opening(frame[:-1])
    with pytest.raises(CounterpartFault):
        split_opening(frame + b"\x00")


@pytest.mark.parametrize(
    "frame",
    [b"", b"\x11", b"\x12" + bytes(38), b"\x11" + bytes(STATEMENT_BYTES_MAX + 1)],
)
def test_what_is_no_opening_is_refused(frame):
    """An entry is not read as an opening, nor an empty or endless one at all."""
    with pytest.raises(CounterpartFault) as fault:
        split_opening(frame)
    assert fault.value.code == "PLY-WIR-005"


def test_an_opening_is_not_read_as_an_entry():
    """Its statement has no tag and no serial."""
    with pytest.raises(CounterpartFault):
        split_frame(b"\x11" + bytes(38))
