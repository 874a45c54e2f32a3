# SPDX-License-Identifier: Apache-2.0
"""Slips: what a host that drops, repeats, withholds or invents cannot hide."""

from __future__ import annotations

import random

from parley.carriage import slips
from parley.carriage.slips import SlipMaker, SlipReader
from parley.testing.carried import keys_of

OURS, THEIRS = keys_of("relay")
RUN = bytes(8)


def made(count: int, run: bytes = RUN) -> list[bytes]:
    maker = SlipMaker(OURS, run)
    return [maker.put(b"frame %d" % number) for number in range(1, count + 1)]


def test_all_slips_of_a_run_come_through_in_any_order():
    """A relay may disorder as it likes."""
    several = made(50)
    random.Random(3).shuffle(several)
    reader = SlipReader(OURS)
    assert all(reader.take(each) is not None for each in several)
    assert reader.words() == ""


def test_a_repeated_slip_is_dropped_and_counted():
    """Old boxes served again must cost nothing further in."""
    # SPEC 10.62: "A receiver MUST judge the tag before anything else of a slip is used,
    # and drops a slip whose run and number it has seen."
    reader = SlipReader(OURS)
    one, two = made(2)
    assert [reader.take(each) for each in (one, two, one, two)] == [
        b"frame 1",
        b"frame 2",
        None,
        None,
    ]
    assert reader.words() == "2 repeated"


def test_withheld_slips_are_missed():
    """A relay that holds back some frames shows in their numbers."""
    several = made(10)
    reader = SlipReader(OURS)
    for each in several[:3] + several[7:]:
        reader.take(each)
    assert reader.missing == 4
    assert reader.words() == "4 missing"
    for each in several:
        reader.take(each)
    assert reader.missing == 0


def test_a_reader_that_comes_late_misses_nothing():
    """A station that starts in the middle of a run has no gap behind it."""
    reader = SlipReader(OURS)
    for each in made(100)[60:]:
        reader.take(each)
    assert reader.missing == 0


def test_what_strangers_put_in_is_dropped():
    """Anybody who learns the name of a box can fill it."""
    reader = SlipReader(OURS)
    forged = SlipMaker(THEIRS, RUN).put(b"frame")
    good = made(1)[0]
    for bad in (b"", b"\x01", forged, good[:-1], good[:20] + b"x" + good[21:]):
        assert reader.take(bad) is None
    assert reader.words() == "5 from strangers"


def test_a_jump_in_numbers_costs_no_memory():
    """The counterpart's own software may be the enemy's by now."""
    maker = SlipMaker(OURS, RUN)
    reader = SlipReader(OURS)
    reader.take(maker.put(b"first"))
    maker._number = 2**52
    assert reader.take(maker.put(b"far ahead")) == b"far ahead"
    assert reader.missing <= slips.SPAN
    maker._number = 4
    assert reader.take(maker.put(b"too old")) is None


def test_runs_are_bounded():
    """A bearer that is started again and again begins a run each time."""
    reader = SlipReader(OURS)
    for number in range(40):
        reader.take(made(1, number.to_bytes(8, "big"))[0])
    assert len(reader._runs) == slips.RUNS_MAX
