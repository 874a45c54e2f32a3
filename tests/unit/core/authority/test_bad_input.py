# SPDX-License-Identifier: Apache-2.0
"""Every bad release, in LIVE and in EXERCISE: refused at the desk, and over there.

The same second step is handed in at the sender's own desk, and then sent all the same
by a station that lies.  docs/explanation/authority.md has the table of these tests.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from parley.core.entries import read_row
from parley.core.events import (
    CodeRead,
    CodesWanted,
    DraftReread,
    KeyRegistered,
    OfficerChanged,
    ReleaseGiven,
)
from parley.core.releasing import release_digest
from parley.core.statements import make_statement
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.entry import KeyEvent, KeyEventKind, Receipt
from parley.model.identity import Credential, KeyScheme, OfficerClass
from parley.model.message import Message, Release
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction, EntryFlag
from parley.testing.desks import Desk, Pair, enlist_watch, pair_up
from parley.testing.lies import unchecked_message, utter
from parley.testing.looks import alarms, said
from parley.testing.soft_hardware_key import FrighteninglySoftHardwareKey
from parley.wire.limits import OFFICERS_MAX
from parley.wire.roster import encode_roster
from parley.wire.statement import StatementKind

ALFA, BRAVO = "alfa.example", "bravo.example"
ORIGIN = "https://watch.alfa.example"
OTHER_ORIGIN = "https://exercise.alfa.example"
ES256 = KeyScheme.WEBAUTHN_ES256


@dataclass
class World:
    """ALFA and BRAVO, and the hardware keys of ALFA's two releasers."""

    pair: Pair
    keys: dict[str, FrighteninglySoftHardwareKey]
    before: list[int] = field(default_factory=list)

    def register(self, who: str, key: FrighteninglySoftHardwareKey) -> None:
        """Let both sides know a key."""
        index = self.index(who)
        self.pair.alfa.tell(KeyRegistered(index, Credential(ES256, key.public_key)))
        self.pair.carry()

    def index(self, who: str) -> int:
        """Return an officer's place on ALFA's roster."""
        return self.pair.alfa.officers[who][0]

    def sign(self, who: str, digest: bytes, **lie: Any) -> Release:
        """Sign with an officer's key, truly or not."""
        key = self.keys[who]
        return key.release(self.index(who), digest, key.assertion(digest, **lie))


Bad = Callable[[World, bytes], Release]


def nothing(_world: World) -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Lie:
    """One bad second step: how it is signed, and how each side refuses it."""

    sign: Bad
    here: str
    there: str
    prepare: Callable[[World], None] = nothing
    at_home: Callable[[World], None] = nothing


def lying(**lie: Any) -> Bad:
    """Sign an assertion that says something untrue of itself."""
    return lambda world, digest: world.sign("second", digest, **lie)


def elsewhere(**changes: Any) -> Bad:
    """Sign the same words for another line or another mode."""

    def sign(world: World, digest: bytes) -> Release:
        alfa = world.pair.alfa
        other = replace(alfa.core.setting_out(BRAVO), **changes)
        content = unchecked_message(alfa, BRAVO, "x").content
        key = world.keys["second"]
        made = key.assertion(release_digest(other, content, ()))
        return key.release(world.index("second"), digest, made)

    return sign


def of_another_digest(world: World, digest: bytes) -> Release:
    """Sign something else, and hand it in for this."""
    key = world.keys["second"]
    return key.release(world.index("second"), digest, key.assertion(bytes(32)))


def in_another_name(world: World, digest: bytes) -> Release:
    """Let the first releaser's key sign for the second."""
    key = world.keys["first"]
    return key.release(world.index("second"), digest, key.assertion(digest))


def replayed(world: World, _digest: bytes) -> Release:
    """Hand in a good release of yesterday."""
    return world.keys["second"].sign(world.index("second"), b"\7" * 32)


