# SPDX-License-Identifier: Apache-2.0
"""The agreed times of each precedence, by which both watches are measured."""

from __future__ import annotations

from parley.model.agreement import LinkAgreement, PrecedenceTarget
from parley.model.precedence import Precedence

TARGETS = (
    PrecedenceTarget(Precedence.ROUTINE, 600, 21_600, escalate_s=(21_600,)),
    PrecedenceTarget(Precedence.PRIORITY, 120, 3_600, 10_800, 28_800, (3_600,)),
    PrecedenceTarget(Precedence.IMMEDIATE, 30, 600, 1_800, 3_600, (300, 600)),
    PrecedenceTarget(Precedence.FLASH, 10, 120, 600, 900, (60, 120, 300)),
)
"""What stands in the standard terms, and counts where others name no times."""


def target(agreement: LinkAgreement, precedence: int) -> PrecedenceTarget:
    """Return the agreed times of a precedence, or the standard ones."""
    # Two precedences never share a target, and every precedence has a standard one.
    for targets in (agreement.terms.targets, TARGETS):
        for each in targets:
            if each.precedence == precedence:
                return each
    raise AssertionError(precedence)
