# SPDX-License-Identifier: Apache-2.0
"""Officers' releases."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from parley.crypto.fingerprint import fingerprint, release_code
from parley.crypto.officer import SoftwareKey, verify_release
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.identity import Credential, KeyScheme, Officer, OfficerClass
from parley.model.message import Release

KEY = SoftwareKey.from_seed(b"\3" * 32)
OFFICER = Officer(
    index=4,
    name="First Officer",
    position=0,
    classes=frozenset({OfficerClass.RELEASER}),
    credentials=(Credential(KeyScheme.SOFTWARE_ED25519, KEY.public),),
    valid_from_ms=0,
    valid_to_ms=1,
)
DIGEST = b"\5" * 32
GOOD = Release(4, KeyScheme.SOFTWARE_ED25519, KEY.sign(DIGEST))


def keyed(public: bytes, scheme: KeyScheme = KeyScheme.SOFTWARE_ED25519) -> Officer:
    """Return the officer with one other key."""
    return replace(OFFICER, credentials=(Credential(scheme, public),))


def refused(officer: Officer, digest: bytes, release: Release) -> str:
    """Return the code with which a release is refused."""
    with pytest.raises(CounterpartFault) as fault:
        verify_release(officer, digest, release)
    return fault.value.code


def test_a_release_fits_its_officer_and_text():
    """The good case, so that the others mean something."""
    verify_release(OFFICER, DIGEST, GOOD)


def test_any_of_several_keys_signs():
    """A spare key in the safe is of use only if it is as good as the first."""
    spare = Credential(KeyScheme.SOFTWARE_ED25519, bytes(32))
    both = replace(OFFICER, credentials=(spare, *OFFICER.credentials))
    assert verify_release(both, DIGEST, GOOD) == OFFICER.credentials[0]


@given(st.binary(min_size=32, max_size=32).filter(lambda digest: digest != DIGEST))
def test_a_release_of_another_text_is_refused(digest):
    """A signature is for one manifest."""
    assert refused(OFFICER, digest, GOOD) == "PLY-SIG-002"


@pytest.mark.parametrize(
    ("officer", "release"),
    [
        (replace(OFFICER, index=5), GOOD),
        (OFFICER, replace(GOOD, officer=5)),
        (keyed(bytes(32)), GOOD),
        (keyed(bytes(31)), GOOD),
        (replace(OFFICER, credentials=()), GOOD),
        (OFFICER, replace(GOOD, signature=bytes(64))),
        (OFFICER, replace(GOOD, signature=GOOD.signature[:-1])),
        (OFFICER, replace(GOOD, detail=b"\1")),
        (OFFICER, replace(GOOD, scheme=KeyScheme.WEBAUTHN_EDDSA)),
        (keyed(KEY.public, KeyScheme.WEBAUTHN_EDDSA), GOOD),
    ],
)
def test_a_release_in_another_name_or_form_is_refused(officer, release):
    """The roster says who and with what kind of key."""
    assert refused(officer, DIGEST, release) == "PLY-SIG-002"


@pytest.mark.parametrize("scheme", [KeyScheme.WEBAUTHN_ES256, KeyScheme.WEBAUTHN_EDDSA])
def test_a_software_key_passes_for_no_hardware_key(scheme):
    """What the roster calls hardware must have the form only hardware keys have."""
    officer, release = keyed(KEY.public, scheme), replace(GOOD, scheme=scheme)
    assert refused(officer, DIGEST, release) == "PLY-AUT-050"


def test_a_bare_signature_over_the_digest_is_no_release():
    """The purpose is part of what is signed."""
    bare = Ed25519PrivateKey.from_private_bytes(b"\3" * 32).sign(DIGEST)
    assert refused(OFFICER, DIGEST, replace(GOOD, signature=bare)) == "PLY-SIG-002"


def test_a_release_code_is_twelve_characters():
    """Short enough to compare at two screens."""
    assert release_code(bytes(32)) == "AAAA-AAAA-AAAA"
    assert release_code(b"\xff" * 32) == "7777-7777-7777"


@given(st.binary(max_size=99), st.binary(max_size=99))
def test_a_fingerprint_is_sixty_digits_from_either_side(one, other):
    """Digits need no common language."""
    digits = fingerprint(one, other)
    assert digits == fingerprint(other, one)
    groups = digits.split(" ")
    assert [len(group) for group in groups] == [5] * 12
    assert "".join(groups).isdecimal()
    assert digits != fingerprint(one + b"\0", other)
