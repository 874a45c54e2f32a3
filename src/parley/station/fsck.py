# SPDX-License-Identifier: Apache-2.0
"""What the record means, verified from the bytes: above the store's own check.

Every entry's leaf is computed again, the serials of each log are followed, every
release and acknowledgement is verified again under the roster's keys, and the tree over
each log is grown again and compared with the root the station works with.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from parley.core.entries import leaf_of, read_row
from parley.core.releasing import acknowledgement_digest, release_digest
from parley.core.shelves import decode_in, decode_out, link_key
from parley.crypto.officer import verify_release
from parley.errors.fault import Fault
from parley.model.entry import Acknowledgement, Entry
from parley.model.identity import Roster
from parley.model.message import Message, Release, Setting
from parley.model.precedence import Mode
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow, FiledRow
from parley.ports.store import Store
from parley.station.names import ref_of
from parley.station.reading import officer_of
from parley.station.views import CheckView
from parley.tlog.merkle import Frontier

_PAGE = 500
_PROBLEMS_MAX = 1_000
_LogName = tuple[str, Direction, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check has come."""

    done: int
    total: int
    rate_per_s: float
    left_s: float


@dataclass(frozen=True, slots=True)
class Judging:
    """What the record is judged by."""

    station: str
    mode: Mode
    roster: Roster
    rosters: dict[str, Roster]

    def setting(self, link: str, direction: Direction) -> Setting:
        """Return where an entry of a log is valid."""
        if direction is Direction.OUT:
            return Setting(self.station, link, self.mode)
        return Setting(link, self.station, self.mode)

    def sender(self, link: str, direction: Direction) -> Roster | None:
        """Return the roster of whoever wrote a log."""
        return self.roster if direction is Direction.OUT else self.rosters.get(link)


@dataclass(slots=True)
class _Check:
    judging: Judging
    leaves: dict[_LogName, dict[int, bytes]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    entries: int = 0
    releases: int = 0

    def row(self, row: EntryRow) -> None:
        """Check one entry for itself."""
        key = row.key
        self.entries += 1
        log = (key.link, key.direction, key.incarnation)
        self.leaves.setdefault(log, {})[key.serial] = row.leaf
        try:
            head, entry = read_row(row)
        except Fault as fault:
            self.say(key, f"cannot be read: {fault.what}")
            return
        setting = self.judging.setting(key.link, key.direction)
        if leaf_of(entry, row.body, setting, head.leaf_secret) != row.leaf:
            self.say(key, "does not have the leaf hash it was filed with")
        if EntryFlag.BAD not in row.flags:
            self._signatures(key, entry, setting)

    def _signatures(self, key: EntryKey, entry: Entry, setting: Setting) -> None:
        payload = entry.payload
        if isinstance(payload, Message):
            for step, release in enumerate(payload.releases):
                digest = release_digest(
                    setting, payload.content, payload.releases[:step]
                )
                self._signature(key, digest, release)
        elif isinstance(payload, Acknowledgement):
            digest = acknowledgement_digest(
                setting,
                payload.incarnation,
                payload.serial,
                payload.leaf,
                payload.created_ms,
            )
            for release in payload.releases:
                self._signature(key, digest, release)

    def _signature(self, key: EntryKey, digest: bytes, release: Release) -> None:
        self.releases += 1
        roster = self.judging.sender(key.link, key.direction)
        officer = None if roster is None else officer_of(roster, release.officer)
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


@dataclass(frozen=True, slots=True)
class _Tree:
    """The working state of one log: its size and the tree over it."""

    log: _LogName
    frontier: Frontier


def check_record(
    store: Store,
    judging: Judging,
    progress: Callable[[Progress], None] = lambda _: None,
) -> CheckView:
    """Check the whole record; the station may go on working meanwhile."""
    started_s = time.monotonic()
    check = _Check(judging)
    trees = list(_trees(store))
    total = sum(store.count(*tree.log[:2]) for tree in trees)
    for found in _rows(store):
        check.row(found.row)
        if check.entries % _PAGE == 0:
            progress(_progress(check.entries, total, time.monotonic() - started_s))
    for tree in trees:
        _follow(check, tree)
    problems = (*store.check(lambda _done, _total: None), *check.problems)
    took_s = time.monotonic() - started_s
    progress(_progress(check.entries, max(total, check.entries), took_s))
    links = len({tree.log[0] for tree in trees})
    return CheckView(check.entries, check.releases, links, problems, took_s)


def _rows(store: Store) -> Iterator[FiledRow]:
    before: int | None = None
    while page := store.recent(EntryFlag(0), before, _PAGE):
        yield from page
        before = page[-1].filed


def _trees(store: Store) -> Iterator[_Tree]:
    """Read the working state first: what is filed later is not yet expected."""
    for key, _ in store.shelf("link"):
        link = key[:-1].decode()
        out = store.value("out", link_key(link))
        if out is not None:
            ours = decode_out(out)
            yield _Tree((link, Direction.OUT, ours.incarnation), ours.frontier)
        mirrored = store.value("in", link_key(link))
        if mirrored is not None:
            theirs, _facts = decode_in(mirrored)
            yield _Tree((link, Direction.IN, theirs.incarnation), theirs.frontier)


def _follow(check: _Check, tree: _Tree) -> None:
    """Follow the serials of a log and grow its tree again."""
    link, direction, incarnation = tree.log
    leaves = check.leaves.get(tree.log, {})
    grown = Frontier()
    for serial in range(1, tree.frontier.size + 1):
        leaf = leaves.get(serial)
        if leaf is None:
            key = EntryKey(link, direction, incarnation, serial)
            check.say(key, "is missing from the record")
            return
        grown = grown.append(leaf)
    if grown.root() != tree.frontier.root():
        name = "our log for" if direction is Direction.OUT else "the mirrored log of"
        check.note(
            f"The tree over {name} {link} is not the one the station works with."
        )


def _progress(done: int, total: int, took_s: float) -> Progress:
    rate = done / took_s if took_s > 0 else 0.0
    left = max(0, total - done)
    return Progress(done, total, rate, left / rate if rate else 0.0)