def unknown(world: World, digest: bytes) -> Release:
    """Sign with a key that no roster names."""
    stranger = FrighteninglySoftHardwareKey("stranger", ES256, ORIGIN)
    return stranger.release(world.index("second"), digest, stranger.assertion(digest))


def by_a_second_key_of_the_first(world: World, digest: bytes) -> Release:
    """Let one officer take both steps, with two keys."""
    key = world.keys["spare"]
    return key.release(world.index("first"), digest, key.assertion(digest))


def give_a_spare(world: World) -> None:
    """Give the first releaser another key, known to both sides."""
    world.keys["spare"] = FrighteninglySoftHardwareKey("spare", ES256, ORIGIN)
    world.register("first", world.keys["spare"])


def count_up(world: World) -> None:
    """Have both keys used, so that they have counted."""
    alfa = world.pair.alfa
    draft = alfa.draft(BRAVO, "Before.", Precedence.FLASH)
    for who in ("first", "second"):
        world.keys[who].counter = 50
        digest = digest_of(alfa, draft.content, draft.releases)
        draft = alfa.tell(ReleaseGiven(draft.content.number, world.sign(who, digest)))
    world.pair.carry()
    world.before.append(draft.serial)
    world.pair.pass_time(60)
    world.keys["second"].counter = 20


def retire(world: World) -> None:
    """End the second releaser's validity."""
    world.pair.alfa.tell(OfficerChanged(world.index("second"), retired=True))
    world.pair.carry()
    world.pair.pass_time(1)


def end_key(world: World) -> None:
    """End the second releaser's keys and nothing else."""
    index = world.index("second")
    officer = world.pair.alfa.core.roster().officer(index)
    ended = tuple(each.public_key for each in officer.credentials)
    world.pair.alfa.tell(OfficerChanged(index, ended=ended))
    world.pair.carry()
    world.pair.pass_time(1)


def stop(world: World) -> None:
    """Have the second releaser's code read aloud over there."""
    codes = dict(world.pair.alfa.tell(CodesWanted()))
    world.pair.carry()
    world.pair.bravo.tell(CodeRead(codes[world.index("second")]))


GOOD = lying()
LIES = {
    "another digest": Lie(of_another_digest, "PLY-AUT-052", "PLY-AUT-052"),
    "another origin": Lie(lying(origin=OTHER_ORIGIN), "PLY-AUT-052", "PLY-AUT-052"),
    "another rpId": Lie(lying(host="alfa.example"), "PLY-AUT-053", "PLY-AUT-053"),
    "another officer": Lie(in_another_name, "PLY-REL-005", "PLY-SIG-002"),
    "another mode": Lie(elsewhere(mode=Mode.TEST), "PLY-AUT-052", "PLY-AUT-052"),
    "another link": Lie(elsewhere(recipient="c.x"), "PLY-AUT-052", "PLY-AUT-052"),
    "replayed": Lie(replayed, "PLY-REL-005", "PLY-SIG-002"),
    "no verification": Lie(lying(flags=1), "PLY-AUT-054", "PLY-AUT-054"),
    "a synced passkey": Lie(lying(flags=0x1D), "PLY-AUT-055", "PLY-AUT-055"),
    "a falling counter": Lie(GOOD, "PLY-AUT-056", "PLY-AUT-056", count_up),
    "expired": Lie(GOOD, "PLY-REL-004", "PLY-SIG-003", retire),
    "ended": Lie(GOOD, "PLY-REL-005", "PLY-SIG-002", end_key),
    "revoked": Lie(GOOD, "PLY-REL-004", "PLY-KEY-124", stop, at_home=retire),
    "unknown": Lie(unknown, "PLY-REL-005", "PLY-SIG-002"),
    "one officer, two keys": Lie(
        by_a_second_key_of_the_first, "PLY-REL-003", "PLY-SIG-004", give_a_spare
    ),
}


