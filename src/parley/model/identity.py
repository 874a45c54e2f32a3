# SPDX-License-Identifier: Apache-2.0
"""Who a station is, who its officers are, and how far each claim is proved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from parley.model.precedence import Mode


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """A station's identity: both keys must verify, always."""

    ed25519: bytes  # 32 bytes
    mldsa44: bytes  # 1,312 bytes


@dataclass(frozen=True, slots=True)
class Prekey:
    """A single-use HPKE X-Wing public key; ``number`` never repeats in one station."""

    number: int
    public: bytes  # 1,216 bytes


@dataclass(frozen=True, slots=True)
class BearerAddress:
    """Where a bearer finds the station; ``pin`` is what the bearer checks."""

    bearer: str  # "tcp"
    address: str  # "203.0.113.7:8470"
    pin: bytes  # for tcp: the DER certificate itself


@dataclass(frozen=True, slots=True)
class Card:
    """The contents of a station card, once its own two signatures have verified."""

    version: int
    party: str  # "Alfa", as people say it
    station: str  # "nrrc.alfa.example"
    mode: Mode
    keys: PublicKeys
    prekeys: tuple[Prekey, ...]
    addresses: tuple[BearerAddress, ...]


class OfficerClass(IntEnum):
    """What an officer may do; numbers are on the wire."""

    WATCH = 1
    DRAFTER = 2
    RELEASER = 3
    LINGUIST = 4
    PRINCIPAL = 5
    CUSTODIAN = 6
    AUDITOR = 7


class KeyScheme(IntEnum):
    """How an officer's release is made; hardware schemes have their place here."""

    SOFTWARE_ED25519 = 1
    WEBAUTHN_ES256 = 2
    WEBAUTHN_EDDSA = 3


@dataclass(frozen=True, slots=True)
class Officer:
    """One person on the roster; ``index`` names him on the wire, never reused."""

    index: int
    name: str
    position: int  # index into Roster.positions
    classes: frozenset[OfficerClass]
    scheme: KeyScheme
    public_key: bytes
    valid_from_ms: int
    valid_to_ms: int


@dataclass(frozen=True, slots=True)
class Roster:
    """A party's positions and officers; ``version`` only grows."""

    version: int
    station: str
    positions: tuple[str, ...]
    officers: tuple[Officer, ...]
    valid_to_ms: int


@dataclass(frozen=True, slots=True)
class AllegedParty:
    """A counterpart whose card was handed over but whose fingerprint nobody compared.

    Nothing can be released to it and no frame of its is opened.
    """

    card: Card
    roster: Roster
    fingerprint: str  # 60 decimal digits over both cards


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A counterpart confirmed by ceremony: fingerprints were compared aloud."""

    card: Card
    roster: Roster
    fingerprint: str
    confirmed_by: str
    confirmed_wall_ms: int
