# SPDX-License-Identifier: Apache-2.0
"""What a check of a signature found good once is not computed again in this process.

A simulated world starts its stations a dozen times, and each start verifies anew what
both sides signed.  Here only the arithmetic is spared, and every check is still asked
for: the whole input is compared with one that was good, and what is not good is
computed, and refused, every time.  For `tools/sim.py`; no station does so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from parley.core import acts, releasing, statements
from parley.crypto import keys
from parley.crypto.prekey import PrekeyPair
from parley.tlog import note_key

_KEPT_MAX = 2_048

_CHECKS = (
    (keys, "verify_ed25519"),
    (keys, "verify_mldsa44"),
    (note_key, "verify_ed25519"),
    (note_key, "verify_mldsa44"),
    (statements, "verify_root"),
    (releasing, "verify_release"),
    (acts, "verify_release"),
)


def remember_good(put: Callable[[object, str, object], object] = setattr) -> None:
    """Spare the second computation of every check, and of a prekey from its seed."""
    for module, name in _CHECKS:
        # A cache of the standard library keeps what is returned and nothing raised.
        put(module, name, lru_cache(_KEPT_MAX)(getattr(module, name)))
    made = lru_cache(_KEPT_MAX)(PrekeyPair.from_seed)
    put(PrekeyPair, "from_seed", staticmethod(made))
