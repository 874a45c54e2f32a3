# SPDX-License-Identifier: Apache-2.0
"""The TLS that trusts one certificate."""

from __future__ import annotations

import ctypes
import ssl
from pathlib import Path

import pytest

from parley.carriage.pinned import tls_to_one
from parley.crypto.certificate import make_certificate
from parley.errors import LocalFault

CERTIFICATE, _ = make_certificate("bravo.example", 1_577_836_800, 4_102_444_800)
_PROVIDER, _BAD_DECRYPT = 57, 100


@pytest.fixture
def leave_an_error():
    """Return what leaves an error in OpenSSL's list, as a token does at a wrong PIN."""
    with Path("/proc/self/maps").open(encoding="utf-8") as maps:
        library = next((line.split()[-1] for line in maps if "/libcrypto" in line), "")
    if not library:
        pytest.skip("this Python has OpenSSL inside itself: nobody else can use it")
    shared = ctypes.CDLL(library)

    def leave() -> None:
        shared.ERR_new()
        shared.ERR_set_error(_PROVIDER, _BAD_DECRYPT, None)

    yield leave
    shared.ERR_clear_error()


@pytest.mark.parametrize("dials", [True, False])
def test_an_error_of_another_user_of_openssl_is_not_taken_for_ours(
    leave_an_error, dials
):
    """A wrong PIN at a token must not keep every TLS circuit of the process down."""
    leave_an_error()
    with pytest.raises(ssl.SSLError, match="BAD_DECRYPT"):  # what the library does
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(
            cadata=CERTIFICATE
        )
    leave_an_error()
    assert tls_to_one(CERTIFICATE, dials=dials).cert_store_stats()["x509"] == 1


def test_a_certificate_that_cannot_be_read_is_a_fault_of_ours():
    """A damaged pin is named at the start, and not told as a refused call."""
    with pytest.raises(LocalFault) as refused:
        tls_to_one(CERTIFICATE[:-1], dials=True)
    assert refused.value.code == "PLY-BRR-007"
