# SPDX-License-Identifier: Apache-2.0
"""The payload of a card statement: by whom a station is delegated, where it is."""

from __future__ import annotations

from parley.model.identity import BearerAddress, Card
from parley.wire.cbor import dumps, loads
from parley.wire.delegation import decode_delegation
from parley.wire.limits import (
    ADDRESS_BYTES_MAX,
    ADDRESSES_MAX,
    BEARER_BYTES_MAX,
    DELEGATION_BYTES_MAX,
    NUMBER_MAX,
    PIN_BYTES_MAX,
    TABLES_MAX,
    VERSION,
)
from parley.wire.prekeys import prekey_list, read_prekeys
from parley.wire.shape import Fields
from parley.wire.statement import StatementKind, decode_statement
from parley.wire.text import address_problem, bearer_problem


def encode_card(card: Card) -> bytes:
    """Return the payload of a card statement."""
    return dumps(
        [
            VERSION,
            card.version,
            card.delegated,
            prekey_list(card.prekeys),
            [[each.bearer, each.address, each.pin] for each in card.addresses],
            card.tables,
        ],
    )


def decode_card(data: bytes) -> Card:
    """Return the card in a payload; whether the root signed, `crypto` must say.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004, -007.

    """
    fields = Fields(loads(data), "card")
    fields.version()
    version = fields.uint(NUMBER_MAX, 1)
    delegated = fields.raw(1, DELEGATION_BYTES_MAX)
    said = decode_statement(delegated, StatementKind.DELEGATION)
    card = Card(
        version=version,
        delegation=decode_delegation(said.payload),
        delegated=delegated,
        prekeys=read_prekeys(fields),
        addresses=_addresses(fields),
        tables=fields.uint(TABLES_MAX, 1),
    )
    fields.end()
    return card


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
