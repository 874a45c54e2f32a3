# SPDX-License-Identifier: Apache-2.0
"""Figures in the documents are computed again, so that they cannot grow stale."""

from __future__ import annotations

import re

import pytest

from parley.wire.padding import padded_bytes
from tools import tree

ADR = "docs/adr/0004-one-padding-rule.md"
ROW = re.compile(r"^\| .*? \| ([\d.]+) % \| ([\d.]+) % \|$", re.MULTILINE)
RANGES = (
    (128, 256),
    (256, 512),
    (512, 2_048),
    (2_048, 65_536),
    (65_536, 262_144),
)


@pytest.mark.parametrize("place", range(len(RANGES)))
def test_the_cost_of_padding_is_as_written(place):
    """The decision rests on this table; a changed rule must change the page."""
    most, average = ROW.findall(tree.read(tree.ROOT / ADR))[place]
    low, high = RANGES[place]
    added = [(padded_bytes(length) - length) / length for length in range(low, high)]
    assert f"{max(added):.1%}" == f"{most}%"
    assert f"{sum(added) / len(added):.1%}" == f"{average}%"


def test_padding_classes_are_as_written():
    """How little a length says is how few lengths there are."""
    classes = {padded_bytes(length) for length in range(1, 16_385)}
    assert f"{len(classes)} classes" in tree.read(tree.ROOT / ADR)
