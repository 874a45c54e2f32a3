# SPDX-License-Identifier: Apache-2.0
"""Makes the folder of a new station."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from parley.model.precedence import Mode
from parley.station.growing import make_folder
from parley.station.holding import lock
from parley.station.places import (
    StationFolder,
)
from parley.station.settings_text import CircuitLine, settings_text

if TYPE_CHECKING:
    from parley.station.root_at_hand import Root


def init_station(
    folder: Path,
    *,
    name: str,
    party: str,
    mode: Mode,
    positions: Sequence[str],
    passphrase: bytes,
    address: str | None = None,
    console: str = "127.0.0.1:8471",
    health: str = "127.0.0.1:9471",
    circuits: Sequence[CircuitLine] = (),
    evidence: str = "provable",
    root: Root | None = None,
    frighteningly_weak_keystore: bool = False,
) -> StationFolder:
    """Make a new station: keys, certificate, keystore, empty record, settings.

    `address` is where counterparts find us; it goes into our card.  `evidence` is what
    we propose of showing the record.  `root` delegates the station at once; without
    it the station has to ask before it starts.  Blocking: Argon2id takes about a
    second for each box.

    Raises:
        LocalFault: PLY-CFG-004 a name, mode or address is not allowed; PLY-CFG-007,
            -008 the folder cannot be made; PLY-CFG-024 the passphrase is too short.

    """
    # Loaded here, since a command that only looks for a folder needs none of it.
    from parley.station import making  # noqa: PLC0415

    text = settings_text(
        name,
        party,
        mode.name,
        positions,
        console=console,
        health=health,
        addresses=[] if address is None else [address],
        circuits=circuits,
        evidence=evidence,
    )
    return make_folder(
        folder,
        lambda growing: making.fill(
            growing,
            text,
            folder,
            passphrase,
            root,
            frighteningly_weak=frighteningly_weak_keystore,
        ),
    )


__all__ = ["StationFolder", "init_station", "lock", "make_folder"]
