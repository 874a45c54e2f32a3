# SPDX-License-Identifier: Apache-2.0
"""Both logs signed and cosigned; a counterpart that shows two of one is caught."""

from __future__ import annotations

from random import Random

import pytest

from parley.core.circuits import usable
from parley.core.covering import cover_due_ms
from parley.core.effects import Refused
from parley.core.entries import read_row
from parley.core.events import CircuitDeclared, CircuitDown, CircuitUp, FrameArrived
from parley.core.limits import COVER_ENTRIES, COVER_QUIET_S
from parley.core.shelves import log_key
from parley.core.state import Link
from parley.core.step import Step
from parley.model.circuit import Traits
from parley.model.entry import Cosignature, Payload, Receipt, SignedHead
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction
from parley.testing.desks import Desk, Pair
from parley.testing.lies import utter
from parley.testing.world_heads import (
    answering,
    false_head,
    root_at,
    signed_head,
)
from parley.tlog.air import AirForm, decode_air_head
from parley.tlog.evidence import verify_evidence
from parley.tlog.note import parse_note
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin
from parley.tlog.policy import link_policy

ALFA, BRAVO = "alfa.example", "bravo.example"
ACCUSING = {
    "HEAD-DIFFERS",
    "HEAD-WENT-BACK",
    "EQUIVOCATION",
    "COSIGNATURE-BAD",
    "COSIGNATURE-WITHHELD",
}


def link_of(desk: Desk) -> Link:
    """Return the only link of a desk."""
    (link,) = desk.core.state.links.values()
    return link


def settle(pair: Pair, times: int = 3) -> None:
    """Let both be quiet long enough for checkpoints, and carry them."""
    for _ in range(times):
        pair.pass_time(COVER_QUIET_S + 1)
        pair.carry()


def alarms(desk: Desk) -> set[str]:
    """Return the codes that stand at a desk."""
    return {each.code for each in desk.core.alarms()}


def entries(desk: Desk, direction: Direction) -> list[Payload]:
    """Return what one log of a desk says, in order."""
    link = link_of(desk)
    log = link.mirror if direction else link.out
    rows = desk.store.entries(link.name, direction, log.incarnation, 1, 10_000)
    return [read_row(each.row)[1].payload for each in rows]


def heads(desk: Desk, direction: Direction = Direction.OUT) -> list[AirForm]:
    """Return the forms of the heads in one log, in order."""
    said = [each for each in entries(desk, direction) if isinstance(each, SignedHead)]
    return [decode_air_head(each.head).form for each in said]


def lie(pair: Pair, what: str, seed: int = 1) -> SignedHead:
    """Let BRAVO say one false head and carry it."""
    desk = pair.bravo
    step = Step(desk.core.state, desk.now())
    head = false_head(desk, step, link_of(desk), what, Random(seed))
    assert isinstance(head, SignedHead)
    utter(desk, ALFA, head)
    pair.carry()
    return head


def refusals(desk: Desk) -> list[str]:
    """Return the codes of everything a desk refused."""
    return [each.code for each in desk.effects if isinstance(each, Refused)]


@pytest.fixture
def settled(pair: Pair) -> Pair:
    """A pair whose logs are covered, after one message each way."""
    pair.alfa.say(BRAVO, "one")
    pair.bravo.say(ALFA, "two")
    pair.carry()
    settle(pair)
    return pair


def narrow(pair: Pair) -> None:
    """Let both talk over a circuit for short frames only."""
    for desk in (pair.alfa, pair.bravo):
        circuit = CircuitDeclared("one", link_of(desk).name, Traits(512, 64, 0.2))
        desk.declared[:] = [circuit]
        desk.tell(circuit)
        desk.tell(CircuitUp("one"))


# -- the happy path ------------------------------------------------------------------


