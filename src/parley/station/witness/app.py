# SPDX-License-Identifier: Apache-2.0
"""A third witness over HTTP: one path, one method, a bounded body."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.station.clock import SystemClock
from parley.station.folder import lock
from parley.station.listeners import Listener, bind
from parley.station.witness.place import WitnessPlace
from parley.station.witness.service import WitnessService
from parley.tlog.submission import SUBMISSION_BYTES_MAX

PATH = "/add-checkpoint"


def witness_app(service: WitnessService) -> Starlette:
    """Return the ASGI application of a witness."""

    async def add(request: Request) -> Response:
        data = b""
        async for piece in request.stream():
            data += piece
            if len(data) > SUBMISSION_BYTES_MAX:
                return Response(status_code=413)
        told = await service.add(data)
        return Response(told.body, told.status, media_type=told.kind)

    return Starlette(routes=[Route(PATH, add, methods=["POST"])])


def run_witness(
    folder: Path, passphrase: bytes, address: str, ready: Callable[[str], None]
) -> None:
    """Answer until SIGTERM or SIGINT; `ready` is told the address.

    Raises:
        LocalFault: PLY-CFG-006 it runs already; PLY-CFG-009 the address cannot be had;
            PLY-KEY; PLY-LOG-035.

    """
    place = WitnessPlace(folder)
    with lock(folder):
        service = WitnessService(
            place, place.open(passphrase), place.policies(), SystemClock()
        )
        with closing(bind(address, "--listen")) as bound:
            host, port = bound.getsockname()[:2]
            listener = Listener(witness_app(service), bound, websockets=False)
            asyncio.run(_until_stopped(listener, lambda: ready(f"{host}:{port}")))


async def _until_stopped(listener: Listener, ready: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, listener.stop)
    async with asyncio.TaskGroup() as group:
        group.create_task(listener.listen())
        await listener.ready.wait()
        ready()
