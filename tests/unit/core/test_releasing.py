# SPDX-License-Identifier: Apache-2.0
"""The judge of releases, apart from either desk."""

from __future__ import annotations

import hashlib

import pytest

from parley.core.releasing import (
    Bench,
    find_officer,
    judge_message,
    judge_step,
    release_digest,
)
from parley.crypto.officer import SoftwareKey
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.agreement import LinkAgreement, ReleaseRule, Terms
from parley.model.identity import Credential, KeyScheme, Officer, OfficerClass, Roster
from parley.model.message import Content, Message, Release, Setting, Text
from parley.model.precedence import Mode, Precedence
from parley.testing.looks import settle

SETTING = Setting("alfa.example", "bravo.example", Mode.LIVE)
KEYS = [SoftwareKey.from_seed(hashlib.sha256(bytes([n])).digest()) for n in range(6)]
RELEASER, DRAFTER, WATCH = (
    OfficerClass.RELEASER,
    OfficerClass.DRAFTER,
    OfficerClass.WATCH,
)


def officer(index, *classes, key=None):
    """Return an officer valid from 100 to 900."""
    public = KEYS[index if key is None else key].public
    keys = (Credential(KeyScheme.SOFTWARE_ED25519, public),)
    return Officer(index, f"o{index}", 0, frozenset(classes), keys, 100, 900)


ROSTER = Roster(
    1,
    "alfa.example",
    ("duty officer",),
    (
        officer(0, DRAFTER, RELEASER),
        officer(1, RELEASER),
        officer(2, RELEASER, WATCH),
        officer(3, RELEASER, key=1),
        officer(4, WATCH),
    ),
    valid_to_ms=950,
)
AGREEMENT = LinkAgreement(
    1,
    None,
    ("alfa.example", "bravo.example"),
    (bytes(32), bytes(32)),
    Mode.LIVE,
    Terms(
        (
            ReleaseRule(Mode.LIVE, Precedence.ROUTINE, 1),
            ReleaseRule(Mode.LIVE, Precedence.FLASH, 2),
        ),
        (),
        3_600,
        300,
        86_400,
        software_keys_count=True,
        evidence="provable",
    ),
)
BENCH = Bench(SETTING, ROSTER, AGREEMENT, ("duty officer", "principal"))
CONTENT = Content(7, Precedence.ROUTINE, 0, None, 0, (0,), None, (Text("en", "x"),), ())
FLASH = replace(CONTENT, precedence=Precedence.FLASH)


def released(content, *indices, setting=SETTING):
    """Return a message that these officers signed one after another."""
    given: tuple[Release, ...] = ()
    for index in indices:
        key = KEYS[1 if index == 3 else index]
        signature = key.sign(release_digest(setting, content, given))
        given = (*given, Release(index, KeyScheme.SOFTWARE_ED25519, signature))
    return Message(content, given)


def verdict(message, bench=BENCH, at_ms=500):
    """Return the code of the fault, or None where a message is good."""
    try:
        judge_message(bench, message, at_ms)
    except CounterpartFault as fault:
        return fault.code
    return None


@pytest.mark.parametrize(
    ("content", "releasers", "expected"),
    [
        (CONTENT, (1,), None),
        (CONTENT, (1, 2), None),
        (CONTENT, (), "PLY-SIG-001"),
        (FLASH, (1, 2), None),
        (FLASH, (2, 1), None),
        (FLASH, (1,), "PLY-SIG-001"),
        (FLASH, (), "PLY-SIG-001"),
        (FLASH, (1, 1), "PLY-SIG-004"),
        (FLASH, (1, 3), "PLY-SIG-004"),  # two names, one key
        (FLASH, (0, 1), "PLY-SIG-004"),  # the drafter, though a releaser
        (FLASH, (1, 0), "PLY-SIG-004"),
        (FLASH, (1, 4), "PLY-SIG-003"),  # on the roster without the class
        (FLASH, (1, 5), "PLY-SIG-003"),  # on no roster
        (FLASH, (1, 2, 1), "PLY-SIG-004"),  # a third step is judged as well
    ],
)
def test_two_persons_two_keys_and_not_the_drafter(content, releasers, expected):
    """SPEC 4.51 and 4.52, case by case."""
    assert verdict(released(content, *releasers)) == expected


