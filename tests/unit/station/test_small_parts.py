# SPDX-License-Identifier: Apache-2.0
"""The small parts of the shell, each alone."""

from __future__ import annotations

import ast
import asyncio
import json
import socket
from io import StringIO
from pathlib import Path

import pytest

from parley import station
from parley.core.effects import Answer, LookAgain
from parley.core.events import CircuitReady, CircuitUp, FrameArrived, TimerFired
from parley.errors import LocalFault
from parley.model.record import Drop, Put
from parley.station import client, limits
from parley.station.batch import Batch
from parley.station.changes import Changes
from parley.station.inbox import Inbox, Waiting
from parley.station.listeners import bound_path
from parley.station.logs import EVENTS, FACTS, WITHHELD, make_log
from parley.station.names import parse_ref, ref_of
from parley.station.notify import Notify
from parley.station.tomlplace import line_of


class Terminal(StringIO):
    """Where a person looks on."""

    def isatty(self) -> bool:
        return True


def test_last_value_of_a_shelf_wins():
    """A counter written by every frame of a batch costs one row."""
    batch = Batch()
    batch.take((Put("out", b"a", b"1"), LookAgain("links"), Answer(7)), None)
    batch.take(
        (Put("out", b"a", b"2"), Put("out", b"b", b"3"), Drop("out", b"b")), None
    )
    assert batch.changes() == [Put("out", b"a", b"2"), Drop("out", b"b")]


def test_flood_on_one_circuit_leaves_the_other_its_places(monkeypatch):
    """Whoever floods one path must not close the others."""
    monkeypatch.setattr("parley.station.inbox.WAITING_FRAMES_MAX", 3)
    inbox = Inbox()
    kept = [inbox.put(FrameArrived("bad", b"x")) for _ in range(5)]
    assert kept == [True, True, True, False, False]
    assert inbox.put(FrameArrived("good", b"y"))
    assert len(inbox.take(100)) == 4
    assert inbox.put(FrameArrived("bad", b"x"))  # the places are given back


def test_flood_on_one_circuit_does_not_hold_up_another():
    """A FLASH on the good line must not wait behind four thousand frames of junk."""
    inbox = Inbox()
    for number in range(1_000):
        inbox.put(FrameArrived("bad", b"%d" % number))
    inbox.put(CircuitUp("good"))
    inbox.put(FrameArrived("good", b"flash"))
    inbox.put(TimerFired())
    taken = [one.event for one in inbox.take(6)]
    assert taken == [
        FrameArrived("bad", b"0"),
        CircuitUp("good"),
        TimerFired(),
        FrameArrived("bad", b"1"),
        FrameArrived("good", b"flash"),
        FrameArrived("bad", b"2"),
    ]
    assert len(inbox) == 997


def test_flood_of_long_frames_is_bounded_in_bytes():
    """Few frames of a megabyte fill a memory as well as many short ones."""
    inbox = Inbox()
    frame = bytes(1 << 20)
    kept = [inbox.put(FrameArrived("line", frame)) for _ in range(20)]
    assert sum(kept) * len(frame) <= limits.WAITING_BYTES_MAX


def test_acts_pass_what_circuits_say_and_ready_adds_up():
    """An officer must not wait behind a thousand frames."""
    inbox = Inbox()
    inbox.put(CircuitUp("line"))
    inbox.put(CircuitReady("line", 1))
    inbox.put(CircuitReady("line", 2))
    inbox.put_act(Waiting(TimerFired()))
    taken = [one.event for one in inbox.take(10)]
    assert taken == [TimerFired(), CircuitUp("line"), CircuitReady("line", 3)]


def test_wake_before_the_wait_is_not_lost():
    """A lost wake is a station that sleeps through its timer."""

    async def story() -> None:
        inbox = Inbox()
        inbox.wake()
        async with asyncio.timeout(5):
            await inbox.wait()

    asyncio.run(story())


def test_slow_reader_sees_only_look_again():
    """A screen that hangs must cost nothing however long it hangs."""

    async def story() -> None:
        changes = Changes()
        seen = changes.count
        for _ in range(1_000):
            changes.look_again()
        assert await changes.after(seen) == 1_000
        changes.close()
        assert await changes.after(5_000) == 1_000

    asyncio.run(story())


