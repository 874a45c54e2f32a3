# SPDX-License-Identifier: Apache-2.0
"""A UDP circuit among strangers, recordings, moved addresses and bad lines."""

from __future__ import annotations

import asyncio
import os
import random
from collections import deque
from contextlib import asynccontextmanager

import pytest

from parley.bearers.udp import UdpBearer, UdpSettings
from parley.bearers.udp.datagram import Arrivals, Kind, Note, Said, pack, unpack
from parley.bearers.udp.pace import Pace
from parley.bearers.udp.session import Session
from parley.crypto.certificate import make_certificate
from parley.crypto.datagram import DatagramKeys
from parley.errors import LocalFault
from parley.testing.check_bearer import running
from parley.testing.wan import UdpWan, Weather

ALFA, ALFA_KEY = make_certificate("alfa.example", 1577836800, 4102444800)
BRAVO, BRAVO_KEY = make_certificate("bravo.example", 1577836800, 4102444800)
EVE, EVE_KEY = make_certificate("eve.example", 1577836800, 4102444800)
HOME, AWAY, EVES = ("192.0.2.1", 1), ("192.0.2.9", 7), ("203.0.113.66", 6)


class End:
    """One session with a made-up clock and a wire that is a list."""

    def __init__(self, certificate, key, theirs, place, **more) -> None:
        self.place = place
        self.now_s = 100.0
        settings = UdpSettings(certificate, key, theirs, listen=("::", 0), **more)
        self.session = Session(
            settings,
            DatagramKeys(certificate, key, theirs),
            self,
            os.urandom,
            self.now_s,
        )
        self.wire: deque[tuple[bytes, object]] = deque()
        self.frames: list[bytes] = []
        self.told: list[str] = []
        self.notes: list[str] = []
        self.places = 0

    def write(self, datagram, place) -> None:
        self.wire.append((datagram, place))

    def up(self) -> None:
        self.told.append("up")

    def down(self, reason) -> None:
        self.told.append(reason)

    def arrived(self, frame) -> None:
        self.frames.append(frame)

    def left(self, places) -> None:
        self.places += places

    def noted(self, words) -> None:
        self.notes.append(words)


def carry(near, far, *, drop=lambda _: False):
    """Carry what is on both wires until nothing moves; return it all."""
    seen = []
    while near.wire or far.wire:
        for one, other in ((near, far), (far, near)):
            while one.wire:
                datagram, place = one.wire.popleft()
                seen.append((datagram, place))
                if place == other.place and not drop(datagram):
                    other.session.take(datagram, one.place, other.now_s)
    return seen


@pytest.fixture
def ends():
    """Two ends that know each other."""
    near = End(ALFA, ALFA_KEY, BRAVO, HOME)
    far = End(BRAVO, BRAVO_KEY, ALFA, ("192.0.2.2", 2))
    near.session.knock(far.place, 100.0)
    carry(near, far)
    assert (near.told, far.told) == (["up"], ["up"])
    return near, far


def pass_time(seconds, *all_ends) -> None:
    for end in all_ends:
        end.now_s += seconds
        end.session.turn(end.now_s)


def test_stranger_is_never_answered(ends):
    """A port that answers strangers tells them who is there, and works for them."""
    near, _ = ends
    eve = End(EVE, EVE_KEY, ALFA, EVES)
    eve.session.knock(near.place, 100.0)
    datagram, _ = eve.wire.popleft()
    near.session.take(datagram, EVES, 100.0)
    for size in (0, 1, 40, 1_200, 9_000):
        near.session.take(os.urandom(size), EVES, 100.0)
    assert not near.wire
    assert near.session.place == ("192.0.2.2", 2)
    assert sum(near.session.strangers.values()) == 6


def test_recording_moves_nothing_and_is_answered_with_no_more_bytes(ends):
    """Whoever recorded the line yesterday must not own it today."""
    near, far = ends
    near.session.send(b"a frame")
    pass_time(0.1, near)
    recorded = carry(near, far)
    again = End(BRAVO, BRAVO_KEY, ALFA, far.place)
    for _ in range(40):
        for datagram, _ in recorded:
            again.session.take(datagram, EVES, 100.0)
    assert not again.told
    assert not again.frames
    assert again.session.place is None
    assert len(again.wire) <= 10
    shortest = min(len(datagram) for datagram, _ in recorded)
    assert all(len(answer) <= shortest for answer, _ in again.wire)


def test_repeated_datagram_brings_its_frame_once(ends):
    """Networks repeat; so do those who listen on them."""
    near, far = ends
    near.session.send(b"a frame")
    pass_time(0.1, near)
    (datagram, _) = near.wire[0]
    for _ in range(3):
        far.session.take(datagram, near.place, far.now_s)
    assert far.frames == [b"a frame"]


def test_moved_counterpart_is_followed_when_the_new_address_has_answered(ends):
    """A router restarts and the address is another; the talk goes on."""
    near, far = ends
    near.place = AWAY
    pass_time(5, near)
    (datagram, _) = near.wire.popleft()
    far.session.take(datagram, AWAY, far.now_s)
    assert far.session.place == HOME
    carry(near, far)
    assert far.session.place == AWAY


