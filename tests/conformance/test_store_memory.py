# SPDX-License-Identifier: Apache-2.0
"""The store of simulated worlds keeps the promises of a store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from parley.store.memory.store import MemoryStore
from parley.testing.check_store import STORE_CHECKS


@dataclass
class MemoryBench:
    folder: Path

    def new(self):
        return MemoryStore()

    def again(self, store):
        store.close()
        return store.snapshot()

    def copy(self, path):
        return MemoryStore.load(path)


@pytest.mark.parametrize("check", STORE_CHECKS, ids=lambda check: check.__name__)
def test_memory_store_keeps_the_promises(check, tmp_path):
    """A world whose store is kinder than the real one proves nothing."""
    check(MemoryBench(tmp_path))
