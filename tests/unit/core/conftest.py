# SPDX-License-Identifier: Apache-2.0
"""Desks for every test of the rules."""

from __future__ import annotations

import copy

import pytest

from parley.testing.desks import Desk, Pair, enlist_watch, pair_up
from parley.testing.witnessed import settle


def introduced() -> Pair:
    """ALFA and BRAVO in LIVE, each with a full watch, who never met."""
    alfa, bravo = Desk("alfa.example", "Alfa"), Desk("bravo.example", "Bravo")
    for desk in (alfa, bravo):
        enlist_watch(desk)
    return Pair(alfa, bravo)


@pytest.fixture(scope="session")
def models() -> tuple[Pair, Pair]:
    """Made once, since signatures cost time: strangers, and a pair in force."""
    met = introduced()
    return introduced(), pair_up(met.alfa, met.bravo)


def twin(pair: Pair) -> Pair:
    """Return a copy that goes its own way; keys have no state and are shared."""
    shared: dict[int, object] = {}
    for desk in (pair.alfa, pair.bravo):
        shared[id(desk.store)] = desk.store.snapshot()
        for key in (desk.keys, desk.root, *(key for _, key in desk.officers.values())):
            shared[id(key)] = key
    return copy.deepcopy(pair, shared)


@pytest.fixture
def strangers(models: tuple[Pair, Pair]) -> Pair:
    """ALFA and BRAVO in LIVE, each with a full watch, who never met."""
    return twin(models[0])


@pytest.fixture
def pair(models: tuple[Pair, Pair]) -> Pair:
    """ALFA and BRAVO in LIVE, paired, with a full watch and one circuit."""
    return twin(models[1])


@pytest.fixture
def settled(pair: Pair) -> Pair:
    """A pair whose logs are covered, after one message each way."""
    pair.alfa.say(pair.bravo.name, "one")
    pair.bravo.say(pair.alfa.name, "two")
    pair.carry()
    settle(pair)
    return pair