def made(mode: Mode) -> World:
    """Return two stations in force, with a hardware key for each releaser."""
    alfa, bravo = (Desk(each, each[:5], mode) for each in (ALFA, BRAVO))
    for desk in (alfa, bravo):
        enlist_watch(desk)
    world = World(pair_up(alfa, bravo), {})
    for who in ("first", "second"):
        world.keys[who] = FrighteninglySoftHardwareKey(who, ES256, ORIGIN)
        world.register(who, world.keys[who])
    return world


@pytest.fixture(scope="session")
def models() -> dict[Mode, World]:
    """Made once, since pairing costs time."""
    return {mode: made(mode) for mode in (Mode.LIVE, Mode.EXERCISE)}


@pytest.fixture(params=[Mode.LIVE, Mode.EXERCISE], ids=lambda mode: mode.name)
def world(models, request) -> World:
    """Return a copy that goes its own way; keys of stations are shared."""
    model = models[request.param]
    shared: dict[int, object] = {}
    for desk in (model.pair.alfa, model.pair.bravo):
        shared[id(desk.store)] = desk.store.snapshot()
        for key in (desk.keys, desk.root, *(key for _, key in desk.officers.values())):
            shared[id(key)] = key
    keys = {who: copy.copy(key) for who, key in model.keys.items()}
    return World(copy.deepcopy(model.pair, shared), keys)


def digest_of(desk: Desk, content, given: tuple[Release, ...]) -> bytes:
    """Return what the next step of a content signs."""
    return release_digest(desk.core.setting_out(BRAVO), content, given)


@pytest.mark.parametrize("name", LIES)
def test_the_desk_refuses_it(world, name):
    """Nothing goes out, and the draft stays as it was."""
    lie, alfa = LIES[name], world.pair.alfa
    lie.prepare(world)
    lie.at_home(world)
    draft = alfa.draft(BRAVO, "Take note.", Precedence.FLASH)
    number = draft.content.number
    first = world.sign("first", digest_of(alfa, draft.content, ()))
    draft = alfa.tell(ReleaseGiven(number, first))
    bad = lie.sign(world, digest_of(alfa, draft.content, draft.releases))
    with pytest.raises(LocalFault) as refused:
        alfa.tell(ReleaseGiven(number, bad))
    assert refused.value.code == lie.here
    (kept,) = alfa.core.drafts()
    assert (kept.releases, kept.serial) == ((first,), None)
    gone = [one for one in said(alfa, Direction.OUT) if isinstance(one, Message)]
    assert len(gone) == len(world.before)


@pytest.mark.parametrize("name", LIES)
def test_sent_all_the_same_it_is_kept_and_marked(world, name):
    """SIGNATURE BAD: filed whole, alarmed, and in no officer's name acknowledged."""
    lie, alfa = LIES[name], world.pair.alfa
    lie.prepare(world)
    text = "EXERCISE Take note. EXERCISE"
    bare = unchecked_message(alfa, BRAVO, text, precedence=Precedence.FLASH)
    first = world.sign("first", digest_of(alfa, bare.content, ()))
    bad = lie.sign(world, digest_of(alfa, bare.content, (first,)))
    marked_bad(world, replace(bare, releases=(first, bad)), lie.there)


def marked_bad(world: World, message: Message, code: str) -> None:
    """Send a message as a lying station does, and see what becomes of it."""
    bravo = world.pair.bravo
    serial = utter(world.pair.alfa, BRAVO, message).serial
    world.pair.carry()
    (filed,) = bravo.store.flagged(EntryFlag.BAD)
    head, entry = read_row(filed.row)
    assert (head.refusal, entry.payload) == (code, message)
    assert EntryFlag.OPEN not in filed.row.flags
    assert ("SIGNATURE-BAD", str(serial)) in alarms(bravo)
    receipts = [one for one in said(bravo, Direction.OUT) if isinstance(one, Receipt)]
    assert [one.good for one in receipts if one.serial == serial] == [False]
    with pytest.raises(LocalFault) as refused:
        bravo.acknowledge(ALFA, serial)
    assert refused.value.code == "PLY-REL-008"
    assert len(bravo.inbox()) == len(world.before)


