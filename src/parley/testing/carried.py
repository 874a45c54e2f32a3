# SPDX-License-Identifier: Apache-2.0
"""Two stations' certificates and the keys of their carriers, for tests of bearers."""

from __future__ import annotations

from typing import Final

from parley.crypto.carrier import CarrierKeys, shared_secret
from parley.crypto.certificate import make_certificate

NAMES: Final = ("alfa.example", "bravo.example")
LIFE: Final = (1_577_836_800, 4_102_444_800)  # 2020 to 2100
ALFA_PAIR: Final = make_certificate(NAMES[0], *LIFE)
BRAVO_PAIR: Final = make_certificate(NAMES[1], *LIFE)


def keys_of(kind: str) -> tuple[CarrierKeys, CarrierKeys]:
    """Return the keys of ALFA to BRAVO and back, for one kind of carrier."""
    secret = shared_secret(ALFA_PAIR[1], BRAVO_PAIR[0])
    there, back = NAMES
    return (
        CarrierKeys(secret, kind, there, back),
        CarrierKeys(secret, kind, back, there),
    )


ALFA: Final = keys_of("file")
"""Keys of a file circuit as ALFA has them: ours, theirs."""

BRAVO: Final = (ALFA[1], ALFA[0])
