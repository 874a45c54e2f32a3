# SPDX-License-Identifier: Apache-2.0
"""Two stations with different tables of Unicode hold their drafts to the older ones."""

from __future__ import annotations

import pytest

from parley.core.authority.agreement_words import tables_words, terms_words
from parley.core.authority.agreements import standard_terms
from parley.core.events import AmendmentAccepted, AmendmentProposed
from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.precedence import Mode
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.looks import only_link
from parley.wire.agreement import encode_agreement

ALFA, BRAVO = "alfa.example", "bravo.example"
NEWER = "We agree \U0001fae8."  # a face that came with tables 2


def met(alfa_tables, bravo_tables, terms=None):
    """Return two paired desks, each with its own tables."""
    desks = []
    for name, party, tables in (
        (ALFA, "Alfa", alfa_tables),
        (BRAVO, "Bravo", bravo_tables),
    ):
        desk = Desk(name, party)
        desk.settings = replace(desk.settings, tables=tables, terms=terms)
        desk.start()
        enlist_watch(desk)
        desks.append(desk)
    return pair_up(*desks)


@pytest.mark.parametrize("tables", [(2, 1), (1, 2)])
def test_the_older_tables_count_on_both_sides(tables):
    """What is a letter here and nothing there would be read as damage there."""
    # SPEC 1.32: "Both stations lower `tables` of the terms they were given to what
    # both cards allow before they sign."
    pair = met(*tables)
    for desk, other in ((pair.alfa, BRAVO), (pair.bravo, ALFA)):
        link = only_link(desk)
        assert link.in_force
        assert link.agreement.terms.tables == 1
        with pytest.raises(LocalFault) as refused:
            desk.say(other, NEWER)
        assert refused.value.code == "PLY-REL-007"
        assert "is not assigned in the pinned tables" in refused.value.what
    assert pair.alfa.core.tables(BRAVO) == tables
    assert pair.bravo.core.tables(ALFA) == tables[::-1]


def test_where_both_have_newer_tables_they_count():
    """Nobody is held to the past for ever."""
    pair = met(2, 3)
    assert only_link(pair.alfa).agreement.terms.tables == 2
    pair.alfa.say(BRAVO, NEWER)
    pair.carry()
    assert pair.bravo.inbox() == [NEWER]


def test_terms_may_ask_for_older_tables_than_both_have():
    """Two parties may be as strict as they like."""
    pair = met(3, 3, replace(standard_terms(Mode.LIVE), tables=1))
    with pytest.raises(LocalFault):
        pair.alfa.say(BRAVO, NEWER)


def test_an_amendment_gives_nobody_tables_that_he_does_not_have():
    """SPEC 11.3: a station judges by nothing that it could not check."""
    pair = met(1, 2)
    (link,) = pair.alfa.core.state.links.values()
    terms = replace(link.agreement.terms, tables=5)
    fresh = pair.bravo.tell(AmendmentProposed(ALFA, terms))
    pair.carry()
    pair.alfa.tell(AmendmentAccepted(BRAVO, sha256(encode_agreement(fresh))))
    pair.carry()
    assert only_link(pair.alfa).agreement.terms.tables == 5
    with pytest.raises(LocalFault):
        pair.alfa.say(BRAVO, NEWER)
    pair.bravo.say(ALFA, NEWER)
    pair.carry()
    assert pair.alfa.inbox() == [NEWER]  # 11.2: what arrives is not refused by it


def test_a_difference_is_said_in_words():
    """A custodian reads it before the digits are compared, and may mend it."""
    assert tables_words(2, 2) == ()
    (line,) = tables_words(2, 1)
    assert "Unicode 15.0, theirs those of 14.0; the fewer count" in line
    terms = replace(standard_terms(Mode.LIVE), tables=1)
    assert "Drafts are held to the characters of Unicode 14.0." in terms_words(terms)
