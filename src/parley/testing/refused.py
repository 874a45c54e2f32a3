# SPDX-License-Identifier: Apache-2.0
"""How a kit says what it expects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from parley.errors import Fault


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """Demand that the block raises a fault with one of `codes`, and nothing else."""
    wanted = " or ".join(codes)
    try:
        yield
    except Fault as fault:
        if fault.code not in codes:
            message = f"refused with {fault.code}, expected {wanted}"
            raise AssertionError(message) from fault
        return
    message = f"accepted, expected {wanted}"
    raise AssertionError(message)


def same(found: object, expected: object) -> None:
    """Demand that both are equal; an assertion that -O does not remove."""
    if found != expected:
        message = f"found {_short(found)}, expected {_short(expected)}"
        raise AssertionError(message)


def _short(value: object) -> str:
    text = repr(value)
    shown_max = 400
    return text if len(text) <= shown_max else f"{text[:shown_max]}..."
