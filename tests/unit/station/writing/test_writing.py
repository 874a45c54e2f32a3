# SPDX-License-Identifier: Apache-2.0
"""A text before it is a draft: looked at by the core's own rules, kept and not lost."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.station.writing.unfinished import SLOTS_MAX
from parley.testing.stations import ANN, BRAVO, DRAFTER, both

TEXT = [("en", "We ask for a pause until 1200Z.")]


def test_look_says_what_filing_would(folders, run):
    """What the page lets a drafter press must be what the station then takes."""

    async def looked():
        async with both(folders) as (alfa, _bravo):
            api = alfa.parts.api
            seen = await api.look_at_draft(None, "FLASH", [], TEXT)
            bad = await api.look_at_draft(None, "FLASH", [], [("en", "a\u202eb")])
            with pytest.raises(LocalFault) as refusal:
                await api.write_draft(None, DRAFTER, "FLASH", [], [("en", "a\u202eb")])
            sent = await alfa.send(TEXT[0][1])

            async def went() -> bool:
                return alfa.parts.meters.bytes_out["line-1"] > seen.size

            # The frame is one of those that went; the estimate is close to it.
            await alfa.until(went)
            return seen, bad, refusal.value, sent

    seen, bad, refusal, sent = run(looked())
    assert seen.refused is None
    assert (seen.needed, seen.by) == (sent.needed, ("releaser",))
    assert seen.characters == len(TEXT[0][1])
    assert seen.size > 200
    (line,) = seen.circuits
    assert (line.circuit, line.state, line.carries) == ("line-1", "up", True)
    assert line.seconds is not None
    assert bad.refused in refusal.what
    assert [one.refused for one in bad.findings] == [True]


def test_look_names_what_would_cross(folders, run):
    """A text that passes theirs unread is seen before it is signed."""

    async def looked():
        async with both(folders) as (alfa, bravo):
            await alfa.send("Theirs, newer.", "PRIORITY")

            async def there():
                return (await bravo.parts.api.board()).open

            await bravo.until(there)
            api = bravo.parts.api
            before = await api.look_at_draft(None, "PRIORITY", [], TEXT)
            read = await api.look_at_draft(
                None, "PRIORITY", [], TEXT, read_through=before.newest
            )
            return before, read

    before, read = run(looked())
    assert [one.subject for one in before.unread] == ["Theirs, newer."]
    assert before.newest > before.read_through
    assert read.unread == ()


def test_unfinished_text_survives_the_station_and_a_second_screen(folders, run):
    """Kept means kept; and what another screen changed is not written over."""

    async def written():
        async with both(folders) as (alfa, _bravo):
            api = alfa.parts.api
            kept = await api.keep_unfinished(DRAFTER, None, 0, {"text.1": "One"})
            newer = await api.keep_unfinished(
                DRAFTER, kept.slot, kept.version, {"text.1": "Two"}
            )
            with pytest.raises(LocalFault, match="PLY-UI-020"):
                await api.keep_unfinished(
                    DRAFTER, kept.slot, kept.version, {"text.1": "Three"}
                )
            return newer

    async def again():
        async with both(folders) as (alfa, _bravo):
            api = alfa.parts.api
            mine = await api.unfinished(DRAFTER)
            others = await api.unfinished(ANN)
            await api.drop_unfinished(DRAFTER, mine[0].slot)
            return mine, others, await api.unfinished(DRAFTER)

    newer = run(written())
    mine, others, after = run(again())
    assert mine == (newer,)
    assert dict(mine[0].fields) == {"text.1": "Two"}
    assert others == ()
    assert after == ()


def test_unfinished_texts_are_bounded(folders, run):
    """A script that writes for ever must not fill the disk."""

    async def filled():
        async with both(folders) as (alfa, _bravo):
            api = alfa.parts.api
            for _ in range(SLOTS_MAX):
                await api.keep_unfinished(DRAFTER, None, 0, {"text.1": "x"})
            with pytest.raises(LocalFault, match="PLY-UI-021"):
                await api.keep_unfinished(DRAFTER, None, 0, {"text.1": "x"})
            with pytest.raises(LocalFault, match="PLY-UI-022"):
                await api.keep_unfinished(DRAFTER, 0, 1, {"text.1": "x" * 1_100_000})
            with pytest.raises(LocalFault, match="PLY-UI-020"):
                await api.keep_unfinished(DRAFTER, 99, 1, {"text.1": "x"})

    run(filled())


def test_newest_line_of_the_order_wire_is_found_once_and_followed(folders, run):
    """The board asks all the time; what was read through is not read again."""

    async def spoken():
        async with both(folders) as (alfa, bravo):
            assert await bravo.parts.api.latest_lines() == ()
            await alfa.act("SERVICE", BRAVO, {"text": "Testing at 10."})

            async def heard(text):
                lines = await bravo.parts.api.latest_lines()
                return [one for one in lines if one.text == text]

            await bravo.until(lambda: heard("Testing at 10."))
            await alfa.act("SERVICE", BRAVO, {"text": "Done."})
            await bravo.until(lambda: heard("Done."))
            return await bravo.parts.api.latest_lines()

    (line,) = run(spoken())
    assert (line.direction, line.by) == ("in", "Ann")


def test_rosters_of_both_sides_are_shown(folders, run):
    """Who may act for them is as much a fact of the line as who may for us."""

    async def asked():
        async with both(folders) as (alfa, _bravo):
            return await alfa.parts.api.rosters()

    ours, theirs = run(asked())
    assert (ours.ours, theirs.ours) == (True, False)
    assert [one.name for one in theirs.people] == ["Dora", "Ann", "Ben"]
    assert theirs.people[1].keys == (("software key", None),)
    assert "Duty officer" in theirs.positions
