# SPDX-License-Identifier: Apache-2.0
"""Chooses what a proof shows: which entries, and which fields of each.

Nothing is chosen that the question does not ask for.  In a complete period every entry
has to appear, so whatever does not fit the question shows no more than it takes to see
that it does not fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parley.core.entries import read_row
from parley.core.shelves import decode_head
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.act import Act
from parley.model.entry import EntryKind, Receipt, TestAnswer
from parley.model.export import ExportEntry, ExportPart
from parley.model.precedence import Precedence
from parley.model.record import Direction, EntryFlag, EntryKey, EntryRow
from parley.ports.store import Store
from parley.station.names import ref_of
from parley.station.parties import Log
from parley.station.record.covers import Covers
from parley.tlog.leaf import Field
from parley.wire.limits import EXPORT_ENTRIES_MAX, EXPORT_PARTS_MAX

_PAGE = 500
_SCANNED_MAX = 100_000  # how far an answer is looked for
_CLOCKS_MS = 86_400_000  # how far apart the two stations' clocks may be
_RECEIPTS = frozenset({EntryKind.RECEIPT, EntryKind.TEST_ANSWER})
_ACKNOWLEDGEMENTS = frozenset({EntryKind.ACKNOWLEDGEMENT})
ANSWERS = {"receipt": _RECEIPTS, "acknowledgement": _ACKNOWLEDGEMENTS}
SHOWN = {"kind": Field.KIND, "precedence": Field.PRECEDENCE, "time": Field.LOGGED}


def bits(*fields: Field) -> int:
    """Return the number that stands for some open fields."""
    return sum(1 << field for field in fields)


_KIND, _PRECEDENCE, _TIME = (1 << field for field in SHOWN.values())
_REFERENCE = bits(Field.REFERENCE)


class Wanted(Fixed):
    """A question: entries by name, or by period, precedence and kind."""

    link: str
    refs: tuple[EntryKey, ...]
    directions: tuple[Direction, ...]
    from_ms: int | None
    to_ms: int | None
    kinds: frozenset[EntryKind]
    precedences: frozenset[Precedence]
    fields: int
    answers: frozenset[EntryKind]
    complete: bool
    opened: Mapping[EntryKey, int] = {}
    """Other fields than `fields`, for some of `refs`."""

    def fits(self, row: EntryRow) -> bool:
        """Tell whether an entry is of the kinds and precedences asked for."""
        head = decode_head(row.head)
        if self.kinds and EntryKind(head.kind) not in self.kinds:
            return False
        return not self.precedences or head.precedence in self.precedences


@dataclass(slots=True)
class _Part:
    log: Log
    period: tuple[int, int] | None
    entries: dict[int, int]


class Choice:
    """One choice in the making."""

    def __init__(self, store: Store, covers: Covers, station: str) -> None:
        self._store = store
        self._covers = covers
        self._station = station
        self._parts: list[_Part] = []
        self._answerable: dict[bytes, tuple[Direction, int]] = {}

    def make(self, wanted: Wanted) -> tuple[ExportPart, ...]:
        """Return the parts that answer a question.

        Raises:
            LocalFault: PLY-REC-001 not cosigned yet; -005 nothing fits; -006 too much;
                PLY-CFG-015 there is no such entry.

        """
        if wanted.refs:
            self._by_name(wanted)
        elif wanted.complete:
            self._complete(wanted)
        else:
            self._by_period(wanted)
        if not self._parts:
            raise LocalFault("PLY-REC-005")
        if wanted.answers:
            self._add_answers(wanted)
        return self._finished(wanted.link)

    def _by_name(self, wanted: Wanted) -> None:
        for key in wanted.refs:
            found = self._store.entry(key)
            if found is None or key.link != wanted.link:
                raise LocalFault("PLY-CFG-015", ref=ref_of(key))
            self._take(found.row, wanted.opened.get(key, wanted.fields))

    def _by_period(self, wanted: Wanted) -> None:
        for log in self._logs(wanted):
            start = self._first_at(log, wanted.from_ms or 0, self._covers.of(log).size)
            for row in self._rows(log, start):
                if (
                    wanted.to_ms is not None
                    and decode_head(row.head).logged_ms >= wanted.to_ms
                ):
                    break
                if wanted.fits(row):
                    self._take(row, wanted.fields)

    def _take(self, row: EntryRow, fields: int) -> None:
        log = (row.key.link, row.key.direction, row.key.incarnation)
        self._chosen(log).entries[row.key.serial - 1] = fields
        self._note_answerable(row)

    def _note_answerable(self, row: EntryRow) -> None:
        head = decode_head(row.head)
        self._answerable[row.leaf] = (row.key.direction, head.logged_ms)

    def _chosen(self, log: Log) -> _Part:
        for part in self._parts:
            if part.log == log and part.period is None:
                return part
        self._parts.append(_Part(log, None, {}))
        return self._parts[-1]

    def _complete(self, wanted: Wanted) -> None:
        logs = [self._newest(wanted.link, way) for way in wanted.directions]
        to_ms = wanted.to_ms
        if to_ms is None:
            to_ms = min(self._covers.end_ms(log) for log in logs)
        from_ms = wanted.from_ms
        if from_ms is None:
            firsts = [self._covers.logged_ms(log, 1) or 0 for log in logs]
            from_ms = min(firsts)
        if from_ms >= to_ms:
            raise LocalFault("PLY-REC-010", reason="the period ends before it begins")
        for log in logs:
            entries = self._all_of(log, (from_ms, to_ms), wanted)
            self._parts.append(_Part(log, (from_ms, to_ms), entries))

    def _all_of(
        self, log: Log, period: tuple[int, int], wanted: Wanted
    ) -> dict[int, int]:
        size = self._covers.of(log).size
        first = self._first_at(log, period[0], size)
        end = self._first_at(log, period[1], size)
        if end > size and self._covers.end_ms(log) < period[1]:
            raise self._covers.lacking(log)
        if end - first > EXPORT_ENTRIES_MAX:
            raise _too_much(end - first)
        entries = self._inside(log, first, end, wanted)
        # SPEC 6.33: "The first and the last entry of the period are shown with their
        # times, and these are within it."
        for index in {first - 1, end - 2} & entries.keys():
            entries[index] |= _TIME
        if first > 1:
            entries[first - 2] = _TIME
        if end <= size:
            entries[end - 1] = _TIME
        return entries

    def _inside(self, log: Log, first: int, end: int, wanted: Wanted) -> dict[int, int]:
        entries = {}
        for row in self._rows(log, first, end):
            fits = wanted.fits(row)
            fields = wanted.fields | _KIND if fits else self._misfit(row, wanted)
            entries[row.key.serial - 1] = fields
            if fits:
                self._note_answerable(row)
        if len(entries) != end - first:
            raise LocalFault("PLY-REC-008", reason="an entry of the period is missing")
        return entries

    def _misfit(self, row: EntryRow, wanted: Wanted) -> int:
        """Return what it takes to see that an entry does not fit the question."""
        kind = EntryKind(decode_head(row.head).kind)
        if wanted.kinds and kind not in wanted.kinds:
            return _KIND
        return _KIND | _PRECEDENCE

    def _newest(self, link: str, direction: Direction) -> Log:
        logs = [log for way, log in self._store.logs(link) if way is direction]
        if not logs:
            raise LocalFault("PLY-REC-005")
        return (link, direction, max(logs))

    def _logs(self, wanted: Wanted) -> list[Log]:
        return [
            (wanted.link, way, incarnation)
            for way, incarnation in sorted(self._store.logs(wanted.link))
            if way in wanted.directions
        ]

    def _first_at(self, log: Log, at_ms: int, size: int) -> int:
        """Return the first covered serial logged at or after a moment; else the next.

        The times of what is cosigned never go back, so the place is found by halving.
        """
        low, high = 1, size + 1
        while low < high:
            middle = (low + high) // 2
            logged_ms = self._covers.logged_ms(log, middle)
            if logged_ms is None or logged_ms >= at_ms:
                high = middle
            else:
                low = middle + 1
        return low

    def _rows(self, log: Log, first: int, end: int | None = None) -> Iterator[EntryRow]:
        serial = first
        while page := self._store.entries(*log, serial, _PAGE):
            for found in page:
                serial = found.row.key.serial
                if end is not None and serial >= end:
                    return
                yield found.row
            serial += 1

    def _add_answers(self, wanted: Wanted) -> None:
        fields = _KIND | _REFERENCE | (wanted.fields & _TIME)
        for direction in Direction:
            leaves = {
                leaf: logged_ms
                for leaf, (way, logged_ms) in self._answerable.items()
                if way is direction
            }
            if leaves:
                other = Direction.IN if direction is Direction.OUT else Direction.OUT
                for row in self._answers(wanted, other, leaves):
                    # In a period there is always an answer that came a moment ago;
                    # what is asked for by name is refused until it can be proved.
                    if not wanted.complete or self._covered(row):
                        self._open(row, fields)

    def _answers(
        self, wanted: Wanted, direction: Direction, leaves: dict[bytes, int]
    ) -> Iterator[EntryRow]:
        since_ms = min(leaves.values()) - _CLOCKS_MS
        for way, incarnation in sorted(self._store.logs(wanted.link)):
            if way is not direction:
                continue
            log = (wanted.link, way, incarnation)
            start = self._first_at(log, since_ms, self._covers.size(log))
            for scanned, row in enumerate(self._rows(log, start)):
                if scanned >= _SCANNED_MAX:
                    break
                if _quoted(row, wanted.answers) in leaves:
                    yield row

    def _covered(self, row: EntryRow) -> bool:
        log = (row.key.link, row.key.direction, row.key.incarnation)
        return row.key.serial <= self._covers.size(log)

    def _open(self, row: EntryRow, fields: int) -> None:
        """Open more fields of an entry that is shown, or show it beside."""
        log = (row.key.link, row.key.direction, row.key.incarnation)
        index = row.key.serial - 1
        for part in self._parts:
            if part.log == log and index in part.entries:
                part.entries[index] |= fields
                return
        self._chosen(log).entries[index] = fields

    def _finished(self, link: str) -> tuple[ExportPart, ...]:
        parts = sorted(
            self._parts, key=lambda part: (part.period is None, part.log[1:])
        )
        if len(parts) > EXPORT_PARTS_MAX:
            raise LocalFault(
                "PLY-REC-010", reason="it speaks of more logs than one proof holds"
            )
        for part in parts:
            if max(part.entries) >= self._covers.of(part.log).size:
                raise self._covers.lacking(part.log)
            if len(part.entries) > EXPORT_ENTRIES_MAX:
                raise _too_much(len(part.entries))
        return tuple(self._part(part, link) for part in parts)

    def _part(self, part: _Part, link: str) -> ExportPart:
        _, direction, incarnation = part.log
        sender = self._station if direction is Direction.OUT else link
        return ExportPart(sender, incarnation, part.period, _entries(part.entries))


def _entries(chosen: dict[int, int]) -> tuple[ExportEntry, ...]:
    return tuple(ExportEntry(index, chosen[index]) for index in sorted(chosen))


def _quoted(row: EntryRow, kinds: frozenset[EntryKind]) -> bytes | None:
    """Return the leaf that an answer of one of the kinds is about."""
    if decode_head(row.head).kind not in kinds or EntryFlag.BAD in row.flags:
        return None
    payload = read_row(row)[1].payload
    if isinstance(payload, Receipt | TestAnswer):
        return payload.leaf
    if isinstance(payload, Act) and payload.about is not None:
        return payload.about.leaf
    return None


def _too_much(count: int) -> LocalFault:
    return LocalFault("PLY-REC-006", count=count, limit=EXPORT_ENTRIES_MAX)
