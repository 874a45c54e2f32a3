# SPDX-License-Identifier: Apache-2.0
"""An engine that lies, hangs, writes gigabytes or dies costs nothing but its answer."""

from __future__ import annotations

import asyncio
import resource
import sys
from pathlib import Path

import pytest

from parley.engines.speech import Request
from parley.station.texts.machine.child import Failure, translate
from parley.station.texts.machine.judging import join, problem_of

ODD = Path(__file__).parent / "odd_engine.py"
TEXT = ("Two aircraft pass at 14:30. ", "Do not fire on them.")


def run(part, apart_only=True, deadline_s=60.0):
    """Ask an odd engine."""
    asked = Request("ct2", "/nowhere", {}, TEXT, "/nowhere", apart_only)
    command = (sys.executable, "-I", str(ODD), part)
    return asyncio.run(translate(asked, deadline_s, command))


def test_honest_engine_is_heard():
    """Else the refusals below would prove nothing."""
    output = run("honest")
    assert output.engine == "odd 1"
    assert len(output.sentences) == 2


FAULTS = {
    "dies": "ended before it was done",
    "half": "ended before it was done",
    "refuses": "no room",
    "mute": "did not say what it is",
    "near": "does not keep it from the network",
    "floods": "wrote more than a translation",
    "lines": "more than a translation",
    "fewer": "left sentences out",
    "swapped": "out of order",
}


@pytest.mark.parametrize("part", FAULTS)
def test_each_fault_is_one_failure_in_words(part):
    """Whatever it does, the officer reads one sentence and the original."""
    with pytest.raises(Failure) as caught:
        run(part)
    assert FAULTS[part] in str(caught.value)


def test_hanging_engine_is_ended():
    """Nobody may wait for a machine while a missile flies."""
    with pytest.raises(Failure) as caught:
        run("hangs", deadline_s=0.5)
    assert "not done within 0.5 s" in str(caught.value)


def test_flood_does_not_fill_the_station():
    """Gigabytes on a pipe must not become gigabytes in the station."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Failure):
        run("floods")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 64 * 1024  # KiB


def test_what_it_left_running_does_not_hold_the_answer():
    """A grandchild that holds the pipe would hold the desk."""
    assert len(run("forks").sentences) == 2


def test_engine_that_is_not_there():
    """An extra that is not installed is a reason, not a crash."""
    asked = Request("ct2", "/nowhere", {}, TEXT, "/nowhere", apart_only=True)
    with pytest.raises(Failure) as caught:
        asyncio.run(translate(asked, 5.0, ("/nowhere/engine",)))
    assert "cannot be started" in str(caught.value)


JUDGED = {
    "empty": "sentence 1 came back empty",
    "same": "sentence 1 came back unchanged",
    "long": "sentence 1 came back many times as long",
    "turned": "sentence 1 came back with U+202E",
    "null": "sentence 1 came back damaged",
    "half-character": "sentence 1 came back damaged",
}


@pytest.mark.parametrize("part", JUDGED)
def test_what_is_no_translation_is_not_shown_as_one(part):
    """An engine that fails with exit code 0 has failed all the same."""
    # SPEC 11.25: "Output that is missing or empty for a sentence, unchanged, of a
    # multiple of its length, or with characters that 11.1 refuses is no translation,
    # whatever else the engine says."
    problem = problem_of(TEXT, run(part).sentences)
    assert problem is not None
    assert problem.startswith(JUDGED[part])


def test_sentences_stay_beside_their_originals():
    """A line feed of the engine's would shift every later pair."""
    assert join(TEXT, ("Two\nplanes.", " No fire. ")) == "Two planes. No fire."
    assert problem_of(("NATO, 14:30.",), ("NATO, 14:30.",)) is None
