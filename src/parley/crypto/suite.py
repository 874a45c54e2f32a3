# SPDX-License-Identifier: Apache-2.0
"""Checks once, at start, that the cryptographic library is the one we need.

Another package may quietly pull in an older one; that must not be found out by a
counterpart.
"""

from __future__ import annotations

import cryptography
from cryptography.exceptions import UnsupportedAlgorithm

from parley.errors import LocalFault

_MAJOR_MIN = 50


def check_suite() -> None:
    """Return if version and algorithms are as needed.

    Raises:
        LocalFault: PLY-KEY-102.

    """
    version = cryptography.__version__
    major = version.split(".", 1)[0]
    if not major.isdecimal() or int(major) < _MAJOR_MIN:
        raise LocalFault("PLY-KEY-102", reason=f"its version is {version}")
    try:
        _try_all()
    except (ImportError, AttributeError, UnsupportedAlgorithm) as missing:
        raise LocalFault("PLY-KEY-102", reason=f"it lacks {missing}") from missing


def _try_all() -> None:
    # Imported here, so that an older library is named by a fault and not by a trace.
    from parley.crypto.epoch import EpochKeys, open_secret, seal_secret  # noqa: PLC0415
    from parley.crypto.keys import StationKeys, sign, verify  # noqa: PLC0415
    from parley.crypto.prekey import PrekeyPair  # noqa: PLC0415

    seed = bytes(32)
    pair = PrekeyPair.from_seed(seed)
    opened = open_secret(pair, b"", seal_secret(pair.public, b"", seed))
    epoch = EpochKeys(opened)
    header = bytes(7)
    plain = epoch.open(header, 0, epoch.seal(header, 0, seed))
    keys = StationKeys.from_seeds(seed, seed)
    verify(keys.public, plain, plain, *sign(keys, plain, plain))
    if plain != seed:
        raise LocalFault("PLY-KEY-102", reason="what it sealed did not open")
