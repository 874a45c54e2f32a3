# SPDX-License-Identifier: Apache-2.0
"""Mails out of a mailbox, by IMAPClient.  Everything blocks; call it in a thread.

Of each mail four header lines are read; only those that bear the tag are fetched
whole.  A mailbox of a million mails, or a bomb of them, costs headers in small pieces.
"""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from parley.bearers.mail.config import MailError, MailSettings
from parley.bearers.mail.letter import (
    BOUNCE_BYTES_MAX,
    MAIL_BYTES_MAX,
    is_bounce,
    is_ours,
    read_letter,
    returned,
)
from parley.crypto.carrier import CarrierKeys

HEADER: Final = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID CONTENT-TYPE)]"
UIDS_A_PIECE: Final = 200
PIECES_A_LOOK: Final = 20
BYTES_A_LOOK: Final = 32 * 1024 * 1024
BOUNCES_A_LOOK: Final = 10
HEADER_BYTES_MAX: Final = 16_384
_HEADER_KEY = b"BODY[HEADER.FIELDS (MESSAGE-ID CONTENT-TYPE)]"
_FAILURES = (IMAPClientError, imaplib.IMAP4.error, OSError, ValueError, EOFError)


@dataclass(slots=True)
class Found:
    """What one look has found."""

    bodies: list[bytes] = field(default_factory=list)
    returned: str | None = None
    is_more: bool = False


class Inbox:
    """One session at a mailbox."""

    def __init__(self, settings: MailSettings, keys: CarrierKeys) -> None:
        """Open nothing yet; `keys` are those of the other side's direction.

        Raises:
            LocalFault: PLY-BRR-061.

        """
        self._settings = settings
        self._keys = keys
        self._tls = settings.tls()
        self._session: IMAPClient | None = None
        self._life = 0  # UIDVALIDITY: the numbers below belong to it
        self._next = 1  # the first number not looked at
        self._can_idle = False

    def look(self, names: frozenset[str]) -> Found:
        """Take what is new; `names` are those of our own mails, for reports on them.

        Raises:
            MailError: with the reason in words; the session is over then.

        """
        try:
            session = self._session or self._log_in()
            return self._look(session, names)
        except LoginError:
            self.close()
            raise MailError(
                f"{self._settings.imap.host} does not take the password"
            ) from None
        except _FAILURES as failed:
            raise self._failed(failed) from None

    def wait(self) -> None:
        """Wait until something seems new, at most `idle_s`.

        Raises:
            MailError: the session is over.

        """
        session = self._session
        if session is None:
            return
        try:
            if not self._can_idle:
                session.socket().settimeout(self._settings.idle_s)
                with suppress(TimeoutError):
                    session.noop()
                return
            session.idle()
            if not _says_more(session):
                session.idle_check(timeout=self._settings.idle_s)
            session.idle_done()
        except _FAILURES as failed:
            raise self._failed(failed) from None

    def wake(self) -> None:
        """End a wait from another thread; the session is over."""
        if self._session is not None:
            with suppress(OSError, ValueError, AttributeError):
                self._session.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(*_FAILURES, AttributeError):
                session.shutdown()

    def _log_in(self) -> IMAPClient:
        settings = self._settings
        seconds = settings.answer_s_max
        session = IMAPClient(
            settings.imap.host,
            settings.imap.port,
            ssl=True,
            ssl_context=self._tls,
            timeout=SocketTimeout(seconds, seconds),
            use_uid=True,
        )
        self._session = session
        session.login(settings.imap.account, settings.imap.password)
        self._can_idle = session.has_capability("IDLE")
        chosen = session.select_folder(settings.folder)
        life = int(chosen.get(b"UIDVALIDITY", 0))
        if life != self._life:
            self._life, self._next = life, 1
        if not int(chosen.get(b"EXISTS", 0)):
            self._next = max(self._next, int(chosen.get(b"UIDNEXT", 1)))
        return session

    def _look(self, session: IMAPClient, names: frozenset[str]) -> Found:
        found = Found()
        size = bounces = 0
        # A select shows the mails that came since; IDLE does not on every host.
        chosen = session.select_folder(self._settings.folder)
        end = int(chosen.get(b"UIDNEXT", self._next))
        for first in self._pieces(end):
            last = min(first + UIDS_A_PIECE, end) - 1
            for uid, header, length in _headers(session, first, last):
                if is_ours(header, self._keys):
                    if length <= MAIL_BYTES_MAX:
                        body = read_letter(_whole(session, uid))
                        size += length
                        if body is not None:
                            found.bodies.append(body)
                    session.delete_messages([uid], silent=True)
                elif (
                    is_bounce(header)
                    and length <= BOUNCE_BYTES_MAX
                    and bounces < BOUNCES_A_LOOK
                ):
                    bounces += 1
                    reason = returned(_whole(session, uid), names)
                    found.returned = reason or found.returned
            self._next = last + 1
            if size > BYTES_A_LOOK:
                break
        session.expunge()
        found.is_more = self._next < end
        return found

    def _pieces(self, end: int) -> Iterator[int]:
        for _ in range(PIECES_A_LOOK):
            if self._next >= end:
                return
            yield self._next

    def _failed(self, failed: BaseException) -> MailError:
        self.close()
        host = self._settings.imap.host
        words = "".join(c if c.isprintable() else " " for c in str(failed))[:160]
        return MailError(f"{host} cannot be read: {words or type(failed).__name__}")


def _says_more(session: IMAPClient) -> bool:
    """Tell whether the host said something right behind its word to go idle.

    A mail that came since the last look is told of there, often in one piece with that
    word.  It lies read then, and who waits at the socket does not see it.
    """
    line = session.socket()
    patience_s = line.gettimeout()
    line.settimeout(0.0)
    try:
        return bool(session._imap.file.peek(1))  # noqa: SLF001 - it has no other door
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        line.settimeout(patience_s)


def _headers(
    session: IMAPClient, first: int, last: int
) -> Iterator[tuple[int, bytes, int]]:
    """Yield number, header lines and length of each mail of a range."""
    rows: Mapping[int, Mapping[bytes, object]] = session.fetch(
        list(range(first, last + 1)), ["RFC822.SIZE", HEADER]
    )
    for uid, row in sorted(rows.items()):
        header, length = row.get(_HEADER_KEY), row.get(b"RFC822.SIZE")
        if first <= uid <= last and isinstance(header, bytes):
            size = length if isinstance(length, int) else MAIL_BYTES_MAX + 1
            yield uid, header[:HEADER_BYTES_MAX], size


def _whole(session: IMAPClient, uid: int) -> bytes:
    """Return a mail; whatever the host says of its length, no more than ours has."""
    name = f"BODY.PEEK[]<0.{MAIL_BYTES_MAX + 1}>"
    row = session.fetch([uid], [name]).get(uid, {})
    whole = row.get(b"BODY[]<0>", b"")
    return whole if isinstance(whole, bytes) else b""
