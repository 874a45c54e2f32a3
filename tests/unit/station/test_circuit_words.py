# SPDX-License-Identifier: Apache-2.0
"""What the board says of a circuit: blocked is not slow, and taken is not delivered."""

from __future__ import annotations

import pytest

from parley.core.records import CircuitFacts
from parley.fixed import replace
from parley.model.circuit import Cost, Traits
from parley.station.circuit_words import age, direction, reason, state_word

NOW = 10_000_000
UP = CircuitFacts(
    circuit="post",
    link="bravo.example",
    state="up",
    reason="",
    since_wall_ms=0,
    last_heard_wall_ms=None,
    round_trip_ms=None,
    waiting=0,
    note="",
    traits=Traits(1_000, 1, 1.0),
    wanted=False,
    handed_wall_ms=None,
    tested_wall_ms=None,
    came_back_on="",
    offset_ms=None,
    delivered=None,
    asked=0,
    half_ms=None,
    most_ms=None,
    unanswered_wall_ms=None,
    is_silent=False,
    is_slow=False,
)
STICK = Traits(1_000, 1, 1.0, cost=Cost.MANUAL)


@pytest.mark.parametrize(
    ("changed", "word", "said"),
    [
        ({}, "up", ""),
        ({"note": "signal 4 dB"}, "up", "signal 4 dB"),
        (
            {"state": "down", "reason": "refused by 203.0.113.7"},
            "down",
            "refused by 203.0.113.7",
        ),
        (
            {"unanswered_wall_ms": NOW - 9 * 60_000},
            "up",
            "accepted by mail, no receipt for 9 min",
        ),
        (
            {"is_silent": True},
            "silent",
            "takes frames, and no test over it is answered",
        ),
        (
            {"is_slow": True, "half_ms": 12_300},
            "slow",
            "answers, but takes 12.3 s for it",
        ),
        (
            {"traits": STICK},
            "by hand",
            "used when a person says so, or when nothing else is up",
        ),
        ({"traits": STICK, "wanted": True}, "up", ""),
    ],
)
def test_circuit_says_what_is_known_and_no_more(changed, word, said):
    """A watch officer acts on these words at three in the morning."""
    facts = replace(UP, **changed)
    assert state_word(facts) == word
    assert reason(facts, "mail", NOW) == said


def test_ages_are_said_as_people_say_them():
    """Nobody reads 540000 ms."""
    ages = [age(1_000 * seconds) for seconds in (-5, 9, 540, 7_300, 200_000)]
    assert ages == ["0 s", "9 s", "9 min", "2 h", "2 d"]


def test_one_way_circuits_say_their_direction():
    """Nobody must wait for an answer on a diode."""
    ways = [(True, True), (True, False), (False, True)]
    words = [
        direction(replace(UP, traits=Traits(1, 1, 1.0, can_send=s, can_receive=r)))
        for s, r in ways
    ]
    assert words == ["both ways", "sends only", "receives only"]
