# SPDX-License-Identifier: Apache-2.0
"""How a vector says what must happen: accepted with a value, or refused with a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum

from parley.errors import CounterpartFault
from parley.fixed import Fixed, names_of


def plain(value: object) -> object:  # noqa: PLR0911 - one case a type
    """Return a value as JSON has it: bytes as {"hex": ...}, values by name.

    Integers that JavaScript cannot hold exactly stand as {"int": "..."}.
    """
    match value:
        case bytes():
            return {"hex": value.hex()}
        case bool() | str() | None:
            return value
        case IntEnum():
            return value.name
        case int():
            exact = -(2**53) < value < 2**53
            return value if exact else {"int": str(value)}
        case Mapping():
            return {"map": [[plain(key), plain(item)] for key, item in value.items()]}
        case frozenset():
            return [plain(item) for item in sorted(value)]
        case tuple() | list():
            return [plain(item) for item in value]
        case _:
            return _by_name(value)


def _by_name(value: object) -> object:
    assert isinstance(value, Fixed), type(value)
    kind = type(value).__name__
    named = {name: plain(getattr(value, name)) for name in names_of(value)}
    return {"type": kind, **named} if kind not in _UNNAMED else named


_UNNAMED = {"Text", "Prekey", "BearerAddress", "PublicKeys", "Setting", "Reference"}


def accepted(name: str, **facts: object) -> dict[str, object]:
    """Return a vector that a reader must accept."""
    return {"name": name, "expect": "accepted", **_named(facts)}


def refused(
    name: str, read: Callable[[], object], **facts: object
) -> dict[str, object]:
    """Return a vector that a reader must refuse, with the code it must give."""
    try:
        value = read()
    except CounterpartFault as fault:
        return {"name": name, "expect": f"refused: {fault.code}", **_named(facts)}
    message = f"{name} was accepted as {value!r}"
    raise AssertionError(message)


def _named(facts: dict[str, object]) -> dict[str, object]:
    return {
        name: fact.hex() if isinstance(fact, bytes) and name != "value" else plain(fact)
        for name, fact in facts.items()
    }
