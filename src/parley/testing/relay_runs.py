# SPDX-License-Identifier: Apache-2.0
"""Runs a relay in a process of its own, as its operator does."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parley.bearers.relay.mailbox.settings import make_folder, open_folder, ticket
from parley.testing.stations import free_port

_STOP_S_MAX = 10.0
_AS_WRITTEN = ""


@contextmanager
def relay_process(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the relay of a folder for a block; it listens when the block begins."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "parley", "relay", "run", "--json", folder],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None, "asked for"
        if b"{" not in process.stdout.readline():
            raise AssertionError("the relay did not start")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_S_MAX)
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def new_relay(root: Path, settings: str = _AS_WRITTEN) -> Path:
    """Make the folder of a relay on a free port; `settings` are added to its own."""
    folder = root / "relay"
    address = f"127.0.0.1:{free_port()}"
    make_folder(folder, address, address)
    with (folder / "relay.toml").open("a", encoding="utf-8") as file:
        file.write("callers_one_place_max = 2048\nrequests_per_s_max = 100000\n")
        file.write(settings)
    return folder


@contextmanager
def relay_runs(root: Path, settings: str = _AS_WRITTEN) -> Iterator[bytes]:
    """Run a new relay for a block; yields its ticket."""
    folder = new_relay(root, settings)
    with relay_process(folder):
        yield ticket(open_folder(folder)).encode()
