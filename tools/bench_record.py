# SPDX-License-Identifier: Apache-2.0
"""What the cosigned record costs: to grow, to verify, to prove, to keep."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from bench_figures import Figure, at_least, at_most, ms
from bench_pair import environment

from parley.core.hand_offs import SHELF, hand_off_key
from parley.core.records import LadderFact, Rung
from parley.core.shelves import encode_fact, encode_hand_offs, ladder_key
from parley.crypto.digest import sha256
from parley.crypto.expand import expand
from parley.fixed import replace
from parley.model.precedence import Mode
from parley.model.record import (
    Append,
    Change,
    Direction,
    EntryFlag,
    EntryRow,
    Put,
)
from parley.station.measure.disk import new_store
from parley.station.measure.rounds import Spread, Turns, take_turns, timed
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.two_logs import BEGIN_MS, EVERY_MS, KnownLog, two_logs
from parley.tlog.bundle import Period, encode_bundle, prove_part
from parley.tlog.contact import prove_contact
from parley.tlog.leaf import SALT_BYTES, Field, LeafFields, leaf, leaves
from parley.tlog.merkle import Frontier
from parley.tlog.verdict import verdict
from parley.tlog.verdict_lines import verdict_lines

FEW, MANY = 1_000, 1_000_000
GROWTH_TIMES_MAX = 1.3
VERIFIED_PER_S_MIN = 100_000
VERIFIED, VERIFIED_TURNS = 5_000, 40
GROWTH_TURNS = 40
CONTACT_BYTES_MAX, CONTACT_MS_MAX = 8_000, 5.0
CONTACTS, CONTACTS_BYTES_MAX = 100, 26_000
STORED, STORED_BYTES_MAX = 20_000, 600
PER_COMMIT = 1_000
CHARACTERS = 200
STARTS = 7
CIRCUIT = "nrrc.bravo.example/tcp"
_SORT = (Field.KIND, Field.PRECEDENCE, Field.LOGGED)


def measure(root: Path) -> list[Figure]:
    """Measure everything about the record that has a bar."""
    root.mkdir(parents=True)
    return [_growing(), _verifying(), *_contact(root), _contacts(), _stored(root)]


def _growing() -> Figure:
    leaves = [sha256(number.to_bytes(8, "big")) for number in range(FEW)]
    few = Frontier().extend(leaves)
    many = Frontier()
    for number in range(MANY // FEW):
        many = many.extend([sha256(b"%d" % number + each) for each in leaves])
    # By the core's own time, in short turns: both meet the same caches and clock.
    acts = [timed(_grow(start), time.process_time) for start in (few, many)]
    return growth(take_turns(acts, GROWTH_TURNS, 2))


def _grow(start: Frontier) -> Callable[[], None]:
    """Return what logs as many entries again as the short log has: every shape once."""
    fields = LeafFields(1, 0, BEGIN_MS, sha256(b"content"), None, None)
    secret = sha256(b"secret")

    def grow() -> None:
        frontier = start
        for _ in range(FEW):
            frontier = frontier.append(leaf(fields, secret))
            frontier.root()

    return grow


def growth(turns: Turns) -> Figure:
    """Judge an append with its root over many entries by that over few."""
    few, many = turns.spreads
    ratio = turns.ratio()
    return Figure(
        f"an entry's leaf, append and root at {MANY:,} entries",
        f"<= {GROWTH_TIMES_MAX} x that at {FEW:,}",
        f"{ratio:.2f} x; {many.p50 / FEW * 1e6:.1f} us",
        at_most(ratio, GROWTH_TIMES_MAX),
        {
            f"us at {FEW:,}": few.p50 / FEW * 1e6,
            f"us at {MANY:,}": many.p50 / FEW * 1e6,
        },
    )


def _verifying() -> Figure:
    fields = [
        LeafFields(1, number % 4, BEGIN_MS + number, sha256(b"%d" % number), None, None)
        for number in range(VERIFIED)
    ]
    secret = sha256(b"secret")
    contents = [each.content for each in fields]

    def check() -> None:
        Frontier().extend(leaves((each, secret) for each in fields)).root()

    def hash_only() -> None:
        # Six salts, six commitments, the leaf, one node: what nobody can leave out.
        for content in contents:
            expand(secret, b"parley/1 leaf salts", SALT_BYTES * len(Field))
            for _ in range(8):
                sha256(content)

    # A core's own time: what other processes take of the machine is not counted.
    acts = [timed(act, time.process_time) for act in (hash_only, check)]
    bare, spread = take_turns(acts, VERIFIED_TURNS, 2).spreads
    rate = VERIFIED / spread.p50
    return Figure(
        "entries verified a second, leaves and tree",
        f">= {VERIFIED_PER_S_MIN:,}/s a core",
        f"{rate:,.0f}/s",
        at_least(rate, VERIFIED_PER_S_MIN),
        {
            "entries": VERIFIED,
            f"seconds for {MANY:,}": MANY / rate,
            "their salts and SHA-256 alone": f"{VERIFIED / bare.p50:,.0f}/s",
            "slowest of ten turns": f"{VERIFIED / spread.percentile(90):,.0f}/s",
        },
    )


def _contact(root: Path) -> list[Figure]:
    alfa, _ = two_logs(FEW)
    index = FEW // 2 - 3
    note = alfa.note((BEGIN_MS + FEW * EVERY_MS) // 1_000)
    shown = alfa.shown(index, *_SORT).disclosure
    data = prove_contact(alfa.source, index, FEW, shown, note)
    policy = alfa.policy.text().encode()

    def judge() -> None:
        found = verdict(data, [policy])
        assert found["code"] is None, found["code"]
        assert verdict_lines(found)

    (work,) = take_turns([timed(judge)], 100, 5).spreads
    bare, whole = _started(root, data, policy)
    size = Figure(
        "a proof of one contact",
        f"<= {CONTACT_BYTES_MAX:,} bytes",
        f"{len(data):,} bytes",
        at_most(len(data), CONTACT_BYTES_MAX),
        {"entries in the log": FEW, "hashes": len(data.split(b"\n\n")[0].split()) - 5},
    )
    return [size, _judged(work, bare, whole)]


def _judged(work: Spread, bare: Spread, whole: Spread) -> Figure:
    return Figure(
        "`parley verify` of one contact, work alone",
        f"<= {CONTACT_MS_MAX:g} ms",
        ms(work.p50),
        at_most(work.p50 * 1_000, CONTACT_MS_MAX),
        {
            "p99": ms(work.p99),
            "the whole command": ms(whole.p50),
            "of it a Python that does nothing": ms(bare.p50),
        },
    )


def _started(root: Path, data: bytes, policy: bytes) -> tuple[Spread, Spread]:
    """Time the whole command beside an interpreter that does nothing."""
    (root / "contact").write_bytes(data)
    (root / "policy").write_bytes(policy)
    verify = ("-m", "parley", "verify", str(root / "contact"), str(root / "policy"))
    acts = [timed(partial(_run, words)) for words in (("-c", ""), verify)]
    bare, whole = take_turns(acts, STARTS, 1).spreads
    return bare, whole


def _run(words: Sequence[str]) -> None:
    subprocess.run(
        [sys.executable, *words],
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _contacts() -> Figure:
    alfa, _ = two_logs(FEW)
    data = _period_proof(alfa)
    found = verdict(data, [alfa.policy.text().encode()])
    assert found["code"] is None, found["code"]
    assert sum(row["count"] for row in found["parts"][0]["counts"]) == CONTACTS
    return Figure(
        f"a complete proof of {CONTACTS} contacts",
        f"<= {CONTACTS_BYTES_MAX:,} bytes",
        f"{len(data):,} bytes",
        at_most(len(data), CONTACTS_BYTES_MAX),
        {"open fields": "kind, precedence, time", "entries in the log": FEW},
    )


def _period_proof(alfa: KnownLog) -> bytes:
    first = FEW // 2
    period = Period(
        BEGIN_MS + first * EVERY_MS, BEGIN_MS + (first + CONTACTS) * EVERY_MS
    )
    shown = tuple(
        alfa.shown(index, *_SORT) for index in range(first - 1, first + CONTACTS + 1)
    )
    note = alfa.note((BEGIN_MS + FEW * EVERY_MS) // 1_000)
    return encode_bundle((prove_part(alfa.source, period, shown, note),))


def _stored(root: Path) -> Figure:
    rows = _rows()
    numbers = count(1)
    path = root / "growth.db"
    with new_store(path) as store:
        before = _on_disk(path)
        for _ in range(STORED // PER_COMMIT):
            pairs = PER_COMMIT // len(rows)
            changes = [
                each
                for _ in range(pairs)
                for serial in [next(numbers)]
                for row in rows
                for each in _filed(row, serial)
            ]
            store.commit(sorted(changes, key=lambda each: isinstance(each, Put)))
    entries = (next(numbers) - 1) * len(rows)
    each = (_on_disk(path) - before) / entries
    beyond = each - CHARACTERS / len(rows)
    return Figure(
        "growth of the store an entry, beyond its text",
        f"<= {STORED_BYTES_MAX} bytes",
        f"{beyond:.0f} bytes",
        at_most(beyond, STORED_BYTES_MAX),
        {
            "entries": entries,
            "half of them": f"messages of {CHARACTERS} characters, two releases",
            "the other half": "their receipts",
            "and of each message": "the rung of its receipt, one hand-off to a circuit",
        },
    )


def _rows() -> list[EntryRow]:
    """Return a message and its receipt as a station files them."""
    alfa, bravo = (
        Desk(f"nrrc.{name.lower()}.example", name, Mode.LIVE)
        for name in ("Alfa", "Bravo")
    )
    for desk in (alfa, bravo):
        enlist_watch(desk)
    pair = pair_up(alfa, bravo)
    pair.alfa.say(bravo.name, "first")
    pair.carry()
    pair.alfa.say(bravo.name, "x" * CHARACTERS)
    pair.carry()
    newest = pair.alfa.store.recent(EntryFlag(0), None, 20)
    said = next(one.row for one in newest if EntryFlag.MESSAGE in one.row.flags)
    heard = next(one.row for one in newest if one.row.key.direction is Direction.IN)
    return [said, heard]


def _filed(row: EntryRow, serial: int) -> list[Change]:
    key = replace(row.key, serial=serial)
    changes: list[Change] = [Append(replace(row, key=key))]
    if EntryFlag.MESSAGE in row.flags:
        handed = encode_hand_offs({CIRCUIT: BEGIN_MS})
        changes.append(Put(SHELF, hand_off_key(key), handed))
        fact = LadderFact(Rung.RECEIPT, serial, row.leaf, BEGIN_MS, BEGIN_MS)
        changes.append(
            Put("ladder", ladder_key(key, Rung.RECEIPT, row.leaf), encode_fact(fact))
        )
    return changes


def _on_disk(path: Path) -> int:
    return sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*"))
