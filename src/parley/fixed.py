# SPDX-License-Identifier: Apache-2.0
"""What never changes once it is made: most of what passes between our parts.

A `Fixed` is compared and hashed by its fields, is taken apart by `match`, and cannot be
written to.  What does change, the state of a core or of a circuit, is a dataclass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, dataclass_transform

import msgspec

if TYPE_CHECKING:
    # Type checkers know what this one takes; they would let anything into the other.
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["Fixed", "FixedSecret", "as_plain", "names_of", "replace"]


@dataclass_transform(frozen_default=True)
class Fixed(msgspec.Struct, frozen=True):
    """A record that is fixed when it is made (ADR 52)."""


class FixedSecret(Fixed):
    """A value that has a key or a password in it, and is never printed."""

    def __repr__(self) -> str:
        """Return its kind and nothing of what is in it."""
        return f"{type(self).__name__}(...)"


def names_of(kind: Fixed | type[Fixed]) -> tuple[str, ...]:
    """Return the names of a value's fields, in their order."""
    return kind.__struct_fields__


def as_plain(value: Fixed) -> dict[str, Any]:
    """Return a value as JSON can hold it, and every value in it."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain
