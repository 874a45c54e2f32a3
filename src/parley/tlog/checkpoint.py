# SPDX-License-Identifier: Apache-2.0
"""C2SP checkpoints: the text that says "this log, this size, this root"."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.tlog.merkle import empty_root
from parley.tlog.note import is_key_name
from parley.tlog.strict import base64_hash, base64_text, decimal_number, refusing

_malformed = refusing("PLY-LOG-007")

_LINES = 3


class Checkpoint(Fixed):
    """One state of one log, as somebody states it; not verified."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the note text, with its final newline."""
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint note.

    Raises:
        CounterpartFault: PLY-LOG-007, it is not a checkpoint.

    """
    # SPEC 5.21: "Extension lines are refused, since ML-DSA-44 cosignatures do not
    # cover them."
    rows = text.split("\n")
    if len(rows) != _LINES + 1 or rows[-1]:
        raise _malformed("it has not three lines")
    origin, decimal, encoded = rows[:_LINES]
    if not is_key_name(origin):
        raise _malformed("its origin is not a proper name")
    size = decimal_number(decimal)
    if size is None:
        raise _malformed("its size is not a canonical number")
    root = base64_hash(encoded)
    if root is None:
        raise _malformed("its root is not the canonical base64 of 32 bytes")
    if size == 0 and root != empty_root:
        raise _malformed("an empty log has another root")
    return Checkpoint(origin, size, root)
