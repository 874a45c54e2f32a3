# SPDX-License-Identifier: Apache-2.0
"""What a release needs: the rules of an agreement, read the same on both sides."""

from __future__ import annotations

import pytest

from parley.core.authority.agreements import make_agreement, standard_terms
from parley.core.authority.rules import UNRULED, Case, needs
from parley.fixed import replace
from parley.model.agreement import ReleaseRule
from parley.model.identity import Card, Delegation, OfficerClass, PublicKeys, RootKeys
from parley.model.precedence import Mode, Precedence
from parley.testing.looks import settle

KEYS = PublicKeys(bytes(32), bytes(1_312))
WITNESS = PublicKeys(b"w" * 32, b"w" * 1_312)
WATCH, RELEASER, PRINCIPAL = (
    OfficerClass.WATCH,
    OfficerClass.RELEASER,
    OfficerClass.PRINCIPAL,
)
DUTY, HEAD = "duty officer", "head of watch"
ROUTINE, FLASH = Precedence.ROUTINE, Precedence.FLASH


def _delegation(name, mode):
    root = RootKeys(b"r" * 32, b"r" * 2_592)
    return Delegation(1, root, name, f"{name}.example", mode, KEYS, WITNESS, 0, 1)


def agreed(*rules, mode=Mode.LIVE):
    """Return an agreement in `mode`, with the standard rules if none are given."""
    alfa, bravo = (
        Card(1, _delegation(name, mode), b"", (), ()) for name in ("alfa", "bravo")
    )
    agreement = make_agreement(alfa, bravo, standard_terms(mode))
    return settle(agreement, rules=rules) if rules else agreement


def case(precedence=ROUTINE, *to, number=None):
    """Return a case."""
    return Case(precedence, frozenset(to), number)


TWO = ReleaseRule(Mode.LIVE, ROUTINE, 2, override=True)
CODE = ReleaseRule(Mode.LIVE, ROUTINE, 1, WATCH, alone=True, format=12)


@pytest.mark.parametrize(
    ("mode", "precedence", "needed"),
    [
        (Mode.LIVE, Precedence.ROUTINE, 2),
        (Mode.LIVE, Precedence.FLASH, 2),
        (Mode.EXERCISE, Precedence.ROUTINE, 1),
        (Mode.EXERCISE, Precedence.IMMEDIATE, 1),
        (Mode.EXERCISE, Precedence.FLASH, 2),
        (Mode.TEST, Precedence.PRIORITY, 1),
        (Mode.TEST, Precedence.FLASH, 2),
    ],
)
def test_two_persons_release_live_and_flash(mode, precedence, needed):
    """The standard terms, case by case; nobody is alone or overrides."""
    found = needs(agreed(mode=mode), case(precedence))
    assert found == replace(UNRULED, releases=needed)


def test_a_rule_of_another_mode_does_not_fit():
    """SPEC 7.3: where no rule fits, nothing is easier than two persons."""
    agreement = settle(agreed(), rules=standard_terms(Mode.EXERCISE).rules)
    assert needs(agreement, case()) == UNRULED


def test_the_order_of_the_rules_does_not_matter():
    """SPEC 7.2: otherwise a reader would have to guess which sentence prevails."""
    rules = standard_terms(Mode.EXERCISE).rules
    for precedence in Precedence:
        one, two = agreed(*rules), agreed(*rules[::-1])
        assert needs(one, case(precedence)) == needs(two, case(precedence))


def test_a_preauthorised_code_goes_by_the_watch_alone():
    """SPEC 7.2: minutes count, and the words were settled beforehand."""
    found = needs(agreed(TWO, CODE), case(FLASH, DUTY, number=12))
    assert (found.releases, found.by, found.alone) == (1, {WATCH}, True)


@pytest.mark.parametrize("number", [None, 11, 13])
def test_no_other_text_borrows_the_ease_of_a_code(number):
    """SPEC 7.1: one number further is another message."""
    assert needs(agreed(TWO, CODE), case(FLASH, DUTY, number=number)).releases == 2


def test_a_code_for_one_position_is_not_easier_to_two():
    """SPEC 7.1: what was settled for one desk was not settled for the head of state."""
    agreement = agreed(TWO, replace(CODE, position=DUTY))
    assert needs(agreement, case(FLASH, DUTY, number=12)).releases == 1
    assert needs(agreement, case(FLASH, DUTY, HEAD, number=12)).releases == 2
    assert needs(agreement, case(FLASH, HEAD, number=12)).releases == 2


def test_a_position_can_only_make_it_stricter():
    """SPEC 7.2: adding an addressee never takes a signature away."""
    one = ReleaseRule(Mode.LIVE, ROUTINE, 1)
    strict = ReleaseRule(Mode.LIVE, ROUTINE, 2, PRINCIPAL, position=HEAD)
    agreement = agreed(one, strict)
    assert needs(agreement, case(ROUTINE, DUTY)).releases == 1
    found = needs(agreement, case(ROUTINE, DUTY, HEAD))
    assert (found.releases, found.by) == (2, {RELEASER, PRINCIPAL})
    easy = ReleaseRule(Mode.LIVE, ROUTINE, 1, WATCH, alone=True, position=DUTY)
    assert needs(agreed(TWO, easy), case(ROUTINE, DUTY)) == replace(
        UNRULED, by=frozenset({RELEASER, WATCH}), override=True
    )


def test_an_override_is_only_where_every_rule_allows_it():
    """SPEC 7.2: one rule that excludes a class of message excludes it."""
    flash = ReleaseRule(Mode.LIVE, FLASH, 2)
    agreement = agreed(TWO, flash)
    assert needs(agreement, case(Precedence.IMMEDIATE)).override
    assert not needs(agreement, case(FLASH)).override
    assert not needs(agreed(CODE), case(FLASH, number=12)).override
