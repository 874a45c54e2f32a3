# SPDX-License-Identifier: Apache-2.0
"""Which draft numbers of a counterpart have been filed, in little memory.

Numbers arrive nearly in order with gaps (withdrawn drafts), so spans are few.  When a
counterpart scatters its numbers on purpose, the lowest spans are joined: what lies
between them then counts as seen, which can only hide its own later messages.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from parley.core.limits import NUMBER_SPANS_MAX


@dataclass(slots=True)
class NumberSet:
    """Sorted, disjoint, non-touching spans [first, last]."""

    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)

    def __contains__(self, number: int) -> bool:
        """Tell whether `number` was added (or lies between joined spans)."""
        at = bisect_right(self.firsts, number) - 1
        return at >= 0 and number <= self.lasts[at]

    def add(self, number: int) -> None:
        """Add one number; O(log n) for numbers near the end."""
        if number in self:
            return
        at = bisect_right(self.firsts, number)
        left = at > 0 and self.lasts[at - 1] == number - 1
        right = at < len(self.firsts) and self.firsts[at] == number + 1
        if left and right:
            self.lasts[at - 1] = self.lasts[at]
            del self.firsts[at], self.lasts[at]
        elif left:
            self.lasts[at - 1] = number
        elif right:
            self.firsts[at] = number
        else:
            self.firsts.insert(at, number)
            self.lasts.insert(at, number)
        if len(self.firsts) > NUMBER_SPANS_MAX:
            self.lasts[0] = self.lasts[1]
            del self.firsts[1], self.lasts[1]

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return the spans in order, for keeping."""
        return tuple(zip(self.firsts, self.lasts, strict=True))

    @classmethod
    def of(cls, spans: tuple[tuple[int, int], ...]) -> NumberSet:
        """Rebuild from `spans`."""
        return cls([first for first, _ in spans], [last for _, last in spans])