@pytest.mark.parametrize(
    ("at_ms", "expected"),
    [
        (99, "PLY-SIG-003"),
        (100, None),
        (900, None),
        (901, "PLY-SIG-003"),
        (951, "PLY-SIG-003"),
    ],
)
def test_releaser_is_judged_by_the_time(at_ms, expected):
    """Both ends of his validity are inside it."""
    assert verdict(released(CONTENT, 1), at_ms=at_ms) == expected


def test_nobody_on_an_expired_roster_is_valid():
    """His own time may be longer than that of the roster which names him."""
    roster = replace(ROSTER, valid_to_ms=400)
    assert verdict(released(CONTENT, 1), replace(BENCH, roster=roster)) == "PLY-SIG-003"
    assert find_officer(roster, 1, RELEASER, 400) is not None
    assert find_officer(roster, 1, RELEASER, 401) is None


@pytest.mark.parametrize(
    "setting",
    [
        replace(SETTING, mode=Mode.EXERCISE),
        replace(SETTING, recipient="charlie.example"),
        replace(SETTING, sender="charlie.example"),
    ],
)
def test_release_for_another_setting_is_not_good(setting):
    """What was decided in an exercise, or for another party, is not decided here."""
    assert verdict(released(CONTENT, 1, setting=setting)) == "PLY-SIG-002"


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 8},
        {"precedence": Precedence.PRIORITY},
        {"created_ms": 1_000},
        {"not_after_ms": 9_000},
        {"drafted_by": 4},
        {"to": ()},
        {"texts": (Text("en", "y"),)},
        {"texts": (Text("ru", "x"),)},
        {"attachments": (bytes(32),)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_release_covers_everything_a_reader_sees(changed):
    """Whatever differs from what was signed, the signature does not fit."""
    good = released(CONTENT, 1)
    altered = replace(good, content=replace(CONTENT, **changed))
    assert verdict(altered) == "PLY-SIG-002"


def test_second_step_covers_the_signature_of_the_first():
    """SPEC 4.50: it cannot be kept and put behind another first step."""
    one, two = released(FLASH, 1, 2).releases
    other = released(FLASH, 2, 1).releases
    assert verdict(Message(FLASH, (one, replace(two, signature=other[1].signature))))
    assert release_digest(SETTING, FLASH, (one,)) != release_digest(
        SETTING, FLASH, (other[0],)
    )


def test_keys_that_do_not_count_are_verified_and_not_counted():
    """A bad signature of a kind that does not count is still a bad signature."""
    strict = replace(BENCH, agreement=settle(AGREEMENT, software_keys_count=False))
    assert verdict(released(CONTENT, 1), strict) == "PLY-SIG-001"
    bad = released(CONTENT, 1)
    bad = replace(bad, releases=(replace(bad.releases[0], signature=bytes(64)),))
    assert verdict(bad, strict) == "PLY-SIG-002"


def test_step_is_judged_like_the_whole():
    """The desk judges step by step; no step may pass there that fails in the whole."""
    given = released(FLASH, 1).releases
    twin = released(FLASH, 1, 3).releases[1]
    with pytest.raises(CounterpartFault) as fault:
        judge_step(BENCH, FLASH, given, twin, 500)
    assert fault.value.code == "PLY-SIG-004"


@pytest.mark.parametrize("needed", [RELEASER, WATCH, DRAFTER])
def test_auditor_changes_nothing(needed):
    """SPEC 7.42: who looks over the watch's shoulder must have no hand in it."""
    auditor = officer(5, RELEASER, WATCH, DRAFTER, OfficerClass.AUDITOR)
    roster = replace(ROSTER, officers=(*ROSTER.officers, auditor))
    assert find_officer(roster, 5, needed, 500) is None
    bench = replace(BENCH, roster=roster)
    assert verdict(released(CONTENT, 5), bench) == "PLY-SIG-003"


def test_key_that_has_ended_verifies_nothing_more():
    """SPEC 7.11: what it signed before its end stays good."""
    ended = replace(ROSTER.officers[1].credentials[0], valid_to_ms=400)
    people = list(ROSTER.officers)
    people[1] = replace(people[1], credentials=(ended,))
    bench = replace(BENCH, roster=replace(ROSTER, officers=tuple(people)))
    message = released(CONTENT, 1)
    assert verdict(message, bench) == "PLY-SIG-002"
    judge_message(bench, message, 400)