def test_log_withholds_what_it_does_not_know():
    """The log is read by people who may not read the record."""
    out = StringIO()
    log = make_log("info", out, station="nrrc.alfa.example")
    log.info("station.ready", mode="TEST", text="Hold your fire.", body=["x"])
    log.info("Hold your fire.")
    log.debug("circuit.up")
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["text"], first["body"], first["mode"]) == (WITHHELD, WITHHELD, "TEST")
    assert second["event"] == WITHHELD
    assert "fire" not in out.getvalue()
    assert first["level"] == "info"
    assert first["station"] == second["station"] == "nrrc.alfa.example"


def test_the_log_knows_every_event_the_station_tells():
    """What is not on its lists is withheld, and the operator reads nothing."""
    told = [
        call
        for path in Path(station.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"debug", "info", "warning", "error"}
        and ast.unparse(call.func.value).endswith("log")
    ]
    events = {event.value for call in told for event in call.args}
    assert "station.ready" in events
    assert not events - EVENTS
    assert not {fact.arg for call in told for fact in call.keywords} - FACTS


def test_a_name_in_the_log_does_not_speak_to_the_terminal():
    """Whoever names an officer or a circuit must not move an operator's cursor."""
    out = Terminal()
    log = make_log("warning", out)
    log.info("circuit.up", circuit="line-1")
    log.error("circuit.down", circuit="line-1\x1b[2J", wait_s=1.5)
    (line,) = out.getvalue().splitlines()
    assert "circuit.down" in line
    assert "\x1b[2J" not in line


def test_names_of_entries_go_there_and_back():
    """A name given to a person must name the same thing for ever."""
    ref = "nrrc.bravo.example/out/1/12"
    assert ref_of(parse_ref(ref)) == ref
    for wrong in ("", "a/b/1/1", "a/in/1", "a/in/x/1", "a/in/1/-1", "a/in/1/1/1"):
        with pytest.raises(LocalFault, match="PLY-CFG-015"):
            parse_ref(wrong)


def test_systemd_is_told_over_its_socket(tmp_path, monkeypatch):
    """A supervisor that is told nothing restarts a healthy station."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        monkeypatch.setenv("WATCHDOG_USEC", "30000000")
        monkeypatch.delenv("WATCHDOG_PID", raising=False)
        notify = Notify()
        notify.send("READY=1", "STATUS=ready")
        assert heard.recv(100) == b"READY=1\nSTATUS=ready"
        assert notify.watchdog_s == 15
    notify.send("WATCHDOG=1")  # nobody listens any more: no fault of ours


def test_no_station_there_is_told_with_what_to_do(tmp_path):
    """The commonest fault of a command: the station is not running."""
    with pytest.raises(LocalFault, match="PLY-CFG-010"):
        client.call(tmp_path, "status")
    assert not client.is_running(tmp_path)
    deep = tmp_path.joinpath(*(["a-long-name-of-a-folder"] * 8))
    deep.mkdir(parents=True)
    with pytest.raises(LocalFault, match="PLY-CFG-010"):
        client.call(deep, "status")
    with bound_path(deep / client.SOCKET):
        assert client.is_running(deep)  # a long path is reached all the same
        assert (deep / client.SOCKET).stat().st_mode & 0o777 == 0o600
    assert not (deep / client.SOCKET).exists()


def test_station_that_dies_in_the_middle_leaves_no_doubt_unsaid(tmp_path):
    """Whether the act was done is not known, and that is what must be said."""
    with socket.socket(socket.AF_UNIX) as station:
        station.bind(str(tmp_path / client.SOCKET))
        station.listen()
        station.settimeout(10)

        async def die() -> None:
            def accept_and_close() -> None:
                one, _ = station.accept()
                one.recv(10)
                one.close()

            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.to_thread(accept_and_close))
                with pytest.raises(LocalFault, match="PLY-CFG-012"):
                    await asyncio.to_thread(client.call, tmp_path, "status")

        asyncio.run(die())


def test_line_of_a_setting_is_found_through_comments_and_tables():
    """A fault that names the wrong line is worse than one that names none."""
    text = "# a = 1\n[one]\na = 1\n[[two]]\n[[two]]\n  b = 2 # c = 3\n"
    assert line_of(text, ("one", "a")) == 3
    assert line_of(text, ("two", 1, "b")) == 6
    assert line_of(text, ("two", 0, "b")) == 4
    assert line_of(text, ("three",)) == 1
