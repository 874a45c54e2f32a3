# SPDX-License-Identifier: Apache-2.0
"""Our roster: who is put on it, and that every counterpart is told."""

from __future__ import annotations

import pytest

from parley.core.events import CardPresented, CardRequested, OfficerAdded
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.identity import Credential, KeyScheme, OfficerClass
from parley.testing.desks import YEAR_MS, Desk
from parley.testing.looks import at_rest

BRAVO = "bravo.example"


def keys(*public):
    """Return software keys."""
    return tuple(Credential(KeyScheme.SOFTWARE_ED25519, each) for each in public)


def added(desk, **changed):
    """Put a person on a roster who differs in one thing from an ordinary one."""
    ordinary = {
        "name": "newcomer",
        "position": "duty officer",
        "classes": (int(OfficerClass.WATCH),),
        "credentials": keys(b"k" * 32),
        "valid_to_ms": desk.wall_ms + YEAR_MS,
    }
    return desk.tell(OfficerAdded(**(ordinary | changed)))


def test_counterpart_learns_of_a_new_officer(pair):
    """What he signs tomorrow must be good over there."""
    officer = added(pair.alfa)
    pair.carry()
    assert officer in pair.bravo.core.counterpart_roster("alfa.example").officers
    assert pair.bravo.core.counterpart_roster("alfa.example") == pair.alfa.core.roster()
    assert at_rest(pair.alfa)


def test_roster_survives_a_restart(pair):
    """With the same version, or nobody would take the next one."""
    added(pair.alfa)
    before = pair.alfa.core.roster()
    pair.alfa.crash()
    assert pair.alfa.core.roster() == before


def test_index_is_never_given_twice(pair):
    """On the wire a person is his index alone."""
    one, two = (
        added(pair.alfa),
        added(pair.alfa, name="other", credentials=keys(b"j" * 32)),
    )
    indices = [each.index for each in pair.alfa.core.roster().officers]
    assert len(set(indices)) == len(indices)
    assert two.index == one.index + 1 == max(indices)


def test_index_of_somebody_struck_off_is_not_given_again(pair):
    """His old releases name it; they must not become the newcomer's."""
    state = pair.alfa.core.state
    state.roster = replace(state.roster, officers=state.roster.officers[-1:])
    taken = max(each.index for each in state.roster.officers)
    assert added(pair.alfa).index == taken + 1


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"position": "astrologer"}, "PLY-LNK-019", "astrologer"),
        ({"name": "  "}, "PLY-LNK-020", "empty"),
        ({"name": "two\nlines"}, "PLY-LNK-020", "do not print"),
        ({"name": "n" * 129}, "PLY-LNK-020", "longer than 128"),
        ({"name": "watch"}, "PLY-LNK-020", "already"),
        ({"classes": ()}, "PLY-LNK-020", "class"),
        ({"valid_to_ms": 5}, "PLY-LNK-020", "passed"),
    ],
)
def test_person_who_cannot_be_put_on_it_is_refused(pair, changed, code, words):
    """Told at once and in words; the roster in force stays as it is."""
    before = pair.alfa.core.roster()
    with pytest.raises(LocalFault) as refused:
        added(pair.alfa, **changed)
    assert refused.value.code == code
    assert words in refused.value.what
    assert pair.alfa.core.roster() == before


def test_key_of_somebody_else_is_refused(pair):
    """Two names with one key would be two persons that are one."""
    _, key = pair.alfa.officers["first"]
    with pytest.raises(LocalFault) as refused:
        added(pair.alfa, credentials=keys(key.public))
    assert "already belongs" in refused.value.what


def test_roster_is_bounded(pair, monkeypatch):
    """A statement that no format can hold would cut the party off."""
    count = len(pair.alfa.core.roster().officers)
    monkeypatch.setattr("parley.core.authority.rosters.OFFICERS_MAX", count)
    with pytest.raises(LocalFault) as refused:
        added(pair.alfa)
    assert refused.value.code == "PLY-LNK-020"


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "newcomer "},
        {"credentials": keys(b"short")},
        {"credentials": keys(b"k" * 3_000)},
    ],
    ids=["space at the end", "short key", "long key"],
)
def test_person_whom_no_roster_can_hold_is_refused(changed):
    """One bad entry must not make the whole roster unreadable."""
    alfa = Desk("alfa.example", "Alfa")
    try:
        added(alfa, **changed)
    except LocalFault:
        return
    assert Desk(BRAVO, "Bravo").tell(CardPresented(alfa.tell(CardRequested())))


@pytest.mark.parametrize("changed", [{"classes": (99,)}], ids=str)
def test_class_that_is_none_is_refused(pair, changed):
    """Only faults leave the core for bad input."""
    with pytest.raises(LocalFault):
        added(pair.alfa, **changed)
