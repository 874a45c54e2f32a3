# SPDX-License-Identifier: Apache-2.0
"""Failures of the past, replayed between two whole stations."""

from __future__ import annotations

import asyncio

import pytest

from parley.core.watch import crossing
from parley.drills.case import drill, drill_all
from parley.drills.cases.crossing import CROSSING
from parley.drills.cases.declined import DECLINED
from parley.drills.clock import DrillClock
from parley.drills.every import DRILLS
from parley.drills.stage import Ground, staged
from parley.fixed import replace
from parley.model.precedence import Mode
from parley.station.ceremonies.script import NAMES

FAILURES = ("F2", "F5", "F7", "F9", "F10", "F12", "F14", "F15", "F17", "F23", "F25")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("drill")


def play(folder, case):
    """Play one case; return its score."""

    async def story():
        async with staged(folder, Mode.TEST, Ground.SHARED, DrillClock()) as stage:
            return await drill(case, stage)

    return asyncio.run(story())


@pytest.mark.timeout(400)
def test_every_failure_of_the_past_is_met(tmp_path):
    """What no drill replays comes back as it came before."""
    scores = asyncio.run(drill_all(DRILLS, tmp_path, lambda _: None))
    assert [score.name for score in scores] == [*FAILURES, *NAMES]
    missed = [(s.name, one) for s in scores for one in s.seen if not one.met]
    assert missed == []


def test_a_station_without_the_rule_fails_its_drill(folder, monkeypatch):
    """A drill that passes whatever the station does proves nothing."""
    monkeypatch.setattr(crossing, "check_crossing", lambda *_: None)
    monkeypatch.setattr("parley.core.drafting.check_crossing", lambda *_: None)
    score = play(folder, CROSSING)
    assert (score.met, score.passed) == (0, False)
    assert score.seen[0].evidence == "it was not refused"
    assert score.seen[1].evidence == "not reached"


def test_what_a_drill_does_not_reach_counts_as_missed(folder):
    """A case that ends early must not look as if it had been passed."""
    longer = replace(DECLINED, criteria=(*DECLINED.criteria, "Something else."))
    score = play(folder, longer)
    assert (score.met, len(score.seen)) == (len(DECLINED.criteria), 3)
    assert not score.passed
