# SPDX-License-Identifier: Apache-2.0
"""The keystore file keeps the promises of a keystore."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import pytest

from parley.keystore.file.store import FileKeystore
from parley.testing.check_keystore import KEYSTORE_CHECKS, check_keystore


def frighteningly_weak_keystore(path):
    return FileKeystore(path, memory_kib=8, iterations=1, lanes=1)


@dataclass
class FileBench:
    path: Path

    def new(self):
        return frighteningly_weak_keystore(self.path)

    def again(self):
        return frighteningly_weak_keystore(self.path)

    def sealed(self):
        return self.path.read_bytes()

    def alter(self, sealed):
        if sealed is None:
            self.path.unlink()
        else:
            self.path.write_bytes(sealed)


@pytest.mark.parametrize("check", KEYSTORE_CHECKS, ids=lambda check: check.__name__)
def test_keystore_file_keeps_the_promises(check, tmp_path):
    """Everything the station is, is in this box."""
    check(FileBench(tmp_path / "keys.sealed"))


def test_the_kit_runs_as_a_whole(tmp_path):
    """An author without pytest runs all checks with one call."""
    names = itertools.count()
    check_keystore(lambda: FileBench(tmp_path / str(next(names))))
