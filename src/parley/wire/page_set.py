# SPDX-License-Identifier: Apache-2.0
"""Pages as a courier carries them, and an opening that rests on a page alone."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.pages import PAGE_BYTES, SET_BYTES, PageSet
from parley.model.precedence import Mode
from parley.wire.cbor import dumps, loads
from parley.wire.limits import (
    PAGE_OPENING_BYTES_MAX,
    PAGES_MAX,
    STATION_BYTES_MAX,
    VERSION,
)
from parley.wire.shape import Fields
from parley.wire.text import station_problem

_MARK = "parley pages"
MAC_BYTES = 32


class PageOpening(Fixed):
    """The payload of an opening, and what only a holder of its page could make."""

    payload: bytes
    mac: bytes


def encode_page_set(pages: PageSet) -> bytes:
    """Return a set of pages, which are secret."""
    sides = [b"".join(side) for side in pages.pages]
    return dumps(
        [_MARK, VERSION, pages.mode, list(pages.stations), pages.number, *sides]
    )


def decode_page_set(data: bytes) -> PageSet:
    """Return the set of pages in a file.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data), "set of pages")
    if fields.text(len(_MARK)) != _MARK:
        raise fields.wrong("it is no set of pages")
    fields.version()
    mode = fields.one_of(Mode)
    each = Fields(fields.array(2), "stations of a set")
    first = each.checked(STATION_BYTES_MAX, station_problem)
    second = each.checked(STATION_BYTES_MAX, station_problem)
    each.end()
    # SPEC 7.106: "The stations stand in ascending bytewise order, and each has as many
    # pages as the other, 1 to 1,024."
    if first.encode() >= second.encode():
        raise fields.wrong("its stations are the same or out of order")
    number = fields.exactly(SET_BYTES)
    sides = tuple(fields.raw(PAGE_BYTES, PAGE_BYTES * PAGES_MAX) for _ in range(2))
    fields.end()
    if len(sides[0]) != len(sides[1]) or len(sides[0]) % PAGE_BYTES:
        raise fields.wrong("its two halves do not match")
    ours, theirs = (_cut(side) for side in sides)
    if len({*ours, *theirs}) != len(ours) + len(theirs):
        raise fields.wrong("a page stands in it twice")
    return PageSet(mode, (first, second), number, (ours, theirs))


def _cut(side: bytes) -> tuple[bytes, ...]:
    starts = range(0, len(side), PAGE_BYTES)
    return tuple(side[at : at + PAGE_BYTES] for at in starts)


def encode_page_opening(opening: PageOpening) -> bytes:
    """Return what an opening frame carries where a page stands alone."""
    return dumps([opening.payload, opening.mac])


def is_page_opening(body: bytes) -> bool:
    """Tell by its first byte whether an opening has a code instead of signatures."""
    return body[:1] == b"\x82"  # an array of two; a statement is one of four


def decode_page_opening(data: bytes) -> PageOpening:
    """Return an opening under a page alone; nothing in it is believed yet.

    Raises:
        CounterpartFault: PLY-WIR-001 to -004.

    """
    fields = Fields(loads(data, bytes_max=PAGE_OPENING_BYTES_MAX), "opening by page")
    opening = PageOpening(
        fields.raw(1, PAGE_OPENING_BYTES_MAX), fields.exactly(MAC_BYTES)
    )
    fields.end()
    return opening
