# SPDX-License-Identifier: Apache-2.0
"""Sheets of handover as bytes: what both officers sign, and what is kept of it."""

from __future__ import annotations

from parley.model.handover import Item, Matter, Sheet, Side, SoundTest
from parley.model.precedence import Mode
from parley.wire.cbor import Value, dumps, loads
from parley.wire.limits import (
    INDEX_MAX,
    NOTE_BYTES_MAX,
    REASON_BYTES_MAX,
    SHEET_ITEMS_MAX,
    STATION_BYTES_MAX,
    SUBJECT_BYTES_MAX,
    TIME_MS_MAX,
)
from parley.wire.release import read_release, release_fields
from parley.wire.shape import Fields

_HANDOVER = "parley/1 handover"


def handover_manifest(station: str, mode: Mode, sheet: Sheet, side: Side) -> bytes:
    """Return what the officer of a side signs: the whole sheet, as it is answered."""
    # SPEC 8.72: "A sheet's manifest is `["parley/1 handover", side, station, mode,
    # begun, outgoing, incoming, had, items, sound]`"
    return dumps([_HANDOVER, side, station, mode, *_facts(sheet)])


def _facts(sheet: Sheet) -> list[Value]:
    sound = sheet.sound
    return [
        sheet.begun_ms,
        sheet.outgoing,
        sheet.incoming,
        sheet.had,
        [_item(each) for each in sheet.items],
        None if sound is None else [sound.officer, sound.heard, sound.reason],
    ]


def _item(item: Item) -> Value:
    return [item.matter, item.link, item.subject, item.at_ms, item.note]


def encode_sheet(sheet: Sheet) -> bytes:
    """Return the bytes that are kept of a sheet."""
    releases = [
        None if each is None else release_fields(each)
        for each in (sheet.given, sheet.taken)
    ]
    return dumps([*_facts(sheet), *releases, sheet.done_ms])


def decode_sheet(data: bytes) -> Sheet:
    """Return a sheet from what was kept of it.

    Raises:
        CounterpartFault: PLY-WIR-001 to -003 it is none.

    """
    fields = Fields(loads(data), "sheet")
    sheet = Sheet(
        begun_ms=fields.uint(TIME_MS_MAX),
        outgoing=fields.uint(INDEX_MAX),
        incoming=fields.uint(INDEX_MAX),
        had=fields.null_or(lambda each: each.uint(INDEX_MAX)),
        items=tuple(_read_item(each) for each in fields.array(SHEET_ITEMS_MAX)),
        sound=fields.null_or(_read_sound),
        given=fields.null_or(lambda each: read_release(each.any())),
        taken=fields.null_or(lambda each: read_release(each.any())),
        done_ms=fields.null_or(lambda each: each.uint(TIME_MS_MAX)),
    )
    fields.end()
    return sheet


def _read_item(value: Value) -> Item:
    fields = Fields(value, "line of a sheet")
    item = Item(
        matter=fields.one_of(Matter),
        link=fields.text(STATION_BYTES_MAX),
        subject=fields.text(SUBJECT_BYTES_MAX),
        at_ms=fields.null_or(lambda each: each.uint(TIME_MS_MAX)),
        note=fields.null_or(lambda each: each.text(NOTE_BYTES_MAX)),
    )
    fields.end()
    return item


def _read_sound(fields: Fields) -> SoundTest:
    inner = fields.fields("sound test")
    sound = SoundTest(
        inner.uint(INDEX_MAX), inner.boolean(), inner.text(REASON_BYTES_MAX)
    )
    inner.end()
    return sound
