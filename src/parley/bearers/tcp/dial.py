# SPDX-License-Identifier: Apache-2.0
"""The dialling side: one attempt after another, for ever."""

from __future__ import annotations

import asyncio
import random
from functools import partial

from parley.bearers.tcp.circuit import Circuit
from parley.bearers.tcp.config import TcpSettings
from parley.bearers.tcp.reach import reach_through
from parley.bearers.tcp.session import Session
from parley.bearers.tcp.unreached import UnreachedError

_DOUBLINGS_MAX = 16


def wait_s(settings: TcpSettings, failures: int, fraction: float) -> float:
    """How long to wait after `failures` attempts in a row that proved nothing.

    The whole of a doubling span is drawn from (full jitter), so that two stations, or a
    hundred, do not come back in step after a common failure; never below the minimum.
    """
    doublings = min(failures, _DOUBLINGS_MAX)
    span_s = min(settings.retry_s_max, settings.retry_s_min * 2.0**doublings)
    return max(settings.retry_s_min, span_s * fraction)


async def dial(settings: TcpSettings, circuit: Circuit) -> None:
    """Keep the circuit up until cancelled."""
    loop = asyncio.get_running_loop()
    draw = random.Random()  # noqa: S311 - jitter, not a secret
    failures = 0
    while True:
        try:
            near = await reach_through(
                settings.proxy,
                settings.host,
                settings.port,
                settings.connect_timeout_s,
            )
        except UnreachedError as unreached:
            circuit.fail(unreached.reason)
            failures += 1
        else:
            session = circuit.new_session()
            await loop.create_connection(partial(_same, session), sock=near)
            await asyncio.wait([session.gone])
            failures = 0 if session.is_proved else failures + 1
        await asyncio.sleep(wait_s(settings, failures, draw.random()))


def _same(session: Session) -> Session:
    return session
