# SPDX-License-Identifier: Apache-2.0
"""The values that the vectors are about: two stations of no country."""

from __future__ import annotations

from parley.crypto.digest import tagged
from parley.crypto.hardware_key import pack_hardware_key
from parley.crypto.keys import StationKeys
from parley.crypto.officer import SoftwareKey
from parley.crypto.prekey import PrekeyPair
from parley.crypto.root import RootPair
from parley.model.agreement import (
    LinkAgreement,
    PrecedenceTarget,
    ReleaseRule,
    Terms,
)
from parley.model.hardware import HardwareKey
from parley.model.identity import (
    Addressed,
    BearerAddress,
    Card,
    Credential,
    Delegation,
    FormOfAddress,
    KeyScheme,
    Officer,
    OfficerClass,
    Prekey,
    Roster,
)
from parley.model.message import Coded, Content, Pointer, RelationKind, Setting, Text
from parley.model.precedence import Mode, Precedence
from parley.wire.cbor import dumps

ALFA, BRAVO = "nrrc.alfa.example", "nrrc.bravo.example"
OPENED_MS = 1_800_000_000_000
LOGGED_MS = OPENED_MS + 3_600_123
CREATED_MS = OPENED_MS + 3_540_000
BOOK = (1, bytes(range(32)))
"""An edition of the vectors, which no book has."""

SETTING = Setting(ALFA, BRAVO, Mode.EXERCISE, (BOOK,))


def seed(name: str) -> bytes:
    """Return the 32-byte seed of one name; every secret of the vectors is one."""
    return tagged("parley/1 vectors", name.encode())


def station_keys(station: str) -> StationKeys:
    """Return a station's keys."""
    witness = StationKeys.from_seeds(
        seed(f"{station} witness ed25519"), seed(f"{station} witness mldsa44")
    )
    return StationKeys.from_seeds(
        seed(f"{station} ed25519"), seed(f"{station} mldsa44"), witness
    )


def prekey_pair(station: str, number: int) -> PrekeyPair:
    """Return one of a station's prekeys."""
    return PrekeyPair.from_seed(seed(f"{station} prekey {number}"))


def officer_key(station: str, index: int) -> SoftwareKey:
    """Return an officer's software key."""
    return SoftwareKey.from_seed(seed(f"{station} officer {index}"))


def root_pair(station: str) -> RootPair:
    """Return a station's root."""
    return RootPair(seed(f"{station} root ed25519"), seed(f"{station} root mldsa87"))


def delegation(station: str, party: str) -> Delegation:
    """Return what a root says of its station."""
    keys = station_keys(station)
    return Delegation(
        number=1,
        root=root_pair(station).public,
        party=party,
        station=station,
        mode=Mode.EXERCISE,
        keys=keys.public,
        witness=keys.witness.public,
        valid_from_ms=OPENED_MS - 172_800_000,
        valid_to_ms=OPENED_MS + 34_560_000_000,
    )


def card(said: Delegation, delegated: bytes) -> Card:
    """Return a card with two prekeys and one address."""
    station = said.station
    return Card(
        version=1,
        delegation=said,
        delegated=delegated,
        prekeys=tuple(
            Prekey(number, prekey_pair(station, number).public) for number in (1, 2)
        ),
        addresses=(BearerAddress("tcp", "203.0.113.7:8470", seed("certificate")),),
    )


