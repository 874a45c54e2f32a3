# SPDX-License-Identifier: Apache-2.0
"""What the record means, verified from the bytes: above the store's own check.

Log after log: every entry's leaf is computed again, serials are followed, every release
and act is verified again under the roster's keys, the tree is grown again
from the leaves on the disk and compared with the root the station works with, and every
cosigned head is compared with that tree and its signatures are verified.  Translations
are held to the texts they translate, certificates to their keys.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from parley.core.acts import act_digest
from parley.core.entries import leaf_of, read_row
from parley.core.releasing import release_digest
from parley.core.shelves import decode_head, decode_in, decode_out, link_key
from parley.crypto.officer import verify_release
from parley.errors.fault import Fault
from parley.model.act import Act
from parley.model.entry import Entry
from parley.model.message import Message, Release, Setting
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow
from parley.ports.store import Store
from parley.station.fsck_notes import note_problem, notes_of
from parley.station.fsck_texts import translation_problems
from parley.station.judging import Judging, Progress
from parley.station.names import ref_of
from parley.station.parties import Log
from parley.station.views import CheckView
from parley.tlog.merkle import Frontier

_PAGE = 500
_PROBLEMS_MAX = 1_000


@dataclass(slots=True)
class _Check:
    judging: Judging
    problems: list[str] = field(default_factory=list)
    entries: int = 0
    releases: int = 0
    notes: int = 0
    forgotten: int = 0
    recomputed_s: float = 0.0
    hashed: int = 0
    hashed_s: float = 0.0
    unjudged: frozenset[Log] = frozenset()

    def row(self, row: EntryRow) -> None:
        """Check one entry for itself."""
        key = row.key
        self.entries += 1
        if EntryFlag.FORGOTTEN in row.flags:
            self.forgotten += 1
            self._forgotten(row)
            return
        try:
            head, entry = read_row(row)
        except Fault as fault:
            self.say(key, f"cannot be read: {fault.what}")
            return
        setting = self.judging.setting(key.link, key.direction)
        if leaf_of(entry, row.body, setting, head.leaf_secret) != row.leaf:
            self.say(key, "does not have the leaf hash it was filed with")
        log = (key.link, key.direction, key.incarnation)
        if EntryFlag.BAD not in row.flags and log not in self.unjudged:
            self._signatures(key, entry, setting)

    def _forgotten(self, row: EntryRow) -> None:
        """Check what is left of an entry whose body was destroyed."""
        head = decode_head(row.head)
        if head.forgotten_ms is None:
            self.say(row.key, "is marked as destroyed and was not")
        elif head.kept is not None and head.kept.leaf() != row.leaf:
            self.say(row.key, "keeps commitments that are not those of its leaf")

    def _signatures(self, key: EntryKey, entry: Entry, setting: Setting) -> None:
        payload = entry.payload
        if isinstance(payload, Message):
            for step, release in enumerate(payload.releases):
                digest = release_digest(
                    setting, payload.content, payload.releases[:step], payload.override
                )
                self._signature(key, digest, release)
        elif isinstance(payload, Act):
            digest = act_digest(
                setting, payload.said, payload.about, payload.created_ms
            )
            self._signature(key, digest, payload.release)

    def _signature(self, key: EntryKey, digest: bytes, release: Release) -> None:
        self.releases += 1
        roster = self.judging.sender(key.link, key.direction)
        officer = None if roster is None else roster.officer(release.officer)
        if officer is None:
            self.say(
                key, f"was released by officer {release.officer}, not on the roster"
            )
            return
        try:
            verify_release(officer, digest, release)
        except Fault as fault:
            self.say(key, f"has a release that does not verify: {fault.code}")

    def say(self, key: EntryKey, words: str) -> None:
        """Note a problem of one entry."""
        self.note(f"Entry {ref_of(key)} {words}.")

    def note(self, words: str) -> None:
        """Note a problem, up to a limit."""
        if len(self.problems) < _PROBLEMS_MAX:
            self.problems.append(words)


def check_record(
    store: Store,
    judging: Judging,
    progress: Callable[[Progress], None] = lambda _: None,
) -> CheckView:
    """Check the whole record; the station may go on working meanwhile."""
    started_s = time.monotonic()
    # The working state is read first: what is filed later is not yet expected.
    trees = dict(_trees(store))
    links = [key[:-1].decode() for key, _ in store.shelf("link")]
    logs = [(link, *log) for link in links for log in store.logs(link)]
    total = sum(store.count(link, way) for link in links for way in Direction)
    check = _Check(judging, unjudged=_lost_rosters(store, logs, trees))

    def tell() -> None:
        took_s = time.monotonic() - started_s
        progress(_progress(check.entries, max(total, check.entries), took_s))

    for log in sorted({*logs, *trees}):
        _check_log(check, store, log, trees.get(log), tell)
    for key, words in translation_problems(store, judging):
        check.say(key, words)
    problems = (*store.check(lambda _done, _total: None), *check.problems)
    tell()
    return CheckView(
        check.entries,
        check.releases,
        len(links),
        problems,
        time.monotonic() - started_s,
        notes=check.notes,
        forgotten=check.forgotten,
        recomputed_per_s=_rate(check.entries, check.recomputed_s),
        hashed_per_s=_rate(check.hashed, check.hashed_s),
    )


def _check_log(
    check: _Check,
    store: Store,
    log: Log,
    expected: Frontier | None,
    tell: Callable[[], None],
) -> None:
    """Follow one log from its first serial: entries, tree, cosigned heads."""
    notes = notes_of(store, log)
    grown, whole = Frontier(), True
    serial = 1
    while page := store.entries(*log, serial, _PAGE):
        started_s = time.monotonic()
        for filed in page:
            check.row(filed.row)
        check.recomputed_s += time.monotonic() - started_s
        started_s = time.monotonic()
        rows = [filed.row for filed in page]
        if whole and rows[-1].key.serial == grown.size + len(rows):
            grown = _grow(
                check, grown, [row.leaf for row in rows], notes, log, expected
            )
        elif whole:
            whole = False
            kept = _until_gap(grown.size, rows)
            grown = _grow(check, grown, kept, notes, log, expected)
        check.hashed += len(rows)
        check.hashed_s += time.monotonic() - started_s
        serial = rows[-1].key.serial + 1
        tell()
    if expected is not None and grown.size < expected.size:
        check.say(EntryKey(*log, grown.size + 1), "is missing from the record")
    for size in sorted(size for size in notes if size > grown.size):
        check.note(f"A cosigned head over {size} entries of {_named(log)} is of more.")


def _until_gap(size: int, rows: list[EntryRow]) -> list[bytes]:
    kept: list[bytes] = []
    for row in rows:
        if row.key.serial != size + len(kept) + 1:
            break
        kept.append(row.leaf)
    return kept


def _grow(
    check: _Check,
    grown: Frontier,
    leaves: list[bytes],
    notes: dict[int, bytes],
    log: Log,
    expected: Frontier | None,
) -> Frontier:
    """Grow the tree, stopping at every size of which something is known."""
    end = grown.size + len(leaves)
    stops = {size for size in notes if grown.size < size <= end}
    if expected is not None and grown.size < expected.size <= end:
        stops.add(expected.size)
    base = grown.size
    for stop in (*sorted(stops), end):
        grown = grown.extend(leaves[grown.size - base : stop - base])
        if expected is not None and stop == expected.size:
            _compare(check, grown, expected, log)
        if stop in stops and stop in notes:
            _check_note(check, notes[stop], grown, log)
    return grown


def _compare(check: _Check, grown: Frontier, expected: Frontier, log: Log) -> None:
    said = f"The tree over {_named(log)} is not the one the station works with."
    if grown.root() != expected.root() and said not in check.problems:
        check.note(said)


def _check_note(check: _Check, data: bytes, grown: Frontier, log: Log) -> None:
    parties = check.judging.parties.get(log[0])
    if parties is None:
        return
    started_s = time.monotonic()
    check.notes += 1
    problem = note_problem(data, grown.size, grown.root(), parties, log)
    if problem is not None:
        check.note(
            f"The cosigned head over {grown.size} entries of {_named(log)} {problem}."
        )
    check.hashed_s -= time.monotonic() - started_s  # signatures are no hashing


def _named(log: Log) -> str:
    link, direction, incarnation = log
    name = "our log for" if direction is Direction.OUT else "the mirrored log of"
    return f"{name} {link}" + (
        f", incarnation {incarnation}" if incarnation > 1 else ""
    )


def _lost_rosters(
    store: Store, logs: list[Log], trees: dict[Log, Frontier]
) -> frozenset[Log]:
    """Return logs whose officers stood on a roster that was lost with the station."""
    if store.value("station", b"rebuilt") is None:
        return frozenset()
    return frozenset(
        log for log in logs if log[1] is Direction.OUT and log not in trees
    )


def _trees(store: Store) -> Iterator[tuple[Log, Frontier]]:
    """Yield the working state of the newest log of each direction."""
    for key, _ in store.shelf("link"):
        link = key[:-1].decode()
        out = store.value("out", link_key(link))
        if out is not None:
            ours = decode_out(out)
            yield (link, Direction.OUT, ours.incarnation), ours.frontier
        mirrored = store.value("in", link_key(link))
        if mirrored is not None:
            theirs, _facts = decode_in(mirrored)
            yield (link, Direction.IN, theirs.incarnation), theirs.frontier


def _rate(count: int, took_s: float) -> float:
    return count / took_s if took_s > 0 else 0.0


def _progress(done: int, total: int, took_s: float) -> Progress:
    rate = _rate(done, took_s)
    left = max(0, total - done)
    return Progress(done, total, rate, left / rate if rate else 0.0)
