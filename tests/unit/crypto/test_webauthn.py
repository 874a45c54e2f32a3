# SPDX-License-Identifier: Apache-2.0
"""Releases by hardware keys: what is accepted, and every lie that is not."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.crypto.assertion import Assertion, pack_detail
from parley.crypto.hardware_key import (
    origin_problem,
    pack_hardware_key,
    parse_hardware_key,
)
from parley.crypto.officer import verify_release
from parley.crypto.webauthn import make_release, release_counter
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.hardware import HardwareKey
from parley.model.identity import Credential, KeyScheme, Officer, OfficerClass
from parley.model.message import Release
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey

ORIGIN = "https://watch.alfa.example"
DIGEST = b"\5" * 32
CODES = {"PLY-SIG-002", "PLY-AUT-051", "PLY-AUT-052", "PLY-AUT-053"}
SCHEMES = [KeyScheme.WEBAUTHN_ES256, KeyScheme.WEBAUTHN_EDDSA]
CHROMIUM = {
    "other_keys_can_be_added_here": "do not compare clientDataJSON against a template."
}


def a_key(scheme=KeyScheme.WEBAUTHN_ES256, seed="one", **other):
    return FrighteninglySoftHardwareKey(seed, scheme, **{"origin": ORIGIN, **other})


def officer_with(key: FrighteninglySoftHardwareKey) -> Officer:
    classes = frozenset({OfficerClass.RELEASER})
    return Officer(
        4, "Releaser", 0, classes, (Credential(key.scheme, key.public_key),), 0, 1
    )


def refused(key, release: Release, digest: bytes = DIGEST) -> str:
    """Return the code with which a release is refused."""
    with pytest.raises(CounterpartFault) as fault:
        verify_release(officer_with(key), digest, release)
    return fault.value.code


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("counter", [0, 1, 254, 65_535, 2**32 - 2])
def test_an_honest_release_is_short_and_good(scheme, counter):
    """Two of them must fit into 150 bytes of a narrow circuit."""
    key = a_key(scheme, counter=counter)
    release = key.sign(4, DIGEST)
    verify_release(officer_with(key), DIGEST, release)
    assert len(release.signature) == 64
    assert len(release.detail) <= 5
    assert release_counter(release) == counter + 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_extra_name_of_chromium_travels_as_the_tail(scheme):
    """A fifth of its assertions have one; a template would refuse them."""
    key = a_key(scheme)
    release = key.release(4, DIGEST, key.assertion(DIGEST, **CHROMIUM))
    verify_release(officer_with(key), DIGEST, release)
    assert release.detail[:2] == b"\1\1"
    assert release.detail.endswith(b'template."}')


@pytest.mark.parametrize("scheme", SCHEMES)
def test_extension_data_travel_whole(scheme):
    """What a key adds under its signature must reach the reader byte for byte."""
    key = a_key(scheme)
    made = key.assertion(DIGEST, flags=0x85, more=b"\xa1ctest")
    release = key.release(4, DIGEST, made)
    verify_release(officer_with(key), DIGEST, release)
    assert release.detail[0] == 255


# SPEC 7.59: "Client data MUST be a JSON object with no name twice, crossOrigin
# false and no topOrigin."
# SPEC 7.60: "User presence and user verification MUST be set; backup eligibility
# and backup state MUST NOT."
# SPEC 7.61: "Bytes after the counter MUST be there if extension data are flagged,
# and only then; attested credential data MUST NOT be."
LIES = {
    "another host": ({"host": "watch.bravo.example"}, "PLY-AUT-053"),
    "the parent domain": ({"host": "alfa.example"}, "PLY-AUT-053"),
    "another origin": ({"origin": "https://exercise.alfa.example"}, "PLY-AUT-052"),
    "another port": ({"origin": ORIGIN + ":8443"}, "PLY-AUT-052"),
    "a registration": ({"type": "webauthn.create"}, "PLY-AUT-052"),
    "another challenge": ({"challenge": "A" * 43}, "PLY-AUT-052"),
    "inside another site": ({"crossOrigin": True}, "PLY-AUT-052"),
    "a top origin": ({"topOrigin": "https://evil.example"}, "PLY-AUT-052"),
    "nobody present": ({"flags": 0x04}, "PLY-AUT-054"),
    "no PIN and no finger": ({"flags": 0x01}, "PLY-AUT-054"),
    "nothing at all": ({"flags": 0x00}, "PLY-AUT-054"),
    "a key that may be copied": ({"flags": 0x0D}, "PLY-AUT-055"),
    "a key that was copied": ({"flags": 0x1D}, "PLY-AUT-055"),
    "extensions that are not there": ({"flags": 0x85}, "PLY-AUT-051"),
    "extensions that are not flagged": ({"more": b"\xa0"}, "PLY-AUT-051"),
    "attested data": ({"flags": 0x45, "more": b"\0" * 18}, "PLY-AUT-051"),
    "far too much": ({"flags": 0x85, "more": b"\0" * 300}, "PLY-AUT-051"),
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lie", LIES)
def test_a_signed_lie_is_refused(scheme, lie):
    """The signature of each is good: only what is under it is wrong."""
    said, code = LIES[lie]
    key = a_key(scheme)
    made = key.assertion(DIGEST, **said)
    with pytest.raises(CounterpartFault) as fault:
        verify_release(officer_with(key), DIGEST, key.release(4, DIGEST, made))
    assert fault.value.code == code


def raw_client(client: bytes) -> str:
    """Return how a good signature over other client data is refused."""
    key = a_key(KeyScheme.WEBAUTHN_EDDSA)
    made = Assertion(key.assertion(DIGEST).authenticator, client)
    return refused(key, key.release(4, DIGEST, made))


def test_a_name_twice_is_refused():
    """Two readers may take two different ones of them."""
    honest = a_key().assertion(DIGEST).browser
    assert raw_client(honest[:-1] + b',"origin":"https://x.example"}') == "PLY-AUT-052"
    assert raw_client(honest[:-1] + b',"a":1,"a":2}') == "PLY-AUT-052"


@pytest.mark.parametrize(
    "end", [b"", b",", b",}", b',"a":"\xff"}', b"} ", b',"a":' + b"[" * 500, b",\0}"]
)
def test_client_data_that_are_not_json_are_refused(end):
    """A reader that is lenient here is lenient about something else tomorrow."""
    honest = a_key().assertion(DIGEST).browser
    assert raw_client(honest[:-1] + end) == "PLY-AUT-052"


def test_names_in_another_order_are_refused():
    """WebAuthn 5.8.1.1 fixes it; whoever writes otherwise is no browser."""
    honest = a_key().assertion(DIGEST).browser.decode()
    kind = '"type":"webauthn.get",'
    moved = "{" + honest.replace("{" + kind, "")[:-1] + "," + kind[:-1] + "}"
    assert raw_client(moved.encode()) == "PLY-AUT-052"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_another_digest_officer_or_key_is_refused(scheme):
    """A release is for one text, by one officer, with the key the roster names."""
    key, other = a_key(scheme), a_key(scheme, "two")
    release = key.sign(4, DIGEST)
    assert refused(key, release, b"\6" * 32) == "PLY-SIG-002"
    assert refused(other, release) == "PLY-SIG-002"
    assert refused(key, replace(release, officer=5)) == "PLY-SIG-002"
    swapped = SCHEMES[1 - SCHEMES.index(scheme)]
    assert refused(key, replace(release, scheme=swapped)) == "PLY-SIG-002"
    moved = a_key(scheme, origin="https://exercise.alfa.example")
    assert refused(moved, release) == "PLY-SIG-002"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("said", [{}, CHROMIUM, {"more": b"\xa1ctest", "flags": 0x85}])
def test_every_changed_bit_is_refused(scheme, said):
    """Digest, signature, detail: no bit is without a guard."""
    key = a_key(scheme, counter=300)
    release = key.release(4, DIGEST, key.assertion(DIGEST, **said))
    officer = officer_with(key)
    verify_release(officer, DIGEST, release)

    def flipped(data: bytes):
        for bit in range(8 * len(data)):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            yield bytes(changed)

    def good(digest, given) -> bool:
        try:
            verify_release(officer, digest, given)
        except CounterpartFault:
            return False
        return True

    assert not any(good(digest, release) for digest in flipped(DIGEST))
    for name in ("signature", "detail"):
        data = getattr(release, name)
        changes = [*flipped(data), data[:-1], data + b"\0"]
        assert not any(good(DIGEST, replace(release, **{name: one})) for one in changes)


def test_the_other_s_of_a_signature_is_refused():
    """Both verify; one signature has one form, since step 2 names the digest of it."""
    # SPEC 7.62: "An ES256 signature is r and s, 32 bytes each, and s MUST NOT exceed
    # half the order of the curve."
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    key = a_key()
    release = key.sign(4, DIGEST)
    s = order - int.from_bytes(release.signature[32:], "big")
    other = release.signature[:32] + s.to_bytes(32, "big")
    assert refused(key, replace(release, signature=other)) == "PLY-SIG-002"


def test_a_longer_form_of_a_good_release_is_refused():
    """Whoever may choose among forms can hide a message in the choice."""
    # SPEC 7.57: "A detail that is not the one a sender makes of its assertion MUST be
    # refused."
    key = a_key(counter=9)
    made = key.assertion(DIGEST)
    good = key.release(4, DIGEST, made)
    whole = b"\xff\0\x25" + made.authenticator + made.browser
    tail = good.detail + b',"crossOrigin":false}'
    zero = b"\2\0\x0a"
    for detail in (whole, tail, zero):
        assert refused(key, replace(good, detail=detail)) == "PLY-AUT-051"


@given(st.binary(max_size=1_024))
def test_a_detail_from_anywhere_is_refused_by_name(detail):
    """The first bytes a stranger's station chooses freely."""
    key = a_key(KeyScheme.WEBAUTHN_EDDSA)
    given_one = Release(4, key.scheme, bytes(64), detail)
    assert refused(key, given_one) in {
        "PLY-SIG-002",
        *(f"PLY-AUT-05{n}" for n in "123"),
    }


