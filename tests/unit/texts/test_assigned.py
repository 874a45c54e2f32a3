# SPDX-License-Identifier: Apache-2.0
"""The pinned tables: whole, in order, and the same as the machine's own."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from parley.texts.assigned import (
    FIRST,
    OWN,
    UNICODE,
    covered_by,
    is_assigned,
    unicode_of,
)
from parley.texts.assigned_ranges import ADDED
from parley.texts.characters import Trait, findings

SHAKING_FACE = "\U0001fae8"  # came with Unicode 15.0


def points(version):
    for run in ADDED[version].split():
        first, _, last = run.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def test_the_tables_are_those_of_this_machine_as_far_as_they_go():
    """A gap in a table would refuse a letter; a run too long would let one pass."""
    pinned = {point for version in UNICODE[:OWN] for point in points(version)}
    own = {
        point
        for point in range(sys.maxunicode + 1)
        if unicodedata.category(chr(point)) != "Cn"
    }
    assert pinned == own


def test_no_version_assigns_what_one_before_it_has():
    """Each is what came; a character is assigned once and for ever."""
    every = [list(points(version)) for version in ADDED]
    assert all(each == sorted(set(each)) for each in every)
    assert sum(map(len, every)) == len({point for each in every for point in each})


@pytest.mark.parametrize(
    ("unidata", "tables"),
    [("13.0.0", 1), ("14.0.0", 1), ("15.0.0", 2), ("15.1.0", 3), ("99.0.0", 5)],
)
def test_a_machine_keeps_to_no_tables_beyond_its_own(unidata, tables):
    """What it cannot normalize it cannot hold to normalization form C."""
    assert covered_by(unidata) == tables


def test_a_character_is_assigned_from_its_version_on():
    """The older of two stations must not be sent what it calls unassigned."""
    # SPEC 11.3: "A character is unassigned if none of the tables up to that number
    # assigns it: 1 is Unicode 14.0, 2 is 15.0, 3 is 15.1, 4 is 16.0, 5 is 17.0."
    assert [unicode_of(number) for number in range(1, 7)] == [
        *("14.0", "15.0", "15.1", "16.0", "17.0"),
        "later than 17.0",
    ]
    assert not is_assigned(SHAKING_FACE, FIRST)
    assert is_assigned(SHAKING_FACE, 2)
    text = f"We agree {SHAKING_FACE}."
    assert [one.trait for one in findings(text, FIRST)] == [Trait.UNASSIGNED]
    assert not [one for one in findings(text, 2) if one.trait is Trait.UNASSIGNED]
