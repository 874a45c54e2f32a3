# SPDX-License-Identifier: Apache-2.0
"""Signatures over a checkpoint: by its log, and by those who watched it grow.

A cosignature states: "at this time, the largest consistent tree I have seen of this
log has this size and root"; in Parley also "and everything in it is on my disk".
"""

from __future__ import annotations

from parley.crypto.keys import StationKeys
from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.merkle import SIZE_MAX
from parley.tlog.note import SignatureLine
from parley.tlog.note_key import NoteKey, NoteScheme

_TIME_BYTES = 8
_SUBTREE_LABEL = b"subtree/v1\n\x00"


class Seal(Fixed):
    """A signature over a checkpoint that has been verified."""

    key: NoteKey
    time_s: int | None


def signed_bytes(key: NoteKey, checkpoint: Checkpoint, time_s: int | None) -> bytes:
    """Return the exact bytes that `key` signs for `checkpoint`."""
    text = checkpoint.text().encode()
    if key.scheme is NoteScheme.ED25519_LOG:
        return text
    assert time_s is not None
    if key.scheme is NoteScheme.ED25519_COSIGNATURE:
        return b"cosignature/v1\ntime %d\n" % time_s + text
    name, origin = key.name.encode(), checkpoint.origin.encode()
    return b"".join(
        (
            _SUBTREE_LABEL,
            bytes([len(name)]),
            name,
            time_s.to_bytes(8, "big"),
            bytes([len(origin)]),
            origin,
            bytes(8),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def sign(
    keys: StationKeys, key: NoteKey, checkpoint: Checkpoint, time_s: int
) -> SignatureLine:
    """Sign `checkpoint` as `key`; an Ed25519 log signature states no time."""
    stated = time_s if key.scheme.timed else None
    raw = key.sign(keys, signed_bytes(key, checkpoint, stated))
    return signature_line(key, raw, stated)


def signature_line(key: NoteKey, raw: bytes, time_s: int | None) -> SignatureLine:
    """Put a bare signature into the line that carries it."""
    time = b"" if time_s is None else time_s.to_bytes(_TIME_BYTES, "big")
    return SignatureLine(key.name, key.key_id, time + raw)


def verify_line(key: NoteKey, checkpoint: Checkpoint, line: SignatureLine) -> Seal:
    """Verify that `key` signed `checkpoint`.

    Raises:
        CounterpartFault: PLY-LOG-009, it did not, or not in this form.

    """
    prefix = _TIME_BYTES if key.scheme.timed else 0
    if len(line.payload) != prefix + key.scheme.signature_bytes:
        raise CounterpartFault("PLY-LOG-009", name=key.name)
    time_s = int.from_bytes(line.payload[:prefix], "big") if prefix else None
    if time_s is not None and time_s > SIZE_MAX:
        raise CounterpartFault("PLY-LOG-009", name=key.name)
    key.verify(signed_bytes(key, checkpoint, time_s), line.payload[prefix:])
    return Seal(key, time_s)
