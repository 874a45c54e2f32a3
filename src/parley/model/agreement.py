# SPDX-License-Identifier: Apache-2.0
"""The link agreement: the one file both parties sign."""

from __future__ import annotations

from dataclasses import dataclass

from parley.model.precedence import Mode, Precedence


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """``releases`` different releasers are needed at ``precedence`` in ``mode``."""

    mode: Mode
    precedence: Precedence
    releases: int  # 1 or 2


@dataclass(frozen=True, slots=True)
class PrecedenceTarget:
    """Agreed times; both watches are measured against them."""

    precedence: Precedence
    receipt_s: int
    acknowledge_s: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What two parties settle; both stations must be given the same."""

    rules: tuple[ReleaseRule, ...]
    targets: tuple[PrecedenceTarget, ...]
    test_interval_s: int
    test_tolerance_s: int
    epoch_age_s_max: int
    software_keys_count: bool
    evidence: str  # "provable", "joint" or "deniable"


@dataclass(frozen=True, slots=True)
class LinkAgreement:
    """What both sides signed; the same bytes on both sides."""

    version: int
    stations: tuple[str, str]  # sorted
    card_digests: tuple[bytes, bytes]  # SHA-256 of both identities, same order
    mode: Mode
    rules: tuple[ReleaseRule, ...]
    targets: tuple[PrecedenceTarget, ...]
    test_interval_s: int
    test_tolerance_s: int
    epoch_age_s_max: int
    software_keys_count: bool
    evidence: str  # "provable", "joint" or "deniable"
