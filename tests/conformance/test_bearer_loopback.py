# SPDX-License-Identifier: Apache-2.0
"""The loopback bearer of our own tests against the kit: a false one proves nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from parley.testing.check_bearer import (
    BEARER_CHECKS,
    BearerPair,
    Check,
    check_bearer,
)
from parley.testing.loopback import loopback_pair


@asynccontextmanager
async def make_pair() -> AsyncIterator[BearerPair]:
    near, far, line = loopback_pair()
    yield BearerPair(near, far, line.clog)


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_loopback_is_a_bearer(check: Check) -> None:
    """What is tested over it must hold over any bearer."""
    asyncio.run(check(make_pair))


def test_the_kit_runs_as_a_whole() -> None:
    """Who writes a bearer may start the kit with one call."""
    asyncio.run(check_bearer(make_pair))
