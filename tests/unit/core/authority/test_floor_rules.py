# SPDX-License-Identifier: Apache-2.0
"""Handover and MINIMIZE: what is not done alone, and not without a second look."""

from __future__ import annotations

import pytest

from parley.core.authority.floor_rules import review_due, signatures_for_exercise
from parley.model.precedence import Precedence

MINUTE_MS = 60_000
NOW_MS = 1_800_000_000_000


@pytest.mark.parametrize(
    ("since_handover_ms", "wanted"),
    [
        (0, 2),
        (MINUTE_MS, 2),
        (15 * MINUTE_MS - 1, 2),
        (15 * MINUTE_MS, 1),
        (24 * 60 * MINUTE_MS, 1),
        (-5 * MINUTE_MS, 2),
    ],
)
def test_no_exercise_begins_alone_after_a_handover(since_handover_ms, wanted):
    """SPEC 7.40: on 13 January 2018 a drill met a change of shift."""
    assert signatures_for_exercise(NOW_MS - since_handover_ms, NOW_MS) == wanted


def test_a_watch_that_never_changed_is_no_handover():
    """The first exercise of a new station needs no second officer."""
    assert signatures_for_exercise(None, NOW_MS) == 1


@pytest.mark.parametrize(
    ("precedence", "below", "reviewed_ms", "due"),
    [
        (Precedence.ROUTINE, None, None, False),
        (Precedence.ROUTINE, Precedence.IMMEDIATE, None, True),
        (Precedence.PRIORITY, Precedence.IMMEDIATE, NOW_MS - 1, True),
        (Precedence.PRIORITY, Precedence.IMMEDIATE, NOW_MS, False),
        (Precedence.IMMEDIATE, Precedence.IMMEDIATE, None, False),
        (Precedence.FLASH, Precedence.IMMEDIATE, None, False),
    ],
)
def test_minimize_asks_for_a_fresh_review(precedence, below, reviewed_ms, due):
    """SPEC 7.41: what was urgent yesterday may be in the way today."""
    assert review_due(precedence, below, NOW_MS, reviewed_ms) is due
