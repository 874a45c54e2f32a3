# SPDX-License-Identifier: Apache-2.0
"""Programs that crash, hang, lie, flood and leave children behind."""

from __future__ import annotations

import asyncio
import struct
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.bearers.pipe import PipeBearer, PipeSettings
from parley.carriage.pieces import (
    Alive,
    Frame,
    ProgramError,
    StreamReader,
    Words,
    frame_bytes,
    printable,
)
from parley.testing.check_bearer import running

HEAD = """
import os, struct, sys, time
out = sys.stdout.buffer
def say(mark, data=b""):
    out.write(struct.pack(">I", mark) + data)
    out.flush()
"""


@pytest.fixture
def program(tmp_path):
    """Return a maker of bearers over a few lines of Python."""

    def made(lines: str, **changes: object) -> PipeBearer:
        path = tmp_path / "program.py"
        path.write_text(HEAD + textwrap.dedent(lines), "utf-8")
        settings = {
            "frame_bytes_max": 1_000,
            "retry_s_min": 0.01,
            "retry_s_max": 0.05,
            "stop_s_max": 0.3,
        }
        command = (sys.executable, "-S", str(path))
        return PipeBearer(PipeSettings(command, tmp_path, **settings | changes))

    return made


def until_reason(bearer: PipeBearer, wanted: str, *, frames=()) -> list[str]:
    """Run until a reason holds `wanted`; hand `frames` over at the first up."""

    async def run():
        async with running(bearer) as told:
            if frames:
                await told.until_up()
                for frame in frames:
                    bearer.send(frame)
            await told.until(lambda: any(wanted in one for one in told.reasons))
            if frames:
                await told.until_places(len(frames))
            return told.reasons

    return asyncio.run(run())


def test_a_program_killed_at_any_byte_loses_only_its_unfinished_frame(program):
    """What was said before counts, what was half said does not."""
    bearer = program(
        """
        say(0)
        say(5, b"first")
        out.write(struct.pack(">I", 6) + b"sec")
        out.flush()
        os.kill(os.getpid(), 9)
        """
    )

    async def run():
        async with running(bearer) as told:
            await told.until(lambda: told.ups >= 2)
            assert set(told.frames) == {b"first"}
            assert told.reasons[0] == "the program was killed (SIGKILL)"

    asyncio.run(run())


def test_a_program_that_is_not_there_is_told(tmp_path):
    """The operator wrote the path wrong."""
    bearer = PipeBearer(PipeSettings((str(tmp_path / "nothing"),), tmp_path))
    (reason,) = until_reason(bearer, "cannot be started")
    assert reason.endswith("no such file or directory")


def test_a_program_that_ends_says_why_in_its_own_last_line(program):
    """The reason on the board is the only thing the watch sees of it."""
    bearer = program(
        """
        print("early", file=sys.stderr)
        print("no radio at \\x1b[31m/dev/ttyUSB0", file=sys.stderr)
        sys.exit(3)
        """
    )
    reasons = until_reason(bearer, "exit code 3")
    assert reasons[0].endswith("exit code 3: no radio at ?[31m/dev/ttyUSB0")


def test_a_program_that_says_nothing_is_started_again(program):
    """A hang looks like a quiet day."""
    bearer = program("say(0)\ntime.sleep(60)", silence_s_max=0.2)
    until_reason(bearer, "said nothing for 0.2 s")


def test_a_program_that_reads_nothing_gives_the_places_back(program):
    """Frames that hang in a pipe must not block the others for ever."""
    bearer = program(
        "say(0)\nwhile True: time.sleep(0.05); say(0)",
        stall_s_max=0.2,
        frame_bytes_max=1_000_000,
        window_frames=4,
    )
    frames = [bytes(900_000)] * 4
    until_reason(bearer, "left frames unread for 0.2 s", frames=frames)


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("say(1_001, bytes(1_001))", "announced a frame of 1001 bytes"),
        ("say(0x7fffffff)", "announced a frame of 2147483647 bytes"),
        ("say(0x80000000 | 401, bytes(401))", "announced words of 401 bytes"),
        ('out.write(b"Hello, world"); out.flush()', "announced a frame of"),
    ],
)
def test_a_program_that_lies_about_lengths_is_ended(program, lines, wanted):
    """Nothing that is announced may be waited for, or kept."""
    until_reason(program(lines + "\ntime.sleep(60)"), wanted)


