# SPDX-License-Identifier: Apache-2.0
"""What third witnesses signed of our logs: kept beside the notes."""

from __future__ import annotations

from collections.abc import Sequence

from parley.core.shelves import log_key
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.model.record import Put
from parley.ports.store import Store
from parley.station.parties import Log
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.cosignature import verify_line
from parley.tlog.note import Note, SignatureLine, parse_note
from parley.tlog.note_key import NoteKey
from parley.tlog.policy import Policy, with_thirds

SHELF = "thirds"


def signed_by(keys: Sequence[NoteKey], note: Note) -> tuple[SignatureLine, ...]:
    """Return the lines of one witness on a note.

    Raises:
        CounterpartFault: PLY-LOG-009 one is not good; PLY-LOG-011 one is missing.

    """
    checkpoint = parse_checkpoint(note.text)
    found = []
    for key in keys:
        lines = [line for line in note.lines if key.made(line)]
        if len(lines) != 1:
            raise CounterpartFault("PLY-LOG-011")
        verify_line(key, checkpoint, lines[0])
        found.append(lines[0])
    return tuple(found)


class Thirds(Fixed):
    """The third witnesses of a station, each by its keys, and what it heard of them."""

    store: Store
    witnesses: tuple[tuple[NoteKey, ...], ...]
    few: int

    def newest(self, log: Log, keys: Sequence[NoteKey]) -> Note | None:
        """Return the newest head of a log that a witness signed, by it alone."""
        data = self.store.value(SHELF, _key(log, keys))
        return None if data is None else parse_note(data)

    def keep(
        self,
        log: Log,
        keys: Sequence[NoteKey],
        text: str,
        lines: Sequence[SignatureLine],
    ) -> None:
        """Keep what a witness signed; the caller has verified it."""
        data = Note(text, tuple(lines)).encode()
        self.store.commit([Put(SHELF, _key(log, keys), data)])

    def signed(self, log: Log, text: str) -> list[Note]:
        """Return what each witness signed, of those that signed just this head."""
        known = (self.newest(log, keys) for keys in self.witnesses)
        return [note for note in known if note is not None and note.text == text]

    def joined(self, log: Log, note: Note, policy: Policy) -> tuple[Note, Policy]:
        """Return a note with the witnesses that signed the same head, and its policy.

        If they are too few both are returned as they came.
        """
        signed = self.signed(log, note.text)
        if not self.witnesses or len(signed) < self.few:
            return note, policy
        lines = [line for each in signed for line in each.lines]
        fuller = Note(note.text, (*note.lines, *lines))
        return fuller, with_thirds(policy, self.witnesses, self.few)


def _key(log: Log, keys: Sequence[NoteKey]) -> bytes:
    return log_key(*log, b"".join(key.key_id for key in keys))
