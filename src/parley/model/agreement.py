# SPDX-License-Identifier: Apache-2.0
"""The link agreement: the one file both parties sign."""

from __future__ import annotations

from parley.fixed import Fixed
from parley.model.identity import OfficerClass
from parley.model.precedence import Mode, Precedence


class ReleaseRule(Fixed):
    """Who releases what in `mode`, at `precedence` and above.

    ``by`` is the class of each of the ``releases`` releasers.  ``alone``: an officer of
    the watch may be the only one, for a text that he wrote himself.  ``override``: in
    an emergency one may do what takes two, in writing and aloud.
    ``format`` is a number of the code book, ``position`` a name of the recipient's
    roster; None is any.
    """

    mode: Mode
    precedence: Precedence
    releases: int  # 1 or 2
    by: OfficerClass = OfficerClass.RELEASER
    alone: bool = False
    override: bool = False
    format: int | None = None
    position: str | None = None


class PrecedenceTarget(Fixed):
    """Agreed times; both watches are measured against them.

    ``escalate_s`` says when the next step of the escalation is due, one a step.
    """

    precedence: Precedence
    receipt_s: int
    acknowledge_s: int
    translate_s: int | None = None
    deliver_s: int | None = None
    escalate_s: tuple[int, ...] = ()


class Terms(Fixed):
    """What two parties settle; both stations must be given the same."""

    rules: tuple[ReleaseRule, ...]
    targets: tuple[PrecedenceTarget, ...]
    test_interval_s: int
    test_tolerance_s: int
    epoch_age_s_max: int
    software_keys_count: bool
    evidence: str  # "provable", "joint" or "deniable"
    read_back: tuple[int, ...] = ()  # formats of the code book
    suspend: bool = True  # a party may suspend the line openly
    minimize: bool = True  # a party may impose MINIMIZE
    code_book: bytes | None = None  # SHA-256
    pages: bool = False  # every epoch takes a page of pre-shared key
    tables: int = 1  # of Unicode: the newest by which a draft may be judged


class LinkAgreement(Fixed):
    """What both sides signed; the same bytes on both sides.

    ``previous`` is SHA-256 of the payload of the version before; None in version 1.
    """

    version: int
    previous: bytes | None
    stations: tuple[str, str]  # sorted
    card_digests: tuple[bytes, bytes]  # SHA-256 of both identities, same order
    mode: Mode
    terms: Terms
