# SPDX-License-Identifier: Apache-2.0
"""The codec accepts exactly what it writes."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parley.errors import CounterpartFault, LocalFault
from parley.wire.cbor import dumps, loads, loads_padded
from parley.wire.limits import DEPTH_MAX, ENCODING_BYTES_MAX, ITEMS_MAX
from parley.wire.padding import pad

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.binary(max_size=300)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
)
KEYS = st.integers(-(2**63), 2**64 - 1) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=30
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(KEYS, inner, max_size=6)
    ),
    max_leaves=30,
).filter(lambda value: depth(value) <= DEPTH_MAX)


def depth(value: object) -> int:
    """Return how deep a value is nested."""
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=1)
    return 1


def refused(data: bytes, code: str, **limits: int) -> bool:
    """Say whether `data` is refused with `code`."""
    with pytest.raises(CounterpartFault) as fault:
        loads(data, **limits)
    return fault.value.code == code


@given(VALUES)
def test_what_is_written_is_read_back(value):
    """A value that changed on the way would change what was signed."""
    data = dumps(value)
    assert loads(data) == value
    assert dumps(loads(data)) == data


@given(st.binary(max_size=40))
@example(b"\xa2\x18\x18\x00\x20\x00")
@example(b"\x18\x17")
def test_whatever_is_read_is_written_the_same(data):
    """Two encodings of one value would be two digests of one value."""
    try:
        value = loads(data)
    except CounterpartFault:
        return
    assert dumps(value) == data


@given(VALUES, st.data())
def test_a_changed_encoding_is_refused_or_another_value(value, data):
    """No byte of an encoding is idle."""
    good = dumps(value)
    at = data.draw(st.integers(0, len(good) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != good[at]))
    bad = good[:at] + bytes((byte,)) + good[at + 1 :]
    try:
        other = loads(bad)
    except CounterpartFault:
        return
    assert dumps(other) == bad


@given(VALUES)
def test_another_library_reads_the_same(value):
    """`cbor2` as a second opinion on what the bytes mean."""
    assert cbor2.loads(dumps(value)) == value


@given(st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=6), max_leaves=20))
def test_another_library_writes_the_same(value):
    """Maps apart: `cbor2` sorts their keys by an older rule, length first."""
    assert dumps(value) == cbor2.dumps(value, canonical=True)


@given(st.binary(max_size=40))
def test_another_library_agrees_where_we_accept(data):
    """What we accept is CBOR; the reverse need not hold."""
    try:
        value = loads(data)
    except CounterpartFault:
        return
    assert cbor2.loads(data) == value


def test_nesting_beyond_the_limit_is_refused():
    """A deep encoding must not exhaust the stack."""
    assert loads(b"\x81" * (DEPTH_MAX - 1) + b"\x00") is not None
    assert refused(b"\x81" * DEPTH_MAX + b"\x00", "PLY-WIR-002")
    assert refused(b"\x81" * 100_000, "PLY-WIR-002")
    assert refused(b"\xa1\x00" * 100_000, "PLY-WIR-002")


def test_more_items_than_allowed_are_refused():
    """Every item costs memory many times its byte."""
    assert len(loads(dumps([0] * (ITEMS_MAX - 1)))) == ITEMS_MAX - 1
    assert refused(dumps([0] * ITEMS_MAX), "PLY-WIR-002")
    assert refused(dumps([[0] * 63] * 64), "PLY-WIR-002")
    assert refused(dumps([0, 0, 0]), "PLY-WIR-002", items_max=3)
    assert loads(dumps([0, 0, 0]), items_max=4) == [0, 0, 0]


def test_too_many_bytes_are_refused():
    """The length is looked at before anything else."""
    assert refused(dumps(bytes(ENCODING_BYTES_MAX)), "PLY-WIR-002")
    assert refused(b"\x00" * 9, "PLY-WIR-002", bytes_max=8)


@pytest.mark.parametrize("head", ["5b", "7b", "9b", "bb"])
def test_a_length_beyond_what_was_sent_allocates_nothing(head):
    """A head of nine bytes may announce sixteen exabytes."""
    assert refused(bytes.fromhex(head + "ff" * 8), "PLY-WIR-001")


def test_a_number_out_of_range_is_not_written():
    """Our own mistake must not leave the station."""
    for number in (2**64, -(2**63) - 1):
        with pytest.raises(LocalFault):
            dumps(number)


def test_half_of_a_surrogate_pair_is_not_written():
    """Settings and arguments can hold one; it has no encoding."""
    with pytest.raises(LocalFault) as fault:
        dumps(["\udc80"])
    assert fault.value.code == "PLY-WIR-101"


@given(VALUES)
def test_padding_is_read_over(value):
    """A padded item is the item."""
    assert loads_padded(pad(dumps(value))) == value


@pytest.mark.parametrize(
    "data",
    [
        dumps([1, 2]),
        dumps([1, 2]).ljust(32, b"\0"),
        dumps([1, 2]).ljust(15, b"\0") + b"\x01",
        pad(dumps(bytes(600))) + bytes(16),
    ],
)
def test_padding_that_is_not_as_agreed_is_refused(data):
    """Spare bytes would be a second message beside the one that was signed."""
    with pytest.raises(CounterpartFault) as fault:
        loads_padded(data)
    assert fault.value.code == "PLY-WIR-006"
