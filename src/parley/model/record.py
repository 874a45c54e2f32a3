# SPDX-License-Identifier: Apache-2.0
"""What a store keeps: entries of the record, and shelves of working state.

A change list is committed whole or not at all.  Values are opaque to the store, which
seals them at rest; only keys, flags and leaf hashes stand open on the disk.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag

from parley.fixed import Fixed


class Direction(IntEnum):
    """Whose log an entry belongs to, seen from here."""

    OUT = 0
    IN = 1


class EntryFlag(IntFlag):
    """What a list must find without opening every entry."""

    PENDING = 1  # OUT: no receipt yet, must be retried
    OPEN = 2  # IN: a message no officer has acknowledged
    MESSAGE = 4  # a message, for the lists people look at
    BAD = 8  # its releases did not verify
    FORGOTTEN = 16  # its body was destroyed under retention; leaf and place stay


class EntryKey(Fixed, order=True):
    """The place of an entry; unique for ever."""

    link: str  # the counterpart's station name
    direction: Direction
    incarnation: int
    serial: int


class EntryRow(Fixed):
    """One entry: head (what a list shows) and body (the plaintext).

    Neither changes, except that `Forget` destroys both.
    """

    key: EntryKey
    flags: EntryFlag
    leaf: bytes  # 32 bytes
    head: bytes
    body: bytes


class FiledRow(Fixed):
    """A row as the store returns it, with the place in which it was filed here."""

    filed: int  # grows by at least one with every append; the order of lists
    row: EntryRow


class Append(Fixed):
    """File a new entry; a key already present is refused by the store."""

    row: EntryRow


class Clear(Fixed):
    """Take one flag off an entry; all else about an entry never changes."""

    key: EntryKey
    flag: EntryFlag


class Put(Fixed):
    """Set one value of a shelf."""

    shelf: str
    key: bytes
    value: bytes


class Drop(Fixed):
    """Take one value off a shelf; absent is fine.

    A `secret` must be gone from the disk when the commit returns, which costs several
    flushes; anything else is only overwritten where it lay.
    """

    shelf: str
    key: bytes
    secret: bool = True


class Forget(Fixed):
    """Destroy the body and head of an entry for ever; place, leaf and flags stay.

    ``head`` takes the place of the one that is destroyed.  The body is empty from then
    on and the flag `FORGOTTEN` stands; a second time changes only the head.
    """

    key: EntryKey
    head: bytes


Change = Append | Clear | Put | Drop | Forget
