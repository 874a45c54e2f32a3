# SPDX-License-Identifier: Apache-2.0
"""RFC 8949 appendix A: what our subset accepts, and the rest, which it refuses."""

from __future__ import annotations

import pytest

from parley.errors import CounterpartFault
from parley.wire.cbor import dumps, loads

ACCEPTED = [
    ("00", 0),
    ("01", 1),
    ("0a", 10),
    ("17", 23),
    ("1818", 24),
    ("1819", 25),
    ("1864", 100),
    ("1903e8", 1000),
    ("1a000f4240", 1_000_000),
    ("1b000000e8d4a51000", 1_000_000_000_000),
    ("1bffffffffffffffff", 18_446_744_073_709_551_615),
    ("20", -1),
    ("29", -10),
    ("3863", -100),
    ("3903e7", -1000),
    ("f4", False),
    ("f5", True),
    ("f6", None),
    ("40", b""),
    ("4401020304", b"\x01\x02\x03\x04"),
    ("60", ""),
    ("6161", "a"),
    ("6449455446", "IETF"),
    ("62225c", '"\\'),
    ("62c3bc", "\u00fc"),
    ("63e6b0b4", "\u6c34"),
    ("64f0908591", "\U00010151"),
    ("80", []),
    ("83010203", [1, 2, 3]),
    ("8301820203820405", [1, [2, 3], [4, 5]]),
    (
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        list(range(1, 26)),
    ),
    ("a0", {}),
    ("a201020304", {1: 2, 3: 4}),
    ("a26161016162820203", {"a": 1, "b": [2, 3]}),
    ("826161a161626163", ["a", {"b": "c"}]),
    (
        "a56161614161626142616361436164614461656145",
        {"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"},
    ),
]
REFUSED = [
    "3bffffffffffffffff",  # -18446744073709551616: below our range
    "c249010000000000000000",  # bignum
    "f90000",  # 0.0
    "fa47c35000",  # 100000.0
    "fb7e37e43c8800759c",  # 1.0e+300
    "f97e00",  # NaN
    "f7",  # undefined
    "f0",  # simple(16)
    "f8ff",  # simple(255)
    "c074323031332d30332d32315432303a30343a30305a",  # a date
    "c11a514b67b0",  # a time
    "d74401020304",  # tag 23
    "5f42010243030405ff",  # indefinite bytes
    "7f657374726561646d696e67ff",  # indefinite text
    "9fff",  # indefinite array
    "bf61610161629f0203ffff",  # indefinite map
]


@pytest.mark.parametrize(("digits", "value"), ACCEPTED)
def test_the_examples_of_the_rfc_are_read_and_written(digits, value):
    """What the standard calls an encoding of a value is ours too."""
    assert loads(bytes.fromhex(digits)) == value
    assert dumps(value).hex() == digits


@pytest.mark.parametrize("digits", REFUSED)
def test_what_is_outside_the_subset_is_refused(digits):
    """A leniency of one reader is a difference between two."""
    with pytest.raises(CounterpartFault) as refused:
        loads(bytes.fromhex(digits))
    assert refused.value.code == "PLY-WIR-001"
