# SPDX-License-Identifier: Apache-2.0
"""Pages of pre-shared key between two running stations, and on their media."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.station.authority.page_medium import (
    destroy_medium,
    open_medium,
    seal_medium,
)
from parley.testing.stations import ALFA, BRAVO, both

WORDS = b"the words of these pages"


def test_pages_are_shared_used_and_counted(folders, run):
    """Two custodians see the same counts, and the line goes on by pages alone."""

    async def story():
        async with both(folders) as (alfa, bravo):
            made = await alfa.parts.api.make_pages(None, 6)
            assert made.link == BRAVO
            for up in (alfa, bravo):
                held = await up.parts.api.take_pages(made.data, made.digits)
                assert (held.ours, held.theirs) == (6, 6)
                assert not held.alone
            await alfa.parts.api.roll_epoch()
            await alfa.send("under a page", "ROUTINE")

            async def told() -> bool:
                return bool(await bravo.parts.api.messages(limit=1))

            await bravo.until(told)
            (one,) = (await alfa.parts.api.status()).counterparts
            assert (one.pages_ours, one.pages_theirs) == (5, 6)
            for up in (alfa, bravo):
                assert (await up.parts.api.pages_alone(None, True)).alone
            await bravo.send("by page alone", "ROUTINE")

            async def heard() -> bool:
                return bool(await alfa.parts.api.messages(limit=1))

            await alfa.until(heard)
            (line,) = await bravo.parts.api.pages()
            assert line.link == ALFA
            assert line.alone
            assert await bravo.parts.api.destroy_pages(None, line.sets[0].set) > 0
            (line,) = await bravo.parts.api.pages()
            assert (line.ours, line.sets) == (0, ())
            noted = await bravo.parts.api.audit()
            subjects = [each.subject for each in noted if each.deed == "PAGES"]
            assert subjects[1] == f"by pages alone begun with {ALFA}"

    run(story())


@pytest.mark.parametrize("count", [0, 1_025])
def test_a_set_of_no_size_is_refused(folders, run, count):
    """Nothing to carry, or more than a set holds."""

    async def story():
        async with both(folders) as (alfa, _bravo):
            with pytest.raises(LocalFault) as caught:
                await alfa.parts.api.make_pages(None, count)
            assert caught.value.code == "PLY-CFG-014"
            with pytest.raises(LocalFault) as caught:
                await alfa.parts.api.destroy_pages(None, "no digits")
            assert caught.value.code == "PLY-KEY-132"

    run(story())


def test_a_medium_opens_with_its_words_alone(tmp_path):
    """Whoever finds the stick has not yet the pages."""
    path = tmp_path / "pages"
    seal_medium(path, WORDS, b"the pages themselves", frighteningly_weak=True)
    assert b"the pages themselves" not in path.read_bytes()
    assert open_medium(path, WORDS) == b"the pages themselves"
    with pytest.raises(LocalFault) as caught:
        open_medium(path, b"other words than these")
    assert caught.value.code == "PLY-KEY-001"
    with pytest.raises(LocalFault) as caught:
        seal_medium(path, WORDS, b"others", frighteningly_weak=True)
    assert caught.value.code == "PLY-CFG-007"


def test_a_medium_is_overwritten_before_it_goes(tmp_path):
    """Another name of the same file must not still hold the pages."""
    path, other = tmp_path / "pages", tmp_path / "other"
    seal_medium(path, WORDS, b"the pages themselves", frighteningly_weak=True)
    other.hardlink_to(path)
    destroy_medium(path)
    assert not path.exists()
    assert set(other.read_bytes()) == {0}
