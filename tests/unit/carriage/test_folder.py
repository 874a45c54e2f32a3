# SPDX-License-Identifier: Apache-2.0
"""Sticks that were prepared by an enemy, and file systems that can do little."""

from __future__ import annotations

import errno
import os
import random
import time

import pytest

from parley.carriage import folder as folders
from parley.carriage import reader as readers
from parley.carriage.folder import (
    chunks_in,
    file_name,
    list_files,
    opened,
    read_file,
    remove_left_overs,
    spread,
    write_file,
)
from parley.carriage.parcels import Assembler, cut
from parley.carriage.reader import FolderReader
from parley.carriage.writer import FolderWriter
from parley.testing.carried import ALFA, keys_of
from parley.wire.chunk import CHUNK_MARK

KEYS = ALFA[0]
SYMBOL = 4_056


def chunks_of(*frames: bytes) -> list[bytes]:
    return cut(frames, KEYS, SYMBOL, 0.28)


def put(place, *frames: bytes) -> list[str]:
    return [write_file(place, data) for data in spread(chunks_of(*frames))]


def reader_of(place, settle_s: float = 0.0) -> FolderReader:
    return FolderReader(place, KEYS, settle_s)


def writer_of(place, again_s: float = 100.0, bytes_max: int = 1 << 24) -> FolderWriter:
    return FolderWriter(
        place,
        KEYS,
        symbol_bytes=SYMBOL,
        repair=0.28,
        again_s=again_s,
        bytes_max=bytes_max,
    )


def test_names_fit_the_narrowest_file_system(tmp_path):
    """Eight characters, three for the ending, one case: what every stick can hold."""
    # SPEC 10.59: "A chunk file is chunks one after another, at most 2 MiB; its name is
    # eight characters of base32 and the ending PLY, of either case."
    (name,) = put(tmp_path, b"frame")
    assert folders.NAME.fullmatch(name)
    assert name == name.upper()
    assert len(name) == 12


def test_names_in_the_other_case_are_read(tmp_path):
    """A file system that folds case may give the name back in small letters."""
    (name,) = put(tmp_path, b"frame")
    (tmp_path / name).rename(tmp_path / name.lower())
    assert reader_of(tmp_path).look(0) == [b"frame"]


@pytest.mark.parametrize(
    "name",
    [
        "../ESCAPE.PLY",
        "AAAAAAAA.PLY\n",
        "AAAAAAAA.PLY.exe",
        "-rf",
        "AAAAAAA\u0130.PLY",
        "\u202eAAAAAAA.PLY",
        "A" * 200,
        "AAAAAAA1.PLY",
        ".",
    ],
)
def test_hostile_names_are_not_ours(name):
    """A name from a stick must never become part of a path unlooked at."""
    assert folders.NAME.fullmatch(name) is None


def test_a_link_on_a_stick_is_never_followed(tmp_path):
    """It could point at keys.sealed, which would then be removed as read."""
    # SPEC 10.59: "A reader MUST find the whole chunks of a file that is cut, shifted or
    # overwritten in part, and MUST NOT follow a link."
    secret = tmp_path / "secret"
    secret.write_bytes(b"".join(chunks_of(b"frame")))
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "AAAAAAAA.PLY").symlink_to(secret)
    (stick / "BBBBBBBB.PLY").symlink_to(stick / "BBBBBBBB.PLY")
    os.mkfifo(stick / "CCCCCCCC.PLY")
    (stick / "DDDDDDDD.PLY").mkdir()
    reader = reader_of(stick)
    assert reader.look(0) == []
    with opened(stick) as place:
        for name in ("AAAAAAAA.PLY", "BBBBBBBB.PLY", "CCCCCCCC.PLY", "DDDDDDDD.PLY"):
            assert read_file(place, name) is None
    assert secret.exists()


def test_a_file_exchanged_for_a_link_after_it_was_listed_is_refused(tmp_path):
    """Between looking and opening, somebody who holds the drive can exchange it."""
    listed = list(list_files(tmp_path))
    assert listed == []
    (tmp_path / "AAAAAAAA.PLY").symlink_to("/etc/hostname")
    with opened(tmp_path) as place:
        assert read_file(place, "AAAAAAAA.PLY") is None


