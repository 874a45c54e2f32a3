# SPDX-License-Identifier: Apache-2.0
"""Odd values, of the right types, to every method of the station's door."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from random import Random
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest

from parley.errors.fault import Fault
from parley.station.methods import METHODS, RelationForm, ask
from parley.testing.stations import BRAVO, both

ROUNDS = 8
LEFT_OUT = frozenset({"revoke_station", "test_link"})
"""One ends the line for good, the other waits for an answer."""

_WORDS = (
    *("", "0", "-1", "x" * 5_000, "a\nb", "\x00", "\u202e", "\ud83d", "../x", "{}"),
    *("2026-11", "2026-13", "all", "FLASH", "LIVE", "en", "deadbeef", "ff" * 32),
    *(BRAVO, f"{BRAVO}/0/in/1", f"{BRAVO}/out/1", "ACKNOWLEDGED", "duty officer"),
)
_NUMBERS = (0, 1, 2, -1, 255, 256, 65_536, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30)
_BYTES = ("", "00", "ff" * 32, "11" * 200)


def odd(draw: Random, kind: object) -> object:
    """Return a value of a kind that no officer would give."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return odd(draw, draw.choice(parts))
    if origin is not None and issubclass(origin, Mapping):
        return {draw.choice(_WORDS): odd(draw, parts[1])}
    if origin is tuple and parts[-1] is not Ellipsis:
        return [odd(draw, part) for part in parts]
    if origin is not None:
        return [odd(draw, parts[0]) for _ in range(draw.randrange(3))]
    plain = {
        NoneType: (None,),
        bool: (True, False),
        int: _NUMBERS,
        float: (0.0, -1.0, 1e308),
        bytes: _BYTES,
        str: _WORDS,
    }
    if kind in plain:
        return draw.choice(plain[kind])
    forms = get_type_hints(RelationForm)
    return {name: odd(draw, form) for name, form in forms.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_odd_values_to_every_method_raise_only_faults(
    folders, run, tmp_path, monkeypatch, seed
):
    """A program with a slip must be told of the slip, not of a mistake of ours."""
    monkeypatch.chdir(tmp_path)  # some of them write files
    draw = Random(seed)

    async def asked():
        taken = 0
        async with both(folders) as stations:
            for method in sorted(set(METHODS) - LEFT_OUT) * ROUNDS:
                hints = get_type_hints(METHODS[method])
                hints.pop("return")
                params = {name: odd(draw, kind) for name, kind in hints.items()}
                up = draw.choice(stations)
                try:
                    async with asyncio.timeout(20):
                        await ask(up.parts.api, method, json.dumps(params).encode())
                    taken += 1
                except Fault:
                    pass
            return taken, [up.parts.meters.mistakes for up in stations]

    taken, mistakes = run(asked())
    assert taken > ROUNDS * 10
    assert mistakes == [0, 0]
