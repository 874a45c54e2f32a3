# SPDX-License-Identifier: Apache-2.0
"""The payloads of requests to show or archive the record, and of consents."""

from __future__ import annotations

from itertools import pairwise

from parley.model.export import (
    ArchiveRequest,
    ExportConsent,
    ExportEntry,
    ExportPart,
    ExportRequest,
)
from parley.model.precedence import Mode
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    EXPORT_ENTRIES_MAX,
    EXPORT_FIELDS_MAX,
    EXPORT_ITEMS_MAX,
    EXPORT_PARTS_MAX,
    NUMBER_MAX,
    SERIAL_MAX,
    STATEMENT_BYTES_MAX,
    STATION_BYTES_MAX,
    TIME_MS_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import station_problem


def encode_export_request(request: ExportRequest) -> bytes:
    """Return the payload of a request."""
    parts: list[Value] = [_part_value(part) for part in request.parts]
    return dumps(
        [VERSION, request.requester, request.counterpart, int(request.mode), parts]
    )


def _part_value(part: ExportPart) -> Value:
    flat: list[Value] = []
    for entry in part.entries:
        flat += (entry.index, entry.fields)
    period = None if part.period is None else list(part.period)
    return [part.sender, part.incarnation, period, flat]


def decode_export_request(data: bytes) -> ExportRequest:
    """Return the request in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    value = loads(data, bytes_max=STATEMENT_BYTES_MAX, items_max=EXPORT_ITEMS_MAX)
    fields = Fields(value, "export request")
    fields.version()
    requester = fields.checked(STATION_BYTES_MAX, station_problem)
    counterpart = fields.checked(STATION_BYTES_MAX, station_problem)
    mode = fields.one_of(Mode)
    parts = tuple(_part(each) for each in fields.array(EXPORT_PARTS_MAX, 1))
    fields.end()
    if any(part.sender not in (requester, counterpart) for part in parts):
        raise fields.wrong("a part is of neither party's log")
    return ExportRequest(requester, counterpart, mode, parts)


def _part(value: Value) -> ExportPart:
    fields = Fields(value, "part of an export request")
    sender = fields.checked(STATION_BYTES_MAX, station_problem)
    incarnation = fields.uint(NUMBER_MAX, 1)
    period = fields.null_or(_period)
    flat = fields.array(2 * EXPORT_ENTRIES_MAX, 2)
    fields.end()
    if len(flat) % 2:
        raise fields.wrong("an entry has no fields")
    entries = tuple(
        _entry(list(pair)) for pair in zip(flat[::2], flat[1::2], strict=True)
    )
    # SPEC 6.63: "The indices of a part ascend."
    if any(one.index >= two.index for one, two in pairwise(entries)):
        raise fields.wrong("its entries are out of order")
    return ExportPart(sender, incarnation, period, entries)


def _period(fields: Fields) -> tuple[int, int]:
    pair = fields.fields("period")
    first, end = pair.uint(TIME_MS_MAX), pair.uint(TIME_MS_MAX)
    pair.end()
    if first >= end:
        raise pair.wrong("it does not end after its beginning")
    return first, end


def _entry(pair: list[Value]) -> ExportEntry:
    fields = Fields(pair, "entry of an export request")
    return ExportEntry(fields.uint(SERIAL_MAX), fields.uint(EXPORT_FIELDS_MAX))


def encode_archive_request(request: ArchiveRequest) -> bytes:
    """Return the payload of a request to archive a period."""
    return dumps(
        [
            VERSION,
            request.requester,
            request.counterpart,
            int(request.mode),
            [request.from_ms, request.to_ms],
            request.redacted,
        ]
    )


def decode_archive_request(data: bytes) -> ArchiveRequest:
    """Return the request to archive in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data, bytes_max=STATEMENT_BYTES_MAX), "archive request")
    fields.version()
    requester = fields.checked(STATION_BYTES_MAX, station_problem)
    counterpart = fields.checked(STATION_BYTES_MAX, station_problem)
    mode = fields.one_of(Mode)
    from_ms, to_ms = _period(fields)
    redacted = fields.boolean()
    fields.end()
    return ArchiveRequest(requester, counterpart, mode, from_ms, to_ms, redacted)


def encode_export_consent(consent: ExportConsent) -> bytes:
    """Return the payload of a consent."""
    return dumps([VERSION, consent.station, consent.request])


def decode_export_consent(data: bytes) -> ExportConsent:
    """Return the consent in a payload.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data, bytes_max=STATEMENT_BYTES_MAX), "export consent")
    fields.version()
    station = fields.checked(STATION_BYTES_MAX, station_problem)
    request = fields.raw(1, STATEMENT_BYTES_MAX)
    fields.end()
    return ExportConsent(station, request)