@given(st.binary(max_size=1_400), st.sampled_from(SCHEMES))
def test_a_key_from_anywhere_is_read_or_refused(data, scheme):
    """A roster comes from the counterpart."""
    try:
        key = parse_hardware_key(data, scheme)
    except CounterpartFault:
        return
    assert pack_hardware_key(key) == data


def test_a_point_that_is_none_is_refused():
    """The cheap checks cannot see that 33 bytes are no point of the curve."""
    key = a_key()
    release = key.sign(4, DIGEST)
    bytes_ = pack_hardware_key(HardwareKey(b"\2" + b"\xff" * 32, ORIGIN))
    officer = replace(officer_with(key), credentials=(Credential(key.scheme, bytes_),))
    with pytest.raises(CounterpartFault) as fault:
        verify_release(officer, DIGEST, release)
    assert fault.value.code == "PLY-AUT-050"


@pytest.mark.parametrize("signature", [b"", b"\x30\x00", bytes(64), b"\xff" * 80])
def test_a_signature_that_is_no_der_is_refused(signature):
    """What the browser hands over is checked before it is kept."""
    key = a_key()
    made = key.assertion(DIGEST)
    with pytest.raises(CounterpartFault) as fault:
        make_release(4, key.scheme, key.public_key, DIGEST, made, signature)
    assert fault.value.code == "PLY-SIG-002"


