# SPDX-License-Identifier: Apache-2.0
"""`parley run` as an operator starts it, for benchmarks: killed, timed, looked at."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from bench_pair import STOP_S_MAX, environment

from parley.station.folder import StationFolder
from parley.station.secrets import load_secrets, save_secrets, station_keystore
from parley.testing.stations import PASSPHRASE, free_port

READY_S_MAX = 30.0
PARLEY = (sys.executable, "-m", "parley")


def make_real(folder: Path) -> None:
    """Seal the keystore at full cost, and give console and health ports of their own.

    The stations of tests have weak keystores; what an operator waits for is not weak.
    """
    path = StationFolder(folder).keys
    secrets = load_secrets(station_keystore(path), PASSPHRASE, path)
    save_secrets(station_keystore(path), PASSPHRASE, secrets)
    settings = StationFolder(folder).settings
    text = settings.read_text(encoding="utf-8")
    for port in ("8471", "9471"):
        text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{free_port()}")
    settings.write_text(text, encoding="utf-8")


def make_unattended(folder: Path) -> tuple[Path, Path]:
    """Copy a station into one that starts by itself; return it and its credentials.

    Its keys are sealed as an operator seals them, under a credential alone.
    """
    alone = folder.with_name(f"{folder.name}-alone")
    shutil.copytree(folder, alone)
    with StationFolder(alone).settings.open("a", encoding="utf-8") as settings:
        settings.write('\n[keystore]\nhalf = "credential"\nunattended = true\n')
    credentials = folder.with_name(f"{folder.name}-credentials")
    credentials.mkdir(0o700)
    (credentials / "parley-half").write_bytes(os.urandom(32))
    subprocess.run(
        [*PARLEY, "keystore", "seal", "--station", alone, *_passphrase_of(folder)],
        env={**environment(), "CREDENTIALS_DIRECTORY": str(credentials)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return alone, credentials


def _passphrase_of(folder: Path) -> tuple[str, Path]:
    """Return the words that give a command the passphrase of stations of tests."""
    passphrase = folder.with_name(f"{folder.name}.passphrase")
    passphrase.touch(0o600)
    passphrase.write_bytes(PASSPHRASE)
    return "--passphrase-file", passphrase


class Run:
    """One process of `parley run`; it tells when it is ready as it tells systemd."""

    def __init__(self, folder: Path, credentials: Path | None = None) -> None:
        """Start it and wait until it is ready; with credentials it starts by itself."""
        told = folder.with_name(f"{folder.name}.notify")
        opening = _passphrase_of(folder) if credentials is None else ()
        given = {"CREDENTIALS_DIRECTORY": str(credentials)} if credentials else {}
        told.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
            ear.bind(str(told))
            ear.settimeout(READY_S_MAX)
            self.began_s = time.monotonic()
            self.process = subprocess.Popen(
                [*PARLEY, "run", "--station", folder, *opening],
                env={**environment(), **given, "NOTIFY_SOCKET": str(told)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,  # a few lines; the log goes to stdout
            )
            self._wait(ear)
            self.ready_s = time.monotonic() - self.began_s

    def _wait(self, ear: socket.socket) -> None:
        try:
            while b"READY=1" not in ear.recv(4_096):
                pass
        except TimeoutError:
            self.process.kill()
            _, said = self.process.communicate()
            raise RuntimeError(said.decode("utf-8", "replace")) from None

    def memory_mb(self, line: str = "VmRSS") -> float:
        """Return what the kernel says of the process's memory, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status")
        for said in status.read_text(encoding="ascii").splitlines():
            if said.startswith(f"{line}:"):
                return int(said.split()[1]) / 1_024
        raise AssertionError(line)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it as an operator would."""
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_S_MAX)
        self.process.kill()
        self.process.wait()
