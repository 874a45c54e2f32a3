# SPDX-License-Identifier: Apache-2.0
"""Two officers release with hardware keys; the other side verifies."""

from __future__ import annotations

import pytest

from parley.core.authority.counters import COUNTERS
from parley.core.entries import read_row
from parley.core.events import KeyRegistered, KeyUsed, ReleaseGiven
from parley.core.releasing import release_digest
from parley.crypto.hardware_key import pack_hardware_key
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.hardware import HardwareKey
from parley.model.identity import Credential, KeyScheme
from parley.model.message import Message
from parley.model.precedence import Precedence
from parley.model.record import EntryFlag
from parley.testing.desks import Desk, Pair
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey

BRAVO = "bravo.example"
ORIGIN = "https://watch.alfa.example"
OTHER_ORIGIN = "https://other.alfa.example"
SCHEMES = {"first": KeyScheme.WEBAUTHN_ES256, "second": KeyScheme.WEBAUTHN_EDDSA}


def register(desk: Desk, who: str, key: FrighteninglySoftHardwareKey) -> None:
    credential = Credential(key.scheme, key.public_key)
    desk.tell(KeyRegistered(desk.officers[who][0], credential))


@pytest.fixture
def keyed(pair: Pair):
    """A pair whose first and second releaser of ALFA have a hardware key each."""
    keys = {
        who: FrighteninglySoftHardwareKey(who, scheme, ORIGIN)
        for who, scheme in SCHEMES.items()
    }
    for who, key in keys.items():
        register(pair.alfa, who, key)
    pair.carry()
    return pair, keys


def signed(desk: Desk, draft, who: str, key: FrighteninglySoftHardwareKey):
    setting = desk.core.setting_out(draft.link)
    digest = release_digest(setting, draft.content, draft.releases)
    return key.sign(desk.officers[who][0], digest)


def give(desk: Desk, draft, release):
    return desk.tell(ReleaseGiven(draft.content.number, release))


def refused(desk: Desk, draft, release) -> str:
    with pytest.raises(LocalFault) as fault:
        give(desk, draft, release)
    return fault.value.code


def test_two_hardware_keys_release_a_flash(keyed):
    """The other side verifies both from our roster alone, and shows it."""
    pair, keys = keyed
    draft = pair.alfa.draft(BRAVO, "Both touched.", Precedence.FLASH)
    for who, key in keys.items():
        draft = give(pair.alfa, draft, signed(pair.alfa, draft, who, key))
    pair.carry()
    assert pair.bravo.inbox() == ["Both touched."]


def test_a_counter_that_fell_is_refused_at_the_desk(keyed):
    """Two keys count on their own; a copy of one is found out by the first use."""
    pair, keys = keyed
    draft = pair.alfa.draft(BRAVO, "One.", Precedence.FLASH)
    key = keys["first"]
    key.counter = 7
    give(pair.alfa, draft, signed(pair.alfa, draft, "first", key))
    other = pair.alfa.draft(BRAVO, "Two.", Precedence.FLASH)
    for before in (6, 3, -1):
        key.counter = before
        assert refused(pair.alfa, other, signed(pair.alfa, other, "first", key)) == (
            "PLY-AUT-056"
        )
    pair.alfa.crash()
    key.counter = 7
    code = refused(pair.alfa, other, signed(pair.alfa, other, "first", key))
    assert code == "PLY-AUT-056"
    give(pair.alfa, other, signed(pair.alfa, other, "first", key))


def test_a_sign_on_counts_too(keyed):
    """A copied key that only signs on would otherwise never be noticed."""
    pair, keys = keyed
    credential = Credential(keys["first"].scheme, keys["first"].public_key)
    assert pair.alfa.tell(KeyUsed(credential, 5)) == 5
    with pytest.raises(LocalFault) as fault:
        pair.alfa.tell(KeyUsed(credential, 5))
    assert fault.value.code == "PLY-AUT-056"


def test_a_key_that_does_not_count_is_let_be(keyed):
    """Some keys give 0 always, to tell nobody how much they are used."""
    pair, keys = keyed
    keys["first"].counter = keys["second"].counter = -1
    for text in ("One.", "Two."):
        draft = pair.alfa.draft(BRAVO, text, Precedence.FLASH)
        for who, key in keys.items():
            key.counter = -1
            draft = give(pair.alfa, draft, signed(pair.alfa, draft, who, key))
    pair.carry()
    assert pair.bravo.inbox() == ["One.", "Two."]


