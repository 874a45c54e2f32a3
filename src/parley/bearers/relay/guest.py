# SPDX-License-Identifier: Apache-2.0
"""One HTTPS call to a relay whose certificate is pinned; opened anew when it breaks."""

from __future__ import annotations

import asyncio
import ssl
from typing import Final

import h11

from parley.bearers.relay.config import RelaySettings
from parley.bearers.relay.form import KEY_HEADER, PATH
from parley.bearers.relay.speech import hear
from parley.carriage.pinned import tls_to_one
from parley.fixed import Fixed
from parley.wire.slip import SLIPS_BYTES_MAX

_HEADER_BYTES_MAX: Final = 8_192


class RelayError(Exception):
    """The relay did not do what was asked; `reason` is in words.  Stays in here."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class Said(Fixed):
    """What a relay answered."""

    status: int
    body: bytes


class Guest:
    """Asks one thing after another over one call."""

    def __init__(self, settings: RelaySettings) -> None:
        """Open nothing yet."""
        self._settings = settings
        self._context = tls_to_one(settings.certificate, dials=True)
        self._writer: asyncio.StreamWriter | None = None
        self._reader: asyncio.StreamReader | None = None
        self._speech: h11.Connection | None = None

    async def ask(
        self,
        method: str,
        box: bytes,
        *,
        key: bytes = b"",
        body: bytes = b"",
        query: str = "",
        within_s: float,
    ) -> Said:
        """Return the relay's answer.

        Raises:
            RelayError: it cannot be reached, or speaks no HTTP.

        """
        headers = [
            ("host", "relay"),
            ("authorization", f"Bearer {self._settings.admission.hex()}"),
            ("content-length", str(len(body))),
        ]
        if key:
            headers.append((KEY_HEADER, key.hex()))
        request = h11.Request(
            method=method, target=f"{PATH}{box.hex()}{query}", headers=headers
        )
        was_open = self._speech is not None
        try:
            return await self._once(request, body, within_s)
        except RelayError:
            if not was_open:
                raise
        # A call that lay idle may be dead without a word: that says nothing of the
        # relay.  What is asked may be asked twice.
        return await self._once(request, body, within_s)

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.transport.abort()
        self._writer = self._reader = self._speech = None

    async def _once(self, request: h11.Request, body: bytes, within_s: float) -> Said:
        try:
            if self._speech is None:
                await self._open()
            async with asyncio.timeout(within_s):
                said = await self._exchange(request, body)
        except TimeoutError:
            self.close()
            raise RelayError("the relay does not answer") from None
        except h11.RemoteProtocolError:
            self.close()
            raise RelayError("what answers there is no relay") from None
        except OSError as refused:
            self.close()
            raise RelayError(
                f"the relay cannot be reached: {_words(refused)}"
            ) from None
        except BaseException:
            self.close()
            raise
        return said

    async def _open(self) -> None:
        settings = self._settings
        try:
            async with asyncio.timeout(settings.connect_s_max):
                self._reader, self._writer = await asyncio.open_connection(
                    settings.host,
                    settings.port,
                    ssl=self._context,
                    server_hostname="relay",
                    ssl_handshake_timeout=settings.connect_s_max,
                )
        except ssl.SSLCertVerificationError:
            raise RelayError(
                "what answers there has not the certificate of the ticket"
            ) from None
        except ssl.SSLError:
            raise RelayError("what answers there speaks no TLS 1.3") from None
        held = self._writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        if held != settings.certificate:
            raise RelayError("what answers there has not the certificate of the ticket")
        self._speech = h11.Connection(
            h11.CLIENT, max_incomplete_event_size=_HEADER_BYTES_MAX
        )

    async def _exchange(self, request: h11.Request, body: bytes) -> Said:
        speech, reader, writer = self._speech, self._reader, self._writer
        assert speech is not None, "opened before"
        assert reader is not None, "opened before"
        assert writer is not None, "opened before"
        data = speech.send(request)
        if body:
            data += speech.send(h11.Data(data=body)) or b""
        writer.write(data + (speech.send(h11.EndOfMessage()) or b""))
        await writer.drain()
        said = await _answer(speech, reader)
        if speech.our_state is h11.DONE and speech.their_state is h11.DONE:
            speech.start_next_cycle()
        else:
            self.close()
        return said


async def _answer(speech: h11.Connection, reader: asyncio.StreamReader) -> Said:
    status = 0
    body = bytearray()
    while True:
        match await hear(speech, reader):
            case h11.Response(status_code=status):
                pass
            case h11.Data(data=data):
                body += data
                if len(body) > SLIPS_BYTES_MAX:
                    raise h11.RemoteProtocolError("a body without end")
            case h11.EndOfMessage():
                return Said(status, bytes(body))
            case _:
                pass  # an informational answer


def _words(refused: OSError) -> str:
    """Return why a call failed; asyncio puts its own words over the system's."""
    if isinstance(refused, ConnectionRefusedError):
        return "nobody answers at its address"
    return (refused.strerror or "the call was cut").lower()
