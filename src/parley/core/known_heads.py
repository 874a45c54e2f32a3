# SPDX-License-Identifier: Apache-2.0
"""What is known of the checkpoints of a link.  Values only; rules: `witnessing.py`."""

from __future__ import annotations

from dataclasses import dataclass, field

from parley.fixed import Fixed


class KnownHead(Fixed):
    """A head of their log as they signed it, and the root it is over."""

    root: bytes
    head: bytes


class Claim(Fixed):
    """Their entry `serial` says that our checkpoint `checkpoint` is on their disk."""

    incarnation: int
    serial: int
    checkpoint: int


@dataclass(slots=True)
class Witnessing:
    """The exchange of checkpoints: what is due, and which heads they showed lately.

    Heads stand under incarnation and size; `refused` are heads with good signatures
    over another root than that of our mirror.
    """

    said_mono_ms: int | None = None
    not_before_mono_ms: int = 0
    misses: int = 0
    full_wanted: bool = False
    claim: Claim | None = None
    claim_tries: int | None = None
    heads: dict[tuple[int, int], KnownHead] = field(default_factory=dict)
    refused: dict[tuple[int, int], KnownHead] = field(default_factory=dict)
