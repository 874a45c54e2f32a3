# SPDX-License-Identifier: Apache-2.0
"""Terms are changed by both signatures only, whatever order things come in."""

from __future__ import annotations

import pytest

from parley.core.authority.agreements import standard_terms
from parley.core.events import AmendmentAccepted, AmendmentProposed
from parley.core.statements import make_statement
from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.agreement import ReleaseRule
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.precedence import Mode, Precedence
from parley.model.record import Put
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import agree, alarms, at_rest, only_link, refusals, settle
from parley.wire.agreement import encode_agreement
from parley.wire.cbor import dumps, loads
from parley.wire.statement import StatementKind

ALFA, BRAVO = "alfa.example", "bravo.example"
ONE = replace(
    standard_terms(Mode.LIVE), rules=(ReleaseRule(Mode.LIVE, Precedence.ROUTINE, 1),)
)
QUICK = replace(standard_terms(Mode.LIVE), test_interval_s=60)


def propose(desk, terms=ONE):
    """Let a desk propose terms to its only counterpart."""
    return desk.tell(AmendmentProposed(only_link(desk).name, terms))


def accept(desk, agreement):
    """Let a desk accept what it was proposed."""
    digest = sha256(encode_agreement(agreement))
    return desk.tell(AmendmentAccepted(only_link(desk).name, digest))


def versions(pair):
    """Return the version in force on either side."""
    return [only_link(desk).agreement.version for desk in (pair.alfa, pair.bravo)]


def refused(act, *given):
    """Return the code with which an act is refused."""
    with pytest.raises(LocalFault) as fault:
        act(*given)
    return fault.value.code


def test_an_amendment_is_in_force_after_both_signatures(pair):
    """SPEC 7.22: nobody changes the rules alone, and nobody misses the change."""
    fresh = propose(pair.alfa)
    assert fresh.previous == sha256(encode_agreement(only_link(pair.alfa).agreement))
    pair.carry()
    assert versions(pair) == [1, 1]
    assert ("AGREEMENT-PROPOSED", "2") in alarms(pair.bravo)
    accept(pair.bravo, fresh)
    pair.carry()
    assert versions(pair) == [2, 2]
    assert only_link(pair.alfa).agreement == only_link(pair.bravo).agreement == fresh
    assert "AGREEMENT-PROPOSED" not in [code for code, _ in alarms(pair.bravo)]
    assert only_link(pair.bravo).before is None
    assert at_rest(pair.alfa)
    assert agree(pair.alfa, pair.bravo)
    pair.alfa.release(pair.alfa.draft(BRAVO, "x"), "first")
    pair.carry()
    assert pair.bravo.inbox() == ["x"]


def test_an_amendment_survives_a_restart_at_every_step(pair):
    """What was signed must not depend on a process that lives."""
    fresh = propose(pair.alfa)
    pair.alfa.crash()
    pair.carry()
    pair.bravo.crash()
    accept(pair.bravo, fresh)
    pair.bravo.crash()
    pair.pass_time(5)
    pair.carry()
    assert versions(pair) == [2, 2]
    pair.alfa.crash()
    assert only_link(pair.alfa).agreement == fresh


def test_what_was_logged_under_the_old_terms_is_judged_by_them(pair):
    """SPEC 7.25: a message under way must not be condemned by a later rule."""
    eased = propose(pair.alfa)
    pair.carry()
    accept(pair.bravo, eased)
    pair.carry()
    strict = propose(pair.bravo, QUICK)
    pair.carry()
    # One release is enough until ALFA's second signature; BRAVO hears them in turn.
    pair.alfa.release(pair.alfa.draft(BRAVO, "before"), "first")
    accept(pair.alfa, strict)
    draft = pair.alfa.release(pair.alfa.draft(BRAVO, "after"), "first")
    assert draft.serial is None
    pair.carry()
    assert pair.bravo.inbox() == ["before"]
    assert versions(pair) == [3, 3]


def test_the_acceptors_counterpart_is_judged_by_the_old_terms_until_it_says_so(pair):
    """SPEC 7.25: the proposer cannot know yet that its proposal was signed."""
    eased = propose(pair.alfa)
    pair.carry()
    accept(pair.bravo, eased)
    pair.carry()
    strict = propose(pair.alfa, QUICK)
    pair.carry()
    accept(pair.bravo, strict)
    signed, pair.bravo.sent = pair.bravo.sent, []
    pair.alfa.release(pair.alfa.draft(BRAVO, "under way"), "first")
    pair.carry()
    assert pair.bravo.inbox() == ["under way"]
    pair.bravo.sent.extend(signed)
    pair.carry()
    assert versions(pair) == [3, 3]
    utter(pair.alfa, BRAVO, unchecked_message(pair.alfa, BRAVO, "too late", ("first",)))
    pair.carry()
    assert pair.bravo.inbox() == ["under way"]
    assert "SIGNATURE-BAD" in [code for code, _ in alarms(pair.bravo)]


