# SPDX-License-Identifier: Apache-2.0
"""What is sealed at rest, and under which context.

A context names the table, the column and the whole key of a value, and of an entry also
its leaf hash.  A row that somebody swaps, copies or relabels on the disk therefore does
not open.  Two things this cannot show: an older copy of the whole file put back, which
is the business of incarnations, and a flag turned in place, because flags change while
what is sealed never does; the station's fsck compares flags with what they stand for.
"""

from __future__ import annotations

from parley.crypto.vault import Vault
from parley.errors import LocalFault
from parley.model.record import (
    Direction,
    EntryFlag,
    EntryKey,
    EntryRow,
    FiledRow,
)
from parley.store.sqlite.slots import unpad

PROBE_CONTEXT = b"parley store probe"
PROBE = b"The archive key of this station opens this value."

# What a page altered by hand leads to: a text where bytes belong, a third direction.
_NOT_AS_WRITTEN = (AttributeError, TypeError, ValueError)

# The order in which every SELECT lists the columns of an entry.
Raw = tuple[int, str, int, int, int, int, bytes, bytes, bytes]


def place(key: EntryKey) -> str:
    """Return the place of an entry as people write it."""
    return _spelled(key.link, key.direction, key.incarnation, key.serial)


def _spelled(link: str, direction: int, incarnation: int, serial: int) -> str:
    way = "out" if direction == Direction.OUT else "in"
    return f"{link}/{way}/{incarnation}/{serial}"


def head_context(key: EntryKey, leaf: bytes) -> bytes:
    """Return the context of an entry's head."""
    return b"parley store head " + _place_and_leaf(key, leaf)


def body_context(key: EntryKey, leaf: bytes) -> bytes:
    """Return the context of an entry's body."""
    return b"parley store body " + _place_and_leaf(key, leaf)


def shelf_context(shelf: str, key: bytes) -> bytes:
    """Return the context of a shelf value; the length parts shelf and key."""
    name = shelf.encode()
    return b"parley store shelf %d/%b%b" % (len(name), name, key)


def _place_and_leaf(key: EntryKey, leaf: bytes) -> bytes:
    """Return both without two readings: what has a free length comes last."""
    return b"%d/%d/%d/%b/%b" % (
        key.direction,
        key.incarnation,
        key.serial,
        leaf.hex().encode(),
        key.link.encode(),
    )


class Sealing:
    """Opens what a store at `path` holds, and says which value does not open."""

    def __init__(self, path: str, vault: Vault) -> None:
        self._path = path
        self._vault = vault
        self.seal = vault.seal

    def probe(self) -> bytes:
        """Return the sealed value that shows later whether the key still fits."""
        return self.seal(PROBE_CONTEXT, PROBE)

    def check_probe(self, sealed: bytes) -> None:
        """Refuse a vault whose archive key is not the one of this store."""
        try:
            opened = self._vault.open(PROBE_CONTEXT, sealed)
        except LocalFault as fault:
            raise LocalFault("PLY-STO-013", path=self._path) from fault
        if opened != PROBE:
            raise LocalFault("PLY-STO-013", path=self._path)

    def entry(self, raw: Raw) -> FiledRow:
        """Open one row as SQLite gave it."""
        filed, link, direction, incarnation, serial, flags, leaf, head, body = raw
        try:
            key = EntryKey(link, Direction(direction), incarnation, serial)
            forgotten = EntryFlag.FORGOTTEN & flags
            row = EntryRow(
                key=key,
                flags=EntryFlag(flags),
                leaf=leaf,
                head=self._vault.open(head_context(key, leaf), head),
                body=b""
                if forgotten
                else self._vault.open(body_context(key, leaf), body),
            )
        except (LocalFault, *_NOT_AS_WRITTEN) as fault:
            where = f"entry {_spelled(link, direction, incarnation, serial)}"
            raise LocalFault("PLY-STO-014", path=self._path, place=where) from fault
        return FiledRow(filed, row)

    def value(self, shelf: str, key: bytes, sealed: bytes) -> bytes:
        """Open one value of a shelf."""
        try:
            return unpad(self._vault.open(shelf_context(shelf, key), sealed))
        except (LocalFault, *_NOT_AS_WRITTEN) as fault:
            where = f"value {key!r} of shelf {shelf}"
            raise LocalFault("PLY-STO-014", path=self._path, place=where) from fault
