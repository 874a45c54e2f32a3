# SPDX-License-Identifier: Apache-2.0
"""The listening side: a port, and callers who must prove themselves."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Callable

from parley.bearers.tcp.circuit import Circuit
from parley.bearers.tcp.config import TcpSettings
from parley.bearers.tcp.unreached import address_text
from parley.errors import LocalFault

_CALLERS_QUEUED_MAX = 64

_CODES = {
    errno.EADDRINUSE: "PLY-BRR-001",
    errno.EADDRNOTAVAIL: "PLY-BRR-002",
    errno.EACCES: "PLY-BRR-003",
    errno.EPERM: "PLY-BRR-003",
}


async def listen(
    settings: TcpSettings, port: int, circuit: Circuit, bound: Callable[[int], None]
) -> None:
    """Take callers until cancelled; `bound` is told the port once it is ours.

    Raises:
        LocalFault: PLY-BRR-001 to PLY-BRR-004, when the port cannot be had.

    """
    loop = asyncio.get_running_loop()
    try:
        # Bound first and begun inside the block: an end that comes in the turn between
        # would leave the port taken for as long as this process runs.
        listening = await loop.create_server(
            circuit.new_session,
            settings.host or None,
            port,
            backlog=_CALLERS_QUEUED_MAX,
            start_serving=False,
        )
        try:
            await listening.start_serving()
            bound(int(listening.sockets[0].getsockname()[1]))
            await loop.create_future()
        finally:
            listening.close()
            # A caller whom the loop has just accepted reaches us in the next turn;
            # after it, closing the circuit closes him too.
            await asyncio.sleep(0)
    except (OSError, UnicodeError) as error:
        raise _fault(error, address_text(settings.host, port)) from None


def _fault(error: Exception, address: str) -> LocalFault:
    number = getattr(error, "errno", None)
    if number in _CODES:
        return LocalFault(_CODES[number], address=address)
    reason = (
        os.strerror(number) if isinstance(number, int) and number > 0 else str(error)
    )
    return LocalFault("PLY-BRR-004", address=address, reason=reason.lower())
