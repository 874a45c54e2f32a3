# SPDX-License-Identifier: Apache-2.0
"""Texts of the PLY-KEYS area."""

from parley.errors.fault import Explanation

TEXTS: dict[str, Explanation] = {
    "PLY-KEY-101": Explanation(
        what="Something in the store cannot be opened with this archive key, or was changed on disk.",
        kept="The store's files were not touched.",
        then="It is not shown and nothing is built on it.",
        do="Run `parley fsck`. If keys or store came from a backup, restore both from the same one.",
    ),
    "PLY-KEY-102": Explanation(
        what="The cryptographic library is not the one this station needs: {reason}.",
        kept="Nothing was opened, neither keys nor store.",
        then="The station does not start.",
        do="Install the packages again exactly as the hashed requirements list them.",
    ),
    "PLY-KEY-103": Explanation(
        what="A signature is not good: {algorithm} does not verify; both of a station's keys must.",
        kept="Nothing of what it signs was taken over.",
        then="It is refused whole.",
        do="Get it again. If it fails again, call the other side on another line.",
    ),
    "PLY-KEY-104": Explanation(
        what="A frame does not open under the keys of its epoch: it was altered, or is not theirs.",
        kept="Everything held before is unchanged.",
        then="The frame is dropped. If a good one was sent, it is sent again by itself.",
        do="If this repeats, look at the circuit it came over with `parley status`.",
    ),
    "PLY-KEY-105": Explanation(
        what="An epoch cannot be opened: its secret is not sealed to the prekey that it names.",
        kept="The prekey is kept unused; epochs already open stay open.",
        then="The opening is refused and nothing under it is read.",
        do="Tell the other side's operators the code; their station may hold an old card of ours.",
    ),
    "PLY-KEY-106": Explanation(
        what="What stands in the place of a public {algorithm} key is no such key.",
        kept="Nothing was taken over.",
        then="It is refused, and everything signed or sealed with it.",
        do="Ask the other side for a fresh card.",
    ),
}
