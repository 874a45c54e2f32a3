# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.file against the kit, on real folders, with a courier in between."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from parley.bearers.file import FileBearer, FileSettings
from parley.testing.carried import ALFA, BRAVO
from parley.testing.check_bearer import (
    BEARER_CHECKS,
    BearerPair,
    Check,
    MakePair,
)

QUICK = {"look_s": 0.01, "settle_s": 0.0}


def bearer(outgoing: Path | None, incoming: Path | None, keys) -> FileBearer:
    return FileBearer(FileSettings(outgoing, incoming, **QUICK), *keys)


@asynccontextmanager
async def shared_drive() -> AsyncIterator[BearerPair]:
    """Both ends look into the same two folders."""
    with tempfile.TemporaryDirectory() as root:
        there, back = Path(root, "there"), Path(root, "back")
        there.mkdir()  # noqa: ASYNC240 - before anything runs
        back.mkdir()  # noqa: ASYNC240 - the same
        yield BearerPair(bearer(there, back, ALFA), bearer(back, there, BRAVO))


@asynccontextmanager
async def one_way() -> AsyncIterator[BearerPair]:
    """A data diode: nothing ever comes back."""
    with tempfile.TemporaryDirectory() as root:
        yield BearerPair(
            bearer(Path(root), None, ALFA), bearer(None, Path(root), BRAVO)
        )


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("make_pair", [shared_drive, one_way])
def test_file_is_a_bearer(make_pair: MakePair, check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
