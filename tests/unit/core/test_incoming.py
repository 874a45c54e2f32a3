# SPDX-License-Identifier: Apache-2.0
"""Frames that are damaged, foreign, repeated or too many, and what becomes of them."""

from __future__ import annotations

import pytest

from parley.core import incoming
from parley.core.events import (
    CardPresented,
    CardRequested,
    EpochRollRequested,
    FrameArrived,
)
from parley.core.limits import QUARANTINE_BYTES_MAX, QUARANTINE_FRAMES_MAX
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.looks import (
    agree,
    alarms,
    at_rest,
    only_link,
    refusals,
    rows,
    sounds,
)
from parley.wire.limits import FRAME_BYTES_MAX

ALFA, BRAVO = "alfa.example", "bravo.example"


@pytest.fixture
def frame(pair):
    """A FLASH of ALFA, taken off the wire."""
    pair.alfa.say(BRAVO, "Now.", Precedence.FLASH)
    ((_, frame),) = pair.alfa.sent
    pair.alfa.sent.clear()
    return frame


def bring(desk, frame):
    """Bring one frame to a desk; return the codes it was refused with."""
    before = len(refusals(desk))
    desk.tell(FrameArrived("one", frame))
    return refusals(desk)[before:]


def test_frame_truncated_anywhere_is_refused(pair, frame):
    """Half a frame says nothing, and stops nothing."""
    for length in range(len(frame)):
        assert bring(pair.bravo, frame[:length]), length
    assert not pair.bravo.inbox()
    assert bring(pair.bravo, frame) == []
    assert pair.bravo.inbox() == ["Now."]


def test_frame_altered_at_any_byte_is_refused(pair, frame):
    """One flipped bit anywhere, the header included, and nothing of it is filed."""
    before = len(rows(pair.bravo, Direction.IN))
    for at in range(len(frame)):
        altered = bytearray(frame)
        altered[at] ^= 1 << at % 8
        assert bring(pair.bravo, bytes(altered)), at
    assert len(rows(pair.bravo, Direction.IN)) == before
    assert bring(pair.bravo, frame) == []
    assert pair.bravo.inbox() == ["Now."]


def test_frame_with_bytes_added_is_refused(pair, frame):
    """Nothing rides along behind a seal."""
    for tail in (b"\0", b"\0" * 16):
        assert bring(pair.bravo, frame + tail)
    assert not pair.bravo.inbox()


def test_oversized_frame_is_refused_unread(pair, frame):
    """SPEC 3.21: more bytes than any frame has are not looked at."""
    assert bring(pair.bravo, frame + bytes(FRAME_BYTES_MAX)) == ["PLY-WIR-005"]
    assert bring(pair.bravo, b"") == ["PLY-WIR-005"]


@pytest.mark.parametrize("mode", [2, 3])
def test_frame_of_another_mode_is_refused_unopened(pair, frame, mode):
    """SPEC 4.10: an exercise and the real thing must never meet."""
    foreign = bytes((mode << 4 | frame[0] & 15,)) + frame[1:]
    assert bring(pair.bravo, foreign) == ["PLY-LNK-010"]
    assert [code for code, _ in alarms(pair.bravo)] == ["OTHER-MODE"]
    assert not pair.bravo.inbox()


@pytest.mark.parametrize("kind", [0, 3, 15])
def test_frame_of_another_kind_is_refused(pair, frame, kind):
    """The kind is under the seal as well."""
    assert bring(pair.bravo, bytes((frame[0] & 0xF0 | kind,)) + frame[1:])
    assert not pair.bravo.inbox()


def test_repeated_frame_is_filed_once_and_answered_again(pair, frame):
    """SPEC 4.22: the receipt may have been lost, so the same bytes go once more."""
    bravo = pair.bravo
    bring(bravo, frame)
    first = bravo.sent[:]
    filed = len(rows(bravo, Direction.IN))
    bravo.sent.clear()
    for _ in range(3):
        assert bring(bravo, frame) == []
        assert bravo.sent == first
        bravo.sent.clear()
    assert len(rows(bravo, Direction.IN)) == filed
    assert len(sounds(bravo)) == 1


def test_frame_repeated_after_a_restart_is_answered_with_the_same_bytes(pair, frame):
    """SPEC 4.29: what makes it a repeat was committed with it."""
    bravo = pair.bravo
    bring(bravo, frame)
    first = bravo.sent[:]
    bravo.crash()
    bravo.sent.clear()
    bring(bravo, frame)
    assert bravo.sent == first
    assert bravo.inbox() == ["Now."]


