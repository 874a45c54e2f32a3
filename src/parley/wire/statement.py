# SPDX-License-Identifier: Apache-2.0
"""Statements: COSE_Sign (RFC 9052) with exactly two signers, both of which must verify.

This module builds and reads the bytes.  Whoever signs or verifies takes what
`to_be_signed` returns, once for each algorithm, to `crypto`.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    ED25519_SIGNATURE_BYTES,
    MLDSA44_SIGNATURE_BYTES,
    MLDSA87_SIGNATURE_BYTES,
    STATEMENT_BYTES_MAX,
)
from parley.wire.shape import Fields


class StatementKind(StrEnum):
    """What a statement states; signed as its content type."""

    CARD = "card"
    ROSTER = "roster"
    AGREEMENT = "agreement"
    OPENING = "opening"
    PREKEYS = "prekeys"
    REVOCATION = "revocation"
    EXPORT_REQUEST = "export-request"
    EXPORT_CONSENT = "export-consent"
    ARCHIVE_REQUEST = "archive-request"
    DELEGATION = "delegation"
    DELEGATION_REQUEST = "delegation-request"


class Algorithm(IntEnum):
    """COSE algorithm numbers (RFC 9864, RFC 9964)."""

    ED25519 = -19
    ML_DSA_44 = -48
    ML_DSA_87 = -50


class Statement(Fixed):
    """A payload of one kind and the two signatures given for it."""

    kind: StatementKind
    payload: bytes
    ed25519: bytes
    mldsa: bytes  # ML-DSA-87 of a delegation, ML-DSA-44 of everything else


_ALG, _CONTENT_TYPE = 1, 3
_EXTERNAL = b"parley/1 statement"
_SIGNER = {algorithm: dumps({_ALG: int(algorithm)}) for algorithm in Algorithm}
_BODY = {
    kind: dumps({_CONTENT_TYPE: f"application/parley-{kind}+cbor"})
    for kind in StatementKind
}
_KIND = {body: kind for kind, body in _BODY.items()}
_MLDSA_BYTES = {
    Algorithm.ML_DSA_44: MLDSA44_SIGNATURE_BYTES,
    Algorithm.ML_DSA_87: MLDSA87_SIGNATURE_BYTES,
}


def second_algorithm(kind: StatementKind) -> Algorithm:
    """Return the algorithm of a statement's second signer."""
    # SPEC 7.152: "The second signer of a delegation MUST be ML-DSA-87 (-50)."
    if kind is StatementKind.DELEGATION:
        return Algorithm.ML_DSA_87
    return Algorithm.ML_DSA_44


def to_be_signed(kind: StatementKind, payload: bytes, algorithm: Algorithm) -> bytes:
    """Return the Sig_structure that one of the two keys signs."""
    # SPEC 1.12: "Each signer signs the Sig_structure of RFC 9052 section 4.4 with the
    # context "Signature" and the external data "parley/1 statement"."
    return dumps(
        ["Signature", _BODY[kind], _SIGNER[algorithm], _EXTERNAL, payload],
    )


def encode_statement(statement: Statement) -> bytes:
    """Return the COSE_Sign array, untagged."""
    signers: list[Value] = [
        [_SIGNER[Algorithm.ED25519], {}, statement.ed25519],
        [_SIGNER[second_algorithm(statement.kind)], {}, statement.mldsa],
    ]
    return dumps([_BODY[statement.kind], {}, statement.payload, signers])


def decode_statement(data: bytes, kind: StatementKind) -> Statement:
    """Return the statement in `data`, which must be of `kind`; verifies nothing.

    Raises:
        CounterpartFault: PLY-WIR-001, -002, -003; PLY-WIR-007 another kind.

    """
    fields = Fields(loads(data, bytes_max=STATEMENT_BYTES_MAX), "statement")
    body = fields.raw(1, 64)
    # SPEC 1.8: "unprotected headers MUST be empty."
    fields.literal({})
    payload = fields.raw(1, STATEMENT_BYTES_MAX)
    signers = fields.fields("list of signers")
    fields.end()
    given = _KIND.get(body)
    if given is None:
        raise fields.wrong("its content type is unknown")
    # SPEC 1.10: "A reader MUST refuse a statement whose kind is not the one it asked
    # for."
    if given is not kind:
        raise CounterpartFault("PLY-WIR-007", given=given, wanted=kind)
    # SPEC 1.11: "There MUST be exactly two signers, Ed25519 (-19) first and ML-DSA-44
    # (-48) second, and a verifier MUST require both."
    ed25519 = _signature(signers, Algorithm.ED25519, ED25519_SIGNATURE_BYTES)
    second = second_algorithm(kind)
    mldsa = _signature(signers, second, _MLDSA_BYTES[second])
    signers.end()
    return Statement(kind, payload, ed25519, mldsa)


def _signature(signers: Fields, algorithm: Algorithm, length: int) -> bytes:
    signer = signers.fields("signer")
    signer.literal(_SIGNER[algorithm])
    signer.literal({})
    signature = signer.exactly(length)
    signer.end()
    return signature
