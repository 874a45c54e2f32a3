# SPDX-License-Identifier: Apache-2.0
"""The cosigned heads on record, verified: text, root, and every signature on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.core.shelves import log_key
from parley.errors.fault import Fault
from parley.model.identity import PublicKeys
from parley.model.precedence import Mode
from parley.model.record import Direction
from parley.ports.store import Store
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.cosignature import verify_line
from parley.tlog.note import Note, parse_note
from parley.tlog.note_key import KeyPair, NoteKey
from parley.tlog.origin import Origin

SHELF = "notes"
_SIZE_BYTES = 8
LogName = tuple[str, Direction, int]


@dataclass(frozen=True, slots=True)
class Signers:
    """Whose signatures a head of each log must carry."""

    station: str
    mode: Mode
    own: PublicKeys
    theirs: Mapping[str, PublicKeys]

    def keys(self, log: LogName) -> tuple[str, KeyPair, KeyPair] | None:
        """Return origin, log keys and witness keys; None for an unknown link."""
        link, direction, incarnation = log
        other = self.theirs.get(link)
        if other is None:
            return None
        ours = direction is Direction.OUT
        names = (self.station, link) if ours else (link, self.station)
        signer, witness = (self.own, other) if ours else (other, self.own)
        origin = Origin(*names, self.mode, incarnation).text()
        return (
            origin,
            KeyPair.of_log(origin, signer),
            KeyPair.of_witness(names[1], witness),
        )


def notes_of(store: Store, log: LogName) -> dict[int, bytes]:
    """Return the cosigned heads of a log by the size they are over."""
    prefix = log_key(*log)
    return {
        int.from_bytes(key[-_SIZE_BYTES:], "big"): data
        for key, data in store.shelf(SHELF)
        if key.startswith(prefix) and len(key) == len(prefix) + _SIZE_BYTES
    }


def note_problem(
    data: bytes, size: int, root: bytes, found: Signers, log: LogName
) -> str | None:
    """Say what is wrong with a cosigned head; `root` is that of the tree grown here."""
    signers = found.keys(log)
    if signers is None:
        return None
    origin, log_keys, witness_keys = signers
    try:
        note = parse_note(data)
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
