# SPDX-License-Identifier: Apache-2.0
"""One-time codes, challenges and the proofs of a screen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from parley.crypto.browser_key import is_browser_key
from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.model.now import Now
from parley.station.authority.challenges import Challenges
from parley.station.authority.codes import Codes
from parley.station.desk import DeskKeys
from parley.station.limits import (
    CHALLENGE_S,
    CODE_S,
    CODE_TRIES_MAX,
    CODE_TRIES_S,
    CODES_MAX,
    PROOFS_MAX,
)

ENTROPY = bytes(range(8))


@dataclass
class HandClock:
    """Time as a test says it."""

    s: float = 1_000.0

    def now(self) -> Now:
        return Now(int(self.s * 1_000), int(self.s * 1_000), bytes(32))


@pytest.fixture
def clock():
    return HandClock()


def refused(act, *given) -> str:
    with pytest.raises(LocalFault) as fault:
        act(*given)
    return fault.value.code


def test_a_code_is_good_once(clock):
    """Typed by whoever looked over a shoulder, it is of no use."""
    codes = Codes(clock)
    code, _ = codes.make(7, ENTROPY)
    assert codes.begin(code.lower().replace("-", " "), "screen") == 7
    assert codes.begin(code, "screen") == 7, "a touch that failed is tried again"
    codes.spend(code)
    assert refused(codes.begin, code, "screen") == "PLY-AUT-061"


def test_a_code_seen_at_two_screens_is_of_no_more_use(clock):
    """One of the two is not the officer."""
    codes = Codes(clock)
    code, _ = codes.make(7, ENTROPY)
    codes.begin(code, "screen")
    assert refused(codes.begin, code, "thief") == "PLY-AUT-061"
    assert refused(codes.begin, code, "screen") == "PLY-AUT-061"


def test_a_code_ends_by_itself(clock):
    """Found on a desk tomorrow, it opens nothing."""
    codes = Codes(clock)
    code, seconds = codes.make(7, ENTROPY)
    assert seconds == CODE_S
    clock.s += CODE_S + 1
    assert refused(codes.begin, code, "screen") == "PLY-AUT-060"


def test_guesses_are_limited(clock):
    """A program at a desk tries a few and then nobody may for a while."""
    codes = Codes(clock)
    code, _ = codes.make(7, ENTROPY)
    for _ in range(CODE_TRIES_MAX):
        assert refused(codes.begin, "AAAA-AAAA-AAAA", "thief") == "PLY-AUT-060"
    assert refused(codes.begin, code, "screen") == "PLY-AUT-062"
    clock.s += CODE_TRIES_S + 1
    assert refused(codes.begin, "AAAA-AAAA-AAAA", "thief") == "PLY-AUT-060"


def test_codes_are_bounded(clock):
    """The oldest goes; a custodian who makes a hundred fills no memory."""
    codes = Codes(clock)
    made = [codes.make(n, bytes([n]) * 8)[0] for n in range(CODES_MAX + 1)]
    assert refused(codes.begin, made[0], "screen") == "PLY-AUT-060"
    assert codes.begin(made[-1], "screen") == CODES_MAX


def test_a_challenge_is_answered_once_at_its_screen(clock):
    """Replayed, late, or from another browser it is none."""
    asked = Challenges(clock, "parley/1 sign-on")
    digest = asked.make("screen", b"key", "3")
    assert refused(asked.take, digest, "other") == "PLY-AUT-063"
    assert refused(asked.take, digest, "screen") == "PLY-AUT-063", "tried is gone"
    digest = asked.make("screen", b"key", "3")
    assert asked.take(digest, "screen").about == "3"
    assert refused(asked.take, digest, "screen") == "PLY-AUT-063"
    late = asked.make("screen", b"key")
    clock.s += CHALLENGE_S + 1
    assert refused(asked.take, late, "screen") == "PLY-AUT-063"


class Browser:
    """A browser's own key, as WebCrypto has it."""

    def __init__(self) -> None:
        self.key = generate_private_key(SECP256R1())
        self.public = self.key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    def proof(self, path: str, body: bytes, nonce: bytes) -> bytes:
        signed = b"parley/1 screen\0" + nonce + sha256(body) + path.encode()
        r, s = decode_dss_signature(self.key.sign(signed, ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def test_an_act_needs_the_key_of_its_screen(clock, tmp_path):
    """A cookie alone, an old proof, another path or body: nothing is done."""
    desk, browser, thief = DeskKeys(tmp_path, clock), Browser(), Browser()
    assert is_browser_key(browser.public)
    token = desk.admit(3, b"public", browser.public)
    proof = browser.proof("/act", b"a=1", b"n" * 16)
    desk.prove(token, "/act", b"a=1", b"n" * 16, proof)
    again = (token, "/act", b"a=1", b"n" * 16, proof)
    assert refused(desk.prove, *again) == "PLY-AUT-064"
    for path, body, key in (
        ("/other", b"a=1", browser),
        ("/act", b"a=2", browser),
        ("/act", b"a=1", thief),
    ):
        made = key.proof("/act", b"a=1", b"m" * 16)
        given = (token, path, body, b"m" * 16, made)
        assert refused(desk.prove, *given) == "PLY-AUT-064"


def test_the_proofs_of_one_sign_on_are_bounded(clock, tmp_path, monkeypatch):
    """At the limit the key is asked again; nothing old is ever forgotten and taken."""
    monkeypatch.setattr("parley.station.desk.PROOFS_MAX", 3)
    desk, browser = DeskKeys(tmp_path, clock), Browser()
    token = desk.admit(3, b"public", browser.public)
    nonces = [bytes([n]) * 16 for n in range(4)]
    for nonce in nonces[:3]:
        desk.prove(token, "/a", b"", nonce, browser.proof("/a", b"", nonce))
    last = nonces[3]
    given = (token, "/a", b"", last, browser.proof("/a", b"", last))
    assert refused(desk.prove, *given) == "PLY-AUT-064"
    assert PROOFS_MAX > 1_000


def test_a_session_ends_with_its_key_and_with_idleness(clock, tmp_path):
    """Revoked or asleep, the officer is not here any more."""
    good = {3: True}
    desk = DeskKeys(tmp_path, clock, 60, lambda officer, _key: good[officer])
    token = desk.admit(3, b"public", Browser().public)
    clock.s += 50
    desk.is_here(token)
    clock.s += 50
    assert desk.officer(token) == 3
    assert refused(desk.sign, token, bytes(32)) == "PLY-CFG-019"
    good[3] = False
    assert desk.officer(token) is None
    good[3] = True
    assert desk.officer(token) is None, "it does not come back by itself"
    token = desk.admit(3, b"public", Browser().public)
    clock.s += 61
    assert desk.officer(token) is None


@pytest.mark.parametrize("public", [b"", b"\4" * 65, b"\2" + bytes(32)])
def test_a_browser_key_that_is_none_is_refused(public):
    """The point is checked before a challenge is bound to it."""
    assert not is_browser_key(public)
