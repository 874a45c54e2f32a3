# SPDX-License-Identifier: Apache-2.0
"""Does a long record make the next message slower?  Two pairs of stations in turns."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

from bench_figures import Figure, at_most, ms
from bench_pair import running_pair
from bench_release import Releases

from parley.core.records import EntryHead, LadderFact, Rung
from parley.core.shelves import encode_fact, encode_head, ladder_key
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence
from parley.model.record import (
    Append,
    Change,
    Direction,
    EntryFlag,
    EntryKey,
    EntryRow,
    Put,
)
from parley.station.catalogue import open_store
from parley.station.folder import StationFolder
from parley.station.measure.rounds import Turns, take_turns
from parley.station.secrets import load_secrets, station_keystore
from parley.testing.stations import ALFA, BRAVO, PASSPHRASE

FEW, MANY = 100, 100_000
TIMES_MAX = 1.3
WARM_UP = 20
PER_COMMIT = 2_000
BODY_BYTES = 304
FIRST_MS = 1_700_000_000_000
STEP_MS = 60_000


def fill(folder: Path, entries: int) -> None:
    """Put an earlier life of both logs on record: messages, half with a receipt."""
    root = StationFolder(folder)
    secrets = load_secrets(station_keystore(root.keys), PASSPHRASE, root.keys)
    link = BRAVO if folder.name == "alfa" else ALFA
    with closing(open_store(root, secrets)) as store:
        for first in range(0, entries, PER_COMMIT):
            numbers = range(first, min(first + PER_COMMIT, entries))
            changes = [one for number in numbers for one in _entry(link, number)]
            store.commit(sorted(changes, key=lambda one: isinstance(one, Put)))


def _entry(link: str, number: int) -> list[Change]:
    """Return the entry of that number; incarnation 0 is before any of the station."""
    way = Direction.OUT if number % 2 else Direction.IN
    key = EntryKey(link, way, 0, number // 2 + 1)
    message = number % 4 < 2  # noqa: PLR2004 - every other entry of either log
    at_ms = FIRST_MS + number * STEP_MS
    leaf = number.to_bytes(32, "big")
    head = EntryHead(
        kind=int(EntryKind.MESSAGE if message else EntryKind.RECEIPT),
        precedence=Precedence.ROUTINE if message else None,
        logged_ms=at_ms,
        filed_ms=at_ms,
        epoch_tag=leaf[-4:],
        opened_ms=FIRST_MS,
        leaf_secret=leaf,
        number=number if message else None,
    )
    flags = EntryFlag.MESSAGE if message else EntryFlag(0)
    body = leaf * (BODY_BYTES // len(leaf))
    changes: list[Change] = [
        Append(EntryRow(key, flags, leaf, encode_head(head), body))
    ]
    if message and way is Direction.OUT:
        fact = LadderFact(Rung.RECEIPT, number, leaf, at_ms, at_ms)
        changes.append(
            Put("ladder", ladder_key(key, Rung.RECEIPT, leaf), encode_fact(fact))
        )
    return changes


def measure(root: Path, rounds: int) -> Figure:
    """Release one message over the short record, then one over the long one."""
    with (
        running_pair(root / "few", partial(fill, entries=FEW)) as few,
        running_pair(root / "many", partial(fill, entries=MANY)) as many,
    ):
        releases = [Releases(*pair, rounds + WARM_UP) for pair in (few, many)]
        turns = take_turns([one.once for one in releases], rounds, WARM_UP)
    return figure(turns)


def figure(turns: Turns) -> Figure:
    """Judge the median over the long record by that over the short one."""
    few, many = turns.spreads
    ratio = turns.ratio()
    return Figure(
        f"a new message over {MANY:,} entries",
        f"p50 <= {TIMES_MAX} x that over {FEW}",
        f"{ratio:.2f} x; p50 {ms(many.p50)}",
        at_most(ratio, TIMES_MAX),
        {
            f"p50 over {FEW}": ms(few.p50),
            f"p99 over {FEW}": ms(few.p99),
            f"p99 over {MANY:,}": ms(many.p99),
            "releases each": len(few.seconds),
        },
    )
