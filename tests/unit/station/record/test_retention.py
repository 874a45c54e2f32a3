# SPDX-License-Identifier: Apache-2.0
"""Texts destroyed under retention: gone from the disk, and the log still verifies."""

from __future__ import annotations

import pytest

from parley.core.shelves import decode_head
from parley.errors import LocalFault
from parley.model.precedence import Mode
from parley.model.record import EntryFlag
from parley.station.record.retention import DAY_MS, Retention, retain
from parley.testing.stations import both, running
from parley.tlog.leaf import Field

TEXT = "The convoy on the coast road is ours. " * 40


def allow(folders, days=30):
    for party in ("alfa", "bravo"):
        with (folders / party / "station.toml").open("a") as settings:
            settings.write(f"\n[retention]\ntext_days = {days}\n")


async def told(alfa, bravo):
    """Send a text, acknowledge it; return its name on both sides."""
    sent = await alfa.send(TEXT)

    async def come():
        return (await bravo.parts.api.board()).open

    await bravo.until(come)
    (seen,) = (await bravo.parts.api.board()).open
    await bravo.acknowledge(seen.ref)

    async def known():
        acknowledged = (await alfa.parts.api.message(sent.ref)).state == "ACKNOWLEDGED"
        return acknowledged and later(alfa, 31, dry_run=True).waiting == 0

    await alfa.until(known)
    return sent.ref, seen.ref


def later(up, days, *, dry_run=False):
    """Destroy what is too old as if so many days had passed."""
    now_ms = up.parts.clock.now().wall_ms + days * DAY_MS
    links = list(up.parts.queries.facts.links)
    table = up.parts.api.settings.station
    rule = Retention(table.name, Mode[table.mode], 30)
    return retain(up.parts.store, links, now_ms, rule, dry_run=dry_run)


def test_without_a_retention_nothing_is_destroyed(run, folders):
    """Destruction is a policy somebody wrote down, never a default."""

    async def story():
        async with running(folders / "alfa") as alfa:
            with pytest.raises(LocalFault, match="PLY-CFG-030"):
                await alfa.parts.api.retain(dry_run=True)

    run(story())


def test_young_texts_stay(run, folders):
    """A text of today is not too old, whoever asks."""
    allow(folders)

    async def story():
        async with both(folders) as (alfa, bravo):
            ref, _ = await told(alfa, bravo)
            found = await alfa.parts.api.retain(dry_run=False)
            assert (found.found, found.destroyed) == (0, 0)
            assert (await alfa.parts.api.message(ref)).texts == (("en", TEXT),)

    run(story())


def test_destroyed_text_leaves_its_commitment(run, folders):
    """Whoever asks later sees that there was a text, who had it, and no word of it."""
    allow(folders)

    async def story():
        async with both(folders) as (alfa, bravo):
            sent, seen = await told(alfa, bravo)
            for up, ref in ((alfa, sent), (bravo, seen)):
                before = await up.parts.api.message(ref)
                found = later(up, 31)
                assert (found.destroyed, found.waiting) == (1, 0)
                after = await up.parts.api.message(ref)
                ((language, text),) = after.texts
                assert language == "zxx"
                assert text.startswith("Text destroyed under retention on ")
                assert after.destroyed_ms is not None
                kept = ("number", "precedence", "state", "stages", "filed_ms")
                assert all(getattr(before, n) == getattr(after, n) for n in kept)
                checked = await up.parts.api.fsck()
                assert (checked.problems, checked.forgotten) == ((), 1)
                chronology = await up.parts.api.chronology(ref)
                assert chronology.times[0].clock == "not recorded"
                assert (await up.parts.api.contacts()).record.total.contacts_out + 1
                assert later(up, 31).found == 0
            (row,) = alfa.parts.store.flagged(EntryFlag.FORGOTTEN)
            assert row.row.body == b""
            head = decode_head(row.row.head)
            assert head.leaf_secret == bytes(32)
            assert head.kept.leaf() == row.row.leaf
            assert not head.kept.shows(Field.CONTENT)
            assert not head.kept.shows(Field.RELEASES)

    run(story())


def test_what_waits_is_never_destroyed(run, folders):
    """An unread message does not vanish because nobody read it for a month."""
    allow(folders)

    async def story():
        async with both(folders) as (alfa, bravo):
            await alfa.send(TEXT)

            async def come():
                return (await bravo.parts.api.board()).open

            await bravo.until(come)
            found = later(bravo, 400)
            assert (found.found, found.destroyed, found.waiting) == (1, 0, 1)

    run(story())


def test_station_starts_and_goes_on_after_destruction(run, folders):
    """A record with holes in its texts has none in its numbers."""
    allow(folders)

    async def first():
        async with both(folders) as (alfa, bravo):
            await told(alfa, bravo)
            later(alfa, 31)
            later(bravo, 31)

    async def second():
        async with both(folders) as (alfa, bravo):
            ref, _ = await told(alfa, bravo)
            assert (await alfa.parts.api.message(ref)).texts == (("en", TEXT),)
            assert (await bravo.parts.api.fsck()).problems == ()

    run(first())
    run(second())
