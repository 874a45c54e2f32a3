# SPDX-License-Identifier: Apache-2.0
"""One run of a program: started apart, bounded, and gone when it should be."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

from parley.carriage.pieces import ProgramError, printable
from parley.fixed import Fixed

_LAST_LINE_BYTES: Final = 200
_READ_BYTES: Final = 65_536
# A program needs to find its interpreter and its words, and nothing of ours.
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "TZ")


class ProgramSettings(Fixed):
    """What is started, and what bounds it; times in seconds.

    ``silence_s_max`` is how long it may say nothing at all, ``stall_s_max`` how long
    it may leave what we say unread.  ``bytes_per_s_max`` bounds what it may say.
    """

    command: tuple[str, ...]
    folder: Path
    piece_bytes_max: int
    memory_bytes_max: int = 512 * 1024 * 1024
    files_max: int = 256
    silence_s_max: float = 30.0
    stall_s_max: float = 60.0
    bytes_per_s_max: int = 4 * 1024 * 1024
    retry_s_min: float = 0.5
    retry_s_max: float = 30.0
    stop_s_max: float = 1.0


class Program:
    """A child in a session of its own, with its last words kept."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take a process that was just started; `start` makes one."""
        self._process = process
        self._last = b""

    @property
    def streams(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Its output, and its input."""
        assert self._process.stdout is not None, "asked for"
        assert self._process.stdin is not None, "asked for"
        return self._process.stdout, self._process.stdin

    async def listen_to_complaints(self) -> None:
        """Read what it says on standard error; keep the end of it."""
        assert self._process.stderr is not None, "asked for"
        while data := await self._process.stderr.read(_READ_BYTES):
            self._last = (self._last + data)[-4 * _LAST_LINE_BYTES :]

    async def end_reason(self) -> str:
        """Wait until it has ended by itself and say how."""
        code = await self._process.wait()
        if code < 0:
            with suppress(ValueError):
                return f"the program was killed ({signal.Signals(-code).name})"
        lines = printable(self._last.strip().split(b"\n")[-1])[:_LAST_LINE_BYTES]
        ended = f"the program ended with exit code {code}"
        return f"{ended}: {lines}" if lines else ended

    async def stop(self, within_s: float) -> None:
        """End it and all that it has started: asked first, then killed."""
        # SPEC 10.72: "The station ends a program by closing its input; a program MUST
        # then end, and is killed after a second with everything it started."
        _, entrance = self.streams
        if not entrance.transport.is_closing():
            entrance.transport.abort()
        if self._process.returncode is None:
            self._signal(signal.SIGTERM)
            with suppress(TimeoutError):
                async with asyncio.timeout(within_s):
                    await self._process.wait()
        self._signal(signal.SIGKILL)  # what it left behind in its session, too
        await self._process.wait()
        # Its pipes may still be held by what has left its session; asyncio offers no
        # other way to let go of them.
        self._process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001

    def _signal(self, which: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, which)


async def start(settings: ProgramSettings) -> Program:
    """Start the program, without a shell and without our environment.

    Raises:
        ProgramError: it cannot be started.

    """
    try:
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        process = await asyncio.create_subprocess_exec(
            *settings.command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=settings.folder,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            start_new_session=True,
            limit=_READ_BYTES,
        )
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise ProgramError(
            f"the program {settings.command[0]} cannot be started: {reason}"
        ) from None
    _bound(process.pid, settings)
    return Program(process)


def _bound(process: int, settings: ProgramSettings) -> None:
    """Set its limits from outside: code between fork and exec is not safe here."""
    for which, most in (
        (resource.RLIMIT_AS, settings.memory_bytes_max),
        (resource.RLIMIT_NOFILE, settings.files_max),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ProcessLookupError, PermissionError, ValueError):
            resource.prlimit(process, which, (most, most))
