# SPDX-License-Identifier: Apache-2.0
"""The circuit while it runs: which session carries it, what waits, who is knocking."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter

from parley.bearers.tcp.config import Role, TcpSettings
from parley.bearers.tcp.doorway import Doorway
from parley.bearers.tcp.outgoing import Outgoing
from parley.bearers.tcp.session import Session
from parley.bearers.tcp.tls import RECORD_BYTES_MAX
from parley.ports.bearer import CircuitListener

REPLACED = "the other side opened the circuit anew"
TOO_MANY = "too many callers at once"


class Circuit:
    """Owns every session of one bearer; at most one of them carries frames."""

    def __init__(
        self,
        context: ssl.SSLContext,
        settings: TcpSettings,
        listener: CircuitListener,
        strangers: Counter[str],
    ) -> None:
        """Begin without a session."""
        self._context = context
        self._settings = settings
        self._listener = listener
        self._strangers = strangers
        self._outgoing = Outgoing(settings.window_frames)
        self._session: Session | None = None
        self._sessions: dict[Session, None] = {}  # in the order in which they came
        self._leaving = 0  # places of frames written that have not all left us
        self._left = 0  # places of frames that have left, to be given back
        self._turn_is_due = False
        self._told: str | None = None
        self._was_up = False
        self._closed = False
        self._loop = asyncio.get_running_loop()
        self._doorway = Doorway(settings, self._loop.time())

    def new_session(self) -> Session:
        """Make the session for a connection that is about to be there."""
        session = Session(self._context, self._settings, self)
        self._sessions[session] = None
        session.gone.add_done_callback(lambda _: self._sessions.pop(session, None))
        return session

    def send(self, frame: bytes) -> None:
        """Take a frame; the first of a turn of the loop is written at once.

        Those that follow in the same turn are written together in the next: a lone
        FLASH waits for nothing, and a burst is few records.
        """
        self._outgoing.take(frame)
        if not self._turn_is_due:
            self._turn_soon()
            self._write()

    async def close(self) -> None:
        """End every session and wait until its socket is gone."""
        self._closed = True
        while self._sessions:
            for session in list(self._sessions):
                session.end("this station closes the circuit")
            await asyncio.wait([session.gone for session in self._sessions])

    def fail(self, reason: str) -> None:
        """Tell why there is no circuit, once for each reason in turn."""
        if self._closed or reason == self._told:
            return
        self._told = reason
        self._listener.down(reason)

    # What sessions call.

    def called(self, session: Session) -> None:
        """Make room for a new candidate."""
        if self._closed:
            session.end("this station closes the circuit")
            return
        if self._settings.role is Role.DIAL:
            return
        candidates = [s for s in self._sessions if s.is_candidate]
        away = self._doorway.turned_away(session, candidates, self._loop.time())
        if away is not None:
            away.end(TOO_MANY)

    def proved(self, session: Session) -> None:
        """Let the newest proved session carry the circuit.

        The counterpart opens a second one only if it believes the first dead, and it
        may know that long before we do.
        """
        if self._session is not None:
            self._session.end(REPLACED)
        if self._was_up:
            self._outgoing.allow_a_second_window()
        self._was_up = True
        self._session = session
        self._doorway.proved(session.caller)
        self._told = None
        self._listener.up()

    def arrived(self, frame: bytes) -> None:
        """Pass a frame on."""
        self._listener.arrived(frame)

    def drained(self, session: Session) -> None:
        """Give back the places of what has left by now, and write on."""
        if session is self._session:
            self._left += self._leaving
            self._leaving = 0
            self._turn_soon()

    def ended(self, session: Session, reason: str) -> None:
        """Drop what waited for the session that carried the circuit; count others."""
        if session is self._session:
            self._session = None
            self._drop()
            self.fail(reason)
        elif self._settings.role is Role.DIAL:
            self.fail(reason)
        elif not self._closed:
            self._strangers[reason] += 1

    # Inside.

    def _turn_soon(self) -> None:
        # Places come back in a turn of their own and never from within `send`: the
        # listener's `ready` may lead straight to the next `send`.
        if not self._turn_is_due:
            self._turn_is_due = True
            self._loop.call_soon(self._turn)

    def _turn(self) -> None:
        self._turn_is_due = False
        if self._session is None:
            self._drop()
            return
        self._write()
        left, self._left = self._left, 0
        self._give_back(left)
        if self._may_write() is not None:
            self._turn_soon()

    def _write(self) -> None:
        if (session := self._may_write()) is not None:
            self._leaving, batch = self._outgoing.batch(RECORD_BYTES_MAX)
            if session.write(batch):
                self._left += self._leaving
                self._leaving = 0

    def _may_write(self) -> Session | None:
        """Return the session, if frames wait and it has room for them."""
        session = self._session
        if session is None or session.is_full or not len(self._outgoing):
            return None
        return session

    def _drop(self) -> None:
        self._left = self._leaving = 0
        self._give_back(self._outgoing.drop())

    def _give_back(self, places: int) -> None:
        if places and not self._closed:
            self._outgoing.give_back(places)
            self._listener.ready(places)
