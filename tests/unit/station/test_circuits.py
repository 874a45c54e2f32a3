# SPDX-License-Identifier: Apache-2.0
"""A bearer that fails is started again and touches nothing else."""

from __future__ import annotations

import asyncio
from io import StringIO

import pytest

from parley.bearers.tcp.kind import TcpTable
from parley.core.events import (
    CircuitDeclared,
    CircuitDown,
    CircuitReady,
    CircuitUp,
    FrameArrived,
)
from parley.errors import LocalFault
from parley.model.circuit import Traits
from parley.station import circuits
from parley.station.circuits import CircuitTask
from parley.station.limits import ARRIVALS_WAITING_MAX
from parley.station.logs import make_log
from parley.station.meters import Meters
from parley.station.reach.making import adjusted
from parley.testing.stations import running

TRAITS = Traits(frame_bytes_max=100, window_frames=2, retry_s_min=0.1)


class BearerThatFails:
    """Raises when it is run, a few times, or when it is handed a frame."""

    def __init__(self, events: list[object], failures: int) -> None:
        self.traits = TRAITS
        self.sent: list[bytes] = []
        self.may_send = True
        self._events = events
        self._failures = failures
        self.listener: object = None

    async def run(self, listener) -> None:
        self.listener = listener
        self._events.append("run")
        if self._failures:
            self._failures -= 1
            raise ZeroDivisionError("a secret text")
        listener.up()
        await asyncio.Event().wait()

    def send(self, frame: bytes) -> None:
        if not self.may_send:
            raise OSError("a secret text")
        self.sent.append(frame)


def task_of(make, events: list[object], log: StringIO) -> CircuitTask:
    made = make_log("debug", log)
    return CircuitTask("line", "b.example", make, events.append, made, Meters())


def play(monkeypatch, make, steps, events, log) -> None:
    """Run a circuit and give `steps` the task; pauses are as good as none."""
    monkeypatch.setattr(circuits, "BEARER_S_FIRST", 0.001)
    monkeypatch.setattr(circuits, "BEARER_S_MAX", 0.002)

    async def story() -> None:
        task = task_of(make, events, log)
        never = asyncio.Event().wait
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            run = group.create_task(task.run(never))
            await steps(task)
            run.cancel()

    asyncio.run(story())


async def until(condition) -> None:
    """Let the loop turn until a list of the test's own says so."""
    while not condition():  # noqa: ASYNC110 - nobody would set an event
        await asyncio.sleep(0)


def test_bearer_that_raises_is_started_again_with_the_reason_told(monkeypatch):
    """A watch officer must see why a path is gone, and that it is being tried."""
    events: list[object] = []
    log = StringIO()
    bearer = BearerThatFails(events, 2)

    async def steps(_task) -> None:
        await until(lambda: CircuitUp("line") in events)

    play(monkeypatch, lambda: bearer, steps, events, log)
    reasons = [one.reason for one in events if isinstance(one, CircuitDown)]
    assert events.count("run") == 3
    assert reasons == ["the bearer failed (ZeroDivisionError); it is started again"]
    assert "a secret text" not in log.getvalue()


def test_bearer_that_raises_in_send_is_started_again(monkeypatch):
    """The runner hands frames over in the middle of everything: it must not fall."""
    events: list[object] = []
    bearer = BearerThatFails(events, 0)

    async def steps(task) -> None:
        await until(lambda: CircuitUp("line") in events)
        bearer.may_send = False
        task.transmit(b"x")
        bearer.may_send = True
        await until(lambda: events.count(CircuitUp("line")) == 2)
        task.transmit(b"y")

    play(monkeypatch, lambda: bearer, steps, events, StringIO())
    assert bearer.sent == [b"y"]


