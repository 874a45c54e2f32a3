# SPDX-License-Identifier: Apache-2.0
"""The book that ships, and an edition with one thing changed."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from parley.formats.compile import Source
from parley.station.library.files import editions, load_library, read_source


@pytest.fixture(scope="session")
def book():
    """The newest edition."""
    return load_library().newest


@pytest.fixture(scope="session")
def edition_folder() -> Path:
    """Where the newest edition is edited."""
    return editions()[-1]


@pytest.fixture
def source(edition_folder) -> Source:
    """Tables of the newest edition that a test may change."""
    return copy.deepcopy(read_source(edition_folder))
