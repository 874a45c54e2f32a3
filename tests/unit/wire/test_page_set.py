# SPDX-License-Identifier: Apache-2.0
"""Pages come on a medium that anybody may have had in hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault
from parley.model.pages import PageSet
from parley.model.precedence import Mode
from parley.wire.page_set import (
    PageOpening,
    decode_page_opening,
    decode_page_set,
    encode_page_opening,
    encode_page_set,
    is_page_opening,
)

pages = st.lists(
    st.binary(min_size=32, max_size=32), min_size=2, max_size=40, unique=True
)


@given(pages, st.binary(min_size=8, max_size=8))
def test_what_is_written_is_read(secrets, number):
    """Both parties must hold the same pages under the same names."""
    half = len(secrets) // 2
    sides = tuple(secrets[:half]), tuple(secrets[half : 2 * half])
    made = PageSet(Mode.LIVE, ("alfa.example", "bravo.example"), number, sides)
    data = encode_page_set(made)
    assert decode_page_set(data) == made
    assert len({*made.named(0), *made.named(1)}) == 2 * half


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_value_or_a_fault(data):
    """A medium may hold anything."""
    for decode, encode in (
        (decode_page_set, encode_page_set),
        (decode_page_opening, encode_page_opening),
    ):
        try:
            value = decode(data)
        except CounterpartFault:
            continue
        assert encode(value) == data


def test_an_opening_by_page_is_told_from_a_statement():
    """The one is verified by a page, the other by signatures; never by neither."""
    body = encode_page_opening(PageOpening(b"payload", bytes(32)))
    assert is_page_opening(body)
    assert decode_page_opening(body) == PageOpening(b"payload", bytes(32))
    assert not is_page_opening(b"\x84" + body[1:])
    with pytest.raises(CounterpartFault):
        decode_page_opening(body + b"\x00")
