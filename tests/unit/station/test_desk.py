# SPDX-License-Identifier: Apache-2.0
"""Officers' keys at a desk are open only as long as somebody is there."""

from __future__ import annotations

import asyncio

import pytest

from parley.errors import LocalFault
from parley.model.now import Now
from parley.station.desk import DeskKeys, drop_officer_key, make_officer_key
from parley.station.limits import DESKS_MAX
from parley.testing.stations import ANN, OFFICER_PASSPHRASE

DIGEST = bytes(32)
WORDS = OFFICER_PASSPHRASE.decode()


class HandClock:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.mono_ms = 0

    def now(self) -> Now:
        return Now(self.mono_ms, 0, bytes(32))


def test_key_is_locked_by_hand_by_idleness_and_never_by_use(folders):
    """A desk left alone must not release anything."""

    async def story() -> None:
        clock = HandClock()
        desk = DeskKeys(folders / "alfa", clock, idle_s=60)
        token = await desk.unlock(ANN, WORDS)
        assert len(desk.sign(token, DIGEST)) == 64
        assert desk.officer(token) == ANN
        for _ in range(5):
            clock.mono_ms += 50_000
            desk.sign(token, DIGEST)
        clock.mono_ms += 61_000
        with pytest.raises(LocalFault, match="PLY-CFG-019"):
            desk.sign(token, DIGEST)
        again = await desk.unlock(ANN, WORDS)
        assert again != token
        desk.lock(again)
        desk.lock("never given")
        assert desk.officer(again) is None

    asyncio.run(story())


def test_wrong_passphrase_and_unknown_officer_open_nothing(folders):
    """Each officer's key is his own."""

    async def story() -> None:
        desk = DeskKeys(folders / "alfa", HandClock())
        with pytest.raises(LocalFault, match="PLY-KEY-001"):
            await desk.unlock(ANN, "not his words")
        with pytest.raises(LocalFault, match="PLY-CFG-020"):
            await desk.unlock(99, WORDS)

    asyncio.run(story())


def test_desks_are_bounded(folders):
    """A script that signs on for ever must not fill the memory with keys."""

    async def story() -> None:
        desk = DeskKeys(folders / "alfa", HandClock())
        first = await desk.unlock(ANN, WORDS)
        for _ in range(DESKS_MAX):
            await desk.unlock(ANN, WORDS)
        assert desk.officer(first) is None

    asyncio.run(story())


def test_key_without_an_officer_leaves_no_file(folders):
    """A key nobody answers for must not lie about."""
    public = make_officer_key(
        folders / "alfa", OFFICER_PASSPHRASE, frighteningly_weak=True
    )
    drop_officer_key(folders / "alfa", public)
    names = sorted(one.name for one in (folders / "alfa" / "officers").iterdir())
    assert names == ["1.sealed", "2.sealed", "3.sealed"]