def lying_flash(pair: Pair, keys, text: str, counter: int) -> None:
    """Let ALFA's station forget what its keys counted, and send all the same."""
    pair.alfa.pass_time(60)
    pair.alfa.core.state.counters.clear()
    draft = pair.alfa.draft(BRAVO, text, Precedence.FLASH)
    for who, key in keys.items():
        key.counter = counter
        draft = give(pair.alfa, draft, signed(pair.alfa, draft, who, key))
    pair.carry()


def refusals(desk: Desk) -> list[str | None]:
    found = []
    for filed in desk.store.flagged(EntryFlag.BAD):
        head, entry = read_row(filed.row)
        assert isinstance(entry.payload, Message)
        found.append(head.refusal)
    return found


def test_a_counter_that_fell_is_refused_by_the_receiver(keyed):
    """A lying station sends what its desk would have refused; BRAVO has noted."""
    pair, keys = keyed
    lying_flash(pair, keys, "One.", 40)
    lying_flash(pair, keys, "Two.", 20)
    assert pair.bravo.inbox() == ["One."]
    assert refusals(pair.bravo) == ["PLY-AUT-056"]
    assert len(list(pair.bravo.store.shelf(COUNTERS))) == 2
    pair.bravo.crash()
    lying_flash(pair, keys, "Three.", 30)
    assert refusals(pair.bravo) == ["PLY-AUT-056"] * 2
    lying_flash(pair, keys, "Four.", 50)
    assert pair.bravo.inbox() == ["One.", "Four."]


def test_a_text_written_before_may_have_a_lower_counter(keyed):
    """Entries overtake one another; a lower counter alone proves nothing."""
    pair, keys = keyed
    early = pair.alfa.draft(BRAVO, "Early.", Precedence.FLASH)
    early = give(pair.alfa, early, signed(pair.alfa, early, "first", keys["first"]))
    late = pair.alfa.draft(BRAVO, "Late.", Precedence.FLASH)
    for who, key in keys.items():
        late = give(pair.alfa, late, signed(pair.alfa, late, who, key))
    give(pair.alfa, early, signed(pair.alfa, early, "second", keys["second"]))
    pair.carry()
    assert sorted(pair.bravo.inbox()) == ["Early.", "Late."]


def test_one_key_in_two_hands_is_one_key(keyed):
    """Packed with another origin it looks new; its half gives it away."""
    # SPEC 7.65: "Two places of a roster with one public half are one key, whatever is
    # packed beside it."
    pair, keys = keyed
    again = pack_hardware_key(HardwareKey(keys["first"].public, OTHER_ORIGIN))
    credential = Credential(keys["first"].scheme, again)
    with pytest.raises(LocalFault) as fault:
        pair.alfa.tell(KeyRegistered(pair.alfa.officers["second"][0], credential))
    assert fault.value.code == "PLY-LNK-020"


def test_two_signatures_of_one_key_are_refused_by_the_receiver(keyed):
    """A lying roster lists one key under two names."""
    pair, keys = keyed
    key = keys["first"]
    copy = pack_hardware_key(HardwareKey(key.public, OTHER_ORIGIN))
    state = pair.alfa.core.state
    second = pair.alfa.officers["second"][0]
    officers = tuple(
        replace(each, credentials=(Credential(key.scheme, copy),))
        if each.index == second
        else each
        for each in state.roster.officers
    )
    lied = replace(state.roster, officers=officers)
    state.roster = lied
    link = pair.bravo.core.state.links[pair.alfa.name]
    link.counterpart = replace(link.counterpart, roster=lied)
    draft = pair.alfa.draft(BRAVO, "One man.", Precedence.FLASH)
    draft = give(pair.alfa, draft, signed(pair.alfa, draft, "first", key))
    assert refused(pair.alfa, draft, signed(pair.alfa, draft, "second", key)) == (
        "PLY-REL-003"
    )


def test_a_registered_key_of_nobody_is_refused(keyed):
    """A code for an officer who left must not bring him back."""
    pair, _ = keyed
    key = FrighteninglySoftHardwareKey("third", KeyScheme.WEBAUTHN_ES256, ORIGIN)
    with pytest.raises(LocalFault) as fault:
        pair.alfa.tell(KeyRegistered(99, Credential(key.scheme, key.public_key)))
    assert fault.value.code == "PLY-LNK-020"
