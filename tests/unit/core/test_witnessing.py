# SPDX-License-Identifier: Apache-2.0
"""A counterpart that shows two versions of its log is caught, with evidence."""

from __future__ import annotations

from random import Random

import pytest

from parley.core.step import Step
from parley.model.entry import Receipt, SignedHead
from parley.model.precedence import Mode, Precedence
from parley.model.record import Direction
from parley.testing.desks import Pair
from parley.testing.lies import utter
from parley.testing.witnessed import (
    ACCUSING,
    alarms,
    entries,
    heads,
    link_of,
    narrow,
    refusals,
    settle,
)
from parley.testing.world_heads import (
    false_head,
    signed_head,
)
from parley.tlog.air import AirForm
from parley.tlog.evidence import verify_evidence
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin

ALFA, BRAVO = "alfa.example", "bravo.example"


def lie(pair: Pair, what: str, seed: int = 1) -> SignedHead:
    """Let BRAVO say one false head and carry it."""
    desk = pair.bravo
    step = Step(desk.core.state, desk.now())
    head = false_head(desk, step, link_of(desk), what, Random(seed))
    assert isinstance(head, SignedHead)
    utter(desk, ALFA, head)
    pair.carry()
    return head


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
