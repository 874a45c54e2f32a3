# SPDX-License-Identifier: Apache-2.0
"""The narrow circuits of the worlds are as narrow as the real ones."""

from __future__ import annotations

from itertools import count, islice
from random import Random

import pytest

from parley.testing.world import World
from parley.testing.world_checks import check_world
from parley.testing.world_narrow import KINDS, LISTEN_S, TURN_S, NarrowCarrier

ALFA, BRAVO = "alfa.example", "bravo.example"


def clean(kind: str) -> NarrowCarrier:
    """A circuit of a kind that loses nothing."""
    carrier = NarrowCarrier("narrow", Random(1), [ALFA, BRAVO], 100.0)
    carrier.kind, carrier.traits = kind, KINDS[kind]
    carrier.loss = carrier.repeat = carrier.corrupt = 0.0
    carrier.outages, carrier.one_way = [], None
    return carrier


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_both_ends_share_one_air_in_turns(kind):
    """Worlds in which both could speak at once would never see an answer that waits."""
    carrier = clean(kind)
    frame = bytes(carrier.traits.frame_bytes_max)
    air_s = carrier.traits.air_s(len(frame))
    assert air_s > 1.0
    ((first_s, _),) = carrier.copies(10.0, BRAVO, frame)
    ((second_s, _),) = carrier.copies(10.5, ALFA, frame)
    assert first_s == pytest.approx(air_s)
    assert 0.5 + second_s == pytest.approx(2 * air_s + TURN_S)
    rest_s = LISTEN_S if carrier.traits.takes_turns else TURN_S
    assert carrier.air_s(frame) == pytest.approx(second_s + rest_s)


def test_place_on_a_call_comes_back_when_nobody_answers_any_more():
    """Else each answer would be spoken into, and each FLASH said twice."""
    carrier = clean("call")
    frame = bytes(carrier.traits.frame_bytes_max)
    ((first_s, _),) = carrier.copies(0.0, BRAVO, frame)
    assert carrier.still_s(first_s + LISTEN_S, ALFA) == 0.0
    ((second_s, _),) = carrier.copies(first_s + TURN_S, ALFA, frame)
    still_s = carrier.still_s(first_s + LISTEN_S, ALFA)
    assert LISTEN_S + still_s == pytest.approx(TURN_S + second_s + TURN_S)
    assert carrier.still_s(first_s + LISTEN_S, BRAVO) == 0.0


def test_narrow_circuits_stand_beside_wide_ones_in_some_worlds():
    """What is never drawn is never tried."""
    worlds = [World(seed) for seed in range(20_000, 20_020)]
    narrow = [each for each in worlds if "narrow" in each.carriers]
    assert narrow
    assert len(narrow) < len(worlds)
    assert all("one" in each.carriers for each in narrow)


def test_openings_go_ahead_in_some_worlds_with_a_narrow_circuit():
    """It takes a cut of every wide one and a night; what never comes is never tried."""
    narrow = (each for each in map(World, count(20_000)) if "narrow" in each.carriers)
    for world in islice(narrow, 20):
        world.run()
        check_world(world)
        if world.went_ahead:
            return
    raise AssertionError("in none of 20 worlds")