def test_both_logs_are_cosigned_after_a_little_quiet(settled):
    """Without this the record convinces nobody but its two keepers."""
    for desk in (settled.alfa, settled.bravo):
        link = link_of(desk)
        ours, theirs = desk.core.covered_full(link.name)
        assert ours >= link.out.said
        assert theirs >= link_of(settled.other(desk)).out.said
        assert desk.core.covered(link.name) == (ours, theirs)
        assert not alarms(desk) & ACCUSING


@pytest.mark.parametrize("direction", list(Direction))
def test_the_note_that_is_kept_has_all_four_signatures(settled, direction):
    """Whoever is shown it needs both algorithms of both stations, and nothing more."""
    alfa = settled.alfa
    log, witness = (ALFA, BRAVO) if direction is Direction.OUT else (BRAVO, ALFA)
    origin = Origin(log, witness, Mode.LIVE, 1).text()
    keys = {ALFA: alfa.keys.public, BRAVO: settled.bravo.keys.public}
    policy = link_policy(
        KeyPair.of_log(origin, keys[log]), KeyPair.of_witness(witness, keys[witness])
    )
    data = alfa.store.value("note", log_key(BRAVO, direction, 1))
    sealed = policy.judge(parse_note(data)).checkpoint
    sender = alfa if log == ALFA else settled.bravo
    assert sealed.root == root_at(sender, link_of(sender), sealed.size)
    assert sealed.size == alfa.core.covered_full(BRAVO)[direction]
    kept = dict(alfa.store.shelf("notes"))
    assert data in kept.values()


def test_no_message_waits_for_a_checkpoint(settled):
    """A FLASH is released and receipted without one signature over the log."""
    before = heads(settled.alfa)
    settled.alfa.say(BRAVO, "x", Precedence.FLASH)
    settled.carry()
    settled.pass_time(COVER_QUIET_S - 1)
    settled.carry()
    assert heads(settled.alfa) == before
    settle(settled)
    assert len(heads(settled.alfa)) == len(before) + 1


def test_what_only_answers_asks_for_no_checkpoint(settled):
    """Two stations that cosign each other's cosignatures would never fall silent."""
    before = heads(settled.alfa), heads(settled.bravo)
    settle(settled, 10)
    assert (heads(settled.alfa), heads(settled.bravo)) == before
    assert link_of(settled.alfa).pending == {}


def test_steady_traffic_is_covered_by_light_heads(settled):
    """A day without five seconds of quiet must not be a day without a signature."""
    alfa = settled.alfa
    before = len(heads(alfa))
    for number in range(COVER_ENTRIES + 10):
        alfa.say(BRAVO, f"message {number}")
        settled.pass_time(0.1)
        settled.carry()
    fresh = heads(alfa)[before:]
    assert fresh
    assert set(fresh) == {AirForm.LIGHT_HEAD}
    link = link_of(alfa)
    assert link.out.covered >= COVER_ENTRIES
    assert link.out.covered_full < link.out.covered
    settle(settled)
    assert link.out.covered_full >= link.out.said


def test_narrow_circuit_has_one_full_head_a_day(settled):
    """2.5 kB are a minute on the narrowest circuits, and are sent once a day."""
    narrow(settled)
    before = len(heads(settled.alfa))
    for text in ("x", "y"):
        settled.alfa.say(BRAVO, text)
        settled.carry()
        settle(settled)
    assert heads(settled.alfa)[before:] == [AirForm.LIGHT_HEAD] * 2
    ours, _ = settled.alfa.core.covered(BRAVO)
    assert ours >= link_of(settled.alfa).out.said
    for _ in range(25):
        settled.pass_time(3_600)
        settled.carry()
    settle(settled)
    assert AirForm.FULL_HEAD in heads(settled.alfa)[before + 2 :]


def test_one_checkpoint_waits_at_a_time(settled):
    """SPEC 4.71: what cannot be answered is not asked twice."""
    alfa = settled.alfa
    for _ in range(5):
        settled.pass_time(COVER_QUIET_S + 1)
        alfa.say(BRAVO, "more")
        settled.lose()
    pending = [each.payload for each in link_of(alfa).pending.values()]
    assert sum(isinstance(each, SignedHead) for each in pending) == 1
    assert cover_due_ms(alfa.core.state, link_of(alfa)) is None