def test_a_stick_full_of_other_files_is_read_in_pieces(tmp_path, monkeypatch):
    """A million files must cost neither the memory nor the watch a second."""
    monkeypatch.setattr(readers, "FILES_A_LOOK", 50)
    for number in range(500):
        name = file_name(number.to_bytes(4, "big"))
        (tmp_path / name).write_bytes(b"junk")
        (tmp_path / f"photo-{number}.jpg").write_bytes(b"junk")
    put(tmp_path, b"frame")
    reader = reader_of(tmp_path)
    frames, looks = [], 0
    while not frames and looks < 100:
        frames = reader.look(looks)
        looks += 1
    assert frames == [b"frame"]
    assert looks <= 11
    assert "files are none of this circuit's" in reader.words() or looks == 1
    assert len(list(tmp_path.glob("*.PLY"))) >= 500  # what is not ours stays


def test_known_files_are_bounded(tmp_path, monkeypatch):
    """What is remembered of a hostile stick must not grow with it."""
    monkeypatch.setattr(readers, "KNOWN_FILES_MAX", 10)
    for number in range(40):
        (tmp_path / file_name(bytes((number,)))).write_bytes(b"junk")
    reader = reader_of(tmp_path)
    reader.look(0)
    assert len(reader._known) == 10


def test_a_file_too_long_is_not_opened(tmp_path):
    """A stick of one enormous file is a way to fill the memory."""
    with (tmp_path / "AAAAAAAA.PLY").open("wb") as file:
        file.truncate(1 << 40)
    assert list(list_files(tmp_path)) == []


