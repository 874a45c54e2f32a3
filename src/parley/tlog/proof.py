# SPDX-License-Identifier: Apache-2.0
"""C2SP tlog-proof: the text file that shows one entry of one log."""

from __future__ import annotations

from collections import deque

from parley.fixed import Fixed
from parley.tlog.note import NOTE_BYTES_MAX, Note, parse_note
from parley.tlog.strict import (
    base64_bytes,
    base64_hash,
    base64_text,
    decimal_number,
    refusing,
)

_malformed = refusing("PLY-LOG-012")

PROOF_HEADER = "c2sp.org/tlog-proof@v1"
PROOF_BYTES_MAX = 262_144
PATH_HASHES_MAX = 63

_EXTRA = "extra "
_INDEX = "index "


class TlogProof(Fixed):
    """A proof as its file gives it; not verified."""

    extra: bytes | None
    index: int
    path: tuple[bytes, ...]
    note: Note

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        rows = [PROOF_HEADER]
        if self.extra is not None:
            rows.append(_EXTRA + base64_text(self.extra))
        rows.append(f"{_INDEX}{self.index}")
        rows += [base64_text(node) for node in self.path]
        return "".join(f"{row}\n" for row in (*rows, "")).encode() + self.note.encode()


def parse_tlog_proof(data: bytes) -> TlogProof:
    """Read a proof file.

    Raises:
        CounterpartFault: PLY-LOG-012 not a well-formed proof; -006 its note is not.

    """
    if len(data) > PROOF_BYTES_MAX:
        raise _malformed("it is too long")
    head, gap, rest = data.partition(b"\n\n")
    if not gap or len(rest) > NOTE_BYTES_MAX:
        raise _malformed("it holds no checkpoint")
    rows = deque(head.decode("latin-1").split("\n"))
    if rows.popleft() != PROOF_HEADER:
        raise _malformed("its first line is foreign")
    extra = None
    if rows and rows[0].startswith(_EXTRA):
        extra = base64_bytes(rows.popleft()[len(_EXTRA) :])
        if not extra:
            raise _malformed("its extra data is not canonical base64")
    row = rows.popleft() if rows else ""
    index = decimal_number(row[len(_INDEX) :])
    if not row.startswith(_INDEX) or index is None:
        raise _malformed("its index is not a canonical number")
    if len(rows) > PATH_HASHES_MAX:
        raise _malformed("it has too many hashes")
    return TlogProof(extra, index, tuple(map(_hash, rows)), parse_note(rest))


def _hash(row: str) -> bytes:
    node = base64_hash(row)
    if node is None:
        raise _malformed("a hash is not the canonical base64 of 32 bytes")
    return node
