# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.pipe against the kit, with the example program on both ends."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from parley.bearers.pipe import PipeBearer, PipeSettings
from parley.testing import pipe_program
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check


def bearer(way: str, folder: Path) -> PipeBearer:
    program = str(pipe_program.__file__)
    command = (sys.executable, "-S", program, way, str(folder / "line"))
    return PipeBearer(PipeSettings(command, folder / way, retry_s_min=0.05))


@asynccontextmanager
async def make_pair() -> AsyncIterator[BearerPair]:
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        yield BearerPair(bearer("near", folder), bearer("far", folder))


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_pipe_is_a_bearer(check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
