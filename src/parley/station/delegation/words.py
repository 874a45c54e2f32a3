# SPDX-License-Identifier: Apache-2.0
"""A delegation, or what is asked for, as values and as lines for a person."""

from __future__ import annotations

from datetime import UTC, datetime

from parley.core.identities import keys_name
from parley.model.identity import Delegation
from parley.station.delegation.root import read_request


def shown(said: Delegation) -> dict[str, object]:
    """Return a delegation as JSON values."""
    return {
        "number": said.number,
        "party": said.party,
        "station": said.station,
        "mode": said.mode.name,
        "keys": keys_name(said.keys, said.witness),
        "valid_from_ms": said.valid_from_ms,
        "valid_to_ms": said.valid_to_ms,
    }


def lines(said: Delegation) -> list[tuple[str, str]]:
    """Return a delegation as names and values for a person."""
    return [
        ("station", f"{said.station} of {said.party}, {said.mode.name}"),
        ("keys", keys_name(said.keys, said.witness)),
        ("valid", f"{_day(said.valid_from_ms)} to {_day(said.valid_to_ms)}"),
    ]


def asked_keys(request: bytes) -> str:
    """Return how the keys that a request asks for are read aloud.

    Raises:
        LocalFault: PLY-KEY-168 it is no request.

    """
    asked = read_request(request)
    return keys_name(asked.keys, asked.witness)


def _day(time_ms: int) -> str:
    return f"{datetime.fromtimestamp(time_ms // 1000, UTC):%Y-%m-%d}"
