# SPDX-License-Identifier: Apache-2.0
"""What monitoring asks on the health listener, loopback only.

| path | says |
|---|---|
| `/healthz` | 200: the process answers |
| `/readyz` | 200 ready, a console is armed; 203 ready, none is armed; 503 not ready |
| `/metrics` | Prometheus text |

Nothing here names an officer or holds a text.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.station.queries import Queries
from parley.station.views import StatusView

READY = 200
NO_ARMED_CONSOLE = 203
NOT_READY = 503


def health_app(queries: Queries, metrics: Callable[[], tuple[bytes, str]]) -> Starlette:
    """Return the ASGI application of the health listener."""

    async def healthz(_request: Request) -> Response:
        return _json({"process": "answers"}, READY)

    async def readyz(_request: Request) -> Response:
        status, told = readiness(queries.status())
        return _json(told, status)

    async def prometheus(_request: Request) -> Response:
        text, kind = metrics()
        return Response(text, media_type=kind)

    return Starlette(
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", prometheus),
        ]
    )


def readiness(status: StatusView) -> tuple[int, dict[str, object]]:
    """Return the status code of a station and the reasons for it."""
    reasons = list(status.reasons)
    if reasons:
        code = NOT_READY
    elif status.armed_consoles == 0:
        code = NO_ARMED_CONSOLE
        reasons = ["no console is armed: an arriving message would wake nobody"]
    else:
        code = READY
    down = [
        f"{circuit.circuit} to {circuit.link}: {circuit.reason or circuit.state}"
        for counterpart in status.counterparts
        for circuit in counterpart.circuits
        if circuit.state in {"down", "untried", "silent"}
    ]
    return code, {
        "station": status.station,
        "mode": status.mode,
        "ready": status.ready,
        "armed_consoles": status.armed_consoles,
        "reasons": reasons,
        "circuits_down": down,
        "alarms": [f"{alarm.code} {alarm.link}" for alarm in status.alarms],
    }


def _json(value: dict[str, object], status: int) -> Response:
    data = json.dumps(value, ensure_ascii=False).encode()
    return Response(data, status, media_type="application/json")