def test_no_circuit_no_checkpoint(settled):
    """A head that cannot go would be old before it went."""
    before = heads(settled.alfa)
    settled.alfa.say(BRAVO, "x")
    settled.alfa.tell(CircuitDown("one", "cut"))
    settled.lose()
    settle(settled)
    assert heads(settled.alfa) == before
    step = Step(settled.alfa.core.state, settled.alfa.now())
    assert usable(step, link_of(settled.alfa)) == []
    assert cover_due_ms(settled.alfa.core.state, link_of(settled.alfa)) is None


# -- what networks, clocks and disks do ----------------------------------------------


def test_checkpoint_that_overtakes_a_message_is_set_aside(settled):
    """SPEC 4.74: a mirror with a gap has no root to compare, and accuses nobody."""
    alfa, bravo = settled.alfa, settled.bravo
    held = link_of(bravo).mirror.held
    alfa.say(BRAVO, "slow")
    settled.lose()
    alfa.tell(CircuitDown("one", "cut"))
    alfa.tell(CircuitUp("one"))
    late = alfa.sent.copy()
    alfa.sent.clear()
    alfa.pass_time(COVER_QUIET_S + 1)
    link = link_of(alfa)
    link.pending[link.out.said].due_mono_ms = alfa.mono_ms + 60_000
    settled.pass_time(0)
    ((_, frame),) = alfa.sent
    bravo.tell(FrameArrived("one", frame))
    assert link_of(bravo).mirror.held == held
    assert refusals(bravo)[-1] == "PLY-LNK-015"
    for circuit, each in (*late, ("one", frame)):
        bravo.tell(FrameArrived(circuit, each))
    assert isinstance(entries(bravo, Direction.OUT)[-1], Cosignature)
    assert not alarms(bravo) & ACCUSING


def test_repeated_checkpoint_is_answered_with_the_same_bytes(settled):
    """SPEC 4.75: signed once; a second signature of another time says nothing new."""
    alfa, bravo = settled.alfa, settled.bravo
    alfa.say(BRAVO, "x")
    settled.carry()
    settled.pass_time(COVER_QUIET_S + 1)
    ((_, frame),) = alfa.sent
    answers = []
    for _ in range(3):
        bravo.sent.clear()
        bravo.tell(FrameArrived("one", frame))
        answers.append([each for _, each in bravo.sent])
    assert answers[0] == answers[1] == answers[2] != []
    assert not alarms(bravo) & ACCUSING


def test_repeated_cosignature_changes_nothing(settled):
    """Networks repeat frames; a cosignature counts once."""
    alfa, bravo = settled.alfa, settled.bravo
    alfa.say(BRAVO, "x")
    settled.carry()
    settled.pass_time(COVER_QUIET_S + 1)
    ((_, frame),) = alfa.sent
    bravo.tell(FrameArrived("one", frame))
    ((_, back),) = bravo.sent
    alfa.tell(FrameArrived("one", back))
    covered, count = alfa.core.covered(BRAVO), len(list(alfa.store.shelf("notes")))
    alfa.tell(FrameArrived("one", back))
    assert alfa.core.covered(BRAVO) == covered
    assert len(list(alfa.store.shelf("notes"))) == count


@pytest.mark.parametrize("who", ["alfa", "bravo"])
def test_crash_between_checkpoint_and_cosignature_loses_neither(settled, who):
    """What was signed is on the disk before it is sent."""
    alfa = settled.alfa
    alfa.say(BRAVO, "x")
    settled.carry()
    settled.pass_time(COVER_QUIET_S + 1)
    before = len(heads(alfa))
    getattr(settled, who).crash()
    settled.carry()
    for _ in range(3):
        settled.pass_time(31)
        settled.carry()
    assert len(heads(alfa)) == before
    assert alfa.core.covered(BRAVO)[0] >= link_of(alfa).out.said
    assert not (alarms(alfa) | alarms(settled.bravo)) & ACCUSING


