# SPDX-License-Identifier: Apache-2.0
"""parley.bearers.voice against the kit, over a call in a hurry."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from parley.bearers.voice import VoiceBearer, VoiceSettings
from parley.testing.check_bearer import BEARER_CHECKS, BearerPair, Check
from parley.testing.exchange import End, Exchange


def bearer(end: End, folder: Path, *, yields: bool) -> VoiceBearer:
    settings = VoiceSettings(end.hear, end.speak, folder, yields, modem="datac0")
    return VoiceBearer(settings)


@asynccontextmanager
async def make_pair() -> AsyncIterator[BearerPair]:
    with tempfile.TemporaryDirectory() as root, Exchange(Path(root)) as call:
        yield BearerPair(
            bearer(call.near, Path(root, "a"), yields=False),
            bearer(call.far, Path(root, "b"), yields=True),
            many_frames=3,
            patience_s=60.0,
        )


@pytest.mark.parametrize("check", BEARER_CHECKS, ids=lambda check: check.__name__)
def test_voice_is_a_bearer(check: Check) -> None:
    """The station above relies on each of these on every bearer."""
    asyncio.run(check(make_pair))
