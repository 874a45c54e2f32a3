# SPDX-License-Identifier: Apache-2.0
"""A store whose commits fail when they are told to.

A failing commit changes nothing: the fault comes before anything is applied.  (A crash
after a commit is another thing: `MemoryStore.snapshot` before it, or not.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path

from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.record import Change, Direction, EntryFlag, EntryKey, FiledRow
from parley.ports.store import Store, nothing


class DiskFailure(Enum):
    """What the disk says; the value is the code of the fault."""

    FULL = "PLY-STO-001"
    READ_ONLY = "PLY-STO-002"
    IO_ERROR = "PLY-STO-009"


class CommitFailure(Fixed):
    """How one commit fails; `lasting` means that all later ones do too."""

    failure: DiskFailure
    lasting: bool = False


class FaultyStore:
    """Passes everything on to `inner`, except the commits named in `plan`.

    `plan` names commits by their number, counted from 1; failed ones count.
    """

    def __init__(self, inner: Store, plan: Mapping[int, CommitFailure]) -> None:
        self.inner = inner
        self.commits = 0  # tried so far
        self._plan = dict(plan)
        self._lasting: CommitFailure | None = None

    def heal(self) -> None:
        """End a lasting failure and forget the rest of the plan."""
        self._plan.clear()
        self._lasting = None

    def commit(
        self, changes: Sequence[Change], flushing: Callable[[], None] = nothing
    ) -> None:
        """Commit, or fail as planned."""
        self.commits += 1
        planned = self._lasting or self._plan.get(self.commits)
        if planned is None:
            self.inner.commit(changes, flushing)
            return
        if planned.lasting:
            self._lasting = planned
        reason = "a planned failure of the disk"
        raise LocalFault(planned.failure.value, path="the store", reason=reason)

    def shelf(self, name: str) -> Iterator[tuple[bytes, bytes]]:
        """Pass on."""
        return self.inner.shelf(name)

    def value(self, shelf: str, key: bytes) -> bytes | None:
        """Pass on."""
        return self.inner.value(shelf, key)

    def entry(self, key: EntryKey) -> FiledRow | None:
        """Pass on."""
        return self.inner.entry(key)

    def entries(
        self, link: str, direction: Direction, incarnation: int, first: int, limit: int
    ) -> list[FiledRow]:
        """Pass on."""
        return self.inner.entries(link, direction, incarnation, first, limit)

    def logs(self, link: str) -> list[tuple[Direction, int]]:
        """Pass on."""
        return self.inner.logs(link)

    def flagged(self, flag: EntryFlag) -> list[FiledRow]:
        """Pass on."""
        return self.inner.flagged(flag)

    def recent(self, flag: EntryFlag, before: int | None, limit: int) -> list[FiledRow]:
        """Pass on."""
        return self.inner.recent(flag, before, limit)

    def count(self, link: str, direction: Direction) -> int:
        """Pass on."""
        return self.inner.count(link, direction)

    def check(self, progress: Callable[[int, int], None]) -> list[str]:
        """Pass on."""
        return self.inner.check(progress)

    def copy_to(self, path: Path) -> None:
        """Pass on."""
        self.inner.copy_to(path)

    def close(self) -> None:
        """Pass on."""
        self.inner.close()
