# SPDX-License-Identifier: Apache-2.0
"""The names faces use for entries and for words of the vocabulary."""

from __future__ import annotations

from enum import IntEnum
from typing import TypeVar

from parley.errors import LocalFault
from parley.model.record import Direction, EntryKey

Named = TypeVar("Named", bound=IntEnum)

_PARTS = 4


def ref_of(key: EntryKey) -> str:
    """Return the name of an entry: `LINK/out/INCARNATION/SERIAL` or `LINK/in/...`."""
    return f"{key.link}/{key.direction.name.lower()}/{key.incarnation}/{key.serial}"


def parse_ref(ref: str) -> EntryKey:
    """Return the place that a name names.

    Raises:
        LocalFault: PLY-CFG-015 it is not the name of any entry.

    """
    parts = ref.split("/")
    numbers = parts[2:]
    if (
        len(parts) != _PARTS
        or parts[1] not in {"in", "out"}
        or not all(one.isascii() and one.isdigit() for one in numbers)
        or any(len(one) > 18 for one in numbers)  # noqa: PLR2004 - fits 64 bits
    ):
        raise LocalFault("PLY-CFG-015", ref=ref)
    direction = Direction[parts[1].upper()]
    return EntryKey(parts[0], direction, int(numbers[0]), int(numbers[1]))


def enum_named(kind: type[Named], name: str, key: str) -> Named:
    """Return the member of `kind` called `name`.

    Raises:
        LocalFault: PLY-CFG-014 there is none.

    """
    try:
        return kind[name.upper()]
    except KeyError:
        allowed = "one of " + ", ".join(one.name for one in kind)
        raise LocalFault(
            "PLY-CFG-014", key=key, method="the request", allowed=allowed
        ) from None


def grouped(digits: str) -> str:
    """Return a fingerprint as people read it aloud: groups of five digits."""
    return " ".join(digits[at : at + 5] for at in range(0, len(digits), 5))
