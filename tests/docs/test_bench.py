# SPDX-License-Identifier: Apache-2.0
"""The benchmark's verdicts, and its page."""

from __future__ import annotations

import sys

import pytest

from parley.station.measure.rounds import Spread, Turns
from parley.testing import sound
from tools import tree

sys.path.insert(0, str(tree.ROOT / "tools"))

import bench
import bench_bytes
import bench_cut
import bench_file
import bench_kill
import bench_loss
import bench_mobile
import bench_page
import bench_reach
import bench_record
import bench_relay
import bench_release
import bench_start
import bench_sustained
import bench_voice
from bench_figures import BROKEN, MET, MISSED, Figure, table

ROUNDS = 9


def turns(*seconds):
    return Turns(tuple(Spread((each,) * ROUNDS) for each in seconds))


@pytest.mark.parametrize(("ours_s", "verdict"), [(0.0025, MET), (0.0026, MISSED)])
def test_slow_release_misses_its_bar(ours_s, verdict):
    """A bar that nothing can miss is no bar."""
    measured = turns(0.0004, 0.0002, 0.0004, ours_s)
    assert bench_release.figure(measured, [0.001], [0.004]).verdict == verdict


def test_cost_of_the_passphrase_is_told_apart_from_the_start():
    """What a passphrase costs on purpose must not hide what we make anybody wait."""
    ready, keys, bare = turns(1.25, 1.0, 0.02).spreads
    whole, rest = bench_start.starts(ready, keys, bare, 1.9)
    assert (whole.measured, whole.verdict) == ("1.25 s", MISSED)
    assert rest.measured == "250.00 ms"


@pytest.mark.parametrize(("ready_s", "verdict"), [(1.0, MET), (1.01, MISSED)])
def test_slow_start_without_a_passphrase_misses_its_bar(ready_s, verdict):
    """Where nobody is asked anything, nothing excuses a start."""
    (ready,) = turns(ready_s).spreads
    assert bench_start.unattended(ready).verdict == verdict


@pytest.mark.parametrize(("many_s", "verdict"), [(0.0013, MET), (0.0014, MISSED)])
def test_long_log_that_slows_an_append_misses_its_bar(many_s, verdict):
    """A tree that had to be grown again would be far beyond it."""
    assert bench_record.growth(turns(0.001, many_s)).verdict == verdict


def test_slow_burst_misses_its_bar_and_a_lost_message_breaks_it():
    """Speed may be excused by a busy machine; a lost message never is."""
    bare = Spread((0.001,) * ROUNDS)
    slow = {"count": 100, "receipted_s": 1.0, "released_s": 0.9, "commits": 1}
    fast = {"count": 100, "receipted_s": 0.1, "released_s": 0.1, "commits": 1}
    shown = [str(number) for number in range(100)]
    assert bench_sustained.figure(bare, [slow], shown, 100).verdict == MISSED
    assert bench_sustained.figure(bare, [fast], shown, 100).verdict == MET
    assert bench_sustained.figure(bare, [fast], shown[1:], 100).verdict == BROKEN
    twice = [*shown, shown[0]]
    assert bench_sustained.figure(bare, [fast], twice, 100).verdict == BROKEN


def test_message_shown_twice_after_a_kill_breaks_the_run(monkeypatch, capsys):
    """This is the one thing for which `make bench` fails."""
    shown = [str(number) for number in range(bench_kill.MESSAGES)]
    assert bench_kill.figure(shown, [1.0], 1).verdict == MET
    assert bench_kill.figure(shown, [2.1], 1).verdict == MISSED
    broken = bench_kill.figure([*shown, "0"], [1.0], 1)
    assert broken.verdict == BROKEN
    monkeypatch.setattr(sys, "argv", ["bench", "kill"])
    for figure, code in ((broken, 1), (bench_kill.figure(shown, [9.0], 1), 0)):
        monkeypatch.setitem(bench.FAMILIES, "kill", lambda _, one=figure: [one])
        assert bench.main() == code
        assert figure.name in capsys.readouterr().out


def test_stick_that_loses_a_frame_breaks_and_a_fat_one_misses():
    """A parcel that does not come back is a message lost."""
    frames = [bytes([number]) * 1_000 for number in range(10)]
    good = bench_file.figure(frames, frames, 12_999, 1.9, 2.0, 5)
    assert good.verdict == MET
    assert bench_file.figure(frames, frames, 13_001, 1.9, 2.0, 5).verdict == MISSED
    assert bench_file.figure(frames, frames, 12_999, 2.1, 2.0, 5).verdict == MISSED
    assert bench_file.figure(frames, frames[1:], 12_999, 1.0, 2.0, 5).verdict == BROKEN


