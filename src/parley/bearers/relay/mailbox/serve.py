# SPDX-License-Identifier: Apache-2.0
"""HTTPS on one port: h11 reads, every step has its clock, everything has its bound.

Nothing is written down about who called.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

import h11

from parley.bearers.relay.form import WAIT_S_MAX
from parley.bearers.relay.mailbox.boxes import Boxes
from parley.bearers.relay.mailbox.doorway import Doorway
from parley.bearers.relay.mailbox.requests import Answer, Desk, Request
from parley.bearers.relay.mailbox.settings import CERTIFICATE, KEY, RelayFolder
from parley.bearers.relay.speech import hear
from parley.errors import LocalFault
from parley.ports.address import split_address
from parley.wire.slip import SLIPS_BYTES_MAX

HANDSHAKE_S_MAX: Final = 10.0
REQUEST_S_MAX: Final = 30.0
"""From the first byte that is awaited to the last; an idle call is closed by it."""

ANSWER_S_MAX: Final = WAIT_S_MAX + 10.0
HEADER_BYTES_MAX: Final = 8_192
_READ_BYTES = 65_536
_TOO_LONG = Answer(413)
_TOO_OFTEN = Answer(429)


@asynccontextmanager
async def relay_open(
    folder: RelayFolder, wall_s: Callable[[], float]
) -> AsyncIterator[int]:
    """Run a relay for a block; yields the port.

    Raises:
        LocalFault: PLY-BRR-051 the address cannot be had; PLY-BRR-052 the folder.

    """
    boxes = Boxes(folder, wall_s)
    try:
        desk = Desk(boxes, folder.admission)
        host, port = split_address(folder.table.listen)
        caller = _Callers(desk, Doorway(folder.table))
        try:
            listening = await asyncio.start_server(
                caller.called,
                host,
                port,
                ssl=_context(folder),
                ssl_handshake_timeout=HANDSHAKE_S_MAX,
                ssl_shutdown_timeout=1.0,
                limit=_READ_BYTES,
            )
        except OSError as refused:
            reason = (refused.strerror or str(refused)).lower()
            raise LocalFault(
                "PLY-BRR-051", address=folder.table.listen, reason=reason
            ) from refused
        try:
            yield listening.sockets[0].getsockname()[1]
        finally:
            listening.close()
            await caller.end()
    finally:
        await boxes.close()


def _context(folder: RelayFolder) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        context.load_cert_chain(folder.root / CERTIFICATE, folder.root / KEY)
    except (OSError, ssl.SSLError) as refused:
        raise LocalFault(
            "PLY-BRR-052", folder=folder.root, reason="its certificate or key is bad"
        ) from refused
    return context


class _Callers:
    """The calls that are open."""

    def __init__(self, desk: Desk, doorway: Doorway) -> None:
        self._desk = desk
        self._doorway = doorway
        self._tasks: set[asyncio.Task[None]] = set()

    async def called(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one call until it ends or is too slow."""
        place = str((writer.get_extra_info("peername") or ("",))[0])
        if not self._doorway.enters(place):
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task is not None, "called by the loop's own"
        self._tasks.add(task)
        try:
            await self._serve(place, reader, writer)
        except (OSError, TimeoutError, ssl.SSLError, h11.RemoteProtocolError):
            pass  # the caller is gone, or speaks no HTTP; there is nobody to tell
        except asyncio.CancelledError:
            pass  # the relay stops
        finally:
            self._doorway.leaves(place)
            self._tasks.discard(task)
            writer.transport.abort()

    async def end(self) -> None:
        """Hang up on everybody."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _serve(
        self, place: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        loop = asyncio.get_running_loop()
        speech = h11.Connection(h11.SERVER, max_incomplete_event_size=HEADER_BYTES_MAX)
        while True:
            async with asyncio.timeout(REQUEST_S_MAX):
                request = await _read(speech, reader)
            if request is None:
                answer = _TOO_LONG
            elif not self._doorway.asks(place, loop.time()):
                answer = _TOO_OFTEN
            else:
                answer = await self._desk.answer(request)
            async with asyncio.timeout(ANSWER_S_MAX):
                await _write(speech, writer, answer)
            if speech.our_state is not h11.DONE or speech.their_state is not h11.DONE:
                return
            speech.start_next_cycle()


async def _read(speech: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    """Return the next request; None if its body is too long."""
    head: h11.Request | None = None
    body = bytearray()
    while True:
        match await hear(speech, reader):
            case h11.Request() as head:
                pass
            case h11.Data(data=data):
                body += data
                if len(body) > SLIPS_BYTES_MAX:
                    return None
            case h11.EndOfMessage() if head is not None:
                break
            case _:
                raise ConnectionResetError
    headers = {
        name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers
    }
    method, target = head.method.decode("latin-1"), head.target.decode("latin-1")
    return Request(method, target, headers, bytes(body))


async def _write(
    speech: h11.Connection, writer: asyncio.StreamWriter, answer: Answer
) -> None:
    headers = [("cache-control", "no-store")]
    if answer.status != 204:  # noqa: PLR2004 - 204 has no body
        headers.append(("content-length", str(len(answer.body))))
    with suppress(h11.LocalProtocolError):  # the request was cut: close it
        data = speech.send(h11.Response(status_code=answer.status, headers=headers))
        if answer.body:
            data += speech.send(h11.Data(data=answer.body)) or b""
        data += speech.send(h11.EndOfMessage()) or b""
        writer.write(data)
        await writer.drain()
