# SPDX-License-Identifier: Apache-2.0
"""Mails to a submission host, by aiosmtplib."""

from __future__ import annotations

import asyncio
import re
from email.message import EmailMessage
from typing import Final

import aiosmtplib

from parley.bearers.mail.config import MailError, MailSettings

_WORDS_MAX: Final = 160
_ODD = re.compile(r"[^\x20-\x7e]+")


class Outbox:
    """One session after another; kept open while it works."""

    def __init__(self, settings: MailSettings) -> None:
        """Open nothing yet.

        Raises:
            LocalFault: PLY-BRR-061.

        """
        self._settings = settings
        self._tls = settings.tls()
        self._session: aiosmtplib.SMTP | None = None

    async def check(self) -> None:
        """Log in, unless that is done and still holds.

        Raises:
            MailError: with the reason in words.

        """
        await self._do(None)

    async def send(self, mail: EmailMessage) -> None:
        """Hand over one mail; the host has said that it takes it.

        Raises:
            MailError: with the reason in words.

        """
        await self._do(mail)

    def close(self) -> None:
        """Hang up."""
        session, self._session = self._session, None
        if session is not None:
            _hang_up(session)

    async def _do(self, mail: EmailMessage | None) -> None:
        fresh = self._session is None
        try:
            await self._once(mail)
        except MailError:
            if fresh:
                raise
            # A session that lay idle is hung up on without a word.
            await self._once(mail)

    async def _once(self, mail: EmailMessage | None) -> None:
        host = self._settings.smtp.host
        try:
            if self._session is None:
                self._session = await self._log_in()
            if mail is None:
                await self._session.noop()
            else:
                await self._session.send_message(mail)
        except aiosmtplib.SMTPAuthenticationError:
            self.close()
            raise MailError(f"{host} does not take the password") from None
        except aiosmtplib.SMTPRecipientsRefused as refused:
            self.close()
            first = refused.recipients[0]
            raise MailError(f"refused by {host}: {_words(first)}") from None
        except aiosmtplib.SMTPResponseException as refused:
            self.close()
            raise MailError(f"refused by {host}: {_words(refused)}") from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as failed:
            self.close()
            raise MailError(
                f"{host} cannot be reached: {_ODD.sub(' ', str(failed))[:_WORDS_MAX]}"
            ) from None
        except BaseException:
            self.close()
            raise

    async def _log_in(self) -> aiosmtplib.SMTP:
        settings = self._settings
        session = aiosmtplib.SMTP(
            hostname=settings.smtp.host,
            port=settings.smtp.port,
            use_tls=not settings.starttls,
            start_tls=settings.starttls,
            tls_context=self._tls,
            timeout=settings.answer_s_max,
            local_hostname="localhost",  # our own name is nobody's business
        )
        try:
            await session.connect()
            await session.login(settings.smtp.account, settings.smtp.password)
        except BaseException:
            _hang_up(session)
            raise
        return session


def _hang_up(session: aiosmtplib.SMTP) -> None:
    # A plain close would wait for the host to close TLS as well.
    if isinstance(session.transport, asyncio.WriteTransport):
        session.transport.abort()
    session.close()


def _words(refused: aiosmtplib.SMTPResponseException) -> str:
    return f"{refused.code} {_ODD.sub(' ', refused.message)}"[:_WORDS_MAX]
