# SPDX-License-Identifier: Apache-2.0
"""The door for commands: HTTP over a Unix socket in the station folder.

`POST /v1/METHOD` with a JSON object is answered with `{"ok": ...}` or `{"error": ...}`;
`GET /v1/events` tells, one line a change, that something shown may have changed.  Who
may open the socket is the file system's to say: the folder's owner and nobody else.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from parley.errors import LocalFault
from parley.errors.fault import Fault
from parley.station.api import StationApi
from parley.station.limits import REQUEST_BYTES_MAX
from parley.station.logs import Log
from parley.station.methods import ask
from parley.station.sights import Sight

_REFUSED = 409
_FAILED = 500


def control_app(api: StationApi, log: Log, sight: Sight = Sight.WHOLE) -> Starlette:
    """Return the ASGI application of the control socket; commands see by `sight`."""

    async def act(request: Request) -> Response:
        method = request.path_params["method"]
        try:
            body = await _body(request, method)
            answer = await ask(api, method, body, sight)
            return _json({"ok": answer})
        except Fault as fault:
            return _json({"error": told(fault)}, _REFUSED)
        except Exception as mistake:  # noqa: BLE001 - told, and the station goes on
            kind = type(mistake).__name__
            log.error("control.failed", method=method, kind=kind)  # noqa: TRY400
            reason = f"a mistake of the station's own ({kind})"
            broken = LocalFault(
                "PLY-CFG-012", folder=api.settings.station.name, reason=reason
            )
            return _json({"error": told(broken)}, _FAILED)

    async def events(_request: Request) -> Response:
        return StreamingResponse(_lines(api), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/v1/events", events, methods=["GET"]),
            Route("/v1/{method}", act, methods=["POST"]),
        ]
    )


def told(fault: Fault) -> dict[str, Any]:
    """Return a fault as commands are told it."""
    return {
        "code": fault.code,
        "side": fault.side,
        "what": fault.what,
        "kept": fault.kept,
        "then": fault.then,
        "do": fault.do,
        "facts": {name: str(value) for name, value in fault.facts.items()},
    }


async def _body(request: Request, method: str) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > REQUEST_BYTES_MAX:
            allowed = f"at most {REQUEST_BYTES_MAX} bytes"
            raise LocalFault(
                "PLY-CFG-014", key="the request", method=method, allowed=allowed
            )
    return bytes(body)


async def _lines(api: StationApi) -> AsyncIterator[str]:
    async for seq in api.watch_changes():
        yield f"data: {seq}\n\n"


def _json(value: object, status: int = 200) -> Response:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(data, status, media_type="application/json")
