# SPDX-License-Identifier: Apache-2.0
"""How much a length says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.wire.limits import (
    ENTRY_BYTES_MAX,
    FRAME_BYTES_MAX,
    HEADER_BYTES,
    SEAL_BYTES,
)
from parley.wire.padding import pad, padded_bytes


@given(st.integers(0, ENTRY_BYTES_MAX))
def test_padding_costs_little_and_is_stable(length):
    """At most 15 bytes or 12 %; a padded length pads to itself."""
    padded = padded_bytes(length)
    assert padded >= length
    assert padded % 16 == 0
    assert padded - length <= max(16, 0.12 * length)
    assert padded_bytes(padded) == padded


@given(st.integers(0, ENTRY_BYTES_MAX - 1))
def test_a_longer_entry_never_looks_shorter(length):
    """Otherwise an observer could tell some lengths apart after all."""
    assert padded_bytes(length) <= padded_bytes(length + 1)


def test_few_lengths_are_left():
    """A treaty annex hides among some hundred lengths, not among a million."""
    assert len({padded_bytes(n) for n in range(0, ENTRY_BYTES_MAX, 7)}) < 300


def test_the_longest_entry_fits_into_a_frame():
    """A limit that another limit contradicts is none."""
    longest = HEADER_BYTES + padded_bytes(ENTRY_BYTES_MAX) + SEAL_BYTES
    assert longest <= FRAME_BYTES_MAX


def test_padding_is_zero_bytes():
    """Nothing else may hide there."""
    assert pad(b"abc") == b"abc" + bytes(13)
