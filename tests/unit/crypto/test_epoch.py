# SPDX-License-Identifier: Apache-2.0
"""What grows from an epoch's root, and the seal of its frames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.crypto.epoch import EpochKeys, epoch_root
from parley.errors import CounterpartFault

KEYS = EpochKeys(b"\7" * 32)
SERIALS = st.integers(0, 65_535)


def header(serial: int, first: int = 0x12) -> bytes:
    """Return the seven open bytes of a frame."""
    return bytes((first,)) + KEYS.tag + serial.to_bytes(2, "big")


@given(SERIALS, st.binary(min_size=16, max_size=200))
def test_a_sealed_frame_opens_and_is_the_same_every_time(serial, plaintext):
    """A retry is the same bytes; a restored station cannot say two things at once."""
    sealed = KEYS.seal(header(serial), serial, plaintext)
    assert sealed == KEYS.seal(header(serial), serial, plaintext)
    assert len(sealed) == len(plaintext) + 16
    assert KEYS.open(header(serial), serial, sealed) == plaintext


@given(st.data())
def test_an_altered_frame_does_not_open(data):
    """Header, text and tag: every bit."""
    frame = bytearray(header(5) + KEYS.seal(header(5), 5, bytes(32)))
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= 1 << data.draw(st.integers(0, 7))
    opened = bytes(frame[:7])
    with pytest.raises(CounterpartFault) as fault:
        KEYS.open(opened, int.from_bytes(opened[5:7], "big"), bytes(frame[7:]))
    assert fault.value.code == "PLY-KEY-104"


@pytest.mark.parametrize("sealed", [b"", bytes(15), bytes(16), bytes(48)])
def test_noise_does_not_open(sealed):
    """However short."""
    with pytest.raises(CounterpartFault):
        KEYS.open(header(1), 1, sealed)


def test_frames_of_another_epoch_do_not_open():
    """The tag is only four bytes; the seal decides."""
    other = EpochKeys(b"\6" * 32)
    with pytest.raises(CounterpartFault):
        other.open(header(1), 1, KEYS.seal(header(1), 1, bytes(16)))


def test_equal_plaintexts_look_different_in_every_frame():
    """SPEC 3.12: no two frames share a key."""
    sealed = {
        KEYS.seal(header(serial, first), serial, bytes(16))
        for serial in range(50)
        for first in (0x12, 0x13, 0x22)
    }
    assert len(sealed) == 150


def test_a_header_of_another_serial_is_our_mistake():
    """The header decides the key, so the two must agree."""
    with pytest.raises(AssertionError):
        KEYS.seal(header(1), 2, bytes(16))


def test_leaf_secrets_differ_and_say_nothing_of_frames():
    """A leaf secret may be shown to a third party."""
    secrets = {KEYS.leaf_secret(serial) for serial in range(200)}
    assert len(secrets) == 200
    assert KEYS.root not in secrets


def test_every_input_of_a_root_counts():
    """Secret, page and opening; and none of them stands for another."""
    one, other = b"\1" * 32, b"\2" * 32
    roots = {
        epoch_root(one, None, b"opening"),
        epoch_root(None, one, b"opening"),
        epoch_root(one, one, b"opening"),
        epoch_root(one, other, b"opening"),
        epoch_root(other, one, b"opening"),
        epoch_root(one, None, b"another"),
    }
    assert len(roots) == 6
    with pytest.raises(AssertionError):
        epoch_root(None, None, b"opening")
