# SPDX-License-Identifier: Apache-2.0
"""Two paired stations for every test of the shell."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from parley.testing.stations import free_port, move_circuit, pair_stations


@pytest.fixture(scope="session")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two paired stations once; tests work on copies."""
    root = tmp_path_factory.mktemp("paired")
    pair_stations(root)
    return root


@pytest.fixture
def folders(paired: Path, tmp_path: Path) -> Path:
    """Return a folder with fresh copies of both stations, on a port of their own."""
    root = tmp_path / "stations"
    shutil.copytree(paired, root)
    move_circuit(root)
    return root


@pytest.fixture
def own_ports(folders: Path) -> Path:
    """Give BRAVO's process ports that are free."""
    path = folders / "bravo" / "station.toml"
    text = path.read_text()
    for port in ("8471", "9471"):
        text = re.sub(rf"127\.0\.0\.1:{port}\b", f"127.0.0.1:{free_port()}", text)
    path.write_text(text)
    return folders


@pytest.fixture
def run() -> Callable[[Awaitable[object]], object]:
    """Run a coroutine with a limit of time."""

    async def limited(doing: Awaitable[object]) -> object:
        async with asyncio.timeout(60):
            return await doing

    return lambda doing: asyncio.run(limited(doing))
