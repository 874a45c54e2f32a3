# SPDX-License-Identifier: Apache-2.0
"""What a start loads before it is ready, and what comes behind open doors."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import urllib.request
from types import ModuleType

import pytest

from parley.testing.stations import PASSPHRASE, running

# Needed by one act, one page or one carrier; a killed station must be back before
# anybody misses it, and none of these makes it receive a message.
NOT_YET = (
    *("PIL", "apprise", "ctranslate2", "fido2", "fpdf", "jinja2", "lxml", "numpy"),
    *("pkcs11", "prometheus_client", "pygments", "raptorq", "rich", "segno"),
    *("sentencepiece", "stem", "websockets", "zxingcpp"),
    *("parley.api", "parley.console", "parley.drills", "parley.engines.ct2"),
    *("parley.exchange", "parley.testing"),
)
CARRIERS = "parley.bearers."
MODULES_MAX = 1_000

STARTED = """
import json, os, signal, socket, sys
from pathlib import Path

def hear(event, _args):
    # The first datagram is READY=1; what is loaded at that moment is what was waited
    # for.
    if event == "socket.sendto" and not loaded:
        loaded.extend(sys.modules)

loaded = []
from parley.station.starting import run_station
sys.addaudithook(hear)
run_station(
    Path(sys.argv[1]),
    sys.stdin.buffer.readline().rstrip(),
    lambda _settings: os.kill(os.getpid(), signal.SIGTERM),
)
print("LOADED", json.dumps(loaded))
"""


def loaded_when_ready(folder) -> list[str]:
    """Start a station as a process, stop it when it is ready; return its modules."""
    done = subprocess.run(
        [sys.executable, "-c", STARTED, folder],
        input=PASSPHRASE + b"\n",
        capture_output=True,
        check=True,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "NOTIFY_SOCKET": str(folder / "supervisor"),
        },
    )
    loaded: list[str] = json.loads(done.stdout.rpartition(b"LOADED ")[2])
    return loaded


def test_a_start_waits_for_nothing_that_only_a_page_or_an_act_needs(own_ports):
    """Each module loaded before the station is ready is time without a line."""
    loaded = loaded_when_ready(own_ports / "bravo")
    assert "parley.station.serving" in loaded
    early = [name for name in loaded if name.startswith(NOT_YET)]
    assert not early
    carriers = {
        name.removeprefix(CARRIERS).partition(".")[0]
        for name in loaded
        if name.startswith(CARRIERS)
    }
    assert carriers == {"tcp"}, "only what BRAVO has a circuit of"
    assert len(loaded) <= MODULES_MAX


def test_a_browser_at_the_door_waits_until_the_console_is_loaded(folders, run):
    """A watch that opens the console the moment the station is ready gets its page."""

    async def story() -> None:
        async with running(folders / "alfa") as alfa:
            url = f"http://127.0.0.1:{alfa.console_port}/"
            with await asyncio.to_thread(urllib.request.urlopen, url) as page:
                assert page.status == 200

    run(story())


@pytest.mark.parametrize(
    ("found", "told"),
    [(None, "PLY-CFG-023"), (ModuleType("damaged"), "AttributeError")],
    ids=["missing", "damaged"],
)
def test_a_console_that_cannot_be_loaded_is_told_and_the_line_stays(
    folders, run, monkeypatch, found, told
):
    """A damaged page must not keep the station from receiving."""
    monkeypatch.setitem(sys.modules, "parley.console.app", found)

    async def story() -> None:
        async with running(folders / "alfa") as alfa:

            async def is_told() -> bool:
                status = await alfa.parts.api.status()
                return "the console listener has ended" in status.reasons

            await alfa.until(is_told)
            assert told in alfa.log.getvalue()
            assert (await alfa.parts.api.board()).open == ()

    run(story())


def test_what_else_is_installed_does_not_read_the_settings(tmp_path):
    """A package that came along by mistake must not run in a process with keys."""
    (tmp_path / "stranger.py").write_text("def __getattr__(name): return None\n")
    described = tmp_path / "stranger-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Name: stranger\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text("[pydantic]\nstranger = stranger:it\n")
    code = (
        "import sys\nimport parley.station.config\nprint('stranger' in sys.modules)\n"
    )
    given = {
        name: value for name, value in os.environ.items() if "PYDANTIC" not in name
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**given, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        text=True,
    )
    assert done.stdout == "False\n"
