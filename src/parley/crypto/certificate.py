# SPDX-License-Identifier: Apache-2.0
"""The self-signed certificate by which a bearer tells the counterpart from strangers.

It proves nothing about a message: frames are sealed and entries signed before any
bearer sees them.  The certificate is pinned as a whole in the station card, so its
name and its dates are never consulted.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import NameOID

from parley.errors import LocalFault


def make_certificate(
    station: str, not_before_s: int, not_after_s: int
) -> tuple[bytes, bytes]:
    """Make a fresh P-256 key and a certificate for it.

    The name in the certificate is a digest of `station`: whoever dials a listening
    station is shown the certificate before he has proved anything, and need not learn
    whose station it is.

    Args:
        station: The station's name, as in its card.
        not_before_s: Start of the validity, in seconds since 1970 UTC.
        not_after_s: End of the validity, in seconds since 1970 UTC.

    Returns:
        The certificate and its private key (PKCS #8), both DER.

    """
    key = ec.generate_private_key(ec.SECP256R1())
    label = "station-" + hashlib.sha256(station.encode()).hexdigest()[:32]
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, label)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.fromtimestamp(not_before_s, UTC))
        .not_valid_after(datetime.fromtimestamp(not_after_s, UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(serialization.Encoding.DER),
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def certificate_and_key_pem(certificate: bytes, key: bytes) -> tuple[bytes, bytes]:
    """Check that a DER certificate and a DER key belong together; return both as PEM.

    Raises:
        LocalFault: PLY-BRR-006 when either cannot be read or they do not fit.

    """
    held = _certificate(certificate)
    try:
        private = serialization.load_der_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise LocalFault("PLY-BRR-006", reason="the key cannot be read") from None
    if held is None:
        raise LocalFault("PLY-BRR-006", reason="the certificate cannot be read")
    if held.public_key() != private.public_key():
        raise LocalFault("PLY-BRR-006", reason="the key is not that of the certificate")
    return (
        held.public_bytes(serialization.Encoding.PEM),
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def check_certificate(certificate: bytes) -> None:
    """Check that a counterpart's pinned certificate can be read at all.

    Raises:
        LocalFault: PLY-BRR-007 when it cannot.

    """
    if _certificate(certificate) is None:
        raise LocalFault("PLY-BRR-007")


def certificate_public_key(certificate: bytes) -> CertificatePublicKeyTypes:
    """Return the public key of a counterpart's pinned certificate.

    Raises:
        LocalFault: PLY-BRR-007 when it cannot be read.

    """
    held = _certificate(certificate)
    if held is None:
        raise LocalFault("PLY-BRR-007")
    return held.public_key()


def _certificate(der: bytes) -> x509.Certificate | None:
    try:
        certificate = x509.load_der_x509_certificate(der)
        certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    return certificate
