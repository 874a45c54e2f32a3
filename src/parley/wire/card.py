# SPDX-License-Identifier: Apache-2.0
"""The payload of a card statement: who a station is and where it is reached."""

from __future__ import annotations

from parley.model.identity import BearerAddress, Card, PublicKeys
from parley.model.precedence import Mode
from parley.wire.cbor import dumps, loads
from parley.wire.limits import (
    ADDRESS_BYTES_MAX,
    ADDRESSES_MAX,
    BEARER_BYTES_MAX,
    ED25519_PUBLIC_BYTES,
    MLDSA44_PUBLIC_BYTES,
    NAME_BYTES_MAX,
    NUMBER_MAX,
    PIN_BYTES_MAX,
    STATION_BYTES_MAX,
    VERSION,
)
from parley.wire.prekeys import prekey_list, read_prekeys
from parley.wire.shape import Fields
from parley.wire.text import (
    address_problem,
    bearer_problem,
    name_problem,
    station_problem,
)


def encode_card(card: Card) -> bytes:
    """Return the payload of a card statement."""
    return dumps(
        [
            VERSION,
            card.version,
            card.party,
            card.station,
            card.mode,
            card.keys.ed25519,
            card.keys.mldsa44,
            card.witness.ed25519,
            card.witness.mldsa44,
            prekey_list(card.prekeys),
            [[each.bearer, each.address, each.pin] for each in card.addresses],
        ],
    )


def decode_card(data: bytes) -> Card:
    """Return the card in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data), "card")
    fields.version()
    card = Card(
        version=fields.uint(NUMBER_MAX, 1),
        party=fields.checked(NAME_BYTES_MAX, name_problem),
        station=fields.checked(STATION_BYTES_MAX, station_problem),
        mode=fields.one_of(Mode),
        keys=_pair(fields),
        witness=_pair(fields),
        prekeys=read_prekeys(fields),
        addresses=_addresses(fields),
    )
    fields.end()
    # SPEC 1.31: "A key MUST NOT stand in both pairs of a card."
    if (
        card.keys.ed25519 == card.witness.ed25519
        or card.keys.mldsa44 == card.witness.mldsa44
    ):
        raise fields.wrong("one key is in both of its pairs")
    return card


def _pair(fields: Fields) -> PublicKeys:
    return PublicKeys(
        fields.exactly(ED25519_PUBLIC_BYTES), fields.exactly(MLDSA44_PUBLIC_BYTES)
    )


def _addresses(fields: Fields) -> tuple[BearerAddress, ...]:
    addresses = []
    for item in fields.array(ADDRESSES_MAX):
        each = Fields(item, "address")
        addresses.append(
            BearerAddress(
                bearer=each.checked(BEARER_BYTES_MAX, bearer_problem),
                address=each.checked(ADDRESS_BYTES_MAX, address_problem),
                pin=each.raw(0, PIN_BYTES_MAX),
            )
        )
        each.end()
    # SPEC 1.16: "A bearer and address MUST NOT stand twice."
    if len({(each.bearer, each.address) for each in addresses}) != len(addresses):
        raise fields.wrong("an address is repeated")
    return tuple(addresses)