def test_forwarded_datagram_does_not_move_the_circuit(ends):
    """Somebody who forwards one datagram from his address must not get the rest."""
    near, far = ends
    pass_time(5, near)
    (datagram, _) = near.wire.popleft()
    far.session.take(datagram, EVES, far.now_s)
    asked = [place for _, place in far.wire]
    assert set(asked) == {EVES}
    far.wire.clear()
    far.session.send(b"a frame")
    pass_time(0.1, far)
    assert {place for _, place in far.wire} == {HOME}


def test_silence_ends_the_circuit_within_twelve_seconds(ends):
    """A line that was cut says nothing."""
    near, _ = ends
    near.session.send(b"never told of")
    for _ in range(12):
        pass_time(1, near)
    assert near.told == ["up", "nothing heard for 12 s"]
    assert near.places == 1


def test_suspended_machine_is_told_of_its_gap_and_comes_back(ends):
    """A laptop that slept an hour finds the circuit down, and up again by itself."""
    near, far = ends
    pass_time(3_600, near, far)
    near.wire.clear()
    far.wire.clear()
    assert near.told[-1].startswith("nothing heard")
    near.session.knock(far.place, near.now_s)
    carry(near, far)
    assert (near.told[-1], far.told[-1]) == ("up", "up")


def test_restarted_counterpart_begins_anew(ends):
    """It knows nothing of before; frames under way are dropped with their places."""
    near, far = ends
    near.session.send(b"before")
    reborn = End(BRAVO, BRAVO_KEY, ALFA, far.place)
    reborn.session.knock(near.place, 100.0)
    carry(near, reborn)
    reborn.session.knock(near.place, 101.0)
    carry(near, reborn)
    assert near.told == ["up", "the other side began anew", "up"]
    assert near.places == 1


def test_path_that_swallows_long_datagrams_is_told(ends):
    """Short ones pass, so everything looks well, and no long frame ever arrives."""
    near, far = ends
    for _ in range(30):
        pass_time(1, near, far)
        carry(near, far, drop=lambda datagram: len(datagram) > 1_000)
    assert near.told == ["up"]
    assert len(near.notes) == 1
    assert "1200 bytes do not pass" in near.notes[0]
    for _ in range(60):
        pass_time(1, near, far)
        carry(near, far)
    assert near.notes[-1] == ""


def test_cover_traffic_says_nothing_of_when_the_line_is_used():
    """One datagram of one size in each second, whether there is something or not."""
    near = End(ALFA, ALFA_KEY, BRAVO, HOME, cover_s=1.0)
    far = End(BRAVO, BRAVO_KEY, ALFA, ("192.0.2.2", 2), cover_s=1.0)
    near.session.knock(far.place, 100.0)
    carry(near, far)
    patterns = []
    for frames in (0, 7):
        for number in range(frames):
            near.session.send(b"frame %d" % number)
        sizes = []
        for _ in range(10):
            pass_time(1, near, far)
            sizes.append([len(each) for each, _ in carry(near, far)])
        patterns.append(sizes)
    assert patterns[0] == patterns[1] == [[1_200, 1_200]] * 10
    assert len(far.frames) == 7


def test_half_lost_each_way_delivers_everything_soon():
    """What this bearer is for."""
    near = End(ALFA, ALFA_KEY, BRAVO, HOME)
    far = End(BRAVO, BRAVO_KEY, ALFA, ("192.0.2.2", 2))
    draw = random.Random(5)
    near.session.knock(far.place, 100.0)
    carry(near, far)
    for number in range(50):
        near.session.send(b"frame %d" % number)
    for _ in range(60):
        pass_time(0.1, near, far)
        carry(near, far, drop=lambda _: draw.random() < 0.5)
    assert len(far.frames) == len(set(far.frames)) == 50


@pytest.mark.parametrize(
    "note",
    [Note(0, 0, 0), Note(7, 12, 0b101), Note(2**32 - 1, 65_535, 2**256 - 1)],
)
def test_notes_of_arrivals_are_read_as_written(note):
    """One wrong bit sends what arrived and forgets what did not."""
    said = Said(bytes(8), Kind.DATA, note, b"body")
    assert unpack(pack(said)) == unpack(pack(said, 900)) == said


@pytest.mark.parametrize(
    "plain",
    [b"", bytes(11), b"\xff" * 40, pack(Said(bytes(8), Kind.BYE, None, b""))[:-1]],
)
def test_wrong_insides_are_nothing(plain):
    """Only the counterpart can write them; its mistakes must stay its own."""
    assert unpack(plain) is None


