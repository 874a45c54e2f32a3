# SPDX-License-Identifier: Apache-2.0
"""A station that stops at any moment goes on as if it had never stopped."""

from __future__ import annotations

import pytest

from parley.core import recovery
from parley.core.events import (
    CircuitDown,
    CircuitUp,
    EpochRollRequested,
    FrameArrived,
    LinkTestRequested,
    ReleaseGiven,
    TimerFired,
)
from parley.core.station import Station
from parley.fixed import replace
from parley.model.identity import OfficerClass
from parley.model.precedence import Precedence
from parley.model.record import Put
from parley.testing.desks import DURABLE, Desk, pair_up
from parley.testing.looks import agree, alarms, at_rest, only_link

ALFA, BRAVO = "alfa.example", "bravo.example"


def picture(desk, core=None):
    """Return everything of a core that must not depend on never having stopped."""
    core = core or desk.core
    state = core.state
    link = state.links.get(BRAVO if desk.name == ALFA else ALFA)
    whole = {
        "links": [
            replace(
                each,
                path_wall_ms=None,
                missed=0,
                epoch_in="",
                silence="",
                silence_evidence=(),
            )
            for each in core.links()
        ],
        "drafts": core.drafts(),
        "alarms": core.alarms(),
        "roster": core.roster(),
        "numbers": (state.next_number, state.next_prekey, sorted(state.prekeys)),
    }
    if link is not None:
        whole |= {
            "roots": core.roots(link.name),
            "agreement": core.agreement(link.name),
            "their roster": core.counterpart_roster(link.name),
            "asks": {n: (p.frame, p.leaf, p.kind) for n, p in link.pending.items()},
            "answers": {n: (a.serial, a.frame) for n, a in link.answers.items()},
            "awaited": sorted(link.awaited),
            "promises": {k: v.until_ms for k, v in link.tended.promises.items()},
            "unread": {k: v.critical for k, v in link.tended.unread.items()},
            "ringing": {k: v.done for k, v in link.tended.ringing.items()},
            "checked": link.tended.checked,
            "seen": link.mirror.numbers.spans(),
            "beyond": link.mirror.beyond,
            "in": sorted((t, e.first_serial, e.last_serial) for t, e in _in(link)),
            "out": [(e.keys.tag, e.last_serial, e.confirmed) for e in link.out_epochs],
            "past": sorted(link.past_epochs),
            "theirs": sorted(link.their_prekeys),
            "held": (link.out.their_held, link.out.last_logged_ms),
            "returning": link.returning,
        }
    return whole


def _in(link):
    return link.in_epochs.items()


def same_after_a_crash(desk):
    """Rebuild a core from the disk beside the running one; both must be the same."""
    twin, effects = Station.recover(desk.settings, desk.keys, desk.store, desk.now())
    assert not [each for each in effects if isinstance(each, DURABLE)]
    assert picture(desk, twin) == picture(desk)


class WatchedDesk(Desk):
    """A desk that is compared with its disk after every single event."""

    events = 0

    def perform(self, effects):
        answer = super().perform(effects)
        if self.declared:
            same_after_a_crash(self)
            self.events += 1
        return answer


def test_disk_is_the_whole_truth_after_every_event(strangers):
    """Memory never knows more than the disk, at any step of a whole exchange.

    Pairing, releases, a lost frame, an acknowledgement, a roll, reordering, alarms.
    """
    alfa, bravo = strangers.alfa, strangers.bravo
    for desk in (alfa, bravo):
        desk.__class__ = WatchedDesk
    pair = pair_up(alfa, bravo)
    serial = alfa.say(BRAVO, "Now.", Precedence.FLASH).serial
    pair.lose()
    pair.pass_time(1.1)
    pair.carry()
    bravo.acknowledge(ALFA, serial)
    pair.carry()
    alfa.release(alfa.draft(BRAVO, "a first signature"), "first")
    alfa.tell(EpochRollRequested(BRAVO))
    alfa.say(BRAVO, "in the new epoch")
    alfa.say(BRAVO, "behind it")
    alfa.sent.reverse()
    pair.carry()
    pair.pass_time(2)
    pair.carry()
    alfa.tell(CircuitDown("one", "cut"))
    bravo.say(ALFA, "into a dead line", Precedence.IMMEDIATE)
    pair.lose()
    pair.pass_time(31)
    pair.lose()
    alfa.tell(CircuitUp("one"))
    pair.carry()
    pair.pass_time(7)
    pair.carry()
    assert agree(alfa, bravo)
    assert at_rest(alfa)
    assert min(alfa.events, bravo.events) > 40


def _exchange(pair, crash):
    """Play one exchange; `crash` is called before every frame that is carried."""
    serial = pair.alfa.say(BRAVO, "Now.", Precedence.FLASH).serial
    _carry(pair, crash)
    pair.bravo.acknowledge(ALFA, serial)
    _carry(pair, crash)
    pair.alfa.tell(EpochRollRequested(BRAVO))
    pair.alfa.say(BRAVO, "in the new epoch")
    _carry(pair, crash)
    for _ in range(3):
        pair.pass_time(7)
        _carry(pair, crash)


