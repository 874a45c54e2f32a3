# SPDX-License-Identifier: Apache-2.0
"""What a receiver reads back of a code stands in every language's text."""

from __future__ import annotations

from parley.formats.coding import decode
from parley.formats.critical import critical_parts


def test_critical_parts_are_times_places_and_numbers(book):
    """One digit misread puts an impact area into another country."""
    golden = next(each for each in book.golden if each.body[2] == 8)
    parts = critical_parts(book, decode(book, golden.body))
    assert parts == (
        "2027-03-14 06:38Z",
        "62°55'30\"N 040°34'12\"E",
        "57°00'00\"N 162°30'00\"E",
        "120 km",
        "2027-03-14 07:04Z",
    )


def test_critical_parts_stand_in_the_english_text(book):
    """What is to be read back must be there to be read, in every format."""
    for golden in book.golden:
        for part in critical_parts(book, decode(book, golden.body)):
            assert part in golden.texts["en"]
