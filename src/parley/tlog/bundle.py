# SPDX-License-Identifier: Apache-2.0
"""The proof file for several entries, of one log or of both logs of a link.

A part speaks of one log under one checkpoint.  It either shows chosen entries, or
claims a period: then its entries are all that the log holds between two times, shown
without a gap, with one entry beyond each end unless the log itself ends there.
"""

from __future__ import annotations

from parley.crypto.digest import tagged
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.contact import ShownEntry
from parley.tlog.leaf import (
    disclosure_from_value,
    disclosure_to_value,
)
from parley.tlog.merkle import HASH_BYTES
from parley.tlog.note import Note, parse_note
from parley.tlog.selection import prove_selection
from parley.tlog.source import HashSource
from parley.tlog.strict import is_number, refusing
from parley.wire.cbor import Value, dumps, loads

_malformed = refusing("PLY-LOG-012")

BUNDLE_LABEL = "parley/1 proof"
BUNDLE_BYTES_MAX = 1_048_576
PARTS_MAX = 4
ENTRIES_MAX = 4_000
HASHES_MAX = 65_536
ITEMS_MAX = 80_000

_FIELDS = 3
_PART = 4


class Period(Fixed):
    """From the first time on, up to but not including the second."""

    from_ms: int
    to_ms: int


class Part(Fixed):
    """What is claimed of one log; not verified."""

    period: Period | None
    entries: tuple[ShownEntry, ...]
    hashes: tuple[bytes, ...]
    note: Note


def prove_part(
    source: HashSource,
    period: Period | None,
    entries: tuple[ShownEntry, ...],
    note: Note,
) -> Part:
    """Return the part that shows `entries` (ascending) under the checkpoint in `note`.

    Raises:
        LocalFault: PLY-LOG-021, the checkpoint has not these entries.

    """
    size = parse_checkpoint(note.text).size
    places = [entry.index for entry in entries]
    return Part(period, entries, prove_selection(source, places, size), note)


def encode_bundle(parts: tuple[Part, ...]) -> bytes:
    """Return the bytes of the proof file."""
    values: list[Value] = [_part_value(part) for part in parts]
    return dumps([BUNDLE_LABEL, values, _digest(values)])


def _digest(parts: list[Value]) -> bytes:
    # No signature covers the two times of a period, and a slightly other period may
    # be just as true; the digest makes a file that was altered on its way show it.
    return tagged(BUNDLE_LABEL, dumps(parts))


def _part_value(part: Part) -> list[Value]:
    period = part.period
    return [
        None if period is None else [period.from_ms, period.to_ms],
        # Each entry is encoded by itself, so that one is read before the next.
        [
            dumps([entry.index, disclosure_to_value(entry.disclosure)])
            for entry in part.entries
        ],
        b"".join(part.hashes),
        part.note.encode(),
    ]


def parse_bundle(data: bytes) -> tuple[Part, ...]:
    """Read a proof file.

    Raises:
        CounterpartFault: PLY-LOG-012 not well-formed; -002 a disclosure is not; -006
            a note is not.

    """
    value = _decoded(data, BUNDLE_BYTES_MAX, ITEMS_MAX)
    if len(value) != _FIELDS or value[0] != BUNDLE_LABEL:
        raise _malformed("its label is foreign")
    _, parts, digest = value
    if not isinstance(parts, list) or not 1 <= len(parts) <= PARTS_MAX:
        raise _malformed("it has no parts, or too many")
    # SPEC 6.16: "A file whose digest is not that of its parts is refused."
    if digest != _digest(parts):
        raise _malformed("it was altered: its digest does not fit")
    return tuple(_part(part) for part in parts)


def _part(value: object) -> Part:
    if not isinstance(value, list) or len(value) != _PART:
        raise _malformed("a part has not four fields")
    period, entries, hashes, note = value
    if not isinstance(entries, list) or not 1 <= len(entries) <= ENTRIES_MAX:
        raise _malformed("a part has no entries, or too many")
    if not isinstance(note, bytes):
        raise _malformed("a part has no checkpoint")
    return Part(
        None if period is None else _period(period),
        tuple(_entry(entry) for entry in entries),
        _hashes(hashes),
        parse_note(note),
    )


def _period(value: object) -> Period:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - from, to
        raise _malformed("a period is not two times")
    first, end = value
    if not is_number(first) or not is_number(end) or first >= end:
        raise _malformed("a period does not end after its beginning")
    return Period(first, end)


def _entry(data: object) -> ShownEntry:
    if not isinstance(data, bytes):
        raise _malformed("an entry is not encoded by itself")
    value = _decoded(data, 4096, 256)
    if len(value) != 2 or not is_number(value[0]):  # noqa: PLR2004 - place, fields
        raise _malformed("an entry has no place")
    return ShownEntry(value[0], disclosure_from_value(value[1]))


def _hashes(data: object) -> tuple[bytes, ...]:
    if not isinstance(data, bytes) or len(data) % HASH_BYTES:
        raise _malformed("the hashes are not 32 bytes each")
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))


def _decoded(data: bytes, bytes_max: int, items_max: int) -> list[object]:
    try:
        value = loads(data, bytes_max=bytes_max, items_max=items_max)
    except CounterpartFault:
        raise _malformed("it is not in the one encoding") from None
    if not isinstance(value, list):
        raise _malformed("it is not a list")
    return value