def test_a_rolled_back_agreement_is_refused(pair):
    """SPEC 7.23: an easier rule must not come back by an old signature."""
    old = only_link(pair.alfa).ours_signed
    fresh = propose(pair.alfa, QUICK)
    pair.carry()
    accept(pair.bravo, fresh)
    pair.carry()
    utter(pair.alfa, BRAVO, KeyEvent(KeyEventKind.AGREEMENT, old))
    pair.carry()
    assert refusals(pair.bravo)[-1] == "PLY-AUT-005"
    assert ("AGREEMENT-OLD", "1") in alarms(pair.bravo)
    assert only_link(pair.bravo).agreement == fresh


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_amendment_that_does_not_follow_is_refused(pair, version):
    """SPEC 7.22: versions form a chain, so that none can be left out or put in."""
    agreed = settle(only_link(pair.alfa).agreement, test_interval_s=7)
    previous = None if version == 1 else bytes(32)
    odd = replace(agreed, version=version, previous=previous)
    statement = make_statement(
        StatementKind.AGREEMENT, encode_agreement(odd), pair.alfa.keys
    )
    utter(pair.alfa, BRAVO, KeyEvent(KeyEventKind.AGREEMENT, statement))
    pair.carry()
    assert refusals(pair.bravo)[-1] == "PLY-AUT-006"
    assert only_link(pair.bravo).proposed is None


def test_of_two_proposals_that_crossed_one_stands(pair):
    """SPEC 7.24: two agreements of one version, both signed by both, would be none."""
    ours, theirs = propose(pair.alfa, ONE), propose(pair.bravo, QUICK)
    pair.carry()
    assert refused(accept, pair.alfa, theirs) == "PLY-AUT-009"
    accept(pair.bravo, ours)
    pair.carry()
    assert versions(pair) == [2, 2]
    assert only_link(pair.alfa).agreement == only_link(pair.bravo).agreement == ours


def test_the_first_yields_by_proposing_what_the_other_proposed(pair):
    """SPEC 7.24: whoever stands first is not thereby the one who decides."""
    propose(pair.alfa, ONE)
    theirs = propose(pair.bravo, QUICK)
    pair.carry()
    propose(pair.alfa, QUICK)
    pair.carry()
    assert versions(pair) == [2, 2]
    assert only_link(pair.alfa).agreement == only_link(pair.bravo).agreement == theirs


def test_the_same_proposal_from_both_is_an_agreement(pair):
    """Two custodians with one file need no third step."""
    propose(pair.alfa, QUICK)
    propose(pair.bravo, QUICK)
    pair.carry()
    assert versions(pair) == [2, 2]


def test_a_proposal_that_changed_since_it_was_read_is_not_accepted(pair):
    """The custodian signs what he read."""
    first = propose(pair.alfa, ONE)
    propose(pair.alfa, QUICK)
    pair.carry()
    assert refused(accept, pair.bravo, first) == "PLY-AUT-008"


def test_proposals_are_bounded_and_must_say_something(pair):
    """SPEC 7.22: terms that are agreed already are no amendment."""
    agreed = only_link(pair.alfa).agreement.terms
    assert refused(propose, pair.alfa, agreed) == "PLY-AUT-007"
    unreadable = replace(agreed, test_interval_s=2**60)
    assert refused(propose, pair.alfa, unreadable) == "PLY-AUT-007"
    for seconds in range(1, 9):
        propose(pair.alfa, replace(agreed, test_interval_s=seconds))
    assert refused(propose, pair.alfa, ONE) == "PLY-AUT-007"


@pytest.mark.parametrize("field", [4, 5, 6], ids=["agreement", "ours", "theirs"])
def test_rules_edited_on_the_disk_stop_the_start(pair, field):
    """SPEC 7.26: whoever can write the disk must not thereby write the rules."""
    alfa = pair.alfa
    agreement = settle(only_link(alfa).agreement, rules=ONE.rules)
    edited = {
        4: encode_agreement(agreement),
        5: make_statement(
            StatementKind.AGREEMENT, encode_agreement(agreement), alfa.keys
        ),
        6: only_link(alfa).ours_signed,
    }
    ((key, value),) = alfa.store.shelf("link")
    fields = loads(value)
    fields[field] = edited[field]
    alfa.store.commit([Put("link", key, dumps(fields))])
    assert refused(alfa.start) == "PLY-AUT-011"


def test_a_roster_edited_on_the_disk_stops_the_start(pair):
    """An officer of theirs whom they never named could release to us."""
    alfa = pair.alfa
    ((key, _),) = alfa.store.shelf("roster")
    alfa.store.commit([Put("roster", key, alfa.core.state.roster_statement)])
    assert refused(alfa.start) == "PLY-AUT-012"
    alfa.store.commit([Put("station", b"roster", b"nonsense")])
    assert refused(alfa.start) == "PLY-AUT-012"


def test_a_folder_of_another_version_is_refused_by_name(pair):
    """Whoever brings up an old disk is told what it is, and nothing is guessed."""
    alfa = pair.alfa
    ((key, value),) = alfa.store.shelf("link")
    alfa.store.commit([Put("link", key, dumps(loads(value)[:8]))])
    assert refused(alfa.start) == "PLY-AUT-010"
