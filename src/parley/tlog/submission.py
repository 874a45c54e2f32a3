# SPDX-License-Identifier: Apache-2.0
"""C2SP tlog-witness: what is sent to a third witness, and how it judges it.

A witness knows of each log only the newest head it has cosigned.  Whoever asks says
from which size on it proves that nothing was rewritten; the sizes must meet exactly.
"""

from __future__ import annotations

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.consistency import verify_consistency
from parley.tlog.note import NOTE_BYTES_MAX, Note, parse_note
from parley.tlog.policy import Policy
from parley.tlog.strict import base64_hash, base64_text, decimal_number, refusing

_malformed = refusing("PLY-LOG-030")

PATH_HASHES_MAX = 63
SUBMISSION_BYTES_MAX = NOTE_BYTES_MAX + 64 + 45 * PATH_HASHES_MAX

_OLD = "old "


class Submission(Fixed):
    """A head for a witness, with the proof that it continues the one before."""

    old: int
    path: tuple[bytes, ...]
    note: Note

    def encode(self) -> bytes:
        """Return the body of the request."""
        rows = [f"{_OLD}{self.old}", *(base64_text(node) for node in self.path), ""]
        return "".join(f"{row}\n" for row in rows).encode() + self.note.encode()


def parse_submission(data: bytes) -> Submission:
    """Read the body of a request.

    Raises:
        CounterpartFault: PLY-LOG-030 not well-formed; -006 its note is not.

    """
    head, gap, rest = data.partition(b"\n\n")
    if not gap or len(data) > SUBMISSION_BYTES_MAX:
        raise _malformed("it holds no checkpoint, or too much")
    first, *rows = head.decode("latin-1").split("\n")
    old = decimal_number(first[len(_OLD) :])
    if not first.startswith(_OLD) or old is None:
        raise _malformed("its first line is no size")
    # SPEC 5.41: "A request holds at most 63 hashes, and none if the old size is zero."
    if len(rows) > (PATH_HASHES_MAX if old else 0):
        raise _malformed("it has too many hashes")
    return Submission(old, tuple(map(_hash, rows)), parse_note(rest))


def _hash(row: str) -> bytes:
    node = base64_hash(row)
    if node is None:
        raise _malformed("a hash is not the canonical base64 of 32 bytes")
    return node


def judge_submission(
    asked: Submission, policy: Policy, newest: Checkpoint | None
) -> Checkpoint:
    """Return the checkpoint to cosign; `newest` is what was cosigned last of its log.

    Raises:
        CounterpartFault: as `Policy.judge`; PLY-LOG-031 the old size is the larger;
            -032 it is not that of the newest; -033 the same size, another root; -004
            it does not continue the newest.

    """
    checkpoint = policy.judge(asked.note).checkpoint
    if asked.old > checkpoint.size:
        raise CounterpartFault("PLY-LOG-031")
    known = 0 if newest is None else newest.size
    # SPEC 5.42: "A witness MUST NOT cosign if the old size is not that of the newest
    # head it has cosigned of the log, or the new head does not continue that one."
    if asked.old != known:
        raise CounterpartFault("PLY-LOG-032", size=known)
    if newest is None:
        return checkpoint
    if checkpoint.size == newest.size and checkpoint.root != newest.root:
        raise CounterpartFault("PLY-LOG-033", size=newest.size)
    if newest.size:
        verify_consistency(
            newest.size, checkpoint.size, asked.path, newest.root, checkpoint.root
        )
    return checkpoint
