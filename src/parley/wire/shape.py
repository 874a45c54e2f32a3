# SPDX-License-Identifier: Apache-2.0
"""Reads positional arrays field by field, so that an odd shape is a fault and no more.

`Fields` wraps one decoded array.  Every method takes the next field, checks its type
and bounds, and raises `CounterpartFault` PLY-WIR-003 with the number of the field.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TypeVar

from parley.errors import CounterpartFault
from parley.wire.cbor import Value
from parley.wire.limits import DIGEST_BYTES, INT_MAX, ITEMS_MAX, VERSION

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)


class Fields:
    """The fields of one array, taken in order; `end` must be reached."""

    __slots__ = ("_at", "_fields", "what")

    def __init__(self, value: Value, what: str) -> None:
        """Take an array; `what` is its name in a fault's sentence."""
        self.what = what
        self._at = 0
        if not isinstance(value, list):
            raise self.wrong("it is not an array")
        self._fields: list[Value] = value

    def wrong(self, reason: str) -> CounterpartFault:
        """Return the fault for this array, to be raised by the caller."""
        return CounterpartFault("PLY-WIR-003", what=self.what, reason=reason)

    @property
    def left(self) -> int:
        """How many fields were not taken yet."""
        return len(self._fields) - self._at

    def any(self) -> Value:
        """Take the next field, whatever it is."""
        if self._at >= len(self._fields):
            raise self.wrong(f"field {self._at + 1} is missing")
        self._at += 1
        return self._fields[self._at - 1]

    def uint(self, maximum: int = INT_MAX, minimum: int = 0) -> int:
        """Take a whole number between the bounds, both included."""
        return self.sint(minimum, maximum)

    def sint(self, minimum: int, maximum: int) -> int:
        """Take a whole number that may be negative."""
        value = self.any()
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._odd("a whole number")
        if not minimum <= value <= maximum:
            raise self._odd(f"between {minimum} and {maximum}")
        return value

    def boolean(self) -> bool:
        """Take true or false."""
        value = self.any()
        if not isinstance(value, bool):
            raise self._odd("true or false")
        return value

    def raw(self, minimum: int, maximum: int) -> bytes:
        """Take a byte string whose length is between the bounds."""
        value = self.any()
        if not isinstance(value, bytes):
            raise self._odd("a byte string")
        if not minimum <= len(value) <= maximum:
            raise self._odd(f"{minimum} to {maximum} bytes long")
        return value

    def exactly(self, length: int) -> bytes:
        """Take a byte string of one length."""
        return self.raw(length, length)

    def digest(self) -> bytes:
        """Take 32 bytes."""
        return self.raw(DIGEST_BYTES, DIGEST_BYTES)

    def text(self, bytes_max: int, bytes_min: int = 0) -> str:
        """Take a text whose UTF-8 length is between the bounds."""
        value = self.any()
        if not isinstance(value, str):
            raise self._odd("a text")
        if not bytes_min <= len(value.encode()) <= bytes_max:
            raise self._odd(f"{bytes_min} to {bytes_max} bytes long")
        return value

    def checked(self, bytes_max: int, problem: Callable[[str], str | None]) -> str:
        """Take a text in which `problem` finds nothing."""
        value = self.text(bytes_max, 1)
        reason = problem(value)
        if reason is not None:
            raise self.wrong(f"field {self._at}: {reason}")
        return value

    def array(self, maximum: int = ITEMS_MAX, minimum: int = 0) -> list[Value]:
        """Take an array as it stands."""
        value = self.any()
        if not isinstance(value, list):
            raise self._odd("an array")
        if not minimum <= len(value) <= maximum:
            raise self._odd(f"an array of {minimum} to {maximum}")
        return value

    def fields(self, what: str) -> Fields:
        """Take an array to be read field by field."""
        return Fields(self.any(), what)

    def one_of(self, choices: type[E]) -> E:
        """Take a number that one of the enumeration has."""
        value = self.uint()
        try:
            return choices(value)
        except ValueError:
            raise self._odd(f"a known {choices.__name__}") from None

    def null_or(self, read: Callable[[Fields], T]) -> T | None:
        """Take null, or what `read` takes."""
        if self._at < len(self._fields) and self._fields[self._at] is None:
            self._at += 1
            return None
        return read(self)

    def version(self, known: int = VERSION) -> None:
        """Take the version of the format, which must be the known one."""
        # SPEC 0.12: "a reader MUST refuse a version it does not know and MUST NOT
        # guess."
        version = self.uint()
        if version != known:
            raise CounterpartFault(
                "PLY-WIR-004", what=self.what, version=version, known=known
            )

    def literal(self, wanted: Value) -> None:
        """Take a field that can have one value only."""
        if self.any() != wanted:
            raise self._odd(f"{wanted!r}")

    def end(self) -> None:
        """Refuse fields that nobody took."""
        # SPEC 0.11: "a field too few or too many MUST be refused"
        if self.left:
            raise self.wrong(f"{self.left} fields too many")

    def _odd(self, wanted: str) -> CounterpartFault:
        return self.wrong(f"field {self._at} must be {wanted}")
