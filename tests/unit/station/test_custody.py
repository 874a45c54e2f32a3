# SPDX-License-Identifier: Apache-2.0
"""Backup, restore, check: what is kept can be trusted, or is said not to be."""

from __future__ import annotations

import sqlite3
import tarfile
from io import StringIO

import pytest

from parley.errors import LocalFault
from parley.model.record import Append, Direction, EntryFlag, EntryKey, EntryRow, Put
from parley.station.backup import LIST, restore, verify
from parley.station.offline import offline
from parley.station.parties import own_signer
from parley.testing.stations import ALFA, BRAVO, PASSPHRASE, both, open_parts, running


@pytest.fixture
def copied(run, folders, tmp_path):
    """Copy ALFA while it runs and BRAVO while they talk; return the copy's path."""
    target = tmp_path / "copies" / "alfa.tar"
    target.parent.mkdir()

    async def story() -> None:
        async with both(folders) as (alfa, _bravo):
            await alfa.send("Before the copy.", "ROUTINE")
            made = await alfa.parts.api.backup(str(target))
            assert made.entries > 0
            await alfa.send("After the copy.", "ROUTINE")

    run(story())
    return target


def test_restored_station_begins_anew_and_learns_what_it_lost(run, folders, copied):
    """A number used twice looks like an attack, and a key used twice is one."""
    (folders / "alfa").rename(folders / "alfa-lost")
    restore(copied, folders / "alfa", PASSPHRASE)

    async def story() -> None:
        async with both(folders, tcp=True) as (alfa, bravo):
            incarnation, _ = alfa.parts.runner.facts.links[BRAVO].incarnations
            assert incarnation > 1

            async def known_again() -> bool:
                found = await alfa.parts.api.messages()
                return "After the copy." in [one.subject for one in found]

            await alfa.until(known_again)
            await alfa.send("In the new numbers.", "ROUTINE")

            async def there() -> bool:
                found = (await bravo.parts.api.board()).open
                return "In the new numbers." in [one.subject for one in found]

            await bravo.until(there)
            shown = [one.subject for one in (await bravo.parts.api.board()).open]
            assert len(shown) == len(set(shown)) == 3

    run(story())


def test_altered_copy_is_refused(copied, tmp_path):
    """A copy is trusted in the worst hour; it must be sound or refused."""
    unpacked = tmp_path / "unpacked"
    with tarfile.open(copied) as tar:
        tar.extractall(unpacked, filter="data")
    verify(unpacked)
    (unpacked / "more").write_text("x")
    with pytest.raises(LocalFault, match="more"):
        verify(unpacked)
    (unpacked / "more").unlink()
    data = bytearray((unpacked / "store.db").read_bytes())
    data[-1] ^= 1
    (unpacked / "store.db").write_bytes(data)
    with pytest.raises(LocalFault, match=r"store\.db is not as it was copied"):
        restore(unpacked, tmp_path / "new", PASSPHRASE)
    (unpacked / LIST).write_bytes(b"{}")
    with pytest.raises(LocalFault, match="PLY-CFG-022"):
        restore(unpacked, tmp_path / "new", PASSPHRASE)
    assert not (tmp_path / "new").exists()


def test_cut_copy_is_refused(copied, tmp_path):
    """A stick pulled out too early gives half a file."""
    data = copied.read_bytes()
    copied.write_bytes(data[: len(data) // 2])
    with pytest.raises(LocalFault, match="PLY-CFG-0"):
        restore(copied, tmp_path / "new", PASSPHRASE)
    assert not (tmp_path / "new").exists()


def test_copy_never_writes_over_anything(run, folders, copied):
    """Yesterday's copy is worth more than today's mistake."""

    async def story() -> None:
        async with running(folders / "alfa", lambda _c, _p: None) as alfa:
            with pytest.raises(LocalFault, match="PLY-CFG-007"):
                await alfa.parts.api.backup(str(copied))
            with pytest.raises(LocalFault, match="PLY-CFG-007"):
                await alfa.parts.api.backup(str(folders))

    before = copied.read_bytes()
    run(story())
    assert copied.read_bytes() == before
    assert sorted(one.name for one in copied.parent.iterdir()) == ["alfa.tar"]


def test_wrong_passphrase_restores_nothing(copied, tmp_path):
    """Half a station is no station."""
    with pytest.raises(LocalFault, match="PLY-KEY-001"):
        restore(copied, tmp_path / "new", b"not the passphrase")
    assert not (tmp_path / "new").exists()


def test_check_finds_nothing_in_a_sound_record(folders, copied):
    """An alarm that rings for nothing is soon not heard."""
    assert copied.exists()
    with offline(folders / "bravo", PASSPHRASE) as rest:
        found = rest.run(rest.api.fsck())
    assert found.problems == ()
    assert found.releases >= 2


def test_check_finds_what_was_altered_added_or_lost(run, folders, copied):
    """Whoever holds the archive key could forge rows; the leaves still tell."""
    assert copied.exists()
    parts = open_parts(folders / "alfa", StringIO())
    store = parts.store
    tree = parts.queries.judging(own_signer(ALFA, parts.secrets.keys()))
    sound = store.entries(BRAVO, Direction.OUT, 1, 1, 1)[0].row
    forged = EntryKey(BRAVO, Direction.OUT, 1, 999)
    row = EntryRow(forged, EntryFlag(0), b"\x01" * 32, sound.head, sound.body)
    store.commit([Append(row), Put("shell", b"x", b"y")])
    parts.runner.close()
    store.close()
    with sqlite3.connect(folders / "alfa" / "store.db") as raw:
        raw.execute("DELETE FROM entry WHERE direction = 0 AND serial = 2")
    raw.close()

    async def story() -> None:
        async with running(folders / "alfa", lambda _c, _p: None) as alfa:
            problems = " ".join((await alfa.parts.api.fsck()).problems)
            assert f"{BRAVO}/out/1/999 does not have the leaf hash" in problems
            assert f"{BRAVO}/out/1/2 is missing" in problems

    run(story())
    assert tree.station == "nrrc.alfa.example"
