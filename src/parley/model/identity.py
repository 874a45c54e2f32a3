# SPDX-License-Identifier: Apache-2.0
"""Who a station is, who its officers are, and how far each claim is proved."""

from __future__ import annotations

from bisect import bisect_left
from enum import IntEnum

from parley.fixed import Fixed
from parley.model.precedence import Mode


class PublicKeys(Fixed):
    """One pair of a station's: both keys must verify, always."""

    ed25519: bytes  # 32 bytes
    mldsa44: bytes  # 1,312 bytes


class Prekey(Fixed):
    """A single-use HPKE X-Wing public key; ``number`` never repeats in one station."""

    number: int
    public: bytes  # 1,216 bytes


class BearerAddress(Fixed):
    """Where a bearer finds the station; ``pin`` is what the bearer checks."""

    bearer: str  # "tcp"
    address: str  # "203.0.113.7:8470"
    pin: bytes  # for tcp: the DER certificate itself


class RootKeys(Fixed):
    """A party's root keys, of which both must verify; no station runs with them."""

    ed25519: bytes  # 32 bytes
    mldsa87: bytes  # 2,592 bytes


class Delegation(Fixed):
    """By which keys a station speaks for its root; the highest ``number`` counts."""

    number: int
    root: RootKeys
    party: str  # "Alfa", as people say it
    station: str  # "nrrc.alfa.example"
    mode: Mode
    keys: PublicKeys
    witness: PublicKeys  # by which the station cosigns, and nothing else
    valid_from_ms: int
    valid_to_ms: int


class Card(Fixed):
    """The contents of a station card, once all of its signatures have verified."""

    version: int
    delegation: Delegation
    delegated: bytes  # the delegation as the root signed it
    prekeys: tuple[Prekey, ...]
    addresses: tuple[BearerAddress, ...]
    tables: int = 1  # of Unicode: the newest by which the station judges a draft

    @property
    def party(self) -> str:
        """The party as people say it."""
        return self.delegation.party

    @property
    def station(self) -> str:
        """The name of the station."""
        return self.delegation.station

    @property
    def mode(self) -> Mode:
        """The world in which the station lives."""
        return self.delegation.mode

    @property
    def keys(self) -> PublicKeys:
        """The pair that signs what the station says."""
        return self.delegation.keys

    @property
    def witness(self) -> PublicKeys:
        """The pair that cosigns what others log."""
        return self.delegation.witness


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


class Credential(Fixed):
    """One key of an officer; after ``valid_to_ms`` it signs nothing more.

    What it signed before stays good, so a key that has ended stays on the roster.
    """

    scheme: KeyScheme
    public_key: bytes  # 32 bytes; of a hardware key its packed form
    valid_to_ms: int | None = None


class Officer(Fixed):
    """One person on the roster; ``index`` names him on the wire, never reused."""

    index: int
    name: str
    position: int  # index into Roster.positions
    classes: frozenset[OfficerClass]
    credentials: tuple[Credential, ...]
    valid_from_ms: int
    valid_to_ms: int


class Addressed(IntEnum):
    """Whom a form of address is for."""

    POSITION = 0
    OFFICER = 1


class FormOfAddress(Fixed):
    """How a position or an officer is addressed in one language."""

    of: Addressed
    index: int  # of the position, or of the officer
    language: str  # BCP 47
    text: str  # "Your Excellency"


class Roster(Fixed):
    """A party's positions and officers; ``version`` only grows.

    Positions are only ever added at the end and officers stand in ascending order of
    their indices: what the record says of either holds for ever.
    """

    version: int
    station: str
    positions: tuple[str, ...]
    officers: tuple[Officer, ...]
    valid_to_ms: int
    forms: tuple[FormOfAddress, ...] = ()

    def officer(self, index: int) -> Officer | None:
        """Return the officer with a number, whether or not he is valid."""
        at = bisect_left(self.officers, index, key=lambda officer: officer.index)
        if at == len(self.officers) or self.officers[at].index != index:
            return None
        return self.officers[at]


class AllegedParty(Fixed):
    """A counterpart whose card was handed over but whose fingerprint nobody compared.

    Nothing can be released to it and no frame of its is opened.
    """

    card: Card
    roster: Roster
    fingerprint: str  # 60 decimal digits over both cards
    roster_statement: bytes


class Counterpart(Fixed):
    """A counterpart confirmed by ceremony: fingerprints were compared aloud."""

    card: Card
    roster: Roster
    fingerprint: str
    confirmed_by: str
    confirmed_wall_ms: int
