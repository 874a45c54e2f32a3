# SPDX-License-Identifier: Apache-2.0
"""TLS 1.3 that trusts one certificate, known beforehand, and nothing else."""

from __future__ import annotations

import ssl

from parley.crypto.certificate import check_certificate

# OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which the ssl module does not name.  The pin
# decides, not a date: a station whose clock stands at 1970 must still be reachable.
_NO_CHECK_TIME = ssl.VerifyFlags(0x20_0000)


def tls_to_one(certificate: bytes, *, dials: bool) -> ssl.SSLContext:
    """Return the TLS of one end, which trusts `certificate` (DER) alone.

    Raises:
        LocalFault: PLY-BRR-007 the certificate cannot be read.

    """
    context = ssl.SSLContext(
        ssl.PROTOCOL_TLS_CLIENT if dials else ssl.PROTOCOL_TLS_SERVER
    )
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # the pin says who it is, not a name
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= _NO_CHECK_TIME
    if not dials:
        context.num_tickets = 0  # every session proves both keys afresh
    check_certificate(certificate)
    _trust(context, certificate)
    return context


def _trust(context: ssl.SSLContext, certificate: bytes) -> None:
    """Load a certificate that was read already.

    OpenSSL keeps one list of errors a thread for all who use it in this process; a
    token's library that was given a wrong PIN leaves one behind, which is then told
    here in place of success.  Told once, the list is empty, and the answer is true.
    """
    try:
        context.load_verify_locations(cadata=certificate)
    except ssl.SSLError:
        context.load_verify_locations(cadata=certificate)
