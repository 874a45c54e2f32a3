# SPDX-License-Identifier: Apache-2.0
"""Entries: one positional array for each kind, read and written side by side.

Every entry begins with kind, held and logged; the rest is the kind's own.
Times are written as differences, since that is where the bytes are.
"""

from __future__ import annotations

from itertools import pairwise
from typing import assert_never

from parley.errors import LocalFault
from parley.model.act import Act
from parley.model.entry import (
    Account,
    Cosignature,
    Entry,
    EntryKind,
    KeyEvent,
    KeyEventKind,
    LinkTest,
    Payload,
    Receipt,
    Repeat,
    SignedHead,
    TestAnswer,
)
from parley.model.message import Message
from parley.wire.act import FORMS, act_fields, kind_said, read_act, time
from parley.wire.cbor import Value, dumps, loads, loads_padded
from parley.wire.limits import (
    BEYOND_MAX,
    ENTRY_BYTES_MAX,
    HEAD_BYTES_MAX,
    HEAD_BYTES_MIN,
    LEAF_SECRET_BYTES,
    NUMBER_MAX,
    SERIAL_MAX,
    STATEMENT_BYTES_MAX,
    TIME_MS_MAX,
)
from parley.wire.message import message_fields, read_message
from parley.wire.shape import Fields


def encode_entry(entry: Entry, opened_ms: int) -> bytes:
    """Return the plaintext of `entry`, unpadded, in an epoch opened at `opened_ms`.

    Raises:
        LocalFault: PLY-WIR-101 it would be too long.

    """
    kind, fields = _kind_and_fields(entry)
    # SPEC 2.3: "Every entry is an array that begins with its kind, the serial held,
    # and the time of logging less the time at which its epoch was opened."
    data = dumps([kind, entry.held, entry.logged_ms - opened_ms, *fields])
    # SPEC 2.2: "An unpadded entry MUST NOT exceed 1,081,344 bytes."
    if len(data) > ENTRY_BYTES_MAX:
        raise LocalFault(
            "PLY-WIR-101",
            what="entry",
            reason=f"it would be {len(data)} bytes where {ENTRY_BYTES_MAX} are allowed",
        )
    return data


def decode_entry(plaintext: bytes, opened_ms: int) -> Entry:
    """Return the entry in an unpadded plaintext.

    Raises:
        CounterpartFault: PLY-WIR-001 to -003, -008.

    """
    return _read_entry(loads(plaintext, bytes_max=ENTRY_BYTES_MAX), opened_ms)


def decode_entry_padded(plaintext: bytes, opened_ms: int) -> Entry:
    """Return the entry in a padded plaintext, as a frame carries it.

    Raises:
        CounterpartFault: as `decode_entry`; PLY-WIR-006 the padding is wrong.

    """
    return _read_entry(loads_padded(plaintext), opened_ms)


def _kind_and_fields(  # noqa: C901, PLR0911 - one case a kind
    entry: Entry,
) -> tuple[EntryKind, list[Value]]:
    payload = entry.payload
    match payload:
        case Message():
            return EntryKind.MESSAGE, message_fields(
                payload, entry.logged_ms, entry.held
            )
        case Receipt(serial, leaf, good):
            return EntryKind.RECEIPT, [serial - entry.held, leaf, good]
        case Act():
            return kind_said(payload.said), act_fields(payload, entry.logged_ms)
        case LinkTest(number):
            return EntryKind.LINK_TEST, [number]
        case TestAnswer(serial, leaf, received_ms):
            return EntryKind.TEST_ANSWER, [
                serial - entry.held,
                leaf,
                received_ms - entry.logged_ms,
            ]
        case KeyEvent(kind, event_payload):
            return EntryKind.KEY_EVENT, [kind, event_payload]
        case Account(incarnation, through, beyond):
            return EntryKind.ACCOUNT, [incarnation, through, list(beyond)]
        case Repeat():
            return EntryKind.REPEAT, _repeat_fields(payload)
        case SignedHead(head):
            return EntryKind.CHECKPOINT, [head]
        case Cosignature(serial, leaf, head):
            return EntryKind.COSIGNATURE, [serial - entry.held, leaf, head]
    assert_never(payload)


