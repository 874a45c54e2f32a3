# SPDX-License-Identifier: Apache-2.0
"""Frames over TCP and TLS 1.3: the bearer that works everywhere.

Left to the caller: what a frame means, whether it arrived, and when to send it again.

How much can stand before a FLASH when the line is full: what the core has handed over
(`window_frames` frames), one record of 4 KiB in this process (or one longer frame), and
16 KiB in the kernel that are not yet on the wire.  A place of the window comes back
when the kernel has taken the frame's last byte.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from parley.bearers.tcp.circuit import Circuit
from parley.bearers.tcp.config import Role, TcpSettings
from parley.bearers.tcp.dial import dial
from parley.bearers.tcp.listen import listen
from parley.bearers.tcp.tls import make_context
from parley.ports.bearer import CircuitListener


class TcpBearer:
    """One circuit to one counterpart over TCP; dials or listens, never both.

    ``listening`` is set while a listening side has its port, whose number is ``port``;
    one that the machine chose (0 in the settings) is kept when it is run again.
    ``strangers`` counts, by reason, the callers who were turned away.
    """

    def __init__(self, settings: TcpSettings) -> None:
        """Check the certificates; open nothing.

        Raises:
            LocalFault: PLY-BRR-006 or PLY-BRR-007, when a certificate cannot be used.

        """
        self.traits = settings.traits
        self.port = settings.port
        self.listening = asyncio.Event()
        self.strangers: Counter[str] = Counter()
        self._settings = settings
        self._context = make_context(settings)
        self._circuit: Circuit | None = None

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled.

        Raises:
            LocalFault: PLY-BRR-001 to PLY-BRR-004, at once, when the port to listen on
                cannot be had; later failures are told by `down`.

        """
        if self._circuit is not None:
            raise AssertionError("a bearer is run once at a time")
        circuit = Circuit(self._context, self._settings, listener, self.strangers)
        self._circuit = circuit
        try:
            if self._settings.role is Role.DIAL:
                await dial(self._settings, circuit)
            else:
                await listen(self._settings, self.port, circuit, self._bound)
        finally:
            self._circuit = None
            self.listening.clear()
            await circuit.close()

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        if not 0 < len(frame) <= self.traits.frame_bytes_max:
            raise AssertionError(
                f"a frame of {len(frame)} bytes was handed over; allowed is 1 to "
                f"{self.traits.frame_bytes_max}"
            )
        if self._circuit is not None:
            self._circuit.send(frame)

    def _bound(self, port: int) -> None:
        self.port = port
        self.listening.set()
