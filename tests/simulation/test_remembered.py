# SPDX-License-Identifier: Apache-2.0
"""Worlds are played by the thousand because no signature is computed good twice.

That must spare work alone: whatever is not good is refused as if nothing were kept.
"""

from __future__ import annotations

import pytest

from parley.core import releasing, statements
from parley.core.statements import check_delegation, check_statement, make_statement
from parley.crypto import keys
from parley.crypto.keys import StationKeys
from parley.crypto.officer import SoftwareKey
from parley.crypto.prekey import PrekeyPair
from parley.errors import CounterpartFault
from parley.model.identity import Credential, KeyScheme, Officer
from parley.model.message import Release
from parley.testing.desks import Desk
from parley.testing.remembered import remember_good
from parley.wire.statement import StatementKind

pytestmark = pytest.mark.simulation

KIND = StatementKind.ROSTER
OURS = StationKeys.from_seeds(b"a" * 32, b"b" * 32)
OTHERS = StationKeys.from_seeds(b"c" * 32, b"d" * 32)


def flipped(data, at):
    """Return the same bytes but for one bit."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.fixture(autouse=True)
def next_world(monkeypatch):
    return remember_good(monkeypatch.setattr)


def test_a_forgery_after_its_original_is_refused_each_time():
    """Whoever copies a good statement and changes a bit gains nothing from it."""
    said = make_statement(KIND, b"said", OURS)
    assert check_statement(said, KIND, OURS.public) == b"said"
    for at in (said.index(b"said"), len(said) - 1, len(said) // 2):
        for _ in range(2):
            with pytest.raises(CounterpartFault):
                check_statement(flipped(said, at), KIND, OURS.public)
    for _ in range(2):
        with pytest.raises(CounterpartFault):
            check_statement(said, KIND, OTHERS.public)


def test_a_delegation_changed_after_it_was_good_is_refused_each_time():
    """The root's signature is the one thing that nobody compares a second time."""
    said = Desk("alfa.example", "Alfa").settings.delegation
    check_delegation(said)
    for _ in range(2):
        with pytest.raises(CounterpartFault, match="PLY-KEY-161"):
            check_delegation(flipped(said, len(said) - 1))


def test_a_release_of_another_text_is_refused_after_a_good_one():
    """An officer's signature is good for one digest, by one key."""
    key = SoftwareKey.from_seed(b"e" * 32)
    credential = Credential(KeyScheme.SOFTWARE_ED25519, key.public)
    officer = Officer(1, "first", 0, frozenset(), (credential,), 0, 1)
    release = Release(1, KeyScheme.SOFTWARE_ED25519, key.sign(b"f" * 32))
    assert releasing.verify_release(officer, b"f" * 32, release) == credential
    for _ in range(2):
        with pytest.raises(CounterpartFault, match="PLY-SIG-002"):
            releasing.verify_release(officer, b"g" * 32, release)


def test_what_was_good_is_computed_once():
    """Else 2,000 worlds do not fit into the time of a change."""
    said = make_statement(KIND, b"said", OURS)
    for _ in range(3):
        check_statement(said, KIND, OURS.public)
    assert keys.verify_mldsa44.cache_info()[:2] == (2, 1)
    check_delegation(Desk("alfa.example", "Alfa").settings.delegation)
    assert statements.verify_root.cache_info().misses == 1


def test_a_signature_is_computed_once_in_two_worlds_and_twice_in_one(next_world):
    """Whoever seals one place twice gives himself away by the second signature."""
    first, second = (OURS.sign_mldsa44(b"said") for _ in range(2))
    assert first != second
    next_world()
    assert [OURS.sign_mldsa44(b"said") for _ in range(2)] == [first, second]
    assert OURS.sign_mldsa44(b"other") not in {first, second}
    assert OTHERS.sign_mldsa44(b"said") not in {first, second}


def test_our_own_signature_is_good_for_its_bytes_and_its_key_alone():
    """That a key of ours signed something spares no check of anything else."""
    for sign, verify, ours, others in (
        (
            OURS.sign_ed25519,
            keys.verify_ed25519,
            OURS.public.ed25519,
            OTHERS.public.ed25519,
        ),
        (
            OURS.sign_mldsa44,
            keys.verify_mldsa44,
            OURS.public.mldsa44,
            OTHERS.public.mldsa44,
        ),
    ):
        signature = sign(b"said")
        verify(ours, b"said", signature)
        for public, said, made in (
            (ours, b"else", signature),
            (others, b"said", signature),
            (ours, b"said", flipped(signature, 9)),
        ):
            with pytest.raises(CounterpartFault, match="PLY-KEY-103"):
                verify(public, said, made)


def test_what_is_remembered_is_good_without_it():
    """A signature that only this process takes for good would prove nothing."""
    signature = OURS.sign_mldsa44(b"said")
    remembered = keys.verify_mldsa44
    remembered(OURS.public.mldsa44, b"said", signature)
    computed = remembered.__wrapped__.__self__.check
    computed(OURS.public.mldsa44, b"said", signature)


def test_a_prekey_is_made_of_its_own_seed():
    """Two seeds must never come to one pair of keys."""
    first, again, other = map(PrekeyPair.from_seed, (b"1" * 32, b"1" * 32, b"2" * 32))
    assert first is again
    assert first.public != other.public
