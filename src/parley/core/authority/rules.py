# SPDX-License-Identifier: Apache-2.0
"""The one reader of an agreement's rules: what a release of a text needs.

The sender's desk asks before, the receiver's station after; both get the same answer.
"""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.agreement import LinkAgreement, ReleaseRule
from parley.model.identity import OfficerClass
from parley.model.message import Content
from parley.model.precedence import Precedence


class Case(Fixed):
    """What a rule is asked about.

    ``to`` are names of the recipient's positions; ``format`` is a number of the code
    book, None for free text.
    """

    precedence: Precedence
    to: frozenset[str] = frozenset()
    format: int | None = None


class Needs(Fixed):
    """What one case takes: the strictest of all rules that fit it."""

    releases: int
    by: frozenset[OfficerClass]
    alone: bool
    override: bool


# SPEC 7.3: "Where no rule fits, two releases of class releaser are needed, and nobody
# is alone or overrides."
UNRULED = Needs(2, frozenset({OfficerClass.RELEASER}), alone=False, override=False)


def case_of(content: Content, positions: tuple[str, ...]) -> Case:
    """Return the case of a content; `positions` are those of its recipient.

    A position that the recipient does not have is no case of any rule.
    """
    known = frozenset(positions[at] for at in content.to if at < len(positions))
    coded = content.coded
    return Case(content.precedence, known, None if coded is None else coded.format)


def needs(agreement: LinkAgreement, case: Case) -> Needs:
    """Return what it takes to release in this case."""
    fitting = [rule for rule in agreement.terms.rules if _fits(agreement, rule, case)]
    # SPEC 7.2: "Of the rules that fit, the strictest counts in each respect; where
    # rules that name the format fit, only those are asked."
    named = [rule for rule in fitting if rule.format is not None]
    chosen = named or fitting
    if not chosen:
        return UNRULED
    return Needs(
        releases=max(rule.releases for rule in chosen),
        by=frozenset(rule.by for rule in chosen),
        alone=all(rule.alone for rule in chosen),
        override=all(rule.override or rule.releases == 1 for rule in chosen)
        and any(rule.override for rule in chosen),
    )


def _fits(agreement: LinkAgreement, rule: ReleaseRule, case: Case) -> bool:
    # SPEC 7.1: "A rule fits a message of its mode at its precedence or above; one that
    # names a format, only that format; one that names a position, a message addressed
    # to it, and with a format too, only to no other."
    if rule.mode is not agreement.mode or case.precedence < rule.precedence:
        return False
    if rule.format is not None and rule.format != case.format:
        return False
    if rule.position is None:
        return True
    if rule.format is None:
        return rule.position in case.to
    return case.to == {rule.position}
