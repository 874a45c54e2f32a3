# SPDX-License-Identifier: Apache-2.0
"""What the tests of stores share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from parley.crypto.vault import Vault
from parley.store.sqlite.store import SqliteStore


@dataclass
class Place:
    """Where one store lives, and how it is opened again."""

    path: Path
    vault: Vault

    def create(self):
        return SqliteStore.create(self.path, self.vault)

    def open(self):
        return SqliteStore(self.path, self.vault)

    def beside(self, ending):
        return self.path.with_name(self.path.name + ending)


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "station"
    folder.mkdir()
    return Place(folder / "store.db", Vault(bytes(range(32))))


@pytest.fixture
def store(place):
    made = place.create()
    yield made
    made.close()
