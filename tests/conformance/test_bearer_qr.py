# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.qr against the kit; the codes themselves are in its unit tests."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from parley.bearers.qr import QrBearer, QrSettings
from parley.testing.carried import keys_of
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check

THERE, BACK = keys_of("qr")


@asynccontextmanager
async def make_pair() -> AsyncIterator[BearerPair]:
    """Let one end's sheets be the other's photographs."""
    with tempfile.TemporaryDirectory() as root:
        one, two = Path(root, "one"), Path(root, "two")
        near = QrSettings(one, two, look_s=0.01, settle_s=0.0)
        far = QrSettings(two, one, look_s=0.01, settle_s=0.0)
        yield BearerPair(
            QrBearer(near, THERE, BACK), QrBearer(far, BACK, THERE), many_frames=300
        )


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_qr_is_a_bearer(check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
