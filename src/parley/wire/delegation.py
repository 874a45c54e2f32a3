# SPDX-License-Identifier: Apache-2.0
"""The payload of a delegation statement, and of the request for one."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.identity import Delegation, PublicKeys, RootKeys
from parley.model.precedence import Mode
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    DELEGATION_BYTES_MAX,
    ED25519_PUBLIC_BYTES,
    MLDSA44_PUBLIC_BYTES,
    MLDSA87_PUBLIC_BYTES,
    NAME_BYTES_MAX,
    NUMBER_MAX,
    STATION_BYTES_MAX,
    TIME_MS_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import name_problem, station_problem


class DelegationRequest(Fixed):
    """Keys of a station that its root is to delegate to; signed with these keys."""

    party: str
    station: str
    mode: Mode
    keys: PublicKeys
    witness: PublicKeys


def encode_delegation(said: Delegation) -> bytes:
    """Return the payload of a delegation statement."""
    root: list[Value] = [said.root.ed25519, said.root.mldsa87]
    validity: list[Value] = [said.valid_from_ms, said.valid_to_ms]
    return dumps([VERSION, said.number, *root, *_station(said), *validity])


def decode_delegation(data: bytes) -> Delegation:
    """Return the delegation in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data, bytes_max=DELEGATION_BYTES_MAX), "delegation")
    fields.version()
    number = fields.uint(NUMBER_MAX, 1)
    root = RootKeys(
        fields.exactly(ED25519_PUBLIC_BYTES), fields.exactly(MLDSA87_PUBLIC_BYTES)
    )
    party, station, mode, keys, witness = _read_station(fields)
    valid_from_ms = fields.uint(TIME_MS_MAX)
    valid_to_ms = fields.uint(TIME_MS_MAX)
    fields.end()
    # SPEC 7.153: "It MUST NOT end before it begins, and a root key MUST NOT be a key
    # of the station."
    if valid_to_ms < valid_from_ms:
        raise fields.wrong("it ends before it begins")
    if root.ed25519 in {keys.ed25519, witness.ed25519}:
        raise fields.wrong("its root key is a key of the station")
    return Delegation(
        number,
        root,
        party,
        station,
        mode,
        keys,
        witness,
        valid_from_ms,
        valid_to_ms,
    )


def encode_request(request: DelegationRequest) -> bytes:
    """Return the payload of a request for a delegation."""
    return dumps([VERSION, *_station(request)])


def decode_request(data: bytes) -> DelegationRequest:
    """Return the request in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(
        loads(data, bytes_max=DELEGATION_BYTES_MAX), "request for a delegation"
    )
    fields.version()
    request = DelegationRequest(*_read_station(fields))
    fields.end()
    return request


def _station(said: Delegation | DelegationRequest) -> list[Value]:
    pairs = (said.keys, said.witness)
    keys = [key for pair in pairs for key in (pair.ed25519, pair.mldsa44)]
    return [said.party, said.station, said.mode, *keys]


def _read_station(fields: Fields) -> tuple[str, str, Mode, PublicKeys, PublicKeys]:
    party = fields.checked(NAME_BYTES_MAX, name_problem)
    station = fields.checked(STATION_BYTES_MAX, station_problem)
    mode = fields.one_of(Mode)
    keys, witness = _pair(fields), _pair(fields)
    # SPEC 1.31: "A key MUST NOT stand in both pairs of a delegation."
    if keys.ed25519 == witness.ed25519 or keys.mldsa44 == witness.mldsa44:
        raise fields.wrong("one key is in both of its pairs")
    return party, station, mode, keys, witness


def _pair(fields: Fields) -> PublicKeys:
    return PublicKeys(
        fields.exactly(ED25519_PUBLIC_BYTES), fields.exactly(MLDSA44_PUBLIC_BYTES)
    )
