# SPDX-License-Identifier: Apache-2.0
"""Statements: two signers, one kind, nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import CounterpartFault
from parley.wire.cbor import dumps, loads
from parley.wire.limits import STATEMENT_BYTES_MAX
from parley.wire.statement import (
    Algorithm,
    Statement,
    StatementKind,
    decode_statement,
    encode_statement,
    to_be_signed,
)

KINDS = st.sampled_from(StatementKind)


def statement(kind: StatementKind, payload: bytes = b"\x80") -> Statement:
    """Return a statement whose signatures are only as long as they should be."""
    second = 4627 if kind is StatementKind.DELEGATION else 2420
    return Statement(kind, payload, bytes(64), bytes(second))


@given(KINDS, st.binary(min_size=1, max_size=99))
def test_a_statement_is_read_as_it_was_written(kind, payload):
    """Every kind, any payload."""
    good = statement(kind, payload)
    assert decode_statement(encode_statement(good), kind) == good


@pytest.mark.parametrize("given_", StatementKind)
@pytest.mark.parametrize("wanted", StatementKind)
def test_a_statement_of_another_kind_is_refused(given_, wanted):
    """A signature under a prekey list must not stand under a roster."""
    data = encode_statement(statement(given_))
    if given_ is wanted:
        assert decode_statement(data, wanted).kind is wanted
        return
    with pytest.raises(CounterpartFault) as fault:
        decode_statement(data, wanted)
    assert fault.value.code == "PLY-WIR-007"


def test_what_is_signed_names_kind_algorithm_and_purpose():
    """The same payload gives other bytes for each kind and each key."""
    signed = {
        to_be_signed(kind, b"\x80", algorithm)
        for kind in StatementKind
        for algorithm in Algorithm
    }
    assert len(signed) == len(Algorithm) * len(StatementKind)
    first = loads(to_be_signed(StatementKind.CARD, b"\x80", Algorithm.ED25519))
    assert first == [
        "Signature",
        dumps({3: "application/parley-card+cbor"}),
        dumps({1: -19}),
        b"parley/1 statement",
        b"\x80",
    ]


def signer(algorithm: int, length: int) -> list[object]:
    """Return one signer."""
    return [dumps({1: algorithm}), {}, bytes(length)]


@pytest.mark.parametrize(
    "signers",
    [
        [],
        [signer(-19, 64)],
        [signer(-48, 2420)],
        [signer(-48, 2420), signer(-19, 64)],
        [signer(-19, 64), signer(-19, 64)],
        [signer(-19, 64), signer(-48, 2420), signer(-19, 64)],
        [signer(-8, 64), signer(-48, 2420)],
        [signer(-19, 63), signer(-48, 2420)],
        [signer(-19, 64), signer(-48, 0)],
        [signer(-19, 64), signer(-50, 4627)],
        [[b"", {}, bytes(64)], signer(-48, 2420)],
        [[dumps({1: -19}), {4: b"key"}, bytes(64)], signer(-48, 2420)],
        None,
    ],
)
def test_any_other_set_of_signers_is_refused(signers):
    """A reader content with one of the two is a downgrade."""
    body = dumps({3: "application/parley-card+cbor"})
    with pytest.raises(CounterpartFault) as fault:
        decode_statement(dumps([body, {}, b"\x80", signers]), StatementKind.CARD)
    assert fault.value.code == "PLY-WIR-003"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        dumps({}),
        dumps({3: "text/plain"}),
        dumps({1: -19, 3: "application/parley-card+cbor"}),
    ],
)
def test_another_protected_header_is_refused(body):
    """There is one header for a kind, to the byte."""
    good = loads(encode_statement(statement(StatementKind.CARD)))
    with pytest.raises(CounterpartFault) as fault:
        decode_statement(dumps([body, *good[1:]]), StatementKind.CARD)
    assert fault.value.code == "PLY-WIR-003"


def test_a_delegation_signed_with_the_smaller_key_is_refused():
    """SPEC 7.152: what outlives every station key is signed with the strongest set."""
    body = dumps({3: "application/parley-delegation+cbor"})
    signers = [signer(-19, 64), signer(-48, 2420)]
    with pytest.raises(CounterpartFault) as fault:
        decode_statement(dumps([body, {}, b"\x80", signers]), StatementKind.DELEGATION)
    assert fault.value.code == "PLY-WIR-003"


def test_an_oversized_statement_is_refused():
    """Before anything of it is looked at."""
    with pytest.raises(CounterpartFault) as fault:
        decode_statement(bytes(STATEMENT_BYTES_MAX + 1), StatementKind.CARD)
    assert fault.value.code == "PLY-WIR-002"
