# SPDX-License-Identifier: Apache-2.0
"""What was signed, or found good, once is not computed again in this process.

A simulated world starts its stations a dozen times, and each start verifies anew what
both sides signed; and in every world the same people are put on the same rosters.  Here
only the arithmetic is spared.  Every check is still asked for: the whole input is
compared with one that was good, or that this process has signed itself, and what is not
good is computed, and refused, every time.  Within one world two ML-DSA-44 signatures
over the same bytes still differ, so that whatever is sealed a second time is seen.

For `tools/sim.py`; no station does so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from parley.core import acts, releasing, statements
from parley.crypto import keys
from parley.crypto.keys import StationKeys
from parley.crypto.officer import SoftwareKey
from parley.crypto.prekey import PrekeyPair
from parley.tlog import note_key

_KEPT_MAX = 2_048

Sign = Callable[[StationKeys, bytes], bytes]
Check = Callable[[bytes, bytes, bytes], None]

_CHECKS = (
    (statements, "verify_root"),
    (releasing, "verify_release"),
    (acts, "verify_release"),
)


class _Scheme:
    """Signatures of one scheme, made and checked."""

    def __init__(self, sign: Sign, check: Check) -> None:
        self.made: dict[tuple[bytes, bytes, bytes], None] = {}
        self.asked: Counter[tuple[StationKeys, bytes]] = Counter()
        self.check = check
        self._nth = lru_cache(_KEPT_MAX)(lambda pair, data, _nth: sign(pair, data))
        # A cache of the standard library keeps what is returned and nothing raised.
        self.verify = lru_cache(_KEPT_MAX)(self._verified)

    def signed(self, pair: StationKeys, data: bytes, public: bytes) -> bytes:
        """Return the signature that this world is the n-th time to ask for."""
        self.asked[pair, data] += 1
        signature = self._nth(pair, data, self.asked[pair, data])
        self.made[public, data, signature] = None
        if len(self.made) > _KEPT_MAX:
            del self.made[next(iter(self.made))]
        return signature

    def _verified(self, public: bytes, data: bytes, signature: bytes) -> None:
        if (public, data, signature) not in self.made:
            self.check(public, data, signature)


def remember_good(
    put: Callable[[object, str, object], object] = setattr,
) -> Callable[[], None]:
    """Spare the second computation of every signature and of its check.

    Returns what must be called before each world.
    """
    ed = _Scheme(StationKeys.sign_ed25519, keys.verify_ed25519)
    ml = _Scheme(StationKeys.sign_mldsa44, keys.verify_mldsa44)
    for module in (keys, note_key):
        put(module, "verify_ed25519", ed.verify)
        put(module, "verify_mldsa44", ml.verify)

    def sign_ed25519(pair: StationKeys, data: bytes) -> bytes:
        return ed.signed(pair, data, pair.public.ed25519)

    def sign_mldsa44(pair: StationKeys, data: bytes) -> bytes:
        return ml.signed(pair, data, pair.public.mldsa44)

    put(StationKeys, "sign_ed25519", sign_ed25519)
    put(StationKeys, "sign_mldsa44", sign_mldsa44)
    for checks, name in _CHECKS:
        put(checks, name, lru_cache(_KEPT_MAX)(getattr(checks, name)))
    for kind in (PrekeyPair, SoftwareKey):
        put(kind, "from_seed", staticmethod(lru_cache(_KEPT_MAX)(kind.from_seed)))
    put(SoftwareKey, "sign", lru_cache(_KEPT_MAX)(SoftwareKey.sign))

    def next_world() -> None:
        ed.asked.clear()
        ml.asked.clear()

    return next_world
