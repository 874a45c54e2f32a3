# SPDX-License-Identifier: Apache-2.0
"""Whatever bytes come in, a parser returns a value or raises a counterpart's fault.

Three sources: noise; good objects of the vectors, damaged; and well-formed encodings
of values that no format has.  `make fuzz` does the same guided by coverage.
"""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.core.statements import check_delegation
from parley.crypto.epoch import EpochKeys, open_secret
from parley.crypto.keys import StationKeys, verify
from parley.crypto.prekey import PrekeyPair
from parley.errors import CounterpartFault
from parley.model.precedence import Mode
from parley.testing.coded_samples import decode_newest
from parley.wire.agreement import decode_agreement
from parley.wire.body import decode_body
from parley.wire.card import decode_card
from parley.wire.cardfile import decode_cardfile
from parley.wire.cbor import dumps, loads, loads_padded
from parley.wire.chunk import decode_chunk, decode_parcel
from parley.wire.delegation import decode_request
from parley.wire.entry import decode_entry, decode_entry_padded
from parley.wire.export import (
    decode_archive_request,
    decode_export_consent,
    decode_export_request,
)
from parley.wire.fountain import Joiner
from parley.wire.fragment import split_fragment
from parley.wire.frame import peek, split_frame, split_opening
from parley.wire.limits import TEXT_BYTES_MAX
from parley.wire.opening import decode_opening_payload
from parley.wire.prekeys import decode_prekeys
from parley.wire.roster import decode_roster
from parley.wire.slip import decode_slip
from parley.wire.statement import StatementKind, decode_statement
from spec.vectors.generate import HERE

OPENED_MS = 1_800_000_000_000
KEYS = StationKeys.from_seeds(bytes(32), bytes(32))
PAIR = PrekeyPair.from_seed(bytes(32))
EPOCH = EpochKeys(bytes(32))


def _statement(data: bytes) -> object:
    statement = decode_statement(data, StatementKind.PREKEYS)
    verify(KEYS.public, data, data, statement.ed25519, statement.mldsa)
    return statement


def _sealed_frame(data: bytes) -> object:
    header, sealed = split_frame(data)
    return EPOCH.open(data[:7], header.serial, sealed)


def _joined(data: bytes) -> object:
    """Take a fragment as if its mark were good: the decoder must bear any symbol."""
    fragment = split_fragment(data)
    joiner = Joiner(fragment.whole.length, fragment.whole.symbol_bytes)
    return joiner.take(fragment.number, fragment.symbol)


# Parser: the vector file and the fields in it that hold good input.
PARSERS: dict[str, tuple[Callable[[bytes], object], str, str]] = {
    "fragment": (split_fragment, "fragment", "data"),
    "symbol": (_joined, "fragment", "data"),
    "encoding": (loads, "encoding", "data"),
    "padded encoding": (loads_padded, "frame", "padded"),
    "statement": (_statement, "statement", "data"),
    "card": (decode_card, "card", "data"),
    "prekeys": (decode_prekeys, "card", "data"),
    "card file": (decode_cardfile, "card", "data"),
    "delegation": (check_delegation, "delegation", "data"),
    "delegation request": (decode_request, "delegation", "data"),
    "roster": (decode_roster, "roster", "data"),
    "agreement": (decode_agreement, "agreement", "data"),
    "export request": (decode_export_request, "export", "data"),
    "archive request": (decode_archive_request, "export", "data"),
    "export consent": (decode_export_consent, "export", "data"),
    "opening": (decode_opening_payload, "opening", "payload"),
    "secret": (lambda data: open_secret(PAIR, b"", data), "opening", "payload"),
    "opening frame": (split_opening, "opening", "frame"),
    "frame": (_sealed_frame, "frame", "frame"),
    "first byte": (peek, "frame", "frame"),
    "entry": (lambda data: decode_entry(data, OPENED_MS), "entry", "data"),
    "padded entry": (
        lambda data: decode_entry_padded(data, OPENED_MS),
        "frame",
        "padded",
    ),
    "chunk": (decode_chunk, "carried", "data"),
    "parcel": (decode_parcel, "carried", "data"),
    "slip": (decode_slip, "carried", "data"),
    "coded body": (decode_newest, "book", "body"),
    "text": (lambda data: decode_body(data, TEXT_BYTES_MAX), "text", "body"),
}
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 40)
    | st.sampled_from([-(2**63), 2**32, 2**53, 2**64 - 1])
    | st.binary(max_size=40)
    | st.sampled_from([bytes(32), bytes(64), bytes(1168), bytes(1216), bytes(1312)])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
    | st.sampled_from(["a", "en", "tcp", "nrrc.alfa.example", "provable"]),
    lambda inner: (
        st.lists(inner, max_size=12)
        | st.dictionaries(
            st.integers(0, 9) | st.text("ab", max_size=2), inner, max_size=3
        )
    ),
    max_leaves=40,
)


@functools.cache
def seeds(file: str, field: str) -> list[bytes]:
    """Return the good inputs of one vector file."""
    page = json.loads((HERE / f"{file}.json").read_text("utf-8"))
    return [bytes.fromhex(each[field]) for each in page["vectors"] if field in each]


def damaged(good: bytes, chance: random.Random) -> bytes:
    """Return `good` with one to four wounds."""
    data = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([1, 1, 2, 4, 16]))
        match chance.randrange(5):
            case 0:
                data[at:end] = chance.randbytes(end - at)
            case 1:
                del data[at:end]
            case 2:
                data[at:at] = chance.randbytes(chance.choice([1, 2, 9]))
            case 3:
                data[at:at] = data[:end]
            case _:
                for place in range(at, end):
                    data[place] ^= 1 << chance.randrange(8)
    return bytes(data)


def survives(parse: Callable[[bytes], object], data: bytes) -> None:
    """Let only a counterpart's fault out of a parser."""
    try:
        parse(data)
    except CounterpartFault as fault:
        # Its sentences must be whole, too: a missing fact would be our mistake.
        assert fault.what  # noqa: PT017 - the fault is not what is tested
        assert fault.do  # noqa: PT017 - the same


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.binary(max_size=300))
def test_noise_raises_only_faults(name, data):
    """What anyone can throw at a port or put on a stick."""
    survives(PARSERS[name][0], data)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=300)
@given(chance=st.randoms(use_true_random=False), which=st.integers(0, 10**6))
def test_damaged_objects_raise_only_faults(name, chance, which):
    """What a bad circuit or a careful enemy makes of something good."""
    parse, file, field = PARSERS[name]
    good = seeds(file, field)
    survives(parse, damaged(good[which % len(good)], chance))


@settings(max_examples=300)
@given(value=ODD)
def test_odd_values_raise_only_faults(value):
    """Sound encodings of nonsense reach deeper than noise does.

    A value takes longer to draw than to parse, so each is given to every parser.
    """
    data = dumps(value)
    for parse, _, _ in PARSERS.values():
        survives(parse, data)


@given(value=st.lists(ODD, max_size=12), kind=st.sampled_from([*range(17)]))
def test_odd_entries_raise_only_faults(value, kind):
    """Only the counterpart can send one, and it may be malicious."""
    head = [kind, 0, 0]
    survives(lambda data: decode_entry(data, OPENED_MS), dumps([*head, *value]))


@given(text=st.binary(max_size=400))
def test_odd_deflate_streams_raise_only_faults(text):
    """The one parser that is not ours."""
    survives(lambda data: decode_body(data, TEXT_BYTES_MAX), b"\x02" + text)


def test_modes_stay_in_one_half_byte():
    """The fuzzers above rely on a type byte of two halves."""
    assert max(Mode) < 16
