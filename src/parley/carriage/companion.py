# SPDX-License-Identifier: Apache-2.0
"""Keeps a program running that carries frames, beside the station and never in it.

It may crash, hang, lie and flood: it is ended, and started again after a growing pause.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from parley.carriage.hatch import Hatch
from parley.carriage.leaving import apart
from parley.carriage.pieces import (
    Alive,
    Frame,
    ProgramError,
    StreamReader,
    Words,
    frame_bytes,
)
from parley.carriage.program import Program, ProgramSettings, start

_READ_BYTES = 65_536
_LONG_RUN_S = 60.0  # a program that ran so long is started again at once


class Companion:
    """The program behind one hatch.

    ``heard`` is given every piece that the program says; it may raise ProgramError.
    ``told`` is called when frames are in the program's input, or are dropped with it;
    ``ended`` when a run of it is over.
    """

    def __init__(
        self,
        settings: ProgramSettings,
        hatch: Hatch,
        heard: Callable[[bytes], None],
        told: Callable[[int], None],
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        """Start nothing yet."""
        self._settings = settings
        self._hatch = hatch
        self._heard = heard
        self._told = told
        self._ended = ended

    async def run(self) -> None:
        """Keep the program running until cancelled, with growing pauses."""
        loop = asyncio.get_running_loop()
        pause_s = self._settings.retry_s_min
        while True:
            began_s = loop.time()
            try:
                await apart(self._run_once())
            except ProgramError as failed:
                self._hatch.down(failed.reason)
            if loop.time() - began_s > _LONG_RUN_S:
                pause_s = self._settings.retry_s_min
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, self._settings.retry_s_max)

    async def _run_once(self) -> None:
        """Run the program once.

        Raises:
            ProgramError: it ended, broke its rules, or could not be started.

        """
        program = await start(self._settings)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(program.listen_to_complaints())
                group.create_task(self._hear(program))
                group.create_task(self._tell(program))
        except* ProgramError as failed:
            raise failed.exceptions[0] from None
        finally:
            await program.stop(self._settings.stop_s_max)
            self._ended()

    async def _hear(self, program: Program) -> None:
        settings = self._settings
        output, _ = program.streams
        reader = StreamReader(settings.piece_bytes_max)
        while True:
            try:
                async with asyncio.timeout(settings.silence_s_max):
                    data = await output.read(_READ_BYTES)
            except TimeoutError:
                raise ProgramError(
                    f"the program said nothing for {settings.silence_s_max:g} s"
                ) from None
            if not data:
                raise ProgramError(await self._end_reason(program))
            for said in reader.feed(data):
                match said:
                    case Alive():
                        self._hatch.up()
                    case Words(text):
                        self._hatch.down(text)
                    case Frame(piece):
                        self._heard(piece)
            # A flood waits in the pipe, where it holds up nobody but its program.
            await asyncio.sleep(len(data) / settings.bytes_per_s_max)

    async def _end_reason(self, program: Program) -> str:
        """Say why there is no more output, without waiting for ever."""
        try:
            async with asyncio.timeout(self._settings.stop_s_max):
                return await program.end_reason()
        except TimeoutError:
            return "the program closed its output"

    async def _tell(self, program: Program) -> None:
        _, entrance = program.streams
        # Every byte the pipe does not take holds its frame back.
        entrance.transport.set_write_buffer_limits(high=0)
        seconds = self._settings.stall_s_max
        while True:
            frames = await self._hatch.take()
            try:
                entrance.write(frame_bytes(frames[0]))
                async with asyncio.timeout(seconds):
                    await entrance.drain()
            except TimeoutError:
                raise ProgramError(
                    f"the program left frames unread for {seconds:g} s"
                ) from None
            except OSError:
                raise ProgramError(await self._end_reason(program)) from None
            finally:
                self._told(len(frames))
