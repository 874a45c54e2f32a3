# SPDX-License-Identifier: Apache-2.0
"""A period of the record as a folder of open formats, whole or without its texts.

Everything needed to verify it is in it: leaf hashes from the first serial on, the
cosigned heads as C2SP notes, the policies that name the keys.  `archive_check` verifies
a folder without any station.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from parley.core.shelves import decode_head, link_key
from parley.fixed import Fixed, as_plain, replace
from parley.model.record import EntryFlag, EntryRow
from parley.ports.store import Store
from parley.station.folder import make_folder
from parley.station.fsck_notes import notes_of
from parley.station.parties import Log, Parties
from parley.station.places import StationFolder, make_private_folder, write_file
from parley.station.record.archive_lines import bare_line, entry_line
from parley.station.record.archive_texts import Certifier, translations_of
from parley.station.record.archive_words import readme
from parley.station.record.rows import logs_of
from parley.station.record.views import ArchiveView, ContactsView
from parley.tlog.note import Note, parse_note
from parley.tlog.policy import Policy
from parley.wire.cbor import loads

FORM: Final = 1
MANIFEST: Final = "manifest.json"
NOTES_MAX: Final = 1_000
_PAGE = 500


class Archive(Fixed):
    """What goes into one archive."""

    store: Store
    parties: Parties
    contacts: ContactsView
    redacted: bool

    @property
    def _from_ms(self) -> int:
        return self.contacts.record.from_ms

    @property
    def _to_ms(self) -> int:
        return self.contacts.record.to_ms

    def write(self, target: Path) -> ArchiveView:
        """Write the folder whole or not at all.

        Raises:
            LocalFault: PLY-CFG-007, -008 it cannot be written; PLY-STO.

        """
        counts = [0, 0]

        def fill(growing: StationFolder) -> None:
            files = dict(self._files(counts))
            listed = {name: _sha256(data) for name, data in sorted(files.items())}
            files[MANIFEST] = self._manifest(listed)
            for name in sorted(
                {name.partition("/")[0] for name in files if "/" in name}
            ):
                make_private_folder(growing.root / name)
            for name, data in files.items():
                write_file(growing.root / name, data)

        made = make_folder(target, fill)
        size = sum(one.stat().st_size for one in made.root.rglob("*") if one.is_file())
        entries, heads = counts
        return ArchiveView(
            self.parties.link, str(target), entries, heads, size, self.redacted
        )

    def _manifest(self, listed: dict[str, str]) -> bytes:
        told = {
            "form": FORM,
            "station": self.parties.station,
            "counterpart": self.parties.link,
            "mode": self.parties.mode.name,
            "from_ms": self._from_ms,
            "to_ms": self._to_ms,
            "redacted": self.redacted,
            "files": listed,
        }
        return json.dumps(told, indent=1).encode() + b"\n"

    def _files(self, counts: list[int]) -> Iterator[tuple[str, bytes]]:
        words = readme(self.contacts, redacted=self.redacted)
        yield "README.txt", words.encode()
        yield "contacts.json", json.dumps(as_plain(self.contacts), indent=1).encode()
        yield from self._statements()
        for log in logs_of(self.store, self.parties.link):
            yield from self._log(log, counts)

    def _log(self, log: Log, counts: list[int]) -> Iterator[tuple[str, bytes]]:
        """Yield one log: its lines, the heads over them, the keys of their signers."""
        rows = list(self._needed(log))
        inside = [row for row in rows if self._is_inside(row)]
        if not inside:
            return
        name = f"{log[1].name.lower()}-{log[2]}"
        roster = self.store.value("station", b"roster")
        certifier = Certifier.of(self.parties.station, roster)
        lines = [
            self._line(row, log, certifier) if self._is_inside(row) else bare_line(row)
            for row in rows
        ]
        counts[0] += len(inside)
        yield f"logs/{name}.jsonl", "".join(f"{line}\n" for line in lines).encode()
        notes = notes_of(self.store, log)
        first, last = inside[0].key.serial, rows[-1].key.serial
        sizes = [size for size in sorted(notes) if first <= size <= last][-NOTES_MAX:]
        signed = [parse_note(notes[size]) for size in sizes]
        yield f"policies/{name}.txt", self._policy(log, signed).text().encode()
        for size in sizes:
            counts[1] += 1
            yield f"notes/{name}-{size}.txt", notes[size]

    def _line(self, row: EntryRow, log: Log, certifier: Certifier) -> str:
        told = EntryFlag.MESSAGE in row.flags and not self.redacted
        translations = translations_of(self.store, row.key) if told else ()
        return entry_line(
            row,
            self.parties.setting(log),
            certifier,
            translations,
            redacted=self.redacted,
        )

    def _policy(self, log: Log, signed: list[Note]) -> Policy:
        """Ask for the signers of the newest head, and name those of earlier ones."""
        policy = self.parties.policy(log, signed[-1] if signed else None)
        logs, witnesses = list(policy.logs), dict(policy.witnesses)
        for note in signed[:-1]:
            before = self.parties.policy(log, note)
            logs += [key for key in before.logs if key not in logs]
            for name, key in before.witnesses.items():
                if key not in witnesses.values():
                    witnesses[f"{name}-{len(witnesses)}"] = key
        return replace(policy, logs=tuple(logs), witnesses=witnesses)

    def _needed(self, log: Log) -> Iterator[EntryRow]:
        """Yield the rows up to the first cosigned head that covers the whole period."""
        sizes = sorted(notes_of(self.store, log))
        serial = 1
        while page := self.store.entries(*log, serial, _PAGE):
            for filed in page:
                row = filed.row
                if decode_head(row.head).logged_ms >= self._to_ms:
                    before = row.key.serial - 1
                    if before in sizes or not any(size > before for size in sizes):
                        return
                yield row
            serial = page[-1].row.key.serial + 1

    def _is_inside(self, row: EntryRow) -> bool:
        return self._from_ms <= decode_head(row.head).logged_ms < self._to_ms

    def _statements(self) -> Iterator[tuple[str, bytes]]:
        """Yield what both sides signed to be in force, and who was on the rosters."""
        roster = self.store.value("station", b"roster")
        if roster is not None:
            yield "statements/roster-ours.statement", roster
        link = self.store.value("link", link_key(self.parties.link))
        if link is None:
            return
        theirs = self.store.value("roster", link_key(self.parties.link))
        card, _digits, _by, _at, agreement, signed, countersigned, *_ = _list(link)
        for name, data in (
            ("card-theirs.cbor", card),
            ("roster-theirs.statement", theirs),
            ("agreement.cbor", agreement),
            ("agreement-ours.statement", signed),
            ("agreement-theirs.statement", countersigned),
        ):
            if isinstance(data, bytes):
                yield f"statements/{name}", data


def _list(data: bytes) -> list[object]:
    value = loads(data)
    assert isinstance(value, list)
    return list(value)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
