# SPDX-License-Identifier: Apache-2.0
"""Frames as files: a stick carried by a person, a data diode, a shared drive.

Left to the caller: what a frame means and whether it arrived.  `up` says that the
folders can be used, not that anybody carries anything.
"""

from __future__ import annotations

from parley.bearers.file.config import FileSettings
from parley.carriage.courier import Courier
from parley.crypto.carrier import CarrierKeys
from parley.ports.bearer import CircuitListener


class FileBearer:
    """One circuit over an outgoing and an incoming folder, or one of them."""

    def __init__(
        self, settings: FileSettings, ours: CarrierKeys, theirs: CarrierKeys
    ) -> None:
        """Take the keys of our direction and of theirs; open nothing."""
        self.traits = settings.traits
        self._courier = Courier(settings.folders, self.traits, (ours, theirs))

    async def run(self, listener: CircuitListener) -> None:
        """Carry frames until cancelled; a folder that is missing is waited for."""
        await self._courier.run(listener)

    def send(self, frame: bytes) -> None:
        """Take one frame within the window; without a circuit it is dropped."""
        self._courier.send(frame)