def test_arrivals_count_each_number_once():
    """A window that forgets lets recordings in; one that slips loses frames."""
    arrivals, draw = Arrivals(), random.Random(3)
    numbers = [draw.randrange(max(0, n - 200), n + 3) for n in range(3_000)]
    new = [number for number in numbers if arrivals.is_new(number, 0.0)]
    assert len(new) == len(set(new)) > 1_000
    told = arrivals.note(1.0).numbers()
    assert set(told) <= set(new)
    assert set(told) == {n for n in new if n > arrivals.highest - 257}


def test_pace_never_exceeds_what_the_line_takes():
    """The setting is a promise to everybody else on that line."""
    pace, now_s, sent = Pace(10_000.0, 0.0), 0.0, 0
    while now_s < 10:
        if pace.wait_s(now_s) == 0:
            pace.sent(1_200)
            pace.arrived(0.1)
            pace.look(now_s, 0.1)
            sent += 1_200
        now_s += 0.001
    assert 90_000 < sent < 110_000


def test_pace_falls_when_a_queue_fills_and_not_for_steady_loss():
    """Loss is what this bearer is for; a filling queue is somebody else's line."""
    lossy = Pace(1e6, 0.0)
    queued = Pace(1e6, 0.0)
    for turn in range(60):
        now_s = turn * 0.2
        for number in range(40):
            for pace in (lossy, queued):
                pace.wait_s(now_s)
                pace.sent(30_000)
            lossy.arrived(0.1) if number % 2 else lossy.lost()
            queued.arrived(0.1 if turn < 10 else 0.1 + turn * 0.01)
        lossy.wait_s(now_s)
        queued.wait_s(now_s)
        lossy.look(now_s + 0.19, 0.1)
        queued.look(now_s + 0.19, 0.1)
    assert lossy.congestions == 0
    assert lossy.rate > 500_000
    assert queued.congestions > 3
    assert queued.rate < 100_000


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"dial": ("a", 1), "rate_bps_max": 10},
        {"dial": ("a", 1), "datagram_bytes_max": 100},
        {"dial": ("a", 1), "keepalive_s": 20.0},
        {"dial": ("a", 1), "cover_s": 0.0},
    ],
)
def test_settings_that_cannot_work_are_refused(more):
    """At the start, in words, and not in the hour it is needed."""
    with pytest.raises(LocalFault, match="PLY-BRR-023"):
        UdpSettings(ALFA, ALFA_KEY, BRAVO, **more)


# -- on real sockets ---------------------------------------------------------------


@asynccontextmanager
async def listening():
    far = UdpBearer(UdpSettings(BRAVO, BRAVO_KEY, ALFA, listen=("127.0.0.1", 0)))
    async with running(far) as heard:
        await far.listening.wait()
        yield far, heard


def dialling(port, host="127.0.0.1") -> UdpBearer:
    return UdpBearer(UdpSettings(ALFA, ALFA_KEY, BRAVO, dial=(host, port)))


def test_port_that_is_taken_is_told_at_once():
    """A person has to choose another; trying again is no use."""

    async def story() -> None:
        async with listening() as (far, _):
            more = UdpSettings(BRAVO, BRAVO_KEY, ALFA, listen=("127.0.0.1", far.port))
            with pytest.raises(ExceptionGroup) as caught:
                async with running(UdpBearer(more)) as told:
                    await told.until_up()
            (fault,) = caught.value.exceptions
            assert fault.code == "PLY-BRR-001"

    asyncio.run(story())


def test_name_that_is_lost_is_told_in_words():
    """The card may hold an address in digits for this hour."""

    async def story() -> None:
        async with running(dialling(1, "no-such-host.invalid")) as told:
            await told.until(lambda: told.reasons)
            assert told.reasons == ["name no-such-host.invalid not found"]

    asyncio.run(story())


def test_moved_address_on_a_real_network_keeps_the_circuit_up():
    """A router gives us another port in the middle of a talk; nothing is lost."""

    async def story() -> None:
        async with (
            listening() as (far, heard),
            UdpWan(lambda: ("127.0.0.1", far.port)).open() as wan,
        ):
            near = dialling(wan.port)
            async with running(near) as told:
                await told.until_up()
                near.send(b"before")
                await heard.until_frames(1)
                wan.move()
                near.send(b"after")
                await heard.until_frames(2)
                far.send(b"answer")
                await told.until_frames(1)
                assert (told.ups, heard.ups) == (1, 1)

    asyncio.run(story())


def test_one_way_loss_slows_and_does_not_stop():
    """A line that is half deaf in one direction still carries both."""

    async def story() -> None:
        deaf = Weather(loss=0.7, delay_s=0.01, seed=4)
        async with (
            listening() as (far, heard),
            UdpWan(lambda: ("127.0.0.1", far.port), back=deaf).open() as wan,
        ):
            near = dialling(wan.port)
            async with running(near) as told:
                await told.until_up()
                await heard.until_up()
                for number in range(20):
                    near.send(b"%d" % number)
                    far.send(b"%d" % number)
                await heard.until_frames(20)
                await told.until_frames(20)
                assert len(set(heard.frames)) == len(set(told.frames)) == 20

    asyncio.run(story())
