# SPDX-License-Identifier: Apache-2.0
"""Desks for every test of the rules."""

from __future__ import annotations

import pytest

from parley.testing.desks import Desk, Pair, enlist_watch, pair_up


@pytest.fixture
def strangers() -> Pair:
    """ALFA and BRAVO in LIVE, each with a full watch, who never met."""
    alfa, bravo = Desk("alfa.example", "Alfa"), Desk("bravo.example", "Bravo")
    for desk in (alfa, bravo):
        enlist_watch(desk)
    return Pair(alfa, bravo)


@pytest.fixture
def pair(strangers: Pair) -> Pair:
    """ALFA and BRAVO in LIVE, paired, with a full watch and one circuit."""
    return pair_up(strangers.alfa, strangers.bravo)
