# SPDX-License-Identifier: Apache-2.0
"""A station as a process of its own, killed without warning."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import contextmanager

from parley.station import client
from parley.testing.stations import PASSPHRASE, running

RUN = """
import sys
from pathlib import Path
from parley.station.starting import run_station
run_station(Path(sys.argv[1]), sys.stdin.buffer.readline().rstrip())
"""


@contextmanager
def process(folder):
    """Start a station of its own process and wait until it says that it is ready."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(PASSPHRASE.decode() + "\n")
        started.stdin.flush()
        lines = []
        for line in started.stdout:
            lines.append(line)
            if "station.ready" in line:
                break
        assert lines, "the station ended before it was ready"
        assert "station.ready" in lines[-1], lines
        try:
            yield started
        finally:
            started.kill()


def test_receiver_killed_again_and_again_loses_and_repeats_nothing(run, own_ports):
    """A power cut does not wait for a good moment."""
    bravo = own_ports / "bravo"
    count = 60

    async def story() -> None:
        async with running(own_ports / "alfa") as alfa:

            async def send() -> None:
                for number in range(count):
                    await alfa.send(f"Message {number}.", "ROUTINE")

            async with asyncio.TaskGroup() as group:
                group.create_task(send())
                for part in (10, 25, 40):
                    with process(bravo):
                        await alfa.until(lambda part=part: receipted(alfa, part))
            with process(bravo) as last:
                await alfa.until(lambda: receipted(alfa, count))
                found = await asyncio.to_thread(
                    client.call, bravo, "messages", {"limit": 500}
                )
                assert sorted(one["subject"] for one in found) == sorted(
                    f"Message {number}." for number in range(count)
                )
                checked = await asyncio.to_thread(client.call, bravo, "fsck")
                assert checked["problems"] == []
                # Each start of the station stands in the party's own audit log.
                noted = await asyncio.to_thread(client.call, bravo, "audit")
                starts = [one["index"] for one in noted if one["deed"] == "STARTED"]
                assert len(starts) == 4
                last.send_signal(signal.SIGTERM)
                assert await asyncio.to_thread(last.wait, 60) == 0

    async def receipted(alfa, least) -> bool:
        found = await alfa.parts.api.messages(limit=500)
        return sum(one.state == "RECEIPTED" for one in found) >= least

    run(story())


def test_port_in_use_is_one_clear_fault(own_ports):
    """The address that is taken is named, with the setting that chooses it."""
    with process(own_ports / "bravo"):
        text = (own_ports / "bravo" / "station.toml").read_text()
        (own_ports / "alfa" / "station.toml").write_text(
            text.replace("nrrc.bravo.example", "nrrc.alfa.example", 1)
        )
        second = subprocess.run(
            [sys.executable, "-c", RUN, str(own_ports / "alfa")],
            input=PASSPHRASE + b"\n",
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    assert b"PLY-CFG-009" in second.stderr
    assert b"console.listen" in second.stderr
    assert second.returncode != 0


def test_interrupted_by_hand_ends_without_a_fault(own_ports):
    """Ctrl-C is how people stop programs; it must look like a stop."""
    with process(own_ports / "bravo") as station:
        station.send_signal(signal.SIGINT)
        assert station.wait(60) == 0
    assert not client.is_running(own_ports / "bravo")
