# SPDX-License-Identifier: Apache-2.0
"""Marks in a record that does not go on where the one before it ended."""

from __future__ import annotations

from typing import Final

from parley.model.record import Put
from parley.ports.store import Store

_SHELF: Final = "station"
_RESTORED: Final = b"restored"
_REBUILT: Final = b"rebuilt"


def mark_restored(store: Store) -> None:
    """Say that the record is of a backup: others may know more of this station."""
    store.commit([Put(_SHELF, _RESTORED, b"1")])


def mark_rebuilt(store: Store) -> None:
    """Say that the record begins empty although the station has spoken before."""
    store.commit([Put(_SHELF, mark, b"1") for mark in (_RESTORED, _REBUILT)])
