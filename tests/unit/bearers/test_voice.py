# SPDX-License-Identifier: Apache-2.0
"""Sound: what a line does to it, who speaks when, and a process that may die."""

from __future__ import annotations

import asyncio
import math
import os
import random
import signal
import sys
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.bearers.voice import VoiceBearer, VoiceSettings, modem
from parley.bearers.voice.line import GAP_S, LISTEN_S, Line
from parley.bearers.voice.modem import (
    BLOCK_SAMPLES,
    MODES,
    SAMPLES_PER_S,
    SILENCE,
    Modem,
    NoModemError,
)
from parley.bearers.voice.segments import HEAD_BYTES, Joiner, cut, read
from parley.carriage.program import ProgramSettings
from parley.core.events import FrameArrived
from parley.core.records import Rung
from parley.model.precedence import Mode
from parley.station.library.files import load_library
from parley.testing import sound
from parley.testing.check_bearer import running
from parley.testing.desks import Desk, enlist_watch, pair_up
from parley.testing.exchange import Exchange
from parley.testing.looks import rung
from parley.wire.cbor import dumps

UNPLANNED = dumps([1, 8, 1, {0: 1, 1: 1, 4: 14_313_918, 11: 3}])
BAR_S = 12.0
FRAME = bytes(range(135))
SHORT = bytes(range(71))


class Call:
    """Two ends of one line, whose only clock is the sound."""

    def __init__(self, there=sound.clean, back=sound.clean, mode="datac3") -> None:
        self.blocks = 0
        self.heard: tuple[list[bytes], list[bytes]] = ([], [])
        self.left = [0, 0]
        self.next: tuple[list[bytes], list[bytes]] = ([], [])
        self.ends = [self._end(number, MODES[mode]) for number in (0, 1)]
        self._effects = (there, back)
        self._said = [SILENCE, SILENCE]

    def _end(self, number: int, mode: modem.Mode) -> Line:
        def left() -> None:
            self.left[number] += 1
            if self.next[number]:
                self.ends[number].waiting = self.next[number].pop(0)

        return Line(Modem(mode), self.heard[number].append, left, yields=number == 1)

    @property
    def seconds(self) -> float:
        return self.blocks * BLOCK_SAMPLES / SAMPLES_PER_S

    def until(self, condition, limit_s: float) -> float:
        """Pass sound until something is so; return how long that took."""
        began_s = self.seconds
        while not condition():
            self.blocks += 1
            assert self.seconds - began_s < limit_s, "waited in vain"
            near, far = self._said
            self._said = [
                self.ends[0].pass_block(self._effects[1](far)),
                self.ends[1].pass_block(self._effects[0](near)),
            ]
        return self.seconds - began_s

    def carry(self, speaker: int, frame: bytes) -> float:
        """Speak a frame until it was heard; return how long that took, once it was.

        A mobile's codec swallows one segment in thirty; the core asks again then.
        """
        for _ in range(3):
            self.ends[speaker].waiting = frame
            before, heard = self.left[speaker], self.heard[1 - speaker]
            took_s = self.until(
                lambda: heard or self.left[speaker] > before,  # noqa: B023
                BAR_S,
            )
            if heard:
                assert heard == [frame]
                return took_s
        raise AssertionError("spoken three times in vain")

    def wait(self, seconds: float) -> None:
        end_s = self.seconds + seconds
        self.until(lambda: self.seconds >= end_s, seconds + 1)


def a_mobile():
    """A call over a mobile's narrowest codec, if it is installed here."""
    if not sound.has_amr():
        pytest.skip("libopencore-amrnb is not installed")
    return sound.amr_4_75()


@pytest.mark.parametrize(
    "line",
    [
        lambda: sound.clean,
        lambda: sound.hiss(3_650),  # as strong as the modem itself
        lambda: sound.louder(8.0),
        lambda: sound.louder(0.02),
        lambda: sound.talk(2_000),
        lambda: sound.jumps(10.0),
        a_mobile,
    ],
    ids=["clean", "hiss", "full-volume", "faint", "talk", "jumps", "amr-4.75"],
)
def test_coded_flash_and_its_receipt_take_twelve_seconds_of_sound(line):
    """The line that is left when everything else is gone must be quick enough.

    Two stations' rules, a real coded message with one release and its receipt, the
    real modem; the bar is counted in sound, so a busy machine changes nothing.
    """
    library = load_library()
    alfa, bravo = (
        Desk(f"{name.lower()}.example", name, Mode.LIVE, library)
        for name in ("Alfa", "Bravo")
    )
    for desk in (alfa, bravo):
        enlist_watch(desk)
    pair_up(alfa, bravo)
    call = Call(line(), line())
    call.wait(2.0)
    draft = alfa.code(bravo.name, UNPLANNED)
    assert draft.needed == 1
    gone = alfa.release(draft, "watch")
    ((circuit, frame),) = alfa.sent
    took_s = call.carry(0, frame)
    bravo.tell(FrameArrived(circuit, call.heard[1][0]))
    ((_, receipt),) = bravo.sent
    took_s += call.carry(1, receipt)
    alfa.tell(FrameArrived(circuit, call.heard[0][0]))
    assert gone.serial is not None
    assert rung(alfa, Rung.RECEIPT, gone.serial) is not None
    assert took_s < BAR_S