def roster(station: str) -> Roster:
    """Return a roster with two releasers, one of them with a hardware key too."""
    hardware = Credential(
        KeyScheme.WEBAUTHN_ES256,
        pack_hardware_key(
            HardwareKey(
                b"\x02" + seed(f"{station} x"),
                "https://watch.alfa.example",
            )
        ),
        OPENED_MS + 86_400_000,
    )
    officers = tuple(
        Officer(
            index=index,
            name=name,
            position=position,
            classes=frozenset({OfficerClass.WATCH, OfficerClass.RELEASER}),
            credentials=keys,
            valid_from_ms=OPENED_MS,
            valid_to_ms=OPENED_MS + 31_536_000_000,
        )
        for index, name, position, keys in (
            (1, "First Officer", 0, (_software(station, 1),)),
            (2, "Второй офицер", 1, (_software(station, 2), hardware)),
        )
    )
    return Roster(
        version=1,
        station=station,
        positions=("Duty officer", "Head of watch"),
        officers=officers,
        valid_to_ms=OPENED_MS + 31_536_000_000,
        forms=(
            FormOfAddress(Addressed.POSITION, 0, "en", "Watch of Alfa"),
            FormOfAddress(Addressed.OFFICER, 2, "en", "Colonel"),
            FormOfAddress(Addressed.OFFICER, 2, "ru", "Товарищ полковник"),
        ),
    )


def _software(station: str, index: int) -> Credential:
    return Credential(KeyScheme.SOFTWARE_ED25519, officer_key(station, index).public)


def agreement() -> LinkAgreement:
    """Return an agreement of both stations."""
    return LinkAgreement(
        version=1,
        previous=None,
        stations=(ALFA, BRAVO),
        card_digests=(seed("identity of alfa"), seed("identity of bravo")),
        mode=Mode.EXERCISE,
        terms=Terms(
            rules=(
                ReleaseRule(Mode.EXERCISE, Precedence.ROUTINE, 1),
                ReleaseRule(Mode.EXERCISE, Precedence.FLASH, 2, override=True),
                ReleaseRule(
                    Mode.EXERCISE,
                    Precedence.ROUTINE,
                    1,
                    by=OfficerClass.WATCH,
                    alone=True,
                    format=12,
                    position="Duty officer",
                ),
            ),
            targets=(
                PrecedenceTarget(Precedence.FLASH, 10, 120, 600, 900, (60, 120, 300)),
                PrecedenceTarget(Precedence.ROUTINE, 600, 21_600),
            ),
            test_interval_s=3600,
            test_tolerance_s=300,
            epoch_age_s_max=86_400,
            software_keys_count=True,
            evidence="provable",
            read_back=(12, 40),
            code_book=seed("code book"),
        ),
    )


def content(**changes: object) -> Content:
    """Return a short content, with some fields changed."""
    fields: dict[str, object] = {
        "number": 7,
        "precedence": Precedence.FLASH,
        "created_ms": CREATED_MS,
        "not_after_ms": None,
        "drafted_by": 2,
        "to": (0,),
        "relation": None,
        "texts": (Text("en", "Our exercise ends at 1400 UTC. No vessel has moved."),),
        "attachments": (),
    }
    return Content(**{**fields, **changes})  # type: ignore[arg-type]


def coded_content() -> Content:
    """Return a coded content: the first instalment of an accident."""
    body = dumps([1, 8, 2, {0: 1, 1: 1, 4: 14_313_918, 11: 3}])
    return content(texts=(), coded=Coded(1, 8, body))


def long_content() -> Content:
    """Return a content with every field in use."""
    return content(
        number=8,
        precedence=Precedence.PRIORITY,
        not_after_ms=CREATED_MS + 86_400_000,
        to=(0, 1),
        relation=Pointer(RelationKind.IN_REPLY_TO, ours=False, serial=41, log=1),
        texts=(
            Text("en", "Received. We confirm the withdrawal."),
            Text("ru", "Получено. Подтверждаем отвод."),
            Text("zh-Hant", "已收到。我們確認撤離。"),
        ),
        attachments=(seed("attachment"),),
        read_through=39,
        critical=("withdrawal", "отвод"),
    )


def stop_content() -> Content:
    """Return a content that says that something must stop."""
    return content(
        texts=(Text("en", "Cease fire at 54N 019E."),),
        read_through=41,
        critical=("54N 019E",),
        stop=True,
    )
