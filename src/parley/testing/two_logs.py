# SPDX-License-Identifier: Apache-2.0
"""Both logs of one link, signed and cosigned, with every secret known.

The keys come from seeds that are printed here: nothing made with them proves anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from parley.crypto.digest import tagged
from parley.crypto.keys import StationKeys
from parley.model.entry import EntryKind
from parley.model.precedence import Mode, Precedence
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.contact import ShownEntry
from parley.tlog.cosignature import sign
from parley.tlog.leaf import Field, LeafFields, disclose, leaf
from parley.tlog.merkle import Frontier
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin
from parley.tlog.policy import Policy, link_policy
from parley.tlog.source import LeafHashes

ALFA, BRAVO = "nrrc.alfa.example", "nrrc.bravo.example"
BEGIN_MS, EVERY_MS = 1_800_000_000_000, 60_000


def known_keys(name: str) -> StationKeys:
    """Return keys that anybody can compute."""
    return StationKeys.from_seeds(
        tagged("parley/1 known ed25519", name.encode()),
        tagged("parley/1 known ml-dsa-44", name.encode()),
    )


@dataclass
class KnownLog:
    """One direction of a link: what is in it, and who signs it."""

    sender: str
    recipient: str
    keys_of: Callable[[str], StationKeys] = known_keys
    fields: list[LeafFields] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Derive the four signing keys of this direction."""
        self.origin = Origin(self.sender, self.recipient, Mode.TEST, 1).text()
        self.log_keys = self.keys_of(f"log of {self.sender}")
        self.witness_keys = self.keys_of(f"witness {self.recipient}")
        self.log_pair = KeyPair.of_log(self.origin, self.log_keys.public)
        self.witness_pair = KeyPair.of_witness(self.recipient, self.witness_keys.public)

    @property
    def policy(self) -> Policy:
        """The policy that asks for all four signatures."""
        return link_policy(self.log_pair, self.witness_pair)

    @property
    def source(self) -> LeafHashes:
        """A hash source over the whole log."""
        return LeafHashes(lambda first, count: self.leaves[first : first + count])

    def append(self, fields: LeafFields) -> bytes:
        """Log one entry and return its leaf hash."""
        self.fields.append(fields)
        self.leaves.append(leaf(fields, self._secret(len(self.leaves))))
        return self.leaves[-1]

    def shown(self, index: int, *chosen: Field) -> ShownEntry:
        """Open some fields of one entry."""
        return ShownEntry(
            index,
            disclose(self.fields[index], self._secret(index), frozenset(chosen)),
        )

    def note(self, time_s: int, size: int | None = None) -> Note:
        """Return the checkpoint at `size` with its four signatures."""
        leaves = self.leaves if size is None else self.leaves[:size]
        frontier = Frontier().extend(leaves)
        return self.signed(
            Checkpoint(self.origin, frontier.size, frontier.root()), time_s
        )

    def signed(self, checkpoint: Checkpoint, time_s: int) -> Note:
        """Sign any checkpoint, true or not, with all four keys."""
        log, witness = self.log_pair, self.witness_pair
        return Note(
            checkpoint.text(),
            (
                sign(self.log_keys, log.ed25519, checkpoint, time_s),
                sign(self.log_keys, log.mldsa44, checkpoint, time_s),
                sign(self.witness_keys, witness.ed25519, checkpoint, time_s),
                sign(self.witness_keys, witness.mldsa44, checkpoint, time_s),
            ),
        )

    def _secret(self, index: int) -> bytes:
        return tagged("parley/1 known leaf", f"{self.origin} {index}".encode())


def two_logs(
    contacts: int, keys_of: Callable[[str], StationKeys] = known_keys
) -> tuple[KnownLog, KnownLog]:
    """Return the logs of a talk: Alfa writes, Bravo receipts, FLASH is acknowledged."""
    alfa, bravo = KnownLog(ALFA, BRAVO, keys_of), KnownLog(BRAVO, ALFA, keys_of)
    for number in range(contacts):
        time_ms = BEGIN_MS + number * EVERY_MS
        precedence = Precedence.FLASH if number % 5 == 0 else Precedence.ROUTINE
        said = alfa.append(
            LeafFields(
                kind=int(EntryKind.MESSAGE),
                precedence=int(precedence),
                logged_ms=time_ms,
                content=tagged("parley/1 content", b"%d" % number),
                releases=tagged("parley/1 releases", b"%d" % number),
                reference=None,
            )
        )
        bravo.append(_answer(EntryKind.RECEIPT, time_ms + 900, (number + 1, said)))
        if precedence is Precedence.FLASH:
            bravo.append(
                _answer(
                    EntryKind.ACKNOWLEDGEMENT, time_ms + 9_000, (1, number + 1, said)
                )
            )
    return alfa, bravo


def _answer(
    kind: EntryKind, time_ms: int, reference: tuple[int | bytes, ...]
) -> LeafFields:
    return LeafFields(
        kind=int(kind),
        precedence=None,
        logged_ms=time_ms,
        content=tagged("parley/1 content", bytes([kind])),
        releases=None,
        reference=reference,
    )
