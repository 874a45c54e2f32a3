# SPDX-License-Identifier: Apache-2.0
"""A lying station sends what its desk would refuse; the receiver keeps and says so."""

from __future__ import annotations

import pytest

from parley.core.entries import read_row
from parley.core.events import KeyRegistered
from parley.core.releasing import release_digest
from parley.crypto.assertion import Assertion
from parley.fixed import replace
from parley.model.identity import Credential, KeyScheme
from parley.model.message import Message, Release, Setting
from parley.model.precedence import Mode, Precedence
from parley.model.record import EntryFlag
from parley.testing.desks import Pair
from parley.testing.lies import unchecked_message, utter
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey

BRAVO = "bravo.example"
ORIGIN = "https://watch.alfa.example"
ES256 = KeyScheme.WEBAUTHN_ES256

LIES: dict[str, tuple[dict[str, object], str]] = {
    "another origin": ({"origin": "https://exercise.alfa.example"}, "PLY-AUT-052"),
    "another rpId": ({"host": "alfa.example"}, "PLY-AUT-053"),
    "inside another site": ({"crossOrigin": True}, "PLY-AUT-052"),
    "a registration": ({"type": "webauthn.create"}, "PLY-AUT-052"),
    "no PIN and no finger": ({"flags": 1}, "PLY-AUT-054"),
    "nobody present": ({"flags": 4}, "PLY-AUT-054"),
    "a synced passkey": ({"flags": 0x1D}, "PLY-AUT-055"),
}


@pytest.fixture
def keyed(pair: Pair):
    """ALFA's two releasers have a hardware key each, and BRAVO knows it."""
    keys = {}
    for who in ("first", "second"):
        keys[who] = FrighteninglySoftHardwareKey(who, ES256, ORIGIN)
        credential = Credential(ES256, keys[who].public_key)
        pair.alfa.tell(KeyRegistered(pair.alfa.officers[who][0], credential))
    pair.carry()
    return pair, keys


def flash(pair: Pair, text: str, sign) -> Message:
    """Return a FLASH whose steps are signed by `sign(who, digest)`."""
    alfa = pair.alfa
    bare = unchecked_message(alfa, BRAVO, text, precedence=Precedence.FLASH)
    given: tuple[Release, ...] = ()
    for who in ("first", "second"):
        digest = release_digest(alfa.core.setting_out(BRAVO), bare.content, given)
        given = (*given, sign(who, digest))
    return replace(bare, releases=given)


def sent(pair: Pair, message: Message) -> list[str | None]:
    """Send it all the same; return why BRAVO refused, and check what it kept."""
    utter(pair.alfa, BRAVO, message)
    pair.carry()
    found = []
    for filed in pair.bravo.store.flagged(EntryFlag.BAD):
        head, entry = read_row(filed.row)
        assert entry.payload == message, "the text is kept, exactly"
        assert EntryFlag.OPEN not in filed.row.flags, "nobody can acknowledge it"
        found.append(head.refusal)
    assert pair.bravo.inbox() == []
    return found


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_a_key_is_refused_by_the_receiver(keyed, lie):
    """The receiver has the roster and the bytes, and needs nobody's word."""
    pair, keys = keyed
    said, code = LIES[lie]

    def sign(who: str, digest: bytes) -> Release:
        index = pair.alfa.officers[who][0]
        made = keys[who].assertion(digest, **(said if who == "second" else {}))
        return keys[who].release(index, digest, made)

    assert sent(pair, flash(pair, lie, sign)) == [code]


def signed_for(pair: Pair, keys, **setting):
    """Return a signer whose second step is for another setting, laid over this text."""
    other = replace(Setting("alfa.example", BRAVO, Mode.LIVE), **setting)

    def sign(who: str, digest: bytes) -> Release:
        index = pair.alfa.officers[who][0]
        if who == "first":
            return keys[who].sign(index, digest)
        text = unchecked_message(pair.alfa, BRAVO, "x", precedence=Precedence.FLASH)
        elsewhere = release_digest(other, text.content, ())
        made = keys[who].assertion(elsewhere)
        signature = keys[who].release(index, elsewhere, made).signature
        return Release(index, ES256, signature, b"\1\1")

    return sign


@pytest.mark.parametrize(
    "setting",
    [{"recipient": "carol.example"}, {"mode": Mode.EXERCISE}, {}],
    ids=["another link", "another mode", "another text"],
)
def test_a_signature_for_elsewhere_is_refused_by_the_receiver(keyed, setting):
    """What was signed for an exercise, or for another party, is not for us."""
    pair, keys = keyed
    message = flash(pair, "Elsewhere.", signed_for(pair, keys, **setting))
    assert sent(pair, message) == ["PLY-SIG-002"]


def test_a_replayed_release_is_refused_by_the_receiver(keyed):
    """A good release of yesterday under the text of today."""
    pair, keys = keyed
    index = pair.alfa.officers["second"][0]
    old = keys["second"].sign(index, b"\7" * 32)

    def sign(who: str, digest: bytes) -> Release:
        if who == "second":
            return old
        return keys[who].sign(pair.alfa.officers[who][0], digest)

    assert sent(pair, flash(pair, "Today.", sign)) == ["PLY-SIG-002"]


def test_an_unknown_key_is_refused_by_the_receiver(keyed):
    """A key nobody told us of is nobody's."""
    pair, keys = keyed
    keys["second"] = FrighteninglySoftHardwareKey("unknown", ES256, ORIGIN)

    def sign(who: str, digest: bytes) -> Release:
        return keys[who].sign(pair.alfa.officers[who][0], digest)

    assert sent(pair, flash(pair, "Who.", sign)) == ["PLY-SIG-002"]


def test_an_ended_key_is_refused_by_the_receiver(keyed):
    """Expired or revoked: from the roster that says so, it signs nothing more."""
    pair, keys = keyed
    link = pair.bravo.core.state.links[pair.alfa.name]
    roster = link.counterpart.roster
    officers = tuple(
        replace(
            each,
            credentials=tuple(replace(key, valid_to_ms=1) for key in each.credentials),
        )
        for each in roster.officers
    )
    lied = replace(roster, officers=officers)
    link.counterpart = replace(link.counterpart, roster=lied)

    def sign(who: str, digest: bytes) -> Release:
        return keys[who].sign(pair.alfa.officers[who][0], digest)

    assert sent(pair, flash(pair, "Late.", sign)) == ["PLY-SIG-002"]


def test_a_hidden_form_is_refused_by_the_receiver(keyed):
    """Bytes that no key makes are named and kept, and stop nothing."""
    pair, keys = keyed

    def sign(who: str, digest: bytes) -> Release:
        index = pair.alfa.officers[who][0]
        good = keys[who].sign(index, digest)
        if who == "first":
            return good
        made = Assertion(b"", b"{}")
        return replace(good, detail=b"\xff\0\0" + made.browser)

    assert sent(pair, flash(pair, "Odd.", sign)) == ["PLY-AUT-051"]
