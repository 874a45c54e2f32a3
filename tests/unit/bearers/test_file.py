# SPDX-License-Identifier: Apache-2.0
"""The file bearer's life: folders that come, go and fill."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from parley.bearers.file import FileBearer, FileSettings
from parley.bearers.file.kind import FileTable, settings_of
from parley.errors import LocalFault
from parley.testing.carried import ALFA, BRAVO
from parley.testing.check_bearer import running


def bearer(outgoing: Path | None, incoming: Path | None, keys=ALFA) -> FileBearer:
    return FileBearer(FileSettings(outgoing, incoming, look_s=0.01), *keys)


def test_a_stick_that_is_put_in_later_is_found_and_its_absence_told(tmp_path):
    """The circuit waits for the person, and says for what it waits."""
    stick = tmp_path / "stick"

    async def run():
        async with running(bearer(stick, None)) as told:
            await told.until(lambda: told.reasons != [])
            assert told.reasons == [f"the folder {stick} is not there"]
            await asyncio.to_thread(stick.mkdir)
            await told.until_up()
            await asyncio.to_thread(stick.rmdir)
            await told.until_down()

    asyncio.run(run())


def test_a_folder_that_refuses_the_write_is_told_and_its_places_come_back(tmp_path):
    """A frame that could not be written must not hold a place for ever."""

    async def run():
        one = bearer(tmp_path / "there", None)
        (tmp_path / "there").mkdir()
        async with running(one) as told:
            await told.until_up()
            one._courier._settings.outgoing.rmdir()
            one.send(b"frame")
            await told.until_places(1)
            await told.until_down()
            assert "is not there" in told.reasons[-1]

    asyncio.run(run())


def test_a_parcel_of_many_frames_is_passed_on_in_bursts(tmp_path):
    """A stick of a month must not push a FLASH of another circuit aside."""
    count = 500

    async def run():
        near = bearer(tmp_path, None)
        far = bearer(None, tmp_path, BRAVO)
        async with running(near) as told:
            await told.until_up()
            for number in range(count):
                await told.until_places(number + 1 - near.traits.window_frames)
                near.send(number.to_bytes(2, "big") * 200)
            await told.until_places(count)
        turns = 0
        async with running(far) as heard:
            while len(heard.frames) < count:
                await asyncio.sleep(0)
                turns += 1
        assert turns > count // 128
        assert len(set(heard.frames)) == count

    asyncio.run(run())


def test_settings_that_cannot_work_are_refused():
    """A circuit that reads its own files back would look alive."""
    with pytest.raises(LocalFault, match="BRR-046"):
        FileSettings(None, None)
    with pytest.raises(LocalFault, match="BRR-046"):
        FileSettings(Path("a"), Path("a"))
    for wrong in ({}, {"outgoing": "a", "incoming": "a"}):
        with pytest.raises(ValueError, match=r"going|coming"):
            FileTable(name="stick", counterpart="b.example", bearer="file", **wrong)


def test_folders_below_the_station_are_made_and_mounts_are_not(tmp_path):
    """A missing mount must never become a folder on the system's own disk."""
    table = FileTable(
        name="stick",
        counterpart="b.example",
        bearer="file",
        outgoing="out",
        incoming="/media/stick",
    )
    settings = settings_of(table, tmp_path)
    assert settings.ours == (tmp_path / "out",)
    assert settings.incoming == Path("/media/stick")
    assert settings.traits.can_receive
