# SPDX-License-Identifier: Apache-2.0
"""Contacts, calendar and chronology of two whole stations."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from parley.cli.chronology import pages
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.message import Relation, RelationKind
from parley.station.record import history, stamps
from parley.station.record.calendar import calendar_svg
from parley.station.record.chronology import ClockCheck, Stamp, weigh
from parley.testing.stations import both

TEXT = "The convoy on the coast road is ours."


async def exchanged(alfa, bravo):
    """Test the link, send a text both ways, acknowledge the first; return its name."""
    await alfa.parts.api.test_link()
    sent = await alfa.send(TEXT)

    async def come():
        return (await bravo.parts.api.board()).open

    await bravo.until(come)  # a message is released only by whoever has read theirs
    await bravo.send("Understood.", "ROUTINE")
    (seen,) = (await bravo.parts.api.board()).open
    await bravo.acknowledge(seen.ref)

    async def known():
        told = await alfa.parts.api.message(sent.ref)
        return told.state == "ACKNOWLEDGED" and (await alfa.parts.api.board()).open

    await alfa.until(known)
    return sent.ref, seen.ref


def test_both_sides_count_the_same_contacts(run, folders):
    """One side said sporadic, the other frequent; the log says a number to both."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await exchanged(alfa, bravo)
            ours = await alfa.parts.api.contacts()
            theirs = await bravo.parts.api.contacts()
            assert (
                ours.record.total.contacts_out == theirs.record.total.contacts_in == 1
            )
            assert (
                ours.record.total.contacts_in == theirs.record.total.contacts_out == 1
            )
            assert ours.record.total.tests_passed >= 1
            assert ours.record.last_human.what in {"acknowledgement", "message"}
            flash = next(c for c in ours.record.total.counts if c.precedence == "FLASH")
            assert (flash.direction, flash.count, flash.acknowledged) == ("out", 1, 1)

    run(story())


def test_period_without_contacts_is_empty(run, folders):
    """A period is found by halving; what lies outside must not leak into it."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await exchanged(alfa, bravo)
            now_ms = (await alfa.parts.api.status()).now_ms
            for start, end in ((0, 1_000), (now_ms + 10_000, now_ms + 20_000)):
                found = await alfa.parts.api.contacts(from_ms=start, to_ms=end)
                assert found.record.total.contacts_out == 0
                assert found.record.days == ()

    run(story())


def test_calendar_says_no_word_of_a_text_and_refers_to_nothing(run, folders):
    """A picture for outsiders must not carry content, nor call home."""

    async def story():
        async with both(folders) as (alfa, bravo):
            await exchanged(alfa, bravo)
            svg = (await alfa.parts.api.calendar()).svg
            assert "convoy" not in svg
            assert "Understood" not in svg
            root = ET.fromstring(svg)  # noqa: S314 - our own
            tags = {element.tag.rpartition("}")[2] for element in root.iter()}
            assert tags <= {"svg", "title", "desc", "rect", "path", "text"}
            names = {name for element in root.iter() for name in element.attrib}
            assert not names & {"href", "style", "onload"}
            assert root[0].text == "Contacts of Alfa and Bravo"

    run(story())


def test_calendar_survives_a_hostile_name(run, folders):
    """A party chooses its own name; it must not break out of the picture."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            found = await alfa.parts.api.contacts()
            hostile = replace(found, party='</text><script>"\u202e\x00')
            root = ET.fromstring(calendar_svg(hostile))  # noqa: S314
            assert not [e for e in root.iter() if e.tag.endswith("script")]

    run(story())


def test_chronology_puts_both_clocks_side_by_side(run, folders):
    """Each time has a source and a clock; an honest exchange shows no disagreement."""

    async def story():
        async with both(folders) as (alfa, bravo):
            sent, seen = await exchanged(alfa, bravo)
            ours = await alfa.parts.api.chronology(sent)
            steps = {one.step: one for one in ours.times}
            assert steps["received"].source == "their station"
            assert "link test" in steps["received"].clock
            assert steps["acknowledged"].source == "their officer Ann"
            (handed,) = [one for one in ours.times if one.step.startswith("handed")]
            assert (handed.source, handed.clock) == ("our station", "our clock")
            assert steps["logged"].at_ms <= handed.at_ms
            assert [one for one in ours.times if one.disagrees] == []
            theirs = await bravo.parts.api.chronology(seen)
            steps = {one.step: one for one in theirs.times}
            assert steps["received"].source == "our station"
            assert steps["released, step 1"].source.startswith("their officer Ann")
            assert steps["handed over"].clock == "not recorded"
            assert [one for one in theirs.times if one.disagrees] == []
            now_ms = (await alfa.parts.api.status()).now_ms
            day = await alfa.parts.api.chronologies(now_ms - 3_600_000, now_ms + 1)
            assert {one.direction for one in day.messages} == {"in", "out"}
            assert day.left_out == 0
            with pytest.raises(LocalFault, match="PLY-CFG-015"):
                await alfa.parts.api.chronology("nrrc.bravo.example/out/1/9999")

    run(story())