class BearerThatBreaks(BearerThatFails):
    """Comes up; the first time, raises when its line breaks or it is told to end."""

    line: asyncio.Future[None]

    async def run(self, listener) -> None:
        self.line = asyncio.get_running_loop().create_future()
        self._events.append("run")
        listener.up()
        try:
            await self.line
        finally:
            if self._events.count("run") == 1:
                raise OSError("the line broke")


@pytest.mark.parametrize("breaks", ["as it ends", "in the same turn"])
def test_end_that_comes_with_a_failure_of_the_bearer_is_heeded(monkeypatch, breaks):
    """A circuit that goes round once more keeps a station from ever stopping."""
    monkeypatch.setattr(circuits, "BEARER_S_FIRST", 0.0)
    events: list[object] = []
    bearer = BearerThatBreaks(events, 0)

    async def story() -> bool:
        task = task_of(lambda: bearer, events, StringIO())
        run = asyncio.get_running_loop().create_task(task.run(asyncio.Event().wait))
        await until(lambda: CircuitUp("line") in events)
        if breaks == "in the same turn":
            bearer.line.set_result(None)
        run.cancel()
        await until(lambda: run.done() or events.count("run") == 2)
        return run.cancelled()

    assert asyncio.run(story())
    assert events.count("run") == 1


def test_bearer_is_made_anew_when_the_card_says_another_place(monkeypatch):
    """A station that burned has another certificate; its circuit must find it."""
    monkeypatch.setattr(circuits, "BEARER_S_FIRST", 0.001)
    events: list[object] = []
    place, moved, made = ["here"], asyncio.Event(), []

    def make():
        made.append(place[0])
        return BearerThatFails(events, 0)

    async def changed():
        await moved.wait()
        moved.clear()

    async def story() -> None:
        log = make_log("debug", StringIO())
        given = ("line", "b.example", make, events.append, log, Meters())
        task = CircuitTask(*given, basis=lambda: place[0])
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            run = group.create_task(task.run(changed))
            await until(lambda: CircuitUp("line") in events)
            moved.set()  # something else changed
            await until(lambda: not moved.is_set())
            place[0] = "there"
            moved.set()
            await until(lambda: events.count(CircuitUp("line")) == 2)
            run.cancel()

    asyncio.run(story())
    assert made == ["here", "there"]


def test_fresh_core_never_overfills_the_window(monkeypatch):
    """It counts every place as free while frames of the old one are under way."""
    events: list[object] = []
    bearer = BearerThatFails(events, 0)

    async def steps(task) -> None:
        await until(lambda: CircuitUp("line") in events)
        for frame in (b"1", b"2", b"3", b"4"):
            task.transmit(frame)
        assert bearer.sent == [b"1", b"2"]
        del events[:]
        task.ready(1)
        assert (bearer.sent, events) == ([b"1", b"2", b"3"], [])
        task.ready(2)
        assert bearer.sent[3:] == [b"4"]
        assert events == [CircuitReady("line", 1)]
        declared, state, _ = task.declarations()
        assert declared == CircuitDeclared("line", "b.example", TRAITS)
        assert state == CircuitUp("line")

    play(monkeypatch, lambda: bearer, steps, events, StringIO())


@pytest.fixture
def up(monkeypatch):
    """Run one circuit until it is up, and give `steps` its bearer and its task."""

    def play_up(steps, events) -> None:
        bearer = BearerThatFails(events, 0)

        async def begun(task) -> None:
            await until(lambda: CircuitUp("line") in events)
            await steps(bearer, task)

        play(monkeypatch, lambda: bearer, begun, events, StringIO())

    return play_up


def test_places_that_were_never_taken_are_not_believed(up):
    """A bearer that gives back more than it has would empty the queue into itself."""
    events: list[object] = []

    async def steps(bearer, task) -> None:
        task.transmit(b"x")
        bearer.listener.ready(50)
        bearer.listener.ready(50)

    up(steps, events)
    assert [one for one in events if isinstance(one, CircuitReady)] == [
        CircuitReady("line", 1)
    ]