def test_what_is_covered_is_known_after_a_restart(settled):
    """A start must not ask for what it has."""
    alfa = settled.alfa
    covered, known = alfa.core.covered(BRAVO), link_of(alfa).witnessing.heads
    forms = heads(alfa)
    alfa.crash()
    settle(settled)
    assert alfa.core.covered(BRAVO) == covered
    assert link_of(alfa).witnessing.heads == known != {}
    assert heads(alfa) == forms


def test_clock_set_back_signs_no_earlier_time(settled):
    """SPEC 4.73: a wrong clock must not look like a log that goes back."""
    for desk in (settled.alfa, settled.bravo):
        desk.wall_ms -= 30 * 86_400_000
    for desk in (settled.alfa, settled.bravo):
        desk.say(link_of(desk).name, "after")
        settled.carry()
        settle(settled)
    for desk in (settled.alfa, settled.bravo):
        assert not alarms(desk) & ACCUSING
        assert desk.core.covered_full(link_of(desk).name)[0] >= link_of(desk).out.said


@pytest.mark.parametrize("who", ["alfa", "bravo"])
def test_restored_station_is_not_accused_of_two_versions(settled, who):
    """Its new log has another name, so no size of it was ever signed before."""
    desk = getattr(settled, who)
    there = settled.other(desk)
    backup = desk.store.snapshot()
    for text in ("lost", "lost too"):
        desk.say(there.name, text)
        settled.carry()
        settle(settled)
    desk.put_back(backup)
    for _ in range(6):
        settle(settled)
    desk.say(there.name, "new")
    there.say(desk.name, "new")
    settled.carry()
    settle(settled, 6)
    for each in (desk, there):
        assert not alarms(each) & ACCUSING
        link = link_of(each)
        assert each.core.covered_full(link.name)[0] >= link.out.said
        assert link_of(settled.other(each)).mirror.covered == link.out.covered
    assert list(there.store.shelf("evidence")) == []


# -- a counterpart that lies about its log -------------------------------------------


def test_head_over_another_root_is_named_and_not_cosigned(settled):
    """A log that is not the one it sent must never carry our signature."""
    alfa = settled.alfa
    before = alfa.core.covered(BRAVO)
    lie(settled, "another root")
    assert "HEAD-DIFFERS" in alarms(alfa)
    answer = entries(alfa, Direction.OUT)[-1]
    assert isinstance(answer, Receipt)
    assert not answer.good
    assert alfa.core.covered(BRAVO) == before
    settled.bravo.say(ALFA, "traffic goes on", Precedence.FLASH)
    settled.carry()
    assert "traffic goes on" in alfa.inbox()


def test_two_heads_of_one_size_are_evidence_for_anyone(settled):
    """The one thing an honest station never does; both heads are kept whole."""
    lie(settled, "a second root")
    assert "EQUIVOCATION" in alarms(settled.alfa)
    ((_, data),) = settled.alfa.store.shelf("evidence")
    proved = verify_evidence(data)
    origin = Origin(BRAVO, ALFA, Mode.LIVE, 1).text()
    own = KeyPair.of_log(origin, settled.bravo.keys.public)
    assert proved.keys == (own.ed25519, own.mldsa44)
    assert {each.origin for each in proved.heads} == {origin}
    assert proved.heads[0].root != proved.heads[1].root


def test_two_versions_are_found_after_a_restart(settled):
    """A liar may wait until the first head is long forgotten in memory."""
    settled.alfa.crash()
    settled.carry()
    lie(settled, "a second root")
    ((_, data),) = settled.alfa.store.shelf("evidence")
    assert verify_evidence(data)


