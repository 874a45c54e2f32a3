# SPDX-License-Identifier: Apache-2.0
"""Looking back: spans, waits and alarms as a watch counts them, gaps said as gaps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.model.precedence import Precedence
from parley.station.observed.figures import (
    TEN_MINUTES_MS,
    alarms_view,
    percentile,
    waits_view,
)
from parley.station.observed.rows import (
    ALARM,
    CIRCUIT,
    OFF,
    SHELF,
    Seen,
    decode_seen,
    seen_key,
)
from parley.station.observed.timeline import STOPPED, UNKNOWN, lines
from parley.testing.stations import both

LINE = ("nrrc.alfa.example", "fibre")


def state(at_ms, word):
    return Seen(at_ms, CIRCUIT, *LINE, word)


def spans(notes, start=0, end=100):
    (line,) = lines(notes, [LINE], start, end)
    return [(each.state, each.from_ms, each.to_ms) for each in line.spans]


def test_time_that_nobody_looked_is_neither_up_nor_down():
    """An availability that counts its own absence as good is a lie."""
    notes = [state(10, "up"), Seen(60, OFF, since_ms=40), state(60, "down")]
    assert spans(notes) == [
        (UNKNOWN, 0, 10),
        ("up", 10, 40),
        (STOPPED, 40, 60),
        ("down", 60, 100),
    ]
    (line,) = lines(notes, [LINE], 0, 100)
    assert (line.up_ms, line.known_ms) == (30, 70)


def test_state_from_before_the_period_reaches_into_it():
    """A circuit that fell the day before is down all night."""
    assert spans([state(10, "down")], start=50) == [("down", 50, 100)]


def test_another_links_circuit_of_the_same_name_is_another():
    """Two counterparts may both be reached over "fibre"."""
    other = Seen(10, CIRCUIT, "nrrc.gamma.example", "fibre", "down")
    assert spans([other]) == [(UNKNOWN, 0, 100)]


@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["up", "down", "off"]))),
    st.integers(0, 150),
    st.integers(1, 100),
)
def test_spans_cover_the_period_without_overlap(changes, start, length):
    """A picture with a hole or a double hour would be believed."""
    notes = [
        Seen(at, OFF, since_ms=max(0, at - 5)) if word == "off" else state(at, word)
        for at, word in sorted(changes)
    ]
    found = spans(notes, start, start + length)
    at = start
    for _, begin, end in found:
        assert begin == at < end
        at = end
    assert at == start + length


def test_percentiles_are_values_that_happened():
    """No watch ever waited the mean of two others."""
    waits = [10, 20, 30, 40, 1_000]
    assert percentile(waits, 0.5) == 30
    assert percentile(waits, 0.95) == 1_000
    assert percentile([], 0.5) == 0
    assert percentile([7], 0.95) == 7


def test_clock_behind_ours_makes_no_wait_below_nothing():
    """Their acknowledgement may carry a time before our filing of its receipt."""
    view = waits_view("FLASH", [-500, 60_000, 130_000], 1, 120_000)
    assert view.waits_ms == (0, 60_000, 130_000)
    assert (view.within, view.unanswered) == (2, 1)


def test_alarms_are_counted_in_whole_ten_minutes():
    """A flood is what nobody can follow; the mean hides it."""
    times = [TEN_MINUTES_MS * 3 + at for at in range(12)] + [5]
    view = alarms_view(times, 0, TEN_MINUTES_MS * 10)
    assert view.bins == ((0, 1), (TEN_MINUTES_MS * 3, 12))
    assert (view.total, view.most, view.floods) == (13, 12, 1)
    assert view.mean == 1.3


def test_note_is_read_as_it_was_kept():
    """Key and value together are the note."""
    note = Seen(1_795_426_478_000, ALARM, *LINE, "warning", 3)
    assert decode_seen(seen_key(note.at_ms, 65_537), note.encode()) == note


def test_two_stations_are_looked_back_on(folders, run):
    """What the page draws comes from a real day: up, tested, acknowledged."""

    async def lived():
        async with both(folders) as (alfa, bravo):
            await alfa.send("Are you there?")

            async def there():
                return (await bravo.parts.api.board()).open

            await bravo.until(there)
            (message,) = (await bravo.parts.api.board()).open
            await bravo.acknowledge(message.ref)
            await alfa.parts.api.test_link()
            api = alfa.parts.api

            async def noted():
                return list(alfa.parts.store.shelf(SHELF))

            async def acknowledged():
                found = await api.link_figures()
                return found.by_them and found.by_them[0].waits_ms

            await alfa.until(acknowledged)
            await alfa.until(noted)
            return await api.link_figures(), await bravo.parts.api.link_figures(None, 1)

    ours, theirs = run(lived())
    assert [each.circuit for each in ours.circuits] == ["line-1"]
    assert len(ours.round_trips) == 1
    assert ours.unanswered == 0
    (flash,) = ours.by_them
    assert (flash.precedence, len(flash.waits_ms)) == (Precedence.FLASH.name, 1)
    assert flash.limit_ms == 120_000
    assert [each.precedence for each in theirs.by_us] == ["FLASH"]
    assert theirs.alarms.total >= 1
