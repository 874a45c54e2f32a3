# SPDX-License-Identifier: Apache-2.0
"""Which received messages no officer has acknowledged, kept beside the store.

A flood of such messages must not make the board slow: it counts and sorts these keys
and opens only the messages that it shows.  The store remains what is true; this is
built from it at the start and follows every commit.
"""

from __future__ import annotations

from collections.abc import Iterable

from parley.core.shelves import decode_head
from parley.model.precedence import Precedence
from parley.model.record import Append, Change, Clear, EntryFlag, EntryKey
from parley.ports.store import Store

News = tuple[EntryKey, Precedence | None]
"""A key that waits from now on, with its precedence, or one that no longer does."""


class WaitingMessages:
    """Keys of messages that wait for an officer, in filing order."""

    def __init__(self, store: Store) -> None:
        self._precedence = {
            filed.row.key: _precedence(filed.row.head)
            for filed in store.flagged(EntryFlag.OPEN)
        }

    def __len__(self) -> int:
        """Return how many messages wait."""
        return len(self._precedence)

    def read(self, changes: Iterable[Change]) -> list[News]:
        """Return what a transaction will change here; nothing is changed yet."""
        news: list[News] = []
        for change in changes:
            match change:
                case Append(row) if EntryFlag.OPEN in row.flags:
                    news.append((row.key, _precedence(row.head)))
                case Clear(key, flag) if EntryFlag.OPEN in flag:
                    news.append((key, None))
                case _:
                    pass
        return news

    def follow(self, news: Iterable[News]) -> None:
        """Take in what was read of a transaction that is on the disk now."""
        for key, precedence in news:
            if precedence is None:
                self._precedence.pop(key, None)
            else:
                self._precedence[key] = precedence

    def first(self, most: int) -> list[EntryKey]:
        """Return up to `most` keys: highest precedence first, then oldest first."""
        order = sorted(self._precedence, key=lambda key: -self._precedence[key])
        return order[:most]

    def counts(self) -> dict[str, int]:
        """Return how many wait, by precedence."""
        counts = {one.name: 0 for one in Precedence}
        for precedence in self._precedence.values():
            counts[precedence.name] += 1
        return counts


def _precedence(head: bytes) -> Precedence:
    precedence = decode_head(head).precedence
    return Precedence.ROUTINE if precedence is None else precedence