def test_a_draft_changed_between_the_signatures_goes_nowhere(world):
    """What the first releaser signed is not what the second one reads."""
    alfa, bravo = world.pair.alfa, world.pair.bravo
    draft = alfa.draft(BRAVO, "Take note.", Precedence.FLASH)
    number = draft.content.number
    first = world.sign("first", digest_of(alfa, draft.content, ()))
    draft = alfa.tell(ReleaseGiven(number, first))
    second = world.sign("second", digest_of(alfa, draft.content, (first,)))
    bravo.say(ALFA, "Meanwhile.", Precedence.FLASH)
    world.pair.carry()
    alfa.tell(DraftReread(number, alfa.newest(BRAVO)))
    with pytest.raises(LocalFault) as refused:
        alfa.tell(ReleaseGiven(number, second))
    assert refused.value.code == "PLY-REL-005"
    text = "EXERCISE Take note. EXERCISE"
    bare = unchecked_message(alfa, BRAVO, text, precedence=Precedence.FLASH)
    first = world.sign("first", digest_of(alfa, bare.content, ()))
    changed = replace(bare.content, critical=("note",))
    second = world.sign("second", digest_of(alfa, changed, (first,)))
    marked_bad(world, Message(changed, (first, second)), "PLY-SIG-002")


def test_with_rules_edited_at_home_too_few_releases_do_not_count(world):
    """Whoever edits his own copy of the agreement has changed nothing over there."""
    alfa = world.pair.alfa
    text = "EXERCISE Take note. EXERCISE"
    bare = unchecked_message(alfa, BRAVO, text, precedence=Precedence.FLASH)
    first = world.sign("first", digest_of(alfa, bare.content, ()))
    marked_bad(world, replace(bare, releases=(first,)), "PLY-SIG-001")


def test_a_roster_rolled_back_brings_nobody_back(world):
    """An officer retired at home must not return by an old roster, said once more."""
    alfa, bravo = world.pair.alfa, world.pair.bravo
    old = alfa.core.state.roster_statement
    retire(world)
    newest = roster_of(bravo)
    serial = utter(alfa, BRAVO, KeyEvent(KeyEventKind.ROSTER, old)).serial
    world.pair.carry()
    assert roster_of(bravo) == newest
    assert "ROSTER-OLD" in dict(alarms(bravo))
    receipts = [one for one in said(bravo, Direction.OUT) if isinstance(one, Receipt)]
    assert [one.good for one in receipts if one.serial == serial] == [False]


def test_a_roster_of_more_than_ten_thousand_takes_no_effect(world):
    """At home it cannot be made; from a liar it is kept and changes nothing."""
    alfa, bravo = world.pair.alfa, world.pair.bravo
    before = roster_of(bravo)
    one = before.officers[0]
    crowd = tuple(
        replace(one, index=index, name=f"o{index}", credentials=())
        for index in range(1, OFFICERS_MAX + 2)
    )
    lied = replace(before, version=before.version + 1, officers=crowd)
    statement = make_statement(StatementKind.ROSTER, encode_roster(lied), alfa.keys)
    utter(alfa, BRAVO, KeyEvent(KeyEventKind.ROSTER, statement))
    world.pair.carry()
    assert roster_of(bravo) == before
    assert not bravo.core.state.links[ALFA].mirror.beyond
    alfa.core.state.roster = replace(before, officers=crowd[:-1])
    with pytest.raises(LocalFault, match="10000 persons"):
        alfa.enlist("one more", OfficerClass.WATCH)


def roster_of(desk: Desk):
    """Return the roster of ALFA that a desk has in force."""
    return desk.core.counterpart_roster(ALFA)


def test_good_ones_are_good(world):
    """The other side of all the refusals above."""
    count_up(world)
    (serial,) = world.before
    assert len(world.pair.bravo.inbox()) == 1
    world.pair.bravo.acknowledge(ALFA, serial)
