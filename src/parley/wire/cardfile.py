# SPDX-License-Identifier: Apache-2.0
"""The card file: what one party hands to the other before they can speak."""

from __future__ import annotations

from parley.errors import CounterpartFault
from parley.wire.cbor import dumps, loads
from parley.wire.limits import CARDFILE_BYTES_MAX, STATEMENT_BYTES_MAX, VERSION
from parley.wire.shape import Fields

_NAME = "parley card file"
# What every card file begins with: an array of four, then the name.
_BEGINNING = b"\x84" + dumps(_NAME)


def encode_cardfile(card_statement: bytes, roster_statement: bytes) -> bytes:
    """Return a card file."""
    return dumps([_NAME, VERSION, card_statement, roster_statement])


def decode_cardfile(data: bytes) -> tuple[bytes, bytes]:
    """Return the card statement and the roster statement of a card file.

    Raises:
        CounterpartFault: PLY-WIR-009 no card file at all; PLY-WIR-001 to -004.

    """
    # Looked at first, so that a wrong file is not called a damaged one.
    if not data.startswith(_BEGINNING):
        raise CounterpartFault("PLY-WIR-009")
    fields = Fields(loads(data, bytes_max=CARDFILE_BYTES_MAX), "card file")
    fields.literal(_NAME)
    fields.version()
    card = fields.raw(1, STATEMENT_BYTES_MAX)
    roster = fields.raw(1, STATEMENT_BYTES_MAX)
    fields.end()
    return card, roster
