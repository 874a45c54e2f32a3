# SPDX-License-Identifier: Apache-2.0
"""A revocation is read strictly, or a stop could be hidden in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault
from parley.model.revocation import Revocation, Stop
from parley.wire.cbor import dumps
from parley.wire.revocation import decode_revocation, encode_revocation

A, B = b"a" * 32, b"b" * 32


@given(
    st.dictionaries(st.integers(0, 2**16 - 1), st.binary(min_size=32, max_size=32)),
    st.integers(1, 2**32),
    st.booleans(),
)
def test_what_is_written_is_read(stops, number, stopped):
    """Both sides must know the same digests."""
    each = tuple(Stop(target, stops[target]) for target in sorted(stops))
    said = Revocation("alfa.example", number, each, stopped)
    assert decode_revocation(encode_revocation(said)) == said


@pytest.mark.parametrize(
    "fields",
    [
        [1, "alfa.example", 0, [], False],
        [1, "alfa.example", 1, [], 1],
        [1, "alfa.example", 1, [[0, A], [0, B]], False],
        [1, "alfa.example", 1, [[2, A], [1, B]], False],
        [1, "alfa.example", 1, [[0, A[:16]]], False],
        [1, "alfa.example", 1, [[0, A, 0]], False],
        [1, "no station", 1, [], False],
        [2, "alfa.example", 1, [], False],
        [1, "alfa.example", 1, [], False, 0],
    ],
)
def test_a_malformed_revocation_is_refused(fields):
    """SPEC 7.101: one form only, so that two readers cannot differ."""
    with pytest.raises(CounterpartFault):
        decode_revocation(dumps(fields))


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_value_or_a_fault(data):
    """It may be carried by hand from anywhere."""
    try:
        said = decode_revocation(data)
    except CounterpartFault:
        return
    assert encode_revocation(said) == data
