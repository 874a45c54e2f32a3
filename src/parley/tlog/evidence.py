# SPDX-License-Identifier: Apache-2.0
"""Equivocation evidence: two signed heads of one log, one size, two roots.

An honest log has one root at each size, so whoever signed both has shown two versions.
The file holds the keys and both heads whole and needs nothing else to be verified;
that the keys are the accused station's is for the reader to know.
"""

from __future__ import annotations

from parley.errors import CounterpartFault, LocalFault
from parley.fixed import Fixed
from parley.tlog.checkpoint import Checkpoint, parse_checkpoint
from parley.tlog.cosignature import Seal, verify_line
from parley.tlog.note import Note, SignatureLine, parse_note
from parley.tlog.note_key import NoteKey, parse_vkey
from parley.tlog.strict import refusing
from parley.wire.cbor import dumps, loads

_malformed = refusing("PLY-LOG-016")

EVIDENCE_LABEL = "parley/1 evidence"
EVIDENCE_BYTES_MAX = 65_536
KEYS_MAX = 2

_FIELDS = 3
_HEADS = 2


class Evidence(Fixed):
    """A contradiction that has been verified: `keys` all signed both heads."""

    keys: tuple[NoteKey, ...]
    heads: tuple[Checkpoint, Checkpoint]
    seals: tuple[tuple[Seal, ...], tuple[Seal, ...]]


def make_evidence(keys: tuple[NoteKey, ...], first: Note, second: Note) -> bytes:
    """Return the evidence file of two notes that `keys` signed.

    Raises:
        LocalFault: PLY-LOG-021, the notes are no evidence against these keys.

    """
    heads = sorted((first, second), key=_root)
    # Signatures of others say nothing about whose contradiction it is.
    notes = [
        Note(head.text, tuple(line for line in head.lines if _made(keys, line)))
        for head in heads
    ]
    vkeys = [key.vkey() for key in keys]
    data = dumps([EVIDENCE_LABEL, vkeys, [note.encode() for note in notes]])
    try:
        verify_evidence(data)
    except CounterpartFault as fault:
        raise LocalFault("PLY-LOG-021", reason=fault.what) from fault
    return data


def verify_evidence(data: bytes) -> Evidence:
    """Verify an evidence file.

    Raises:
        CounterpartFault: PLY-LOG-016 not well-formed; -014, -006, -007 one of its
            parts is not; -009 a signature is not good; -017 no contradiction.

    """
    keys, notes = _read(data)
    heads = (parse_checkpoint(notes[0].text), parse_checkpoint(notes[1].text))
    if (heads[0].origin, heads[0].size) != (heads[1].origin, heads[1].size):
        raise _nothing("the heads are not of one log and one size")
    # SPEC 6.41: "The first head has the smaller root, compared byte by byte."
    if heads[0].root >= heads[1].root:
        raise _nothing("the roots are equal, or the heads are not in order")
    return Evidence(
        keys,
        heads,
        (_seals(keys, heads[0], notes[0]), _seals(keys, heads[1], notes[1])),
    )


def _seals(
    keys: tuple[NoteKey, ...], checkpoint: Checkpoint, note: Note
) -> tuple[Seal, ...]:
    # SPEC 6.42: "Each head carries exactly the signature lines of the keys, in the
    # order of the keys, and all of them are good."
    if len(note.lines) != len(keys):
        raise _nothing("a head has not the signatures of the keys")
    for key, line in zip(keys, note.lines, strict=True):
        if not key.made(line):
            raise _nothing("a head has not the signatures of the keys")
    return tuple(
        verify_line(key, checkpoint, line)
        for key, line in zip(keys, note.lines, strict=True)
    )


def _read(data: bytes) -> tuple[tuple[NoteKey, ...], tuple[Note, Note]]:
    if len(data) > EVIDENCE_BYTES_MAX:
        raise _malformed("it is too long")
    try:
        value = loads(data)
    except CounterpartFault:
        raise _malformed("it is not in the one encoding") from None
    if not isinstance(value, list) or len(value) != _FIELDS:
        raise _malformed("it has not three fields")
    label, vkeys, notes = value
    if label != EVIDENCE_LABEL:
        raise _malformed("its label is foreign")
    if not isinstance(vkeys, list) or not 1 <= len(vkeys) <= KEYS_MAX:
        raise _malformed("it has not one or two keys")
    if not isinstance(notes, list) or len(notes) != _HEADS:
        raise _malformed("it has not two heads")
    keys = _keys(vkeys)
    first, second = (_note(note) for note in notes)
    return keys, (first, second)


def _keys(vkeys: list[object]) -> tuple[NoteKey, ...]:
    keys: list[NoteKey] = []
    for vkey in vkeys:
        if not isinstance(vkey, str):
            raise _malformed("a key is not a text")
        keys.append(parse_vkey(vkey))
    # SPEC 6.40: "The keys have one name and ascending signature types."
    if any(key.name != keys[0].name for key in keys):
        raise _malformed("the keys have two names")
    if len(keys) == KEYS_MAX and keys[0].scheme >= keys[1].scheme:
        raise _malformed("the keys are not in order")
    return tuple(keys)


def _note(data: object) -> Note:
    if not isinstance(data, bytes):
        raise _malformed("a head is not a note")
    return parse_note(data)


def _root(note: Note) -> bytes:
    return parse_checkpoint(note.text).root


def _made(keys: tuple[NoteKey, ...], line: SignatureLine) -> bool:
    return any(key.made(line) for key in keys)


def _nothing(reason: str) -> CounterpartFault:
    return CounterpartFault("PLY-LOG-017", reason=reason)
