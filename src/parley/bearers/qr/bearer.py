# SPDX-License-Identifier: Apache-2.0
"""Frames as QR codes: what waits is drawn by `parley qr write`, and read by `qr read`.

Left to the caller: what a frame means and whether it arrived.  `up` says that the
folders can be used, not that anybody prints.
"""

from __future__ import annotations

from parley.bearers.qr.config import QrSettings
from parley.carriage.courier import Courier
from parley.crypto.carrier import CarrierKeys
from parley.ports.bearer import CircuitListener


class QrBearer:
    """One circuit by way of sheets and photographs."""

    def __init__(
        self, settings: QrSettings, ours: CarrierKeys, theirs: CarrierKeys
    ) -> None:
        """Take the keys of our direction and of theirs; open nothing."""
        self.traits = settings.traits
        self._courier = Courier(settings.folders, self.traits, (ours, theirs))

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled."""
        await self._courier.run(listener)

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._courier.send(frame)
