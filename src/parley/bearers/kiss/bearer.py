# SPDX-License-Identifier: Apache-2.0
"""Frames over radio, by way of any TNC that speaks KISS."""

from __future__ import annotations

import asyncio

from parley.bearers.kiss.ax25 import decode_transmission, encode_transmission
from parley.bearers.kiss.config import KissSettings
from parley.bearers.kiss.framing import Command, KissReader, kiss_frame
from parley.bearers.kiss.line import Line, LineError, open_line, words
from parley.bearers.kiss.turns import Turns
from parley.carriage.hatch import Hatch
from parley.carriage.leaving import apart
from parley.errors import CounterpartFault
from parley.ports.bearer import CircuitListener

_READ_BYTES = 4_096
_TX_DELAY_STEP_S = 0.01
_TX_DELAY_MAX = 255
_LONG_RUN_S = 60.0  # a line that held so long is opened again at once


class KissBearer:
    """One circuit to one counterpart over one radio of one TNC.

    ``strange`` counts transmissions of others, and what was no transmission at all.
    """

    def __init__(self, settings: KissSettings) -> None:
        """Open nothing yet."""
        self.traits = settings.traits
        self.strange = 0
        self._settings = settings
        self._hatch = Hatch(self.traits)
        self._turns = Turns(settings)

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._hatch.send(frame)

    async def run(self, listener: CircuitListener) -> None:
        """Keep the line to the TNC open until cancelled, with growing pauses."""
        self._hatch.open(listener)
        loop = asyncio.get_running_loop()
        pause_s = self._settings.retry_s_min
        try:
            while True:
                began_s = loop.time()
                try:
                    await apart(self._run_once())
                except LineError as failed:
                    self._hatch.down(failed.reason)
                if loop.time() - began_s > _LONG_RUN_S:
                    pause_s = self._settings.retry_s_min
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, self._settings.retry_s_max)
        finally:
            self._hatch.close()

    async def _run_once(self) -> None:
        """Use the line once.

        Raises:
            LineError: it cannot be opened, or broke.

        """
        settings = self._settings
        line = await open_line(settings.tnc, settings.connect_timeout_s)
        # Every byte that the line does not take holds its frame back.
        line.entrance.transport.set_write_buffer_limits(high=0)
        try:
            delay = min(round(settings.tx_delay_s / _TX_DELAY_STEP_S), _TX_DELAY_MAX)
            await self._write(line, Command.TX_DELAY, bytes((delay,)))
            self._hatch.up()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._hear(line))
                group.create_task(self._tell(line))
        except* LineError as failed:
            raise failed.exceptions[0] from None
        finally:
            await line.close()

    async def _hear(self, line: Line) -> None:
        settings = self._settings
        loop = asyncio.get_running_loop()
        reader = KissReader(settings.radio, settings.sent_bytes_max)
        while True:
            try:
                data = await line.output.read(_READ_BYTES)
            except OSError as error:
                raise LineError(f"the line to the TNC broke: {words(error)}") from None
            if not data:
                raise LineError("the TNC closed the line")
            for transmission in reader.feed(data):
                frame = self._frame_of(transmission)
                if frame is None:
                    self._noted(reader)
                    continue
                self._turns.heard(loop.time())
                self._hatch.arrived(frame)

    def _frame_of(self, data: bytes) -> bytes | None:
        """Return the frame in a transmission; None if it is not the counterpart's."""
        try:
            transmission = decode_transmission(data)
        except CounterpartFault:
            self.strange += 1
            return None
        # SPEC 10.141: "A receiver MUST drop a transmission that is not from the
        # counterpart's callsign to its own; callsigns prove nothing."
        wanted = (self._settings.theirs, self._settings.ours)
        if (transmission.sender, transmission.recipient) != wanted:
            self.strange += 1
            return None
        return transmission.information

    def _noted(self, reader: KissReader) -> None:
        count = self.strange + reader.strange
        self._hatch.noted(f"transmissions of others heard: {count}")

    async def _tell(self, line: Line) -> None:
        settings = self._settings
        loop = asyncio.get_running_loop()
        while True:
            (frame,) = await self._hatch.take()
            try:
                await self._turn()
                transmission = encode_transmission(
                    settings.theirs, settings.ours, settings.repeaters, frame
                )
                air_s = self._turns.sent(loop.time(), len(frame))
                await self._write(line, Command.DATA, transmission)
                # The TNC takes everything at once; the air does not.
                await asyncio.sleep(air_s)
            finally:
                self._hatch.left(1)

    async def _turn(self) -> None:
        """Wait until the air is ours."""
        loop = asyncio.get_running_loop()
        wait_s = self._turns.wait_s(loop.time())
        while wait_s > 0:
            await asyncio.sleep(wait_s)
            wait_s = self._turns.wait_s(loop.time())

    async def _write(self, line: Line, command: Command, data: bytes) -> None:
        seconds = self._settings.stall_s_max
        try:
            line.entrance.write(kiss_frame(self._settings.radio, command, data))
            async with asyncio.timeout(seconds):
                await line.entrance.drain()
        except TimeoutError:
            raise LineError(f"the TNC took nothing for {seconds:g} s") from None
        except OSError as error:
            raise LineError(f"the line to the TNC broke: {words(error)}") from None
