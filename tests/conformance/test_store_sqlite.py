# SPDX-License-Identifier: Apache-2.0
"""The store of a station keeps the promises of a store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from parley.crypto.vault import Vault
from parley.store.sqlite.store import SqliteStore
from parley.testing.check_store import STORE_CHECKS

VAULT = Vault(bytes(32))


@dataclass
class SqliteBench:
    folder: Path

    def new(self):
        return SqliteStore.create(self.folder / "store.db", VAULT)

    def again(self, store):
        store.close()
        return SqliteStore(self.folder / "store.db", VAULT)

    def copy(self, path):
        return SqliteStore(path, VAULT)


@pytest.mark.parametrize("check", STORE_CHECKS, ids=lambda check: check.__name__)
def test_sqlite_store_keeps_the_promises(check, tmp_path):
    """One kit for every store: what the core relies on is the same everywhere."""
    check(SqliteBench(tmp_path))
