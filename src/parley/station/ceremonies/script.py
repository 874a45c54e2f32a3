# SPDX-License-Identifier: Apache-2.0
"""What a ceremony asks of people: the TOML files beside, read strictly."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from parley.errors import LocalFault
from parley.fixed import Fixed

NAMES: Final = (
    "first-station",
    "pairing-in-person",
    "pairing-by-courier",
    "roster-change",
    "lost-officer-key",
    "lost-station",
    "suspected-compromise",
    "planned-rotation",
    "duress",
)
"""In the order in which a party meets them."""


class Step(Fixed):
    """One thing to do; `check` names what the station must show before it is done."""

    title: str
    does: str
    command: str = ""
    check: str = ""


class Ceremony(Fixed):
    """One ceremony; `persons` is how many must be present at every step."""

    name: str
    title: str
    purpose: str
    persons: int
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    edition: str  # SHA-256 of its file, the first 16 hex digits


def ceremony(name: str) -> Ceremony:
    """Return a ceremony by its name.

    Raises:
        LocalFault: PLY-CER-001 there is none.

    """
    if name not in NAMES:
        raise LocalFault("PLY-CER-001", name=name)
    return _read(name)


@cache
def _read(name: str) -> Ceremony:
    data = resources.files(__package__).joinpath("sheets", f"{name}.toml").read_bytes()
    return parse(name, data)


def parse(name: str, data: bytes) -> Ceremony:
    """Read a ceremony; a key that is missing or unknown is a mistake of ours."""
    table = tomllib.loads(data.decode("utf-8"))
    steps = tuple(Step(**_texts(step)) for step in table.pop("step"))
    needs = tuple(table.pop("needs"))
    return Ceremony(
        name=name,
        needs=needs,
        steps=steps,
        edition=hashlib.sha256(data).hexdigest()[:16],
        **table,
    )


def _texts(step: Mapping[str, Any]) -> dict[str, str]:
    return {key: " ".join(str(text).split()) for key, text in step.items()}
