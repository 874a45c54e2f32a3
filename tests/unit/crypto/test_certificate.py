# SPDX-License-Identifier: Apache-2.0
"""The certificate that tells the counterpart from strangers."""

from __future__ import annotations

import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from parley.crypto.certificate import (
    certificate_and_key_pem,
    check_certificate,
    make_certificate,
)
from parley.errors import LocalFault

LIFE = (1_577_836_800, 4_102_444_800)


def test_certificate_is_p256_self_signed_and_dated_as_asked() -> None:
    """The card promises this form to whoever writes another implementation."""
    certificate, _ = make_certificate("alfa.example", *LIFE)
    read = x509.load_der_x509_certificate(certificate)
    read.verify_directly_issued_by(read)
    key = read.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    assert read.not_valid_before_utc.timestamp() == LIFE[0]
    assert read.not_valid_after_utc.timestamp() == LIFE[1]


def test_certificate_does_not_tell_the_station() -> None:
    """Whoever dials sees the certificate before he has proved anything."""
    certificate, _ = make_certificate("nrrc.alfa.example", *LIFE)
    assert b"alfa" not in certificate
    assert b"nrrc" not in certificate


def test_name_is_settled_and_key_is_fresh() -> None:
    """Two certificates of one station differ in the key and not in the name."""
    (one, key_one), (two, key_two) = (
        make_certificate("alfa.example", *LIFE) for _ in range(2)
    )
    names = {x509.load_der_x509_certificate(der).subject for der in (one, two)}
    assert len(names) == 1
    assert one != two
    assert key_one != key_two


def test_pem_is_what_tls_reads() -> None:
    """The same certificate comes out that went in."""
    certificate, key = make_certificate("alfa.example", *LIFE)
    pem, key_pem = certificate_and_key_pem(certificate, key)
    assert ssl.PEM_cert_to_DER_cert(pem.decode()) == certificate
    assert key_pem.startswith(b"-----BEGIN PRIVATE KEY-----")


def test_broken_or_foreign_key_is_refused_in_words() -> None:
    """A keystore put together from two backups shows here and not as silence."""
    certificate, key = make_certificate("alfa.example", *LIFE)
    _, foreign = make_certificate("alfa.example", *LIFE)
    for bad in ((certificate, foreign), (certificate, key[:-1]), (certificate, b"")):
        with pytest.raises(LocalFault) as caught:
            certificate_and_key_pem(*bad)
        assert caught.value.code == "PLY-BRR-006"
    with pytest.raises(LocalFault) as caught:
        certificate_and_key_pem(certificate[:-1], key)
    assert caught.value.code == "PLY-BRR-006"


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_unreadable_pin_is_refused(cut: int) -> None:
    """A card with half a certificate is refused when it is used, with its reason."""
    certificate, _ = make_certificate("alfa.example", *LIFE)
    check_certificate(certificate)
    with pytest.raises(LocalFault) as caught:
        check_certificate(certificate[:cut])
    assert caught.value.code == "PLY-BRR-007"
