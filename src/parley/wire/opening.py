# SPDX-License-Identifier: Apache-2.0
"""The payload of an opening statement."""

from __future__ import annotations

from parley.model.epoch import Opening
from parley.model.precedence import Mode
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    NUMBER_MAX,
    PAGE_NAME_BYTES_MAX,
    SEALED_SECRET_BYTES,
    SERIAL_MAX,
    STATION_BYTES_MAX,
    TIME_MS_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import station_problem

_INFO = b"parley/1 open\x00"


def encode_opening_payload(opening: Opening) -> bytes:
    """Return the payload of an opening statement."""
    return dumps([*_open_fields(opening), opening.sealed])


def opening_info(opening: Opening) -> bytes:
    """Return the HPKE info: everything the opening says beside the sealed secret."""
    # SPEC 3.6: "The HPKE info MUST be "parley/1 open", a zero byte, and the encoding
    # of the array of the first eleven fields."
    return _INFO + dumps(_open_fields(opening))


def decode_opening_payload(data: bytes) -> Opening:
    """Return the opening in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data), "opening")
    fields.version()
    opening = Opening(
        sender=fields.checked(STATION_BYTES_MAX, station_problem),
        recipient=fields.checked(STATION_BYTES_MAX, station_problem),
        mode=fields.one_of(Mode),
        incarnation=fields.uint(NUMBER_MAX),
        first_serial=fields.uint(SERIAL_MAX, 1),
        previous_last_serial=fields.uint(SERIAL_MAX),
        opened_ms=fields.uint(TIME_MS_MAX),
        prekey_number=fields.null_or(lambda each: each.uint(NUMBER_MAX)),
        book=fields.null_or(Fields.digest),
        page=fields.null_or(lambda each: each.raw(1, PAGE_NAME_BYTES_MAX)),
        sealed=fields.null_or(lambda each: each.exactly(SEALED_SECRET_BYTES)),
    )
    fields.end()
    # SPEC 3.5: "Where a page stands alone (7.111), prekey number and sealed are both
    # null, and page is not."
    alone = opening.sealed is None
    if alone != (opening.prekey_number is None) or (alone and opening.page is None):
        raise fields.wrong("it has neither a sealed secret nor a page alone")
    # SPEC 3.3: "Sender and recipient MUST differ."
    if opening.sender == opening.recipient:
        raise fields.wrong("sender and recipient are the same")
    # SPEC 3.4: "The first serial MUST be greater than the last serial of the epoch
    # before."
    if opening.first_serial <= opening.previous_last_serial:
        raise fields.wrong("its first serial is not after the epoch before")
    return opening


def _open_fields(opening: Opening) -> list[Value]:
    return [
        VERSION,
        opening.sender,
        opening.recipient,
        opening.mode,
        opening.incarnation,
        opening.first_serial,
        opening.previous_last_serial,
        opening.opened_ms,
        opening.prekey_number,
        opening.book,
        opening.page,
    ]
