# SPDX-License-Identifier: Apache-2.0
"""Proof of contact: one entry, with the fields its owner chooses to show.

It is a C2SP tlog-proof whose extra line holds the disclosure.
"""

from __future__ import annotations

from parley.errors import CounterpartFault
from parley.fixed import Fixed
from parley.tlog.inclusion import prove_inclusion, verify_inclusion
from parley.tlog.leaf import Disclosure, disclosure_from_value, disclosure_to_value
from parley.tlog.note import Note
from parley.tlog.policy import Policy, SealedCheckpoint
from parley.tlog.proof import TlogProof
from parley.tlog.source import HashSource
from parley.tlog.strict import refusing
from parley.wire.cbor import dumps, loads

_malformed = refusing("PLY-LOG-012")

_LABEL = "parley/1 contact"
_PARTS = 2


class ShownEntry(Fixed):
    """An entry proved to be in the log, with what is open of it."""

    index: int
    disclosure: Disclosure


def prove_contact(
    source: HashSource, index: int, size: int, disclosure: Disclosure, note: Note
) -> bytes:
    """Return the proof file of one entry under the checkpoint in `note`.

    Raises:
        LocalFault: PLY-LOG-021, the checkpoint of that size has no such entry.

    """
    extra = dumps([_LABEL, disclosure_to_value(disclosure)])
    path = prove_inclusion(source, index, size)
    return TlogProof(extra, index, path, note).encode()


def open_contact(proof: TlogProof) -> ShownEntry:
    """Read the disclosure of a proof; not verified.

    Raises:
        CounterpartFault: PLY-LOG-012 or -002, there is no well-formed disclosure.

    """
    try:
        extra = loads(proof.extra or b"")
    except CounterpartFault:
        raise _malformed("its extra data is not in the one encoding") from None
    if not isinstance(extra, list) or len(extra) != _PARTS or extra[0] != _LABEL:
        raise _malformed("its extra data is not a disclosure")
    return ShownEntry(proof.index, disclosure_from_value(extra[1]))


def verify_contact(
    proof: TlogProof, policy: Policy
) -> tuple[SealedCheckpoint, ShownEntry]:
    """Verify a proof whole.

    Raises:
        CounterpartFault: any PLY-LOG code; nothing of it is then proved.

    """
    entry = open_contact(proof)
    sealed = policy.judge(proof.note)
    checkpoint = sealed.checkpoint
    verify_inclusion(
        entry.disclosure.leaf(),
        entry.index,
        checkpoint.size,
        proof.path,
        checkpoint.root,
    )
    return sealed, entry
