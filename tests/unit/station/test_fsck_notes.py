# SPDX-License-Identifier: Apache-2.0
"""The check of cosigned heads, and how fast a tree is grown again."""

from __future__ import annotations

from parley.core.shelves import log_key, number_key
from parley.model.record import Direction, Put
from parley.station import fsck
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.stations import BRAVO, both
from parley.tlog.note import parse_note

LOG = (BRAVO, Direction.OUT, 1)


async def cosigned(alfa):
    """Wait until a head of our log is cosigned; return every one on record."""
    await alfa.send("Hold your fire.")

    async def come():
        return list(alfa.parts.store.shelf("notes"))

    await alfa.until(come)
    return list(alfa.parts.store.shelf("notes"))


def test_cosigned_heads_are_verified_and_a_forged_one_is_named(run, folders):
    """A head on record that does not hold is the first thing a court would find."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            ((key, data), *_) = await cosigned(alfa)
            found = await alfa.parts.api.fsck()
            assert found.problems == ()
            assert found.notes >= 1
            note = parse_note(data)
            rows = note.text.split("\n")
            rows[2] = "A" * 43 + "="
            bent = data.replace(note.text.encode(), "\n".join(rows).encode())
            flipped = data[:-10] + (b"A" if data[-10:-9] != b"A" else b"B") + data[-9:]
            for forged, words in (
                (bent, "another tree"),
                (flipped, "does not verify"),
                (b"no note", "does not verify: PLY-LOG-006"),
                (data.partition(b"\n\n")[0] + b"\n\n", "PLY-LOG-006"),
            ):
                alfa.parts.store.commit([Put("notes", key, forged)])
                found = await alfa.parts.api.fsck()
                assert len(found.problems) == 1, forged
                assert words in found.problems[0]
            alfa.parts.store.commit([Put("notes", key, data)])
            beyond = log_key(*LOG, number_key(9_999))
            alfa.parts.store.commit([Put("notes", beyond, data)])
            (problem,) = (await alfa.parts.api.fsck()).problems
            assert "9999 entries" in problem

    run(story())


def test_check_tells_both_rates(run, folders):
    """The tree alone and everything made again are two promises, not one."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            found = await alfa.parts.api.fsck()
            assert found.hashed_per_s > 0
            assert found.recomputed_per_s > 0

    run(story())


def test_check_says_how_far_it_is_how_quick_and_how_long_still(monkeypatch):
    """Whoever waits for an hour of verification has to see that it goes on."""
    monkeypatch.setattr(fsck, "_PAGE", 2)
    alfa, bravo = (Desk(f"{name}.example", name.title()) for name in ("alfa", "bravo"))
    for desk in (alfa, bravo):
        enlist_watch(desk)
    pair_up(alfa, bravo).alfa.say(bravo.name, "hold")
    rosters = {bravo.name: bravo.core.state.roster}
    mode, own = alfa.settings.mode, alfa.core.state.roster
    told = []
    judging = fsck.Judging(alfa.name, mode, own, rosters)
    assert fsck.check_record(alfa.store, judging, told.append).problems == ()
    assert len(told) > 2
    total = told[-1].total
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert (told[-1].done, told[-1].left_s) == (total, 0)
    for each in told[:-1]:
        assert each.total == total
        assert each.rate_per_s > 0
        left = (total - each.done) / each.rate_per_s
        assert abs(each.left_s - left) <= 0.01 * left
