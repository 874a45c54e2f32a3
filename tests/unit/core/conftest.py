# SPDX-License-Identifier: Apache-2.0
"""A pair of desks for every test of the rules."""

from __future__ import annotations

import pytest

from parley.testing.desks import Desk, Pair, enlist_watch, pair_up


@pytest.fixture
def pair() -> Pair:
    """ALFA and BRAVO in LIVE, paired, with a full watch and one circuit."""
    alfa, bravo = Desk("alfa.example", "Alfa"), Desk("bravo.example", "Bravo")
    for desk in (alfa, bravo):
        enlist_watch(desk)
    return pair_up(alfa, bravo)
