# SPDX-License-Identifier: Apache-2.0
"""Appending to our own log: an entry gets its serial, time, leaf, row and frame."""

from __future__ import annotations

from parley.core.entries import UNCOVERING, Place, kind_of, leaf_of, precedence_of
from parley.core.records import EntryHead
from parley.core.shelves import encode_head
from parley.core.state import Link, OutEpoch
from parley.core.step import Step
from parley.fixed import Fixed
from parley.model.entry import Entry, Payload
from parley.model.message import Message
from parley.model.record import Append, Direction, EntryFlag, EntryKey, EntryRow
from parley.wire.entry import encode_entry
from parley.wire.padding import pad


class Logged(Fixed):
    """An entry of ours, now part of the record."""

    key: EntryKey
    leaf: bytes
    frame: bytes
    tag: bytes
    logged_ms: int

    @property
    def serial(self) -> int:
        """Its number in our log."""
        return self.key.serial

    @property
    def place(self) -> tuple[int, int]:
        """Incarnation and serial: where it stands in our logs."""
        return self.key.incarnation, self.key.serial


def append(
    step: Step, link: Link, epoch: OutEpoch, payload: Payload, *, asks: bool
) -> Logged:
    """Append `payload` to our log for `link`, in its current epoch.

    Raises:
        LocalFault: PLY-WIR-101 the entry is too long; nothing was changed then.

    """
    out = link.out
    # SPEC 4.21: "The time of logging MUST NOT be earlier than that of the entry
    # before, whatever the clock says."
    logged_ms = max(step.now.wall_ms, out.last_logged_ms, epoch.opened_ms)
    entry = Entry(logged_ms, link.mirror.held, payload)
    padded = pad(encode_entry(entry, epoch.opened_ms))
    serial = out.next_serial
    place = Place(epoch.keys, step.state.settings.mode, serial - epoch.first_serial)
    leaf_secret = epoch.keys.leaf_secret(place.offset)
    setting = step.state.setting_out(link.name)
    digest = leaf_of(entry, padded, setting, leaf_secret)
    head = EntryHead(
        kind=int(kind_of(payload)),
        precedence=precedence_of(payload),
        logged_ms=logged_ms,
        filed_ms=step.now.wall_ms,
        epoch_tag=epoch.keys.tag,
        opened_ms=epoch.opened_ms,
        leaf_secret=leaf_secret,
        number=payload.content.number if isinstance(payload, Message) else None,
    )
    flags = EntryFlag.PENDING if asks else EntryFlag(0)
    if isinstance(payload, Message):
        flags |= EntryFlag.MESSAGE
    key = EntryKey(link.name, Direction.OUT, out.incarnation, serial)
    row = EntryRow(key, flags, digest, encode_head(head), padded)
    step.changes.append(Append(row))
    out.next_serial = serial + 1
    out.last_logged_ms = logged_ms
    out.frontier = out.frontier.append(digest)
    if kind_of(payload) not in UNCOVERING:
        out.said = serial
        link.witnessing.said_mono_ms = step.now.mono_ms
    link.dirty_out = True
    return Logged(key, digest, place.seal(padded), epoch.keys.tag, logged_ms)