def test_hiss_and_talk_are_no_frames_and_silence_nobody():
    """A false alarm of the ear must bring no frame, and hold none back for long."""
    for noise in (sound.hiss(6_000), sound.talk(9_000)):
        call = Call(back=noise)  # only the near end hears it
        call.wait(4.0)
        assert call.heard == ([], [])
        call.ends[0].waiting = SHORT
        mode = MODES["datac3"]
        longest_s = mode.burst_s(mode.frame_segments) + 3.0 + mode.burst_s(1)
        call.until(lambda: call.ends[0].waiting is None, longest_s)  # noqa: B023


def test_both_who_speak_at_once_hear_each_other_the_next_time():
    """After a collision exactly one end goes first; otherwise they collide for ever."""
    # SPEC 10.104: "Who has heard the end of a burst may speak after 0.25 seconds; who
    # has spoken listens first, 2.5 seconds long, and 4 at the end whose station name is
    # the greater."
    # SPEC 10.105: "Nobody speaks into a burst that he hears, but for no longer than the
    # longest burst of the mode takes; noise must not silence a station."
    call = Call()
    for end, following in zip(call.ends, call.next, strict=True):
        end.waiting = SHORT
        following.append(FRAME)
    call.until(lambda: call.heard == ([FRAME], [FRAME]), 25.0)


def test_both_who_speak_at_once_over_a_slow_call_do_so_once():
    """Half a second after the other, because his sound was still on its way.

    They waited nearly as long as each other then, and spoke at once again.
    """
    call = Call(sound.late(0.2), sound.late(0.2))
    call.ends[1].waiting = FRAME
    call.wait(0.46)
    call.ends[0].waiting = FRAME
    for following in call.next:
        following.append(FRAME)
    call.until(lambda: call.heard[1], 6.7 + 2.5 + 6.7 + 1.0)


def test_call_over_satellites_is_not_spoken_into_again_and_again():
    """An answer that began after the first listening was lost each time.

    A FLASH is said again when its turn was not used; where the answer is still on its
    way then, nothing would ever come through.
    """
    # SPEC 10.108: "Who has said the same frame again listens twice as long, and from
    # then on half a second longer than the answer took to begin, at most 5 seconds."
    call = Call(sound.late(1.0), sound.late(1.0))
    near, far = call.ends
    answered = 0

    def is_answered(ask: bytes) -> bool:
        nonlocal answered
        if near.waiting is None:
            near.waiting = ask
        if len(call.heard[1]) > answered:
            answered += 1
            far.waiting = FRAME[:71]
        return bool(call.heard[0])

    call.until(lambda: is_answered(SHORT), 30.0)
    call.wait(12.0)
    call.heard[0].clear()
    answered = len(call.heard[1])
    # What it has learnt holds for another frame too: no second burst is needed.
    burst_s = MODES["datac3"].burst_s(1)
    call.until(lambda: is_answered(FRAME[:70]), 2 * burst_s + 2.0 + 1.0)


def test_what_is_said_next_is_chosen_when_it_can_be_said():
    """A FLASH that comes while the other end speaks must not stand behind a ROUTINE."""
    call = Call()
    call.ends[1].waiting = FRAME
    call.until(lambda: call.ends[1].waiting is None, 10.0)
    call.ends[0].waiting = SHORT  # speaks after 0.25 s; what now comes there waits
    call.wait(3.0)
    assert call.left[1] == 0
    call.until(lambda: call.left[1], 10.0)
    assert call.heard[1] == [SHORT]