def test_flood_of_one_bearer_is_cut_before_any_cryptography(up, monkeypatch):
    """What a flood brings must cost a count and no more."""
    events: list[object] = []
    # On a busy machine time passes even here, and lets some more in.
    monkeypatch.setattr(circuits, "_now_s", lambda: 1.0)

    async def steps(bearer, _task) -> None:
        for _ in range(3 * ARRIVALS_WAITING_MAX):
            bearer.listener.arrived(b"frame")

    up(steps, events)
    came = sum(isinstance(one, FrameArrived) for one in events)
    assert came == ARRIVALS_WAITING_MAX


@pytest.mark.parametrize("lie", [b"", b"x" * 101, "text", None, bytearray(b"x")])
def test_what_no_bearer_may_hand_up_is_dropped(up, lie):
    """A bearer's own mistakes must not reach the parsers of frames."""
    events: list[object] = []

    async def steps(bearer, _task) -> None:
        bearer.listener.arrived(lie)
        bearer.listener.arrived(b"frame")

    up(steps, events)
    assert [one.frame for one in events if isinstance(one, FrameArrived)] == [b"frame"]


def test_bearer_that_flaps_without_end_is_started_again(up):
    """Each change costs the core a look at everything that waits."""
    events: list[object] = []

    async def steps(bearer, _task) -> None:
        for _ in range(1_000):
            bearer.listener.down("here")
            bearer.listener.up()
        await until(lambda: events.count("run") == 2)

    up(steps, events)
    assert sum(isinstance(one, CircuitUp) for one in events) < 100
    reasons = [one.reason for one in events if isinstance(one, CircuitDown)]
    assert "the bearer says up and down without end; it is started again" in reasons


def test_bearer_that_gives_nothing_back_is_started_again(up, monkeypatch):
    """A hang makes no noise: only a clock on the window finds it."""
    monkeypatch.setattr(circuits, "STALL_S_MIN", 0.01)
    events: list[object] = []

    async def steps(_bearer, task) -> None:
        task.transmit(b"x")
        await until(lambda: events.count("run") == 2)

    up(steps, events)
    reasons = [one.reason for one in events if isinstance(one, CircuitDown)]
    assert any("took frames and moved none" in reason for reason in reasons)


def test_bearer_that_holds_the_loop_is_started_again(up, monkeypatch):
    """One that blocks holds up every circuit; it must at least not do so for ever."""
    monkeypatch.setattr(circuits, "SEND_S_MAX", -1.0)
    events: list[object] = []

    async def steps(_bearer, task) -> None:
        task.transmit(b"x")
        await until(lambda: events.count("run") == 2)

    up(steps, events)
    reasons = [one.reason for one in events if isinstance(one, CircuitDown)]
    assert "the bearer held up the whole station; it is started again" in reasons


def test_settings_know_the_failure_domain_better_than_the_bearer():
    """Only the site knows that two of its circuits share a cable."""
    table = TcpTable(
        name="line", counterpart="b.example", failure_domain=("cable",), cost="manual"
    )
    traits = adjusted(table, TRAITS)
    assert traits.failure_domain == {"cable"}
    assert traits.is_manual
    plain = TcpTable(name="line", counterpart="b.example")
    assert adjusted(plain, TRAITS) == TRAITS


def test_circuit_of_wrong_settings_is_told_and_the_station_runs(run, folders):
    """One bad line of settings must not cost the other circuits."""

    async def story() -> None:
        def unusable(circuit, _parts):
            raise LocalFault("PLY-CFG-025", circuit=circuit.name, reason="a test")

        async with running(folders / "alfa", unusable) as alfa:

            async def told() -> bool:
                (counterpart,) = (await alfa.parts.api.status()).counterparts
                return "a test" in counterpart.circuits[0].reason

            await alfa.until(told)
            await alfa.send("Still here.", "ROUTINE")

    run(story())