def test_frame_without_its_opening_is_held_back_until_it_comes(pair):
    """Circuits reorder; what overtook its opening is not lost."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.tell(EpochRollRequested(BRAVO))
    alfa.say(BRAVO, "ahead of its opening")
    opening, *entries = [frame for _, frame in alfa.sent]
    alfa.sent.clear()
    for each in entries:
        assert bring(bravo, each) == ["PLY-LNK-014"]
    assert not bravo.inbox()
    assert bring(bravo, opening) == []
    assert bravo.inbox() == ["ahead of its opening"]
    assert not only_link(bravo).quarantine


@pytest.mark.parametrize(
    ("length", "held"),
    [(39, QUARANTINE_FRAMES_MAX), (1_048_576 + 7 + 16, QUARANTINE_BYTES_MAX >> 20)],
)
def test_frames_of_unknown_epochs_are_bounded(pair, length, held):
    """Anyone can make up tags; memory must not be theirs to fill."""
    link = only_link(pair.bravo)
    for number in range(QUARANTINE_FRAMES_MAX + 5):
        made_up = b"\x12" + number.to_bytes(4, "big")
        bring(pair.bravo, made_up.ljust(length, b"\xee"))
    assert held - 1 <= len(link.quarantine) <= held
    assert sum(len(each) for _, each in link.quarantine) <= QUARANTINE_BYTES_MAX
    newest = link.quarantine[-1][1]
    assert newest[1:5] == (QUARANTINE_FRAMES_MAX + 4).to_bytes(4, "big")


def test_frame_behind_the_end_of_its_epoch_is_refused(pair):
    """A closed epoch takes nothing more, whoever still has its key."""
    alfa, bravo = pair.alfa, pair.bravo
    alfa.say(BRAVO, "missing")
    alfa.sent.clear()
    old = only_link(alfa).epoch
    alfa.tell(EpochRollRequested(BRAVO))
    frames, alfa.sent = alfa.sent, []
    for _, each in frames:
        bring(bravo, each)
    header = b"\x12" + old.keys.tag + (60_000).to_bytes(2, "big")
    late = header + old.keys.seal(header, 60_000, bytes(16))
    assert bring(bravo, late) == ["PLY-LNK-014"]


def test_sealed_nonsense_is_refused(pair):
    """A counterpart's own key does not make an entry of its bytes."""
    epoch = only_link(pair.alfa).epoch
    offset = only_link(pair.alfa).out.next_serial - epoch.first_serial
    header = b"\x12" + epoch.keys.tag + offset.to_bytes(2, "big")
    nonsense = header + epoch.keys.seal(header, offset, b"\x80".ljust(16, b"\0"))
    assert bring(pair.bravo, nonsense) == ["PLY-WIR-003"]


def test_entry_that_closes_the_gap_is_never_refused(pair, monkeypatch):
    """A limit on what lies ahead must leave the way open that empties it."""
    monkeypatch.setattr(incoming, "BEYOND_MAX", 2)
    for number in range(3):
        pair.alfa.say(BRAVO, f"{number}")
    frames = [each for _, each in pair.alfa.sent]
    assert [bring(pair.bravo, each) for each in frames[::-1]] == [[], [], []]


def test_entries_far_ahead_of_a_gap_are_bounded(pair, monkeypatch):
    """What cannot be chained yet is kept, but not without end."""
    monkeypatch.setattr(incoming, "BEYOND_MAX", 2)
    alfa, bravo = pair.alfa, pair.bravo
    for number in range(4):
        alfa.say(BRAVO, f"{number}")
    frames = [each for _, each in alfa.sent]
    alfa.sent.clear()
    assert [bring(bravo, each) for each in frames[1:]] == [[], [], ["PLY-LNK-015"]]
    monkeypatch.undo()
    bring(bravo, frames[0])
    bring(bravo, frames[3])
    assert sorted(bravo.inbox()) == ["0", "1", "2", "3"]
    pair.pass_time(2)
    pair.carry()
    assert agree(alfa, bravo)


def test_unconfirmed_answers_are_bounded(pair, frame, monkeypatch):
    """A counterpart that never says what it holds must not fill our memory."""
    monkeypatch.setattr(incoming, "ANSWERS_MAX", 0)
    assert bring(pair.bravo, frame) == ["PLY-LNK-011"]
    monkeypatch.undo()
    pair.pass_time(2)
    pair.carry()
    assert pair.bravo.inbox() == ["Now."]


@pytest.mark.parametrize(
    ("presented", "code"), [(True, "PLY-LNK-002"), (False, "PLY-LNK-017")]
)
def test_frame_of_a_party_not_confirmed_is_never_opened(strangers, presented, code):
    """SPEC 4.3: before people compared the digits, its frames stay shut."""
    alfa, bravo = strangers.alfa, strangers.bravo
    charlie = Desk("charlie.example", "Charlie")
    enlist_watch(charlie)
    pair_up(alfa, charlie)
    alfa.say("charlie.example", "x")
    ((_, sealed),) = alfa.sent
    if presented:
        bravo.tell(CardPresented(alfa.tell(CardRequested())))
    bravo.circuit("one", ALFA)
    assert bring(bravo, sealed) == [code]
    assert not rows(bravo, Direction.IN)


def test_silence_that_ends_brings_everything_at_once(pair):
    """The line was dead for minutes; the first sign of life is answered with all."""
    alfa = pair.alfa
    alfa.say(BRAVO, "x")
    for _ in range(14):
        pair.lose()
        pair.pass_time(31)
    pair.lose()
    pair.bravo.say(ALFA, "we hear you again")
    _, sign = pair.bravo.sent[-1]
    assert bring(alfa, sign) == []
    assert len(alfa.sent) >= 2
    pair.carry()
    assert at_rest(alfa)
    assert pair.bravo.inbox() == ["x"]