@pytest.mark.parametrize(
    "origin",
    [
        "http://watch.alfa.example",
        "https://127.0.0.1",
        "https://127.0.0.1:8471",
        "https://" + "[::1]",
        "https://Watch.alfa.example",
        "https://watch.alfa.example/",
        "https://watch.alfa.example:0",
        "https://watch,.example",
        "http://" + "evillocalhost",
        "https://" + "a" * 250,
        "",
    ],
)
def test_an_origin_no_key_answers_for_is_refused(origin):
    """Browsers refuse addresses and plain HTTP; so does the roster."""
    assert origin_problem(origin) is not None


@pytest.mark.parametrize(
    "origin",
    [
        "https://watch.alfa.example",
        "https://" + "watch-alfa:8443",
        "http://localhost:8471",
        "http://nrrc.localhost:8471",
    ],
)
def test_an_origin_with_a_name_is_taken(origin):
    """And its host is the rpId, whole."""
    assert origin_problem(origin) is None
    host = HardwareKey(b"", origin).host
    # SPEC 7.53: "The rpId of a key is the exact host of its origin, never a parent
    # domain. A key registered at a parent would sign for the real station and for the
    # exercise alike; stations of two modes MUST therefore have two hosts."
    assert host == origin.split("//")[1].split(":")[0]


def test_short_and_whole_are_made_of_the_same_assertion():
    """The form is chosen by what was signed and nothing else."""
    # SPEC 7.54: "Client data MUST begin with type, challenge and origin, written as
    # WebAuthn section 5.8.1.1 writes them."
    key = a_key(KeyScheme.WEBAUTHN_EDDSA)
    named = parse_hardware_key(key.public_key, key.scheme)
    made = key.assertion(DIGEST)
    assert made.authenticator[:32] == hashlib.sha256(b"watch.alfa.example").digest()
    assert pack_detail(named, DIGEST, made) == b"\1\1"
    assert pack_detail(named, b"\6" * 32, made)[0] == 255
