# SPDX-License-Identifier: Apache-2.0
"""The cosigned heads on record, verified: text, root, and every signature on them."""

from __future__ import annotations

from parley.core.shelves import log_key
from parley.errors.fault import Fault
from parley.ports.store import Store
from parley.station.parties import Log, Parties
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.cosignature import verify_line
from parley.tlog.note import Note, parse_note
from parley.tlog.note_key import NoteKey

SHELF = "notes"
_SIZE_BYTES = 8


def notes_of(store: Store, log: Log) -> dict[int, bytes]:
    """Return the cosigned heads of a log by the size they are over."""
    prefix = log_key(*log)
    return {
        int.from_bytes(key[-_SIZE_BYTES:], "big"): data
        for key, data in store.shelf(SHELF)
        if key.startswith(prefix) and len(key) == len(prefix) + _SIZE_BYTES
    }


def note_problem(
    data: bytes, size: int, root: bytes, parties: Parties, log: Log
) -> str | None:
    """Say what is wrong with a cosigned head; `root` is that of the tree grown here."""
    try:
        note = parse_note(data)
        origin, log_keys, witness_keys = parties.signers(log, note)
        checkpoint = parse_checkpoint(note.text)
        if checkpoint.origin != origin or checkpoint.size != size:
            return "names another log or another size"
        if checkpoint.root != root:
            return "is over another tree than the entries on record make"
        logs = _signed(note, (log_keys.ed25519, log_keys.mldsa44))
        witnesses = _signed(note, (witness_keys.ed25519, witness_keys.mldsa44))
    except Fault as fault:
        return f"does not verify: {fault.code}"
    if not logs:
        return "is not signed by its log"
    return None if witnesses else "is not cosigned"


def _signed(note: Note, keys: tuple[NoteKey, NoteKey]) -> int:
    """Return how many of two keys have signed; a bad signature is a fault."""
    checkpoint = parse_checkpoint(note.text)
    good = 0
    for line in note.lines:
        for key in keys:
            if key.made(line):
                verify_line(key, checkpoint, line)
                good += 1
    return good
