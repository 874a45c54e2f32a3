# SPDX-License-Identifier: Apache-2.0
"""A bearer that fails is started again and touches nothing else."""

from __future__ import annotations

import asyncio
from io import StringIO

from parley.core.events import CircuitDeclared, CircuitDown, CircuitReady, CircuitUp
from parley.errors import LocalFault
from parley.model.circuit import Traits
from parley.station import circuits
from parley.station.circuits import CircuitTask
from parley.station.logs import make_log
from parley.station.meters import Meters
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
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
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
    assert reasons == ["the bearer failed (ZeroDivisionError); it is started again"] * 2
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
        task.ready(3)
        assert bearer.sent[3:] == [b"4"]
        assert events == [CircuitReady("line", 2)]
        declared, state = task.declarations()
        assert declared == CircuitDeclared("line", "b.example", TRAITS)
        assert state == CircuitUp("line")

    play(monkeypatch, lambda: bearer, steps, events, StringIO())


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