def test_two_false_heads_of_one_size_are_evidence_too(settled):
    """Neither is the log we hold, and together they contradict each other."""
    alfa, bravo = settled.alfa, settled.bravo
    size = 1_000
    for root in (bytes(32), b"\x01" * 32):
        step = Step(bravo.core.state, bravo.now())
        said = signed_head(step, link_of(bravo), size, root, bravo.wall_ms // 1_000)
        utter(bravo, ALFA, said)
        settled.carry()
        alfa.crash()
    ((_, data),) = alfa.store.shelf("evidence")
    assert verify_evidence(data).heads[0].size == size


def test_light_head_and_a_full_one_of_another_root_are_evidence(settled):
    """The light one has one signature, so the file has that one key."""
    narrow(settled)
    settled.bravo.say(ALFA, "x")
    settled.carry()
    settle(settled)
    assert heads(settled.bravo)[-1] is AirForm.LIGHT_HEAD
    lie(settled, "a second root")
    ((_, data),) = settled.alfa.store.shelf("evidence")
    assert len(verify_evidence(data).keys) == 1


@pytest.mark.parametrize("what", ["smaller than before", "earlier than before"])
def test_head_that_goes_back_is_named_and_not_cosigned(settled, what):
    """A log only grows; whoever signs less, or earlier, hides something."""
    before = settled.alfa.core.covered(BRAVO)
    lie(settled, what)
    assert "HEAD-WENT-BACK" in alarms(settled.alfa)
    assert "EQUIVOCATION" not in alarms(settled.alfa)
    assert settled.alfa.core.covered(BRAVO) == before


def test_head_larger_than_the_log_is_named(settled):
    """A signature in advance covers what nobody has said yet."""
    lie(settled, "larger than the log")
    assert "HEAD-DIFFERS" in alarms(settled.alfa)


def test_old_head_sent_once_more_is_ignored_and_counted(settled):
    """SPEC 4.78: it proves nothing new, and accuses nobody."""
    before = settled.alfa.core.covered(BRAVO)
    lie(settled, "sent once more")
    assert not alarms(settled.alfa) & ACCUSING
    assert "PLY-LOG-027" in refusals(settled.alfa)
    assert settled.alfa.core.covered(BRAVO) == before


@pytest.mark.parametrize(
    "head", [b"\x01" * 71, b"\x03" * 77, b"\x04" * 2529, b"\x02" * 2529, b"\x09" * 80]
)
def test_noise_for_a_head_is_never_cosigned(settled, head):
    """Sealed by their station, and still only bytes."""
    before = settled.alfa.core.covered(BRAVO)
    utter(settled.bravo, ALFA, SignedHead(head))
    settled.carry()
    answer = entries(settled.alfa, Direction.OUT)[-1]
    assert isinstance(answer, Receipt)
    assert not answer.good
    assert settled.alfa.core.covered(BRAVO) == before


def test_evidence_and_kept_heads_are_bounded(settled):
    """A counterpart that does nothing but contradict itself must not fill a disk."""
    bravo = settled.bravo
    for number in range(40):
        for root in (bytes(32), b"\x01" * 32):
            step = Step(bravo.core.state, bravo.now())
            time_s = bravo.wall_ms // 1_000
            said = signed_head(step, link_of(bravo), 1_000 + number, root, time_s)
            utter(bravo, ALFA, said)
        settled.carry()
    assert len(list(settled.alfa.store.shelf("evidence"))) == 16
    assert len(link_of(settled.alfa).witnessing.refused) == 16


# -- a counterpart that does not cosign ----------------------------------------------


def say_and_wait(pair: Pair, times: int, seconds: float = 60) -> None:
    """Let ALFA say something, and both go on for a while."""
    pair.alfa.say(BRAVO, f"at {pair.alfa.mono_ms}")
    for _ in range(times):
        pair.pass_time(seconds)
        pair.carry()


@pytest.mark.parametrize("what", ["another root", "another size"])
def test_cosignature_of_another_head_counts_as_none(settled, what):
    """A signature over what we did not say covers nothing we said."""
    before = settled.alfa.core.covered(BRAVO)[0]
    with answering((what,), Random(1)):
        say_and_wait(settled, 1)
    assert "COSIGNATURE-BAD" in alarms(settled.alfa)
    assert settled.alfa.core.covered(BRAVO)[0] == before
    say_and_wait(settled, 3)
    assert settled.alfa.core.covered(BRAVO)[0] > before


@pytest.mark.parametrize("what", ["a receipt", "something else"])
def test_withheld_cosignatures_are_named_and_service_goes_on(settled, what):
    """No protocol can make it sign; the watch must know that it does not."""
    alfa, bravo = settled.alfa, settled.bravo
    with answering((what,), Random(1)):
        say_and_wait(settled, 1)
        assert "COSIGNATURE-WITHHELD" not in alarms(alfa)
        say_and_wait(settled, 10)
        assert "COSIGNATURE-WITHHELD" in alarms(alfa)
        alfa.say(BRAVO, "still here", Precedence.FLASH)
        settled.carry()
    assert "still here" in bravo.inbox()


def test_alarm_ends_with_the_next_good_cosignature(settled):
    """An alarm that outlives its cause teaches people to ignore it."""
    with answering(("a receipt",), Random(1)):
        say_and_wait(settled, 12)
    assert "COSIGNATURE-WITHHELD" in alarms(settled.alfa)
    say_and_wait(settled, 120)
    assert "COSIGNATURE-WITHHELD" not in alarms(settled.alfa)
    assert settled.alfa.core.covered(BRAVO)[0] >= link_of(settled.alfa).out.said


def test_refused_checkpoints_grow_rarer(settled):
    """A counterpart that refuses must not make us sign without end."""
    before = len(heads(settled.alfa))
    with answering(("a receipt",), Random(1)):
        say_and_wait(settled, 600, 6)
    assert 5 <= len(heads(settled.alfa)) - before <= 12


def test_light_head_that_is_refused_is_followed_by_a_full_one(settled):
    """SPEC 4.72: only the full one shows in what the two records differ."""
    narrow(settled)
    before = len(heads(settled.alfa))
    with answering(("a receipt",), Random(1)):
        say_and_wait(settled, 1, COVER_QUIET_S + 1)
    say_and_wait(settled, 3)
    assert heads(settled.alfa)[before:][:2] == [AirForm.LIGHT_HEAD, AirForm.FULL_HEAD]


def test_lost_answers_are_not_withheld_ones(settled):
    """A circuit that loses one direction must never look like a liar."""
    alfa, bravo = settled.alfa, settled.bravo
    alfa.say(BRAVO, "x")
    settled.carry()
    for _ in range(60):
        settled.pass_time(COVER_QUIET_S + 1)
        for circuit, frame in alfa.sent:
            bravo.tell(FrameArrived(circuit, frame))
        settled.lose()
    assert "COSIGNATURE-WITHHELD" not in alarms(alfa)


# -- age -----------------------------------------------------------------------------


def test_week_without_a_full_checkpoint_is_an_alarm_that_grows(settled):
    """What is not cosigned cannot be proved, and nobody would notice by himself."""
    alfa = settled.alfa
    alfa.tell(CircuitDown("one", "cut"))
    alfa.say(BRAVO, "waits")

    def standing() -> list[str]:
        known = alfa.core.alarms()
        return [each.subject for each in known if each.code == "NO-FULL-CHECKPOINT"]

    seen = []
    for _ in range(22):
        alfa.pass_time(86_400)
        settled.bravo.pass_time(86_400)
        settled.pass_time(0)
        settled.lose()
        seen.append(standing())
    assert seen[5] == []
    assert seen[7] == ["7"]
    assert seen[20] == ["21"]
    alfa.tell(CircuitUp("one"))
    settled.carry()
    for _ in range(10):
        settled.pass_time(31)
        settled.carry()
    assert standing() == []
