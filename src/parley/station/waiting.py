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


class WaitingMessages:
    """Keys of messages that wait for an officer, in filing order."""

    def __init__(self, store: Store) -> None:
        self._precedence: dict[EntryKey, Precedence] = {}
        self._file(
            (filed.row.key, filed.row.head) for filed in store.flagged(EntryFlag.OPEN)
        )

    def __len__(self) -> int:
        """Return how many messages wait."""
        return len(self._precedence)

    def follow(self, changes: Iterable[Change]) -> None:
        """Take in what a transaction changed."""
        for change in changes:
            match change:
                case Append(row) if EntryFlag.OPEN in row.flags:
                    self._file([(row.key, row.head)])
                case Clear(key, flag) if EntryFlag.OPEN in flag:
                    self._precedence.pop(key, None)
                case _:
                    pass

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

    def _file(self, rows: Iterable[tuple[EntryKey, bytes]]) -> None:
        for key, head in rows:
            precedence = decode_head(head).precedence
            self._precedence[key] = (
                Precedence.ROUTINE if precedence is None else precedence
            )
