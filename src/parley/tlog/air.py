# SPDX-License-Identifier: Apache-2.0
"""Checkpoints in binary, for the air: the note's text is rebuilt at the other end.

A light form carries the Ed25519 signature alone and leaves the root out, because the
receiver mirrors the log and knows what its root must be.  A full form carries the root
and both signatures, so it stands as evidence even against the receiver's own copy.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import accumulate

from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.cosignature import sign, signature_line, verify_line
from parley.tlog.merkle import HASH_BYTES
from parley.tlog.note import SignatureLine
from parley.tlog.note_key import KeyPair, NoteScheme

NUMBER_BYTES = 6
_ED25519 = NoteScheme.ED25519_LOG.signature_bytes
_MLDSA44 = NoteScheme.MLDSA44_COSIGNATURE.signature_bytes


class AirForm(IntEnum):
    """The first byte: who signed, and how much of it is here."""

    LIGHT_HEAD = 1
    FULL_HEAD = 2
    LIGHT_COSIGNATURE = 3
    FULL_COSIGNATURE = 4


_FULL = (AirForm.FULL_HEAD, AirForm.FULL_COSIGNATURE)


class AirHead(Fixed):
    """A signed checkpoint as it travels; not verified."""

    form: AirForm
    size: int
    ed25519: bytes
    time_s: int | None = None  # a light head has none: its signature covers no time
    root: bytes = b""  # full forms only
    mldsa44: bytes = b""  # full forms only

    def encode(self) -> bytes:
        """Return the bytes for the air: 71 or 77 light, 2,529 full."""
        time_s = self.time_s
        return b"".join(
            (
                bytes([self.form]),
                self.size.to_bytes(NUMBER_BYTES, "big"),
                b"" if time_s is None else time_s.to_bytes(NUMBER_BYTES, "big"),
                self.ed25519,
                self.root,
                self.mldsa44,
            )
        )

    def checkpoint(self, origin: str, own_root: bytes) -> Checkpoint:
        """Return what was signed; `own_root` is the mirror's root at this size."""
        return Checkpoint(origin, self.size, self.root or own_root)

    def lines(self, pair: KeyPair) -> tuple[SignatureLine, ...]:
        """Return the signature lines of the note, not verified."""
        time_s = self.time_s if pair.ed25519.scheme.timed else None
        light = signature_line(pair.ed25519, self.ed25519, time_s)
        if self.form not in _FULL:
            return (light,)
        return (light, signature_line(pair.mldsa44, self.mldsa44, self.time_s))


def decode_air_head(data: bytes) -> AirHead:
    """Read the bytes.

    Raises:
        CounterpartFault: PLY-LOG-015, they are not a checkpoint's binary form.

    """
    try:
        form = AirForm(data[0] if data else 0)
    except ValueError:
        raise CounterpartFault("PLY-LOG-015", reason="its form is not known") from None
    timed = form is not AirForm.LIGHT_HEAD
    lengths = [1, NUMBER_BYTES, NUMBER_BYTES if timed else 0, _ED25519]
    lengths += [HASH_BYTES, _MLDSA44] if form in _FULL else [0, 0]
    if len(data) != sum(lengths):
        raise CounterpartFault("PLY-LOG-015", reason="its length is wrong")
    ends = list(accumulate(lengths))
    _, size, time_s, ed25519, root, mldsa44 = (
        data[end - length : end] for end, length in zip(ends, lengths, strict=True)
    )
    return AirHead(
        form,
        int.from_bytes(size, "big"),
        ed25519,
        int.from_bytes(time_s, "big") if timed else None,
        root,
        mldsa44,
    )


def sign_air_head(
    form: AirForm,
    checkpoint: Checkpoint,
    time_s: int,
    pair: KeyPair,
    keys: StationKeys,
) -> AirHead:
    """Sign `checkpoint` for the air."""
    classical = sign(keys, pair.ed25519, checkpoint, time_s).payload[-_ED25519:]
    stated = None if form is AirForm.LIGHT_HEAD else time_s
    if form not in _FULL:
        return AirHead(form, checkpoint.size, classical, stated)
    quantum_safe = sign(keys, pair.mldsa44, checkpoint, time_s).payload
    return AirHead(
        form,
        checkpoint.size,
        classical,
        stated,
        checkpoint.root,
        quantum_safe[-_MLDSA44:],
    )


def open_air_head(
    head: AirHead, pair: KeyPair, origin: str, own_root: bytes
) -> tuple[Checkpoint, tuple[SignatureLine, ...]]:
    """Verify a head and return the checkpoint with the lines for its note.

    A full head over another root than ours is returned all the same: whoever calls
    compares the roots and keeps both heads as evidence.

    Raises:
        CounterpartFault: PLY-LOG-022 a light head is not over the log held here;
            -009 a signature of a full head is not good.

    """
    checkpoint = head.checkpoint(origin, own_root)
    lines = head.lines(pair)
    try:
        verify_line(pair.ed25519, checkpoint, lines[0])
    except CounterpartFault:
        if head.form in _FULL:
            raise
        raise CounterpartFault(
            "PLY-LOG-022", name=pair.ed25519.name, size=head.size
        ) from None
    for line in lines[1:]:
        verify_line(pair.mldsa44, checkpoint, line)
    return checkpoint, lines
