# SPDX-License-Identifier: Apache-2.0
"""One entry as a frame, a leaf and a row: the same three on both sides.

Writer and reader share every function here, so they cannot disagree about a leaf.
"""

from __future__ import annotations

from parley.core.records import EntryHead
from parley.core.shelves import decode_head
from parley.crypto.digest import sha256, tagged
from parley.crypto.epoch import EpochKeys
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.act import Act, Reference
from parley.model.entry import Account as AccountEntry
from parley.model.entry import (
    Cosignature,
    Entry,
    EntryKind,
    KeyEvent,
    LinkTest,
    Payload,
    Receipt,
    Repeat,
    SignedHead,
    TestAnswer,
)
from parley.model.message import Message, Release, Setting
from parley.model.precedence import Mode, Precedence
from parley.model.readout import ReadoutAnswered, ReadoutPublished
from parley.model.record import Direction, EntryFlag, EntryRow
from parley.tlog.leaf import (
    Disclosure,
    Field,
    LeafFields,
    ReferenceItem,
    disclose,
    leaf,
)
from parley.wire.act import kind_said
from parley.wire.cbor import Value, dumps
from parley.wire.entry import decode_entry_padded
from parley.wire.frame import FrameHeader, FrameKind, encode_header
from parley.wire.manifest import content_bytes

PLAIN_KINDS: dict[type[Payload], EntryKind] = {
    Message: EntryKind.MESSAGE,
    Receipt: EntryKind.RECEIPT,
    LinkTest: EntryKind.LINK_TEST,
    TestAnswer: EntryKind.TEST_ANSWER,
    KeyEvent: EntryKind.KEY_EVENT,
    AccountEntry: EntryKind.ACCOUNT,
    Repeat: EntryKind.REPEAT,
    SignedHead: EntryKind.CHECKPOINT,
    Cosignature: EntryKind.COSIGNATURE,
}


def kind_of(payload: Payload) -> EntryKind:
    """Return the kind of entry that a payload makes."""
    if isinstance(payload, Act):
        return kind_said(payload.said)
    return PLAIN_KINDS[type(payload)]


ANSWERS = frozenset({EntryKind.RECEIPT, EntryKind.TEST_ANSWER, EntryKind.COSIGNATURE})
"""Kinds that are sent again when asked again; every other kind asks."""

UNCOVERING = ANSWERS | {EntryKind.CHECKPOINT}
"""Kinds that by themselves are no reason for a checkpoint."""


# SPEC 6.70: "When a station destroys a body it keeps the salts and values of kind,
# precedence, logged and reference, and the commitments to content and releases."
KEPT = frozenset({Field.KIND, Field.PRECEDENCE, Field.LOGGED, Field.REFERENCE})


class Place(Fixed):
    """Where an entry stands: its epoch's keys and its serial inside that epoch."""

    keys: EpochKeys
    mode: Mode
    offset: int

    @property
    def header(self) -> bytes:
        """The frame's first 7 bytes, which its seal covers."""
        tag = self.keys.tag
        return encode_header(FrameHeader(self.mode, FrameKind.ENTRY, tag, self.offset))

    def seal(self, padded: bytes) -> bytes:
        """Return the frame; the same bytes for the same plaintext, always."""
        header = self.header
        return header + self.keys.seal(header, self.offset, padded)


def setting_of(
    station: str,
    mode: Mode,
    link: str,
    direction: Direction,
    books: tuple[tuple[int, bytes], ...] = (),
) -> Setting:
    """Return where the entries of one log in a station's record are valid.

    Without `books` the releases of coded messages cannot be verified; leaves can.
    """
    ends = (station, link) if direction is Direction.OUT else (link, station)
    return Setting(*ends, mode, books)


def precedence_of(payload: Payload) -> Precedence | None:
    """Return a message's precedence; other kinds have none of their own."""
    return payload.content.precedence if isinstance(payload, Message) else None


def leaf_of(entry: Entry, padded: bytes, setting: Setting, leaf_secret: bytes) -> bytes:
    """Return the leaf hash of an entry, as both stations compute it."""
    return leaf(leaf_fields(entry, padded, setting), leaf_secret)


def leaf_fields(entry: Entry, padded: bytes, setting: Setting) -> LeafFields:
    """Return the six fields of an entry that its leaf commits to."""
    payload = entry.payload
    content = padded
    releases: tuple[Release, ...] = ()
    override: str | None = None
    if isinstance(payload, Message):
        # SPEC 4.20: "The content field of a message is the digest of its content
        # bytes, and of every other kind the digest of its padded plaintext."
        content = content_bytes(setting, payload.content)
        releases, override = payload.releases, payload.override
    elif isinstance(payload, Act):
        releases = (payload.release,)
    return LeafFields(
        kind=int(kind_of(payload)),
        precedence=precedence_of(payload),
        logged_ms=entry.logged_ms,
        content=tagged("parley/1 content", content),
        releases=_releases_digest(releases, override) if releases else None,
        reference=_reference(payload),
    )


def _releases_digest(releases: tuple[Release, ...], override: str | None) -> bytes:
    value: list[Value] = [
        [each.officer, int(each.scheme), each.detail, each.signature]
        for each in releases
    ]
    # SPEC 7.8: "The reason of an override stands after the releases in the digest of
    # them that the leaf commits to."
    return sha256(dumps(value if override is None else [*value, override]))


def _reference(payload: Payload) -> tuple[ReferenceItem, ...] | None:
    match payload:
        case Message():
            relation = payload.content.relation
            if relation is None:
                return None
            return (
                int(relation.kind),
                relation.ours,
                relation.serial,
                relation.log,
            )
        case Receipt() | TestAnswer() | Cosignature():
            return (payload.serial, payload.leaf)
        case Act(about=Reference(incarnation, serial, leaf_hash)):
            return (incarnation, serial, leaf_hash, *_said_beside(payload))
        case _:
            return None


def _said_beside(act: Act) -> tuple[ReferenceItem, ...]:
    # SPEC 11.58: "In the leaf, the reference of an answer is followed by the number of
    # the answer and by the digest of the texts, that of a publication by the digest
    # alone."
    match act.said:
        case ReadoutAnswered(answer, digest):
            return (int(answer), digest)
        case ReadoutPublished(digest):
            return (digest,)
        case _:
            return ()


def disclose_row(
    row: EntryRow, setting: Setting, chosen: frozenset[Field]
) -> Disclosure:
    """Return a row's leaf with the chosen fields open, or those of them that still can.

    Of an entry whose body was destroyed what `KEPT` names can be opened, no more.
    """
    head = decode_head(row.head)
    if head.kept is not None:
        return head.kept.closed_but(chosen)
    head, entry = read_row(row)
    return disclose(leaf_fields(entry, row.body, setting), head.leaf_secret, chosen)


def read_row(row: EntryRow) -> tuple[EntryHead, Entry]:
    """Return head and entry of a row of the record.

    Raises:
        LocalFault: PLY-STO-017 its body was destroyed under retention.

    """
    head = decode_head(row.head)
    if EntryFlag.FORGOTTEN in row.flags:
        raise LocalFault("PLY-STO-017", serial=row.key.serial, name=row.key.link)
    return head, decode_entry_padded(row.body, head.opened_ms)
