# SPDX-License-Identifier: Apache-2.0
"""Texts of faults in the log: frontiers, leaves, checkpoints, proofs, evidence."""

from parley.errors.fault import Explanation

_RECORD = "The record here is unchanged."
_REFUSED = "It is refused; nothing in it is taken as proved."
_ASK = "Ask whoever made it for a fresh copy and compare the two."

TEXTS: dict[str, Explanation] = {
    "PLY-LOG-001": Explanation(
        what="The stored state of a log is damaged.",
        kept="Every entry is kept; the state can be computed from them.",
        then="The log takes no new entry until its state is sound.",
        do="Run `parley fsck`, then restore the newest backup if it finds damage.",
    ),
    "PLY-LOG-002": Explanation(
        what="The disclosed fields of an entry are not well-formed: {reason}.",
        kept=_RECORD,
        then=_REFUSED,
        do=_ASK,
    ),
}
