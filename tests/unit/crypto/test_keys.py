# SPDX-License-Identifier: Apache-2.0
"""A station's two keys, and what is sealed to a prekey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.crypto.epoch import open_secret, seal_secret
from parley.crypto.keys import StationKeys, sign, verify
from parley.crypto.prekey import PrekeyPair
from parley.errors import CounterpartFault
from parley.fixed import replace

SEEDS = st.binary(min_size=32, max_size=32)
KEYS = StationKeys.from_seeds(bytes(32), bytes(32))
OTHERS = StationKeys.from_seeds(b"\1" * 32, b"\1" * 32)
PAIR = PrekeyPair.from_seed(bytes(32))


def refused(code: str, *facts: object) -> bool:
    """Say whether a verification is refused with `code`."""
    with pytest.raises(CounterpartFault) as fault:
        verify(*facts)  # type: ignore[arg-type]
    return fault.value.code == code


def test_both_signatures_are_good():
    """The two keys sign different bytes, which name the algorithm."""
    verify(KEYS.public, b"ed", b"ml", *sign(KEYS, b"ed", b"ml"))


def test_one_good_signature_of_two_is_refused():
    """Each family must hold by itself, whichever of them falls."""
    ed, ml = sign(KEYS, b"ed", b"ml")
    wrong_ed, wrong_ml = sign(OTHERS, b"ed", b"ml")
    assert refused("PLY-KEY-103", KEYS.public, b"ed", b"ml", wrong_ed, ml)
    assert refused("PLY-KEY-103", KEYS.public, b"ed", b"ml", ed, wrong_ml)
    assert refused("PLY-KEY-103", KEYS.public, b"ed", b"ml", ed, b"")
    assert refused("PLY-KEY-103", KEYS.public, b"ed", b"ml", b"", ml)


def test_signatures_do_not_fit_each_others_input():
    """What one key signed is nothing to the other."""
    ed, ml = sign(KEYS, b"ed", b"ml")
    assert refused("PLY-KEY-103", KEYS.public, b"ml", b"ml", ed, ml)
    assert refused("PLY-KEY-103", KEYS.public, b"ed", b"ed", ed, ml)


def test_a_mixed_identity_is_refused():
    """One key of ALFA with one of BRAVO is nobody."""
    ed, ml = sign(KEYS, b"", b"")
    mixed = replace(KEYS.public, mldsa44=OTHERS.public.mldsa44)
    assert refused("PLY-KEY-103", mixed, b"", b"", ed, ml)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_what_is_no_key_is_refused(length):
    """A card can say anything."""
    ed, ml = sign(KEYS, b"", b"")
    bad = replace(KEYS.public, ed25519=bytes(length))
    assert refused("PLY-KEY-106", bad, b"", b"", ed, ml)
    bad = replace(KEYS.public, mldsa44=bytes(length))
    assert refused("PLY-KEY-106", bad, b"", b"", ed, ml)


@given(SEEDS, SEEDS)
def test_a_seed_determines_its_key(one, other):
    """A keystore holds seeds alone."""
    assert StationKeys.from_seeds(one, other).public == (
        StationKeys.from_seeds(one, other).public
    )
    assert PrekeyPair.from_seed(one).public == PrekeyPair.from_seed(one).public
    if one != other:
        assert PrekeyPair.from_seed(one).public != PrekeyPair.from_seed(other).public


@given(SEEDS)
def test_a_sealed_secret_opens_for_its_prekey_and_info_only(secret):
    """Moved to another opening or another station it is noise."""
    sealed = seal_secret(PAIR.public, b"info", secret)
    assert len(sealed) == 1168
    assert open_secret(PAIR, b"info", sealed) == secret
    other = PrekeyPair.from_seed(b"\1" * 32)
    for pair, info in ((other, b"info"), (PAIR, b"other")):
        with pytest.raises(CounterpartFault) as fault:
            open_secret(pair, info, sealed)
        assert fault.value.code == "PLY-KEY-105"


@given(st.integers(0, 1167), st.integers(1, 255))
def test_an_altered_sealed_secret_is_refused(at, flip):
    """Every byte of it counts, the encapsulation included."""
    sealed = bytearray(seal_secret(PAIR.public, b"info", bytes(32)))
    sealed[at] ^= flip
    with pytest.raises(CounterpartFault):
        open_secret(PAIR, b"info", bytes(sealed))


@given(st.binary(max_size=1300))
def test_noise_is_no_sealed_secret(data):
    """Short, long or empty: one fault."""
    with pytest.raises(CounterpartFault):
        open_secret(PAIR, b"info", data)


@pytest.mark.parametrize(
    "public",
    [b"", bytes(1215), bytes(1217), b"\xff" * 1216, PAIR.public[:1184] + bytes(32)],
)
def test_what_is_no_prekey_is_refused(public):
    """The last one is a real ML-KEM key beside a point of small order."""
    with pytest.raises(CounterpartFault) as fault:
        seal_secret(public, b"info", bytes(32))
    assert fault.value.code == "PLY-KEY-106"
