# SPDX-License-Identifier: Apache-2.0
"""One TCP connection from its first byte to its last.

A session goes through three stages: *candidate* (the handshake runs against a clock),
*proved* (the handshake is done on both sides: the first sealed bytes of the counterpart
have come), *ended* (with a reason in words).

In TLS 1.3 the dialling side finishes before the listening side has judged its
certificate.  So each side says hello, a sign of life, as soon as it is satisfied, and
counts the session as proved only when it has heard the other's.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import suppress
from typing import Protocol, cast

from parley.bearers.tcp.config import Role, TcpSettings
from parley.bearers.tcp.marks import SIGN_OF_LIFE, FrameReader
from parley.bearers.tcp.tls import CLOSED, TlsClosedError, TlsPipe
from parley.errors import CounterpartFault

_READ_BUFFER_BYTES = 32_768

# The kernel takes no more than this beyond what is on the wire already, so that a
# FLASH does not stand behind megabytes which nobody can call back.
_KERNEL_UNSENT_BYTES_MAX = 16_384

# TLS itself may owe an answer (a key update).  A counterpart that asks for many and
# reads none would make them pile up.
_UNREAD_BYTES_MAX = 65_536


class SessionOwner(Protocol):
    """Who is told what becomes of a session."""

    def called(self, session: Session) -> None:
        """A candidate is there; nothing is known of it."""
        ...

    def proved(self, session: Session) -> None:
        """The counterpart holds the other end."""
        ...

    def arrived(self, frame: bytes) -> None:
        """A frame came in over a proved session."""
        ...

    def drained(self, session: Session) -> None:
        """All that was written has left this process, after it had not."""
        ...

    def ended(self, session: Session, reason: str) -> None:
        """The session is over."""
        ...


class Session(asyncio.BufferedProtocol):
    """A connection with its TLS state, its frame borders and its two timers."""

    def __init__(
        self, context: ssl.SSLContext, settings: TcpSettings, owner: SessionOwner
    ) -> None:
        """Stand ready for a connection."""
        self._settings = settings
        self._owner = owner
        self._tls = TlsPipe(context, settings.role, settings.counterpart_certificate)
        self._reader = FrameReader(settings.frame_bytes_max)
        self._buffer = memoryview(bytearray(_READ_BUFFER_BYTES))
        self._loop = asyncio.get_running_loop()
        self._wire: asyncio.Transport | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._heard_s = 0.0
        self._wrote = False  # since the last beat
        self._greeted = False
        self._ended: str | None = None
        self.is_proved = False
        self.is_full = False  # what was written has not all left this process
        self.caller = ""
        self.gone: asyncio.Future[str] = self._loop.create_future()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the handshake and its clock."""
        self._wire = cast("asyncio.Transport", transport)
        self.caller = str((transport.get_extra_info("peername") or ("",))[0])
        _set_options(transport.get_extra_info("socket"))
        # Any byte that the kernel did not take pauses us: what waits, waits as frames.
        self._wire.set_write_buffer_limits(high=0)
        seconds = self._settings.handshake_timeout_s
        self._timers.append(
            self._loop.call_later(
                seconds,
                self.end,
                f"the handshake was not finished within {seconds:g} s",
            )
        )
        self._owner.called(self)
        if self._settings.role is Role.DIAL and self._ended is None:
            self._step(memoryview(b""))

    def get_buffer(self, _sizehint: int) -> memoryview:
        """Lend the one read buffer: nothing is read ahead of what was dealt with."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Deal with what came, at once and wholly."""
        self._step(self._buffer[:nbytes])

    def eof_received(self) -> None:
        """Count a half-closed connection as closed."""
        self.end(CLOSED)

    def pause_writing(self) -> None:
        """Hold frames back: the line is full."""
        self.is_full = True

    def resume_writing(self) -> None:
        """Say that the line takes bytes again."""
        self.is_full = False
        if self._ended is None:
            self._owner.drained(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of everything."""
        timed_out = isinstance(exc, TimeoutError)
        self.end("the other side stopped answering" if timed_out else CLOSED)
        if not self.gone.done():
            self.gone.set_result(self._ended or CLOSED)

    # What the circuit calls.

    @property
    def is_candidate(self) -> bool:
        """Whether the caller is there and has still to prove himself."""
        return self.caller != "" and not self.is_proved and self._ended is None

    def write(self, plain: bytes) -> bool:
        """Seal and write `plain`; return whether all of it has left this process."""
        try:
            self._tls.seal(plain)
        except TlsClosedError as closed:
            self.end(closed.reason)
            return False
        self._wrote = True
        self._flush()
        return self._ended is None and not self.is_full

    def end(self, reason: str) -> None:
        """Hang up; the first reason counts."""
        if self._ended is not None:
            return
        self._ended = reason
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        if self._wire is not None:
            self._hang_up(self._wire)
        self._owner.ended(self, reason)

    # Inside.

    def _step(self, data: memoryview) -> None:
        try:
            self._tls.feed(data) if data else self._tls.shake()
            if self._tls.opened and not self._greeted:
                self._greeted = True
                self.write(SIGN_OF_LIFE)
            for plain in self._tls.plain():
                self._hear(plain)
            if self._ended is None:
                self._flush()
        except TlsClosedError as closed:
            self.end(closed.reason)
        except CounterpartFault as fault:
            self.end(str(fault))

    def _hear(self, plain: bytes) -> None:
        self._heard_s = self._loop.time()
        if self._ended is None and not self.is_proved:
            self._prove()
        for frame in self._reader.feed(plain):
            if self._ended is not None:
                return
            self._owner.arrived(frame)

    def _prove(self) -> None:
        self.is_proved = True
        self._timers.pop().cancel()
        self._timers += (
            self._loop.call_later(self._settings.keepalive_s, self._beat),
            self._loop.call_later(self._settings.silence_s_max, self._judge_silence),
        )
        self._owner.proved(self)

    def _beat(self) -> None:
        """Say that we live, unless our frames have said so."""
        if not self._wrote and not self.is_full:
            self.write(SIGN_OF_LIFE)
        self._wrote = False
        if self._ended is None:
            self._timers[0] = self._loop.call_later(
                self._settings.keepalive_s, self._beat
            )

    def _judge_silence(self) -> None:
        """End a session on which nothing was heard, to the second.

        The event loop deals with what came in before it runs timers, so a machine that
        was suspended hears first and judges then.
        """
        seconds = self._settings.silence_s_max
        due_s = self._heard_s + seconds
        if self._loop.time() >= due_s:
            self.end(f"nothing heard for {seconds:g} s")
            return
        self._timers[1] = self._loop.call_at(due_s, self._judge_silence)

    def _flush(self) -> None:
        if self._wire is None or not (due := self._tls.take()):
            return
        self._wire.write(due)
        allowed = self._settings.frame_bytes_max * 2 + _UNREAD_BYTES_MAX
        if self._wire.get_write_buffer_size() > allowed:
            self.end("the other side does not read what it asks for")

    def _hang_up(self, wire: asyncio.Transport) -> None:
        if self.is_full or wire.get_write_buffer_size():
            wire.abort()  # it would wait for a side that does not read
            return
        with suppress(TlsClosedError):
            self._tls.say_goodbye()
        wire.write(self._tls.take())
        if wire.get_write_buffer_size():
            wire.abort()
        else:
            wire.close()


def _set_options(endpoint: socket.socket) -> None:
    with suppress(OSError):  # some kernels refuse them on a socket that is dead already
        endpoint.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            endpoint.setsockopt(
                socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _KERNEL_UNSENT_BYTES_MAX
            )