def test_a_burst_said_again_begins_at_another_place():
    """A mobile's codec swallowed the same bytes four times in a row.

    It takes 20 ms at a time; the same sound at the same place has the same fate, and a
    FLASH was said in vain for more than two minutes.
    """
    # SPEC 10.106: "Each burst begins at another place within 20 ms than the one before:
    # what a mobile's codec swallows, it swallows again at the same place."
    said = []
    line = Line(Modem(MODES["datac3"]), lambda _: None, lambda: None, yields=False)
    for _ in range(3):
        line.waiting = SHORT
        burst = b""
        while line.waiting is not None:
            burst += line.pass_block(SILENCE)
        said.append(burst)
    places = {len(burst) - len(burst.lstrip(b"\0")) for burst in said}
    assert len({place % len(SILENCE) for place in places}) == 3


def burst_of(data: bytes) -> list[bytes]:
    """Return a burst of one segment in pieces of 20 ms."""
    end, size = Modem(MODES["datac3"]), len(SILENCE)
    burst = end.opening() + end.segment(data) + end.closing() + SILENCE * 30
    return [burst[at:][:size].ljust(size, b"\0") for at in range(0, len(burst), size)]


@pytest.mark.parametrize("mode", MODES)
def test_a_burst_is_about_as_loud_as_speech(mode):
    """A mobile's codec is made for speech, and distorts what is far louder."""
    # SPEC 10.107: "The mean power of a burst is 18 to 21 dB below that of the loudest
    # square wave."
    end = Modem(MODES[mode])
    data = random.Random(1).randbytes(end.mode.segment_bytes)
    burst = array("h", end.opening() + end.segment(data) + end.closing())
    power = sum(each * each for each in burst) / len(burst)
    assert 18 < 10 * math.log10(32_767**2 / power) < 21


def test_segments_that_a_mobile_swallowed_come_through():
    """At twice our loudness the codec distorts each of these beyond repair."""
    a_mobile()
    for seed in (12, 15, 45, 51, 62):
        data = random.Random(seed).randbytes(126)
        codec, ear = sound.amr_4_75(), Modem(MODES["datac3"])
        pieces = [SILENCE] * 10 + burst_of(data)
        assert [each for one in pieces for each in ear.hear(codec(one))] == [data]


def test_a_line_cut_in_the_middle_of_a_frame_loses_that_frame_only():
    """Half a frame must not be joined to the half of another."""
    open_line = [True]
    call = Call(lambda heard: heard if open_line[0] else SILENCE)
    call.ends[0].waiting = FRAME
    call.wait(5.0)
    open_line[0] = False
    call.until(lambda: call.ends[0].waiting is None, 5.0)
    open_line[0] = True
    call.wait(LISTEN_S + 3.0)
    assert call.heard[1] == []
    call.ends[0].waiting = SHORT
    call.until(lambda: call.heard[1] == [SHORT], 10.0)
    assert call.ends[1].heard.broken == 1


@pytest.mark.parametrize("again_s", [3.3, 99.0], ids=["its-end-heard", "dead"])
def test_burst_that_breaks_off_into_silence_holds_nobody_back(again_s):
    """A mobile swallowed the end of a receipt, and its FLASH was said again late.

    Nothing is looked for in silence, so the ear believed for eight seconds that the
    burst went on.  It is not spoken into either.
    """
    call = Call(back=lambda heard: SILENCE if 2.0 < call.seconds < again_s else heard)
    burst_s = MODES["datac3"].burst_s(1)
    call.ends[1].waiting = SHORT
    call.wait(2.0)
    call.ends[0].waiting = SHORT
    began_s = 2.0 - burst_s
    began_s += call.until(lambda: call.ends[0].waiting is None, 2 * burst_s)
    assert burst_s < began_s < burst_s + 1.5


def test_answer_begins_a_quarter_of_a_second_after_the_burst():
    """The library took the end of each burst for another, and the answer waited."""
    call = Call()
    call.ends[0].waiting = SHORT
    call.until(lambda: call.heard[1], 10.0)
    call.ends[1].waiting = SHORT
    burst_s = MODES["datac3"].burst_s(1)
    call.until(lambda: call.ends[1].waiting is None, GAP_S + burst_s + 0.05)


def test_sound_that_comes_in_too_loud_is_told():
    """An operator sees at once which control to turn."""
    call = Call(sound.louder(8.0))
    call.ends[0].waiting = SHORT
    call.until(lambda: call.heard[1], 10.0)
    assert call.ends[1].heard.words().endswith("the sound comes in too loud")


