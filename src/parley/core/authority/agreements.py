# SPDX-License-Identifier: Apache-2.0
"""The standard terms: what two parties sign unless they agree on other terms.

They are computed from both cards alone, so both stations sign the same bytes.
"""

from __future__ import annotations

from parley.core.identities import identity_bytes
from parley.core.state import StationState
from parley.core.targets import TARGETS
from parley.crypto.digest import sha256
from parley.fixed import replace
from parley.formats.schema import Book
from parley.model.agreement import (
    LinkAgreement,
    ReleaseRule,
    Terms,
)
from parley.model.identity import Card, OfficerClass
from parley.model.precedence import Mode, Precedence
from parley.texts.assigned import OWN


def standard_terms(mode: Mode, tables: int = OWN) -> Terms:
    """Return the terms in force where the parties settled no others.

    Two persons release everything in LIVE, and a FLASH in any mode.  `tables` are the
    station's own, of Unicode.
    """
    everyday = 2 if mode is Mode.LIVE else 1
    return Terms(
        rules=(
            ReleaseRule(mode, Precedence.ROUTINE, everyday),
            ReleaseRule(mode, Precedence.FLASH, 2),
        ),
        targets=TARGETS,
        test_interval_s=3_600,
        test_tolerance_s=300,
        epoch_age_s_max=86_400,
        software_keys_count=True,
        evidence="provable",
        tables=tables,
    )


def with_book(terms: Terms, mode: Mode, book: Book | None) -> Terms:
    """Return terms that name an edition, and let the watch send its codes alone."""
    if book is None:
        return terms
    # SPEC 9.8: "By the standard terms an officer of class watch releases alone what he
    # wrote himself, in the formats for which the edition has codes."
    rules = tuple(
        ReleaseRule(
            mode,
            Precedence.ROUTINE,
            1,
            by=OfficerClass.WATCH,
            alone=True,
            format=each.number,
        )
        for each in book.formats.values()
        if each.presets
    )
    return replace(terms, rules=(*terms.rules, *rules), code_book=book.digest)


def with_tables(terms: Terms, ours: Card, theirs: Card) -> Terms:
    """Return terms whose tables of Unicode both stations have."""
    # SPEC 1.32: "Both stations lower `tables` of the terms they were given to what both
    # cards allow before they sign."
    return replace(terms, tables=min(terms.tables, ours.tables, theirs.tables))


def tables_in_force(state: StationState, agreement: LinkAgreement) -> int:
    """Return the number of the tables by which a draft to a counterpart is judged."""
    # SPEC 11.3: "Of the tables that the agreement names and the station's own, the
    # older count."
    return min(agreement.terms.tables, state.card.tables)


def make_agreement(ours: Card, theirs: Card, terms: Terms) -> LinkAgreement:
    """Return the agreement of two stations, the same bytes seen from either side."""
    first, second = sorted((ours, theirs), key=lambda card: card.station)
    return LinkAgreement(
        version=1,
        previous=None,
        stations=(first.station, second.station),
        card_digests=(sha256(identity_bytes(first)), sha256(identity_bytes(second))),
        mode=ours.mode,
        terms=terms,
    )
