# SPDX-License-Identifier: Apache-2.0
"""The outer shape of a coded body; what its fields mean is the code book's to say."""

from __future__ import annotations

from typing import NamedTuple

from parley.model.message import Coded
from parley.wire.cbor import Value, loads
from parley.wire.shape import Fields

CODED_BYTES_MAX = 1024
_ITEMS_MAX = 256
_NUMBER_MAX = 255


class CodedShape(NamedTuple):
    """A body taken apart, its values not looked at."""

    edition: int
    format: int
    context: int
    fields: dict[int, Value]


def decode_coded(body: bytes) -> Coded:
    """Return a coded body with its edition and format.

    Raises:
        CounterpartFault: PLY-WIR-001 to -003.

    """
    shape = read_coded(body)
    return Coded(shape.edition, shape.format, body)


def read_coded(body: bytes) -> CodedShape:
    """Return the four parts of a coded body.

    Raises:
        CounterpartFault: PLY-WIR-001 to -003.

    """
    # SPEC 9.10: "A coded body is at most 1,024 bytes and 256 data items."
    each = Fields(
        loads(body, items_max=_ITEMS_MAX, bytes_max=CODED_BYTES_MAX), "coded body"
    )
    edition = each.uint(_NUMBER_MAX, 1)
    number = each.uint(_NUMBER_MAX, 1)
    context = each.uint(_NUMBER_MAX, 1)
    fields = each.any()
    each.end()
    if not isinstance(fields, dict):
        raise each.wrong("its fields are not a map")
    numbered = {key: value for key, value in fields.items() if isinstance(key, int)}
    if len(numbered) != len(fields):
        raise each.wrong("a field has no number")
    return CodedShape(edition, number, context, numbered)