def _read_entry(value: Value, opened_ms: int) -> Entry:
    fields = Fields(value, "entry")
    kind = fields.one_of(EntryKind)
    held = fields.uint(SERIAL_MAX)
    logged_ms = time(fields, opened_ms)
    payload = _read_payload(kind, fields, held, logged_ms)
    fields.end()
    return Entry(logged_ms, held, payload)


def _read_payload(  # noqa: C901, PLR0911, PLR0912 - one case a kind
    kind: EntryKind, fields: Fields, held: int, logged_ms: int
) -> Payload:
    match kind:
        case EntryKind.MESSAGE:
            return read_message(fields, logged_ms, held)
        case EntryKind.RECEIPT:
            return Receipt(_near(fields, held), fields.digest(), fields.boolean())
        case EntryKind.LINK_TEST:
            return LinkTest(fields.uint(NUMBER_MAX))
        case EntryKind.TEST_ANSWER:
            return TestAnswer(
                _near(fields, held), fields.digest(), time(fields, logged_ms)
            )
        case EntryKind.KEY_EVENT:
            return _key_event(fields)
        case EntryKind.ACCOUNT:
            return _account(fields)
        case EntryKind.REPEAT:
            return _repeat(fields)
        case EntryKind.CHECKPOINT:
            return SignedHead(_head(fields))
        case EntryKind.COSIGNATURE:
            return Cosignature(_near(fields, held), fields.digest(), _head(fields))
        case _ if kind in FORMS:
            return read_act(kind, fields, logged_ms)
        case _:
            # SPEC 2.4: "A kind that this version gives no fields MUST be refused."
            raise fields.wrong(f"kind {kind} has no form in this version")


def _near(fields: Fields, held: int) -> int:
    # SPEC 2.5: "A receipt, a test answer and a cosignature name the serial they answer
    # by its difference from the serial held."
    serial = fields.sint(-SERIAL_MAX, SERIAL_MAX) + held
    if not 1 <= serial <= SERIAL_MAX:
        raise fields.wrong("a serial is out of range")
    return serial


def _head(fields: Fields) -> bytes:
    # What the bytes say is for the log to judge (spec/5); here only their number.
    return fields.raw(HEAD_BYTES_MIN, HEAD_BYTES_MAX)


def _key_event(fields: Fields) -> KeyEvent:
    kind = fields.one_of(KeyEventKind)
    payload = fields.raw(0, STATEMENT_BYTES_MAX)
    if kind is KeyEventKind.EPOCH_OPENED and len(payload) != 32:  # noqa: PLR2004
        raise fields.wrong("an epoch is named by 32 bytes")
    if kind is KeyEventKind.DELEGATION and len(payload) != 40:  # noqa: PLR2004
        raise fields.wrong("a delegation is named by 40 bytes")
    if kind is KeyEventKind.PREKEYS_WANTED and payload:
        raise fields.wrong("a wish for prekeys carries nothing")
    return KeyEvent(kind, payload)


def _account(fields: Fields) -> Account:
    incarnation = fields.uint(NUMBER_MAX)
    through = fields.uint(SERIAL_MAX)
    items = fields.array(BEYOND_MAX)
    each = Fields(items, "list of serials")
    beyond = tuple(each.uint(SERIAL_MAX, 1) for _ in items)
    ascending = (through, *beyond)
    if any(before >= after for before, after in pairwise(ascending)):
        raise fields.wrong("its serials are not in ascending order")
    return Account(incarnation, through, beyond)


def _repeat_fields(repeat: Repeat) -> list[Value]:
    return [
        repeat.ours,
        repeat.incarnation,
        repeat.serial,
        repeat.leaf_secret,
        repeat.opened_ms,
        repeat.plaintext,
    ]


def _repeat(fields: Fields) -> Repeat:
    return Repeat(
        ours=fields.boolean(),
        incarnation=fields.uint(NUMBER_MAX),
        serial=fields.uint(SERIAL_MAX, 1),
        leaf_secret=fields.exactly(LEAF_SECRET_BYTES),
        opened_ms=fields.uint(TIME_MS_MAX),
        plaintext=fields.raw(1, ENTRY_BYTES_MAX),
    )