def _carry(pair, crash):
    for _ in range(30):
        moved = False
        for desk in (pair.alfa, pair.bravo):
            while desk.sent:
                moved = True
                circuit, frame = desk.sent.pop(0)
                crash()
                pair.other(desk).tell(FrameArrived(circuit, frame))
        if not moved:
            return
    raise AssertionError("never silent")


@pytest.mark.parametrize("victim", ["alfa", "bravo"])
@pytest.mark.parametrize("at", range(0, 24, 3))
def test_crash_at_any_step_of_an_exchange_changes_nothing(pair, victim, at):
    """Stopped before this very frame and started again: nothing lost, nothing twice."""
    count = iter(range(10_000))

    def crash():
        if next(count) == at:
            getattr(pair, victim).crash()

    _exchange(pair, crash)
    assert pair.bravo.inbox() == ["Now.", "in the new epoch"]
    assert agree(pair.alfa, pair.bravo)
    assert at_rest(pair.alfa)
    assert at_rest(pair.bravo)
    assert next(count) > 10


def test_what_is_retransmitted_after_a_crash_is_the_same_to_the_byte(pair):
    """Two plaintexts under one key would give both away; a copy gives nothing."""
    alfa = pair.alfa
    alfa.say(BRAVO, "one", Precedence.FLASH)
    alfa.say(BRAVO, "two")
    alfa.tell(LinkTestRequested(BRAVO))
    alfa.tell(EpochRollRequested(BRAVO))
    alfa.enlist("newcomer", OfficerClass.AUDITOR)
    before = {frame for _, frame in alfa.sent}
    alfa.crash()
    assert {frame for _, frame in alfa.sent} == before


def test_answers_after_a_crash_are_the_same_to_the_byte(pair):
    """The receipt sent twice must be one receipt."""
    pair.alfa.say(BRAVO, "x")
    ((_, ask),) = pair.alfa.sent
    pair.bravo.tell(FrameArrived("one", ask))
    ((_, receipt),) = pair.bravo.sent
    pair.bravo.crash()
    pair.bravo.sent.clear()
    pair.bravo.tell(FrameArrived("one", ask))
    assert pair.bravo.sent == [("one", receipt)]


def test_effects_that_were_never_committed_leave_no_trace(pair):
    """The disk refused: the core is rebuilt, and what it thought is forgotten."""
    alfa = pair.alfa
    draft = alfa.release(alfa.draft(BRAVO, "x"), "first")
    act = ReleaseGiven(draft.content.number, alfa.sign(draft, "second"))
    before = picture(alfa)
    alfa.core.handle(act, alfa.now())
    assert picture(alfa) != before
    alfa.crash()
    assert picture(alfa) == before
    gone = alfa.release(draft, "second")
    pair.carry()
    assert pair.bravo.inbox() == ["x"]
    assert gone.serial is not None


def test_many_answers_are_rebuilt_page_by_page(pair, monkeypatch):
    """A counterpart that confirms nothing for long leaves thousands of them."""
    for number in range(5):
        pair.alfa.say(BRAVO, f"{number}")
    pair.carry()
    bravo = pair.bravo
    link = only_link(bravo)
    assert len(link.answers) >= 4
    read = bravo.store.entries
    pages = []

    def two_at_a_time(*place):
        pages.append(place)
        return read(*place[:4], min(2, place[4]))

    monkeypatch.setattr(bravo.store, "entries", two_at_a_time)
    bravo.crash()
    assert only_link(bravo).answers.keys() == link.answers.keys()
    assert len(pages) > 3


def test_first_start_keeps_a_roster_and_its_delegation():
    """A new folder has an identity and an empty roster, and no counterpart."""
    desk = Desk("charlie.example", "Charlie")
    kept = [each for each in desk.effects if isinstance(each, Put)]
    assert {each.shelf for each in kept} == {"station", "delegation"}
    assert kept[0].key == b"roster"
    assert len(kept) == 2
    assert desk.core.links() == ()
    assert desk.core.roster().version == 1
    desk.effects.clear()
    desk.crash()
    assert desk.effects == []


def test_ask_without_its_epoch_is_a_mistake_of_ours(pair):
    """A root destroyed too early would be found at the next start, loudly."""
    alfa = pair.alfa
    alfa.say(BRAVO, "x")
    only_link(alfa).out_epochs.clear()
    with pytest.raises(AssertionError, match="no epoch for pending entry"):
        recovery._frame(alfa.core.state, only_link(alfa), 1, b"")


def test_monotonic_clock_may_begin_anywhere(pair):
    """After a restart of the machine it starts from zero."""
    alfa = pair.alfa
    alfa.pass_time(9_000)
    alfa.say(BRAVO, "x", Precedence.FLASH)
    alfa.mono_ms = 3
    alfa.crash()
    pair.lose()
    alfa.pass_time(1.1)
    alfa.tell(TimerFired())
    assert alfa.sent
    pair.carry()
    assert pair.bravo.inbox() == ["x"]
    assert not [code for code, _ in alarms(alfa) if code == "CLOCK-STEPPED"]
