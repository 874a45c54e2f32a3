# SPDX-License-Identifier: Apache-2.0
"""A release of a hardware key with bytes from anywhere as its detail, to be fuzzed."""

from __future__ import annotations

from functools import cache

from parley.crypto.webauthn import verify_assertion
from parley.model.identity import KeyScheme
from parley.model.message import Release
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey

_ORIGIN = "https://watch.alfa.example"
_DIGEST = bytes(32)
_SIGNATURE_BYTES = 64


@cache
def _roster_bytes() -> bytes:
    scheme = KeyScheme.WEBAUTHN_EDDSA
    return FrighteninglySoftHardwareKey("fuzzed", scheme, _ORIGIN).public_key


def read_release_detail(data: bytes) -> None:
    """Verify a release made of a signature and the detail that follows it.

    Raises:
        CounterpartFault: always, unless the fuzzer has forged a signature.

    """
    signature, detail = data[:_SIGNATURE_BYTES], data[_SIGNATURE_BYTES:]
    release = Release(1, KeyScheme.WEBAUTHN_EDDSA, signature, detail)
    verify_assertion(_roster_bytes(), _DIGEST, release)
