# SPDX-License-Identifier: Apache-2.0
"""A program of ours in a process that has no keys: started, asked once, and ended.

It may lie, hang, write without end or die; whoever asks it judges what it says.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

MODULE: Final = (sys.executable, "-I", "-B", "-m")
"""Isolated: neither the environment nor the working folder chooses what is loaded."""


class NotStartedError(Exception):
    """The program cannot be started, and why, in words."""


@asynccontextmanager
async def child(
    command: tuple[str, ...], line_bytes_max: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a program for as long as the block lasts; its lines are at most so long.

    Raises:
        NotStartedError: it cannot be started.

    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,
            limit=line_bytes_max,
        )
    except OSError as refused:
        raise NotStartedError((refused.strerror or str(refused)).lower()) from None
    try:
        yield process
    finally:
        await _end(process)


async def asked(
    process: asyncio.subprocess.Process, data: bytes
) -> asyncio.StreamReader:
    """Give it all that it is asked, and return where its answer comes."""
    entrance, exit_ = process.stdin, process.stdout
    assert entrance is not None, "asked for"
    assert exit_ is not None, "asked for"
    with suppress(ConnectionError):  # what it said, or how it ended, tells more
        entrance.write(data)
        await entrance.drain()
        entrance.close()
    return exit_


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill it and whatever it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    # Its pipes may be full, or held by what has left its session, and then waiting for
    # it would never end; asyncio offers no other way to let go of them.
    process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001
    await process.wait()