@given(st.binary(min_size=1, max_size=600), st.sampled_from([14, 126, 510]))
def test_a_frame_is_the_same_after_its_segments(frame, segment_bytes):
    """What a frame was cut into makes that frame again."""
    # SPEC 10.102: "A burst carries one frame in 1 to 64 segments, each behind the
    # number of segments that follow it (1 byte) and the number of bytes that it holds
    # (2 bytes, whose first bit says that it is the first); zero bytes fill it up."
    room = segment_bytes - HEAD_BYTES
    frame = frame[: 64 * room]
    joiner = Joiner()
    segments = [read(data) for data in cut(frame, segment_bytes)]
    joined = [joiner.join(segment) for segment in segments if segment is not None]
    assert joined == [None] * (len(segments) - 1) + [frame]


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3)), max_size=12))
def test_segments_lost_repeated_and_mixed_never_make_another_frame(order):
    """Two frames' segments in any order bring these frames or none."""
    # SPEC 10.103: "A receiver MUST drop a frame of which a segment is missing."
    frames = bytes(range(40)), bytes(range(100, 140))
    segments = [cut(frame, 14) for frame in frames]
    joiner = Joiner()
    for which, number in order:
        segment = read(segments[which][number])
        assert segment is not None
        frame = joiner.join(segment)
        # Which frame a middle segment is of nobody can tell; a seal says so later.
        assert frame is None or len(frame) == len(frames[0])


@given(st.binary(max_size=130))
def test_noise_that_came_through_the_checksum_is_no_segment(data):
    """Two bytes of checksum let one noise in 65,536 through."""
    segment = read(data)
    assert segment is None or 0 < len(segment.part) <= len(data) - HEAD_BYTES


def test_without_the_library_the_reason_is_told(monkeypatch):
    """A station on another system must say what to install."""
    monkeypatch.setattr(modem, "LIBRARY", "libnothing.so.9")
    with pytest.raises(NoModemError, match=r"libnothing\.so\.9 is not installed"):
        Modem(MODES["datac3"])


def until_reason(bearer: VoiceBearer, wanted: str) -> None:
    async def run() -> None:
        async with running(bearer) as told:
            await told.until(lambda: any(wanted in one for one in told.reasons))

    asyncio.run(run())


def settings(folder: Path, hear: tuple[str, ...], speak: tuple[str, ...]):
    return VoiceSettings(hear, speak, folder, yields=False, modem="datac0")


@pytest.mark.parametrize(
    ("hear", "speak", "wanted"),
    [
        (("no-such-thing",), ("tee",), "no-such-thing cannot be started"),
        (("true",), ("tee",), "true gives no more sound"),
        (("cat", "/dev/zero"), ("true",), "true takes no more sound"),
    ],
)
def test_a_sound_card_that_fails_is_told_by_name(tmp_path, hear, speak, wanted):
    """The reason on the board is what the operator goes by."""
    until_reason(VoiceBearer(settings(tmp_path, hear, speak)), wanted)


class LiarSettings(VoiceSettings):
    """A process beside the station that says what none of ours says."""

    @property
    def program(self) -> ProgramSettings:
        lines = (
            "import sys, time\n"
            "sys.stdout.buffer.write(bytes(4) + (2).to_bytes(4, 'big') + b'X1')\n"
            "sys.stdout.buffer.flush(); time.sleep(60)\n"
        )
        return ProgramSettings((sys.executable, "-c", lines), self.folder, 100)


def test_a_process_that_says_what_it_must_not_is_ended(tmp_path):
    """Whatever breaks in the library must not be believed by the station."""
    liar = LiarSettings(("cat",), ("tee",), tmp_path, yields=False)
    until_reason(VoiceBearer(liar), "broke its rules")


def process_of(folder: Path) -> int:
    """Return the process of the sound that runs in a folder."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes()
            if b"voice.process" in words and (place / "cwd").resolve() == folder:
                return int(place.name)
        except OSError:  # another's, or gone
            continue
    raise AssertionError("no process of the sound runs")


def test_the_process_killed_in_a_burst_gives_its_place_back(tmp_path):
    """The station must be able to speak again after any crash of the library."""

    async def run() -> None:
        with Exchange(tmp_path / "call") as call:
            near = settings(tmp_path / "near", call.near.hear, call.near.speak)
            bearer = VoiceBearer(near)
            async with running(bearer, 60.0) as told:
                await told.until_up()
                bearer.send(FRAME)
                await asyncio.to_thread(call.near.has_spoken.wait, 60.0)
                os.kill(process_of(tmp_path / "near"), signal.SIGKILL)
                await told.until_down()
                await told.until_places(1)
                assert told.reasons[0].startswith("the program ")
                await told.until_up(2)
                bearer.send(SHORT)
                await told.until_places(2)
                assert told.places == 2

    asyncio.run(run())
