# SPDX-License-Identifier: Apache-2.0
"""What a station holds of the pages that it shares with one counterpart."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class HeldPages:
    """Unused pages by their names, those taken first standing first.

    With `ours` we open epochs, with `theirs` the counterpart does.  `used` are names of
    theirs that were used, `sets` the numbers of sets ever taken.  `alone`: epochs are
    opened by pages alone, both ways.  `refused`: what we opened last cannot be read
    there and no other way is left.  `told` are openings whose refusal was told already.
    `clean`: since it goes by pages alone, no key that could be stolen signed anything.
    `either`: one side has new keys, so openings of both sorts are accepted.
    """

    ours: dict[bytes, bytes] = field(default_factory=dict)
    theirs: dict[bytes, bytes] = field(default_factory=dict)
    used: dict[bytes, None] = field(default_factory=dict)
    sets: set[bytes] = field(default_factory=set)
    alone: bool = False
    refused: bool = False
    clean: bool = False
    either: bool = False
    told: dict[bytes, None] = field(default_factory=dict)

    @property
    def goes_on(self) -> bool:
        """The incarnation outlives new keys, as none of the old ones signed it."""
        return self.alone and self.clean
