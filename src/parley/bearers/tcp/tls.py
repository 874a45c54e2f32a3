# SPDX-License-Identifier: Apache-2.0
"""TLS 1.3 with both certificates pinned, as bytes in and bytes out.

The standard library's TLS is used on memory buffers and not as asyncio's TLS streams:
so a caller is counted and timed before his handshake, nothing is buffered that
back-pressure does not see, and a reason for a refusal is known in words.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import suppress

from parley.bearers.tcp.config import Role, TcpSettings
from parley.carriage.pinned import tls_to_one
from parley.crypto.certificate import certificate_and_key_pem

# One record is the least that can be opened: on a narrow line a long record would be
# silence until its last byte.  4 KiB take 3.4 s at 9,600 bit/s.
RECORD_BYTES_MAX = 4096
_READ_BYTES = 16_384  # the longest record TLS allows

NOT_PINNED = "the certificate presented is not the pinned one"
OURS_REFUSED = "the other side does not accept our certificate"
CLOSED = "closed by the other side"


class TlsClosedError(Exception):
    """The TLS session cannot go on; `reason` is in words.  Never leaves this bearer."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def make_context(settings: TcpSettings) -> ssl.SSLContext:
    """Build the context of one circuit: TLS 1.3 only, nobody but the pin is trusted.

    Raises:
        LocalFault: PLY-BRR-006 our certificate or key, PLY-BRR-007 the pinned one.

    """
    dials = settings.role is Role.DIAL
    context = tls_to_one(settings.counterpart_certificate, dials=dials)
    _load(context, *certificate_and_key_pem(settings.certificate, settings.key))
    return context


def _load(context: ssl.SSLContext, certificate: bytes, key: bytes) -> None:
    """Hand the key to OpenSSL, which reads it from a path only.

    The path is that of a pipe, so that the key is never written to a disk.
    """
    pipes: list[int] = []
    paths: list[str] = []
    try:
        for pem in (certificate, key):
            reading, writing = os.pipe()
            pipes.append(reading)
            with os.fdopen(writing, "wb") as end:
                end.write(pem)  # far below what a pipe holds unread
            paths.append(f"/dev/fd/{reading}")
        context.load_cert_chain(*paths)
    finally:
        for pipe in pipes:
            os.close(pipe)


class TlsPipe:
    """One TLS session.  After any `TlsClosedError`, send `take()` and hang up."""

    def __init__(self, context: ssl.SSLContext, role: Role, pinned: bytes) -> None:
        """Start in the state before the first byte of the handshake."""
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(
            self._incoming, self._outgoing, server_side=role is Role.LISTEN
        )
        self._pinned = pinned
        self.opened = False  # our half of the handshake is done and the pin was seen

    def shake(self) -> None:
        """Go on with the handshake as far as the bytes fed so far allow."""
        try:
            self._object.do_handshake()
        except ssl.SSLWantReadError:
            return
        except (ssl.SSLError, ValueError) as error:
            raise TlsClosedError(_handshake_reason(error)) from None
        # OpenSSL has checked the signature against the pin as the only trusted root;
        # this closes every way in which a chain could lead there from elsewhere.
        if self._object.getpeercert(binary_form=True) != self._pinned:
            raise TlsClosedError(NOT_PINNED)
        self.opened = True

    def feed(self, data: memoryview) -> None:
        """Take bytes from the wire."""
        self._incoming.write(data)
        if not self.opened:
            self.shake()

    def plain(self) -> Iterator[bytes]:
        """Yield what the other side said, record by record."""
        while self.opened:
            try:
                data = self._object.read(_READ_BYTES)
            except ssl.SSLWantReadError:
                return
            except ssl.SSLZeroReturnError:
                raise TlsClosedError(CLOSED) from None
            except ssl.SSLError as error:
                raise TlsClosedError(_session_reason(error)) from None
            if not data:
                raise TlsClosedError(CLOSED)
            yield data

    def seal(self, plain: bytes) -> None:
        """Put `plain` into records; fetch them with `take`."""
        for at in range(0, len(plain), RECORD_BYTES_MAX):
            try:
                self._object.write(plain[at : at + RECORD_BYTES_MAX])
            except ssl.SSLError as error:
                raise TlsClosedError(_session_reason(error)) from None

    def take(self) -> bytes:
        """Return the bytes that are due on the wire."""
        return self._outgoing.read()

    def say_goodbye(self) -> None:
        """Add the notice that we close, so that the other side need not guess."""
        if self.opened:
            with suppress(ssl.SSLError):
                self._object.unwrap()


def _handshake_reason(error: Exception) -> str:
    """Say in words why a handshake failed; the set of answers is small and fixed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return NOT_PINNED
    cause = str(getattr(error, "reason", "") or "")
    if cause == "PEER_DID_NOT_RETURN_A_CERTIFICATE":
        return "no certificate was presented"
    if "PROTOCOL_VERSION" in cause or cause == "UNSUPPORTED_PROTOCOL":
        return "TLS 1.3 was not offered"
    if "ALERT" in cause:
        return _alert_reason(cause)
    return "what came was not TLS 1.3"


def _session_reason(error: ssl.SSLError) -> str:
    """Say in words why an open session failed."""
    cause = str(error.reason or "")
    return _alert_reason(cause) if "ALERT" in cause else "the bytes came in damaged"


def _alert_reason(cause: str) -> str:
    refused = ("CERT", "UNKNOWN_CA", "ACCESS_DENIED")
    if any(word in cause for word in refused):
        return OURS_REFUSED
    return "the other side broke off the handshake"