def test_relay_that_is_slow_or_grows_misses_its_bar():
    """Memory that grows with use ends a relay in a month."""
    quick, slow = [0.05] * 100, [0.05] * 90 + [0.2] * 10
    assert bench_relay.figure(quick, quick, 60.0, 1.0, 0).verdict == MET
    assert bench_relay.figure(quick, slow, 60.0, 1.0, 0).verdict == MISSED
    assert bench_relay.figure(quick, quick, 60.0, 17.0, 0).verdict == MISSED
    assert bench_relay.figure(quick, quick, 60.0, 1.0, 1).verdict == BROKEN


def test_message_that_never_comes_over_a_lossy_line_breaks_the_run():
    """A late one is a slow line; a missing one is a fault of ours."""
    tls = bench_reach.Played(None, (), 0, 10)
    count = bench_reach.MESSAGES
    for worst_s, lost, verdict in ((1.9, 0, MET), (2.1, 0, MISSED), (1.0, 1, BROKEN)):
        took = (0.2,) * (count - 1 - lost) + (worst_s,)
        played = bench_reach.Played(0.3, took, 0, 300)
        assert bench_reach.figure(0.3, played, tls).verdict == verdict


def test_flash_behind_what_waited_misses_and_a_lost_text_breaks_the_run():
    """After the cut a FLASH passes everything that is not yet there."""
    sent = [f"Report {number}" for number in range(bench_cut.MESSAGES - 1)]
    first, rest = sent[: bench_cut.CUT_AFTER], sent[bench_cut.CUT_AFTER :]
    good = [*first, bench_cut.FLASH, *rest]
    late = [*first, rest[0], bench_cut.FLASH, *rest[1:]]
    for shown, verdict in ((good, MET), (late, MISSED), (good[1:], BROKEN)):
        figure = bench_cut.cut_figure([*sent, bench_cut.FLASH], shown, 8.0, 20.0)
        assert figure.verdict == verdict


@pytest.mark.parametrize(("alarm_s", "verdict"), [(14.9, MET), (15.1, MISSED)])
def test_dead_circuit_that_is_told_late_misses_its_bar(alarm_s, verdict):
    """A watch that learns of it from the silence has learned too late."""
    turns = [(0.1, 12.0, 12.0), (0.1, 12.0, alarm_s)]
    flash, alarm = bench_cut.dead_figures(turns)
    assert (flash.verdict, alarm.verdict) == (MET, verdict)


@pytest.mark.parametrize(("half_s", "verdict"), [(11.9, MET), (12.1, MISSED)])
def test_call_that_is_slow_misses_its_bar(half_s, verdict):
    """One burst that a mobile swallowed is told, and is not the figure."""
    took = [bench_voice.Took(each_s, 2) for each_s in (10.0, half_s, 40.0)]
    figure = bench_voice.figure("a mobile", took)
    assert figure.verdict == verdict
    assert "worst 40.00 s" in figure.measured


def swallowing(first_s: float, last_s: float) -> sound.Effect:
    """Return a call that swallows what is said between two seconds of its time."""
    blocks = 0

    def done(heard: bytes) -> bytes:
        nonlocal blocks
        blocks += 1
        at_s = blocks * sound.BLOCK_SAMPLES / sound.SAMPLES_PER_S
        return sound.silent(heard) if first_s <= at_s < last_s else heard

    return done


@pytest.mark.parametrize(
    ("there", "back", "bar_s"),
    [
        (swallowing(7.0, 8.0), sound.clean, 20.0),
        (sound.clean, swallowing(11.0, 12.0), 22.5),
    ],
    ids=["flash-swallowed", "receipt-swallowed"],
)
def test_flash_over_a_call_is_said_again_as_soon_as_it_can_be(there, back, bar_s):
    """A lost burst cost half a minute, most of it behind a signed head.

    The clock is the sound, so a busy machine changes nothing.
    """
    assert bench_mobile.play(1, there, back) < bar_s


def test_bytes_on_the_circuit_are_within_their_bars():
    """Exact, so held here too: a byte more is seen before it is measured."""
    assert [one.verdict for one in bench_bytes.measure()] == [MET, MET]


def test_long_line_that_loses_frames_carries_each_message_once():
    """Every world of the benchmark ends with all messages, none twice."""
    alarmed, receipted, lost, repeated = bench_loss.play(seed=7)
    assert (lost, repeated) == (0, 0)
    assert 0.5 <= alarmed <= receipted


def test_page_keeps_its_prose_and_names_every_figure():
    """Writing it again must change figures only."""
    before = tree.read(bench_page.PAGE)
    figures = [Figure("a figure", "a bar", "1.0", MET, {"behind": 0.5})]
    after = bench_page.written(before, {"date": "today"}, figures)
    assert "- date: today\n" in after
    assert table(figures)[-1] in after
    assert "- **a figure**: behind 0.50.\n" in after
    assert after.partition(bench_page.BEGIN)[0] == before.partition(bench_page.BEGIN)[0]
    assert after.partition(bench_page.END)[2] == before.partition(bench_page.END)[2]
    assert bench_page.written(after, {"date": "today"}, figures) == after