def test_a_program_that_floods_is_slowed_in_its_own_pipe(program):
    """The loop of the station must stay free for a FLASH."""
    bearer = program(
        "say(0)\nwhile True: out.write((struct.pack('>I', 900) + bytes(900)) * 100)",
        bytes_per_s_max=1_000_000,
    )

    async def run():
        async with running(bearer) as told:
            await told.until_up()
            began = asyncio.get_running_loop().time()
            await told.until_frames(1_000)
            took = asyncio.get_running_loop().time() - began
            assert took > 0.5  # 900 kB at 1 MB/s

    asyncio.run(run())


def test_a_program_that_takes_all_memory_is_stopped_by_its_limit(program):
    """One driver that leaks must not end the station."""
    bearer = program(
        "say(0)\nkept = []\nwhile True: kept.append(bytes(1 << 24))",
        memory_bytes_max=200 << 20,
    )
    reasons = until_reason(bearer, "exit code 1")
    assert "MemoryError" in reasons[0]


def test_the_program_and_its_children_are_gone_afterwards(program, tmp_path):
    """A modem that a lost child holds open cannot be opened again."""
    bearer = program(
        """
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            open("child", "w").write(str(os.getpid()))
            time.sleep(600)
        while not os.path.exists("child") or not open("child").read():
            time.sleep(0.01)
        say(0)
        time.sleep(600)
        """
    )

    async def run():
        async with running(bearer) as told:
            await told.until_up()

    asyncio.run(run())
    assert is_gone(int((tmp_path / "child").read_text()))


def is_gone(process: int) -> bool:
    """Say whether a process has ended, perhaps with nobody who looked at it yet."""
    try:
        said = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return said.rpartition(")")[2].split()[0] in "ZX"


def test_the_program_sees_nothing_of_our_environment(program, monkeypatch, tmp_path):
    """Somebody may have put a secret there in spite of all."""
    monkeypatch.setenv("PARLEY_SECRET", "x")
    bearer = program('open("seen", "w").write(repr(sorted(os.environ)))\nsay(0)')
    until_reason(bearer, "exit code 0")
    seen = (tmp_path / "seen").read_text()
    assert "PARLEY" not in seen
    assert "PATH" in seen


def test_what_the_program_says_of_its_carrier_is_told(program):
    """The radio is off: the board must say so, and when it is on again."""
    bearer = program(
        """
        reason = "radio is \\u202eoff\\n".encode()
        say(0x80000000 | len(reason), reason)
        time.sleep(0.1)
        say(0)
        time.sleep(60)
        """
    )

    async def run():
        async with running(bearer) as told:
            await told.until_up()
            assert told.reasons == ["radio is ?off?"]

    asyncio.run(run())


@given(st.lists(st.binary(max_size=60) | st.none(), max_size=20), st.data())
def test_pieces_are_found_however_they_are_cut(said, data):
    """A pipe keeps no borders."""
    # SPEC 10.70: "On a program's streams a frame MUST stand behind its length in 4
    # bytes, big-endian, with the first bit 0."
    # SPEC 10.71: "A length of 0 says that the program is well and its carrier takes
    # frames; a first bit of 1 says that it takes none, and the length counts the bytes
    # of the reason, UTF-8, at most 400."
    stream = b"".join(
        struct.pack(">I", 0x8000_0002) + b"no" if one is None else frame_bytes(one)
        for one in said
    )
    reader, found, at = StreamReader(60), [], 0
    while at < len(stream):
        step = data.draw(st.integers(1, 30))
        found += reader.feed(stream[at : at + step])
        at += step
    assert found == [
        Words("no") if one is None else Frame(one) if one else Alive() for one in said
    ]


@given(st.binary(max_size=300))
def test_noise_from_a_program_raises_only_its_own_fault(noise):
    """A program may write a core file into its output."""
    reader = StreamReader(60)
    with suppress(ProgramError):
        assert all(isinstance(one, Alive | Frame | Words) for one in reader.feed(noise))


@given(st.binary(max_size=100))
def test_words_hold_nothing_that_moves_a_cursor(raw):
    """They stand on the board and in the log."""
    assert printable(raw).isprintable()