def test_every_cut_of_a_file_gives_up_its_whole_chunks():
    """The stick may be pulled out, or the power fail, at any byte."""
    chunks = chunks_of(bytes(range(256)) * 4)
    data = b"".join(chunks)
    length = len(chunks[0])
    for end in range(0, len(data), 97):
        assert list(chunks_in(data[:end])) == chunks[: end // length]


def test_shifted_overlapping_and_repeated_chunks_are_found():
    """Rescued files begin anywhere, and contain pieces of themselves."""
    chunks = chunks_of(bytes(range(256)) * 4)
    data = b"noise" + chunks[0] + chunks[1][:100] + b"".join(chunks[1:]) + chunks[2]
    found = list(chunks_in(data))
    assert set(found) >= set(chunks)
    assembler = Assembler(KEYS)
    frames = [frame for chunk in found for frame in assembler.take(chunk)[1]]
    assert frames == [bytes(range(256)) * 4]


def test_a_file_of_beginnings_costs_little():
    """Marks without chunks behind them must not be multiplied into hours."""
    header = CHUNK_MARK + bytes(10) + (1 << 23).to_bytes(4, "big")
    header += (8_192).to_bytes(2, "big") + bytes(5)
    began = time.process_time()
    found = list(chunks_in(header * (folders.FILE_BYTES_MAX // len(header))))
    assert sum(map(len, found)) <= 2 * folders.FILE_BYTES_MAX
    assert time.process_time() - began < 5


def test_a_fifth_of_the_sectors_of_a_stick_may_be_bad(tmp_path):
    """This is what the repair chunks are paid for."""
    frame = random.Random(4).randbytes(600_000)
    put(tmp_path, frame)
    chance = random.Random(5)
    for path in tmp_path.glob("*.PLY"):
        data = bytearray(path.read_bytes())
        sectors = range(0, len(data), 4_096)
        for at in chance.sample(sectors, len(sectors) // 5):
            data[at : at + 4_096] = bytes(4_096)
        path.write_bytes(data)
    assert reader_of(tmp_path).look(0) == [frame]


def test_a_writer_killed_at_any_byte_leaves_nothing_half_known(tmp_path):
    """A half-written file is not named like ours until it is whole."""
    data = b"".join(chunks_of(b"frame" * 100))
    for end in range(0, len(data), 211):
        (tmp_path / "AAAAAAAA.TMP").write_bytes(data[:end])
        assert reader_of(tmp_path).look(0) == []
    remove_left_overs(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_was_read_is_removed_only_after_a_while(tmp_path):
    """A crash between reading and committing must find it again."""
    put(tmp_path, b"frame")
    reader = reader_of(tmp_path, settle_s=5.0)
    assert reader.look(0) == [b"frame"]
    assert reader_of(tmp_path).look(0) == [b"frame"]  # as after a crash
    reader.look(4.9)
    assert list(tmp_path.iterdir())
    reader.look(5.0)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_removed_is_read_once(tmp_path, monkeypatch):
    """A stick with its switch at read-only must not deliver for ever."""
    put(tmp_path, b"frame")
    monkeypatch.setattr(readers, "remove_file", lambda *_: False)
    reader = reader_of(tmp_path)
    assert [reader.look(at) for at in range(3)] == [[b"frame"], [], []]


def test_files_of_a_parcel_may_come_on_two_sticks(tmp_path):
    """A transfer is taken up where it was broken off."""
    sent = [random.Random(number).randbytes(900_000) for number in range(3)]
    contents = spread(chunks_of(*sent))
    assert len(contents) > 2
    reader = reader_of(tmp_path)
    frames = []
    for at, data in enumerate(contents):
        write_file(tmp_path, data)
        frames += reader.look(at)
        if not frames:
            assert "chunks are there" in reader.words()
    assert frames == sent
    reader.look(99)
    assert not list(tmp_path.iterdir())


def test_files_of_another_circuit_stay(tmp_path):
    """One stick may serve several counterparts."""
    for data in spread(cut([b"frame"], keys_of("file")[1], SYMBOL, 0.28)):
        write_file(tmp_path, data)
    reader = reader_of(tmp_path)
    assert reader.look(0) == reader.look(9) == []
    assert len(list(tmp_path.iterdir())) == 1
    assert reader.words() == "1 files are none of this circuit's"


def test_a_file_that_grows_is_read_again(tmp_path):
    """A slow copy onto a shared drive is seen half-done first."""
    data = b"".join(chunks_of(bytes(range(256)) * 40))
    path = tmp_path / "AAAAAAAA.PLY"
    path.write_bytes(data[:500])
    reader = reader_of(tmp_path)
    assert reader.look(0) == []
    path.write_bytes(data)
    assert reader.look(1) == [bytes(range(256)) * 40]


@pytest.mark.parametrize("refused", [errno.EPERM, errno.ENOSYS, errno.EXDEV])
def test_a_file_system_without_renaming_still_works(tmp_path, monkeypatch, refused):
    """Some phones and some diodes offer only writing."""

    def no_rename(*_args, **_more):
        raise OSError(refused, "no")

    monkeypatch.setattr(folders.os, "replace", no_rename)
    put(tmp_path, b"frame")
    assert reader_of(tmp_path).look(0) == [b"frame"]
    assert [path.suffix for path in tmp_path.iterdir()] == [".PLY"]


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    """What is left of a failed write must not take the last room."""

    def full(*_args):
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(folders.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        put(tmp_path, b"frame")
    assert list(tmp_path.iterdir()) == []


def test_the_same_frame_is_not_written_again_in_a_while(tmp_path):
    """The core asks on every few seconds; a courier takes a day."""
    writer = writer_of(tmp_path, again_s=100.0)
    writer.write([b"one"], 0)
    (name,) = [path.name for path in tmp_path.iterdir()]
    (tmp_path / name).unlink()  # carried away
    writer.write([b"one"], 99)
    assert list(tmp_path.iterdir()) == []
    writer.write([b"one", b"two"], 100)
    assert sorted(reader_of(tmp_path).look(0)) == [b"one", b"two"]


def test_the_outgoing_folder_is_bounded(tmp_path):
    """A folder that nobody empties must not fill the station's disk."""
    writer = writer_of(tmp_path, bytes_max=20_000)
    for number in range(60):
        writer.write([number.to_bytes(2, "big") * 300], number)
    held = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert held <= 20_000
    assert writer.removed > 0
    assert (59).to_bytes(2, "big") * 300 in reader_of(tmp_path).look(0)