async def replied(alfa, bravo, sent, seen):
    """Deliver a message to a principal, reply to it, and let that be known."""
    at_ms = (await bravo.parts.api.status()).now_ms - 1
    fields = {"position": 0, "name": "General Orlov", "at_ms": at_ms}
    await bravo.act("DELIVERED", seen, fields)
    serial = int(seen.rsplit("/", 1)[1])
    for _ in range(2):
        await bravo.send(
            "He agrees.", relation=Relation(RelationKind.IN_REPLY_TO, False, serial)
        )

    async def known():
        return (await alfa.parts.api.message(sent)).state == "ANSWERED"

    await alfa.until(known)
    return at_ms


def test_chronology_tells_delivery_and_the_first_answer(run, folders, monkeypatch):
    """However much was said since: the answer is looked for beyond the newest page."""
    monkeypatch.setattr(stamps, "_WINDOW", 2)

    async def story():
        async with both(folders) as (alfa, bravo):
            sent, seen = await exchanged(alfa, bravo)
            at_ms = await replied(alfa, bravo, sent, seen)
            for up, ref, whose in ((alfa, sent, "their"), (bravo, seen, "our")):
                found = (await up.parts.api.chronology(ref)).times
                steps = {one.step: one for one in found}
                delivered = steps["delivered to principal"]
                assert delivered.at_ms == at_ms
                assert delivered.source.startswith(f"{whose} officer Ann, to General")
                recent = await up.parts.api.messages()
                replies = [each for each in recent if each.relation is not None]
                first = min(replies, key=lambda each: each.logged_ms)
                assert steps["answered"].source == f"{whose} station, {first.ref}"
                assert [one for one in found if one.disagrees] == []

    run(story())


def test_chronologies_say_what_is_cut(run, folders, monkeypatch):
    """A list that ends without a word looks like a line that fell silent."""
    monkeypatch.setattr(history, "LIST_MAX", 1)

    async def story():
        async with both(folders) as (alfa, bravo):
            sent, _ = await exchanged(alfa, bravo)
            now_ms = (await alfa.parts.api.status()).now_ms
            cut = await alfa.parts.api.chronologies(now_ms - 3_600_000, now_ms + 1)
            assert [each.ref for each in cut.messages] == [sent]
            assert cut.left_out == 1
            told = {"messages": [], "left_out": 1_200}
            assert "1,200 later messages" in " ".join(pages(told))

    run(story())


def test_receipt_dated_before_the_message_is_marked():
    """A back-dated receipt is told apart from a clock that is merely off."""
    check = ClockCheck(at_ms=1_000_000, low_ms=4_900, high_ms=5_100)
    sent = Stamp("logged", 1_010_000, "our station", theirs=False)

    def received(at_ms):
        stamp = Stamp(
            "received", at_ms, "their station", theirs=True, after=("logged",)
        )
        return weigh([sent, stamp], check)[1]

    assert received(1_015_000).disagrees is None
    assert received(1_014_890).disagrees is not None
    assert "0.1 s before 'logged'" in received(1_014_790).disagrees
    assert "5.0 s ahead of ours, give or take 0.1 s" in received(1_014_790).clock


def test_clock_never_compared_is_said_and_taken_as_it_is():
    """Where nothing is known of a clock, no span is made up for it."""
    sent = Stamp("logged", 2_000, "our station", theirs=False)
    early = Stamp("received", 1_000, "their station", theirs=True, after=("logged",))
    found = weigh([sent, early], None)[1]
    assert found.clock == "their clock, never compared with ours"
    assert (found.from_ms, found.to_ms) == (None, None)
    assert found.disagrees is not None


def test_time_not_on_record_is_said_to_be_so():
    """A gap that is not named would be read as a fact."""
    (found,) = weigh([Stamp("handed over", None, "our station", False)], None)
    assert (found.at_ms, found.clock) == (None, "not recorded")
