# SPDX-License-Identifier: Apache-2.0
"""Texts of faults with officers' hardware keys, at this desk or at theirs."""

from parley.errors.fault import Explanation

_KEPT = "A text released with it is kept and shown, marked SIGNATURE BAD; a draft is unchanged."
_THEN = "No receipt is given in an officer's name, and nothing goes out with this signature."
_ASK = "At our own desk, sign again with the key named on the roster; of theirs, ask the other watch on another line."

TEXTS: dict[str, Explanation] = {
    "PLY-AUT-050": Explanation(
        what="What stands on the roster as an officer's hardware key is none.",
        kept=_KEPT,
        then=_THEN,
        do="Have the key registered anew at the party that keeps this roster.",
    ),
    "PLY-AUT-051": Explanation(
        what="A hardware key's release has a form that no key makes: {reason}.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-052": Explanation(
        what="The browser's own words under a hardware key's signature do not fit: {reason}.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-053": Explanation(
        what="A hardware key signed for another host than the one on the roster.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-054": Explanation(
        what="A hardware key signed without a touch, or without a PIN or fingerprint.",
        kept=_KEPT,
        then=_THEN,
        do=_ASK,
    ),
    "PLY-AUT-055": Explanation(
        what="A signature was made with a key that can be copied to other devices.",
        kept=_KEPT,
        then=_THEN,
        do="Register a key that cannot be copied: a security key, not a synced passkey.",
    ),
}
