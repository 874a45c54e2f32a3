# SPDX-License-Identifier: Apache-2.0
"""A store whose disk fails on demand is otherwise a store like any other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from parley.store.memory.store import MemoryStore
from parley.testing.check_store import check_store
from parley.testing.faulty_store import FaultyStore


@dataclass
class FaultyBench:
    folder: Path

    def new(self):
        return FaultyStore(MemoryStore(), {})

    def again(self, store):
        store.close()
        return FaultyStore(store.inner.snapshot(), {})

    def copy(self, path):
        return FaultyStore(MemoryStore.load(path), {})


def test_store_without_planned_failures_keeps_the_promises(tmp_path):
    """What a simulated world sees fail must be the disk, not what fails it."""
    names = itertools.count()

    def make():
        folder = tmp_path / str(next(names))
        folder.mkdir()
        return FaultyBench(folder)

    check_store(make)
