# SPDX-License-Identifier: Apache-2.0
"""`parley bench`: this machine's disk, loopback and keystore, in half a minute."""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.keystore.file.store import FileKeystore
from parley.station.measure.disk import (
    ROW_BYTES,
    bare_commits,
    group_commits,
    new_store,
)
from parley.station.measure.echo import bare_echo
from parley.station.measure.rounds import Spread, take_turns, timed

GROUP = 64
_WARM_UP = 10
_KEYSTORE_ROUNDS = 3


class Cost(Fixed):
    """What one act takes on this machine; `times_bare` where a bare one was beside."""

    what: str
    p50_ms: float
    p99_ms: float
    times_bare: float | None = None


class MachineView(Fixed):
    """Every cost, and the least time from a release to its alarm they allow."""

    folder: str
    rounds: int
    costs: tuple[Cost, ...]
    least_ms: float
    commits_per_s: float
    entries_per_s: float


def measure(folder: Path, rounds: int) -> MachineView:
    """Measure in a folder of its own inside `folder`, which is gone afterwards.

    Raises:
        LocalFault: PLY-CFG-008 or PLY-STO faults, the folder cannot be written.

    """
    try:
        with tempfile.TemporaryDirectory(prefix="parley-bench-", dir=folder) as name:
            return _measure(Path(name), folder, rounds)
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        raise LocalFault("PLY-CFG-008", path=folder, reason=reason) from refused


def _measure(scratch: Path, folder: Path, rounds: int) -> MachineView:
    serials = count(1)
    with (
        bare_commits(scratch / "bare.db") as bare,
        new_store(scratch / "store.db") as store,
        bare_echo(ROW_BYTES) as echo,
    ):
        one, many = (group_commits(store, size, serials) for size in (1, GROUP))
        acts = [timed(act) for act in (bare, one, many, echo)]
        turns = take_turns(acts, rounds, _WARM_UP)
    commit, filed, group, trip = turns.spreads
    keystore = FileKeystore(scratch / "keys.sealed")
    keystore.save(b"a passphrase of a bench", {"seed": os.urandom(32)})
    opened = take_turns(
        [timed(lambda: keystore.load(b"a passphrase of a bench"))], _KEYSTORE_ROUNDS
    ).spreads[0]
    return MachineView(
        folder=str(folder),
        rounds=rounds,
        costs=(
            _cost("one row, committed and flushed, bare", commit),
            _cost("one entry with its state, sealed", filed, turns.ratio(1)),
            _cost(f"{GROUP} entries in one commit", group, turns.ratio(2)),
            _cost(f"{ROW_BYTES} bytes there and back, TLS, loopback", trip),
            _cost("opening a station's keystore", opened),
        ),
        least_ms=(2 * filed.p50 + trip.p50) * 1_000,
        commits_per_s=1 / commit.p50,
        entries_per_s=GROUP / group.p50,
    )


def _cost(what: str, spread: Spread, times_bare: float | None = None) -> Cost:
    return Cost(what, spread.p50 * 1_000, spread.p99 * 1_000, times_bare)
