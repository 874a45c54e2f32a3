# SPDX-License-Identifier: Apache-2.0
"""One station of the demonstration: its folder, its process, its commands.

Everything goes through the public faces: the command line and the control socket.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo_story import StepFailedError, verify, wait_for

from parley.errors import LocalFault
from parley.station.client import call

SOURCE = Path(__file__).resolve().parent.parent / "src"
COMMAND_S_MAX = 90.0
STOP_S_MAX = 10.0


def free_port() -> int:
    """Return a loopback port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Said:
    """What a command answered."""

    code: int
    value: Any
    fault: dict[str, str]


@dataclass
class DemoStation:
    """A station that the demonstration makes, runs, kills and starts again."""

    root: Path
    short: str
    name: str
    party: str
    link_port: int = field(default_factory=free_port)
    console_port: int = field(default_factory=free_port)
    health_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    mode: str = "LIVE"
    weak: bool = False  # its keystores cost no second to open; in mode TEST only
    officers: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # () those of its party

    @property
    def folder(self) -> Path:
        """The station folder."""
        return self.root / self.short

    @property
    def console(self) -> str:
        """Where a browser finds the console."""
        return f"http://127.0.0.1:{self.console_port}/"

    @property
    def log(self) -> Path:
        """Where the process writes its log."""
        return self.root / f"{self.short}.log"

    def passphrase(self, whose: str) -> Path:
        """Return the passphrase file of somebody here, made when first asked for."""
        path = self.root / "passphrases" / f"{self.short}-{whose.replace(' ', '-')}"
        if not path.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(secrets.token_hex(16) + "\n")
        return path

    def parley(self, *words: str | Path) -> Said:
        """Give a command of the command line, as a person would."""
        done = subprocess.run(
            [*self._begin(), *map(str, words), "--json", "--station", str(self.folder)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=COMMAND_S_MAX,
            check=False,
        )
        if done.returncode == 0:
            return Said(0, json.loads(done.stdout or b"null"), {})
        try:
            fault = json.loads(done.stderr)["error"]
        except (ValueError, KeyError):
            value = json.loads(done.stdout) if done.stdout else None
            fault = {"code": "", "what": done.stderr.decode("utf-8", "replace")}
            return Said(done.returncode, value, fault)
        return Said(done.returncode, None, fault)

    def refused(self, code: str, *words: str | Path) -> str:
        """Give a command that has to be refused with `code`; return the reason."""
        said = self.parley(*words)
        verify(
            said.fault.get("code") == code,
            f"`parley {words[0]}` is refused with {code}, not with"
            f" {said.fault.get('code')}: {said.fault.get('what')}",
        )
        return f"{said.fault['what']}  {code}"

    def must(self, *words: str | Path) -> Any:  # noqa: ANN401 - JSON
        """Give a command that has to succeed; return its answer."""
        said = self.parley(*words)
        if said.code != 0:
            raise StepFailedError(
                f"{self.party}: `parley {words[0]}` ended with exit {said.code}:"
                f" {said.fault.get('what', '')} {said.fault.get('code', '')}"
            )
        return said.value

    def ask(self, method: str, **params: object) -> Any:  # noqa: ANN401 - JSON
        """Ask the running station, over its control socket."""
        return call(self.folder, method, params)

    def set_circuit(self, name: str, counterpart: str, *lines: str) -> None:
        """Add a circuit to the settings."""
        head = ("[[circuit]]", f'name = "{name}"', f'counterpart = "{counterpart}"')
        with (self.folder / "station.toml").open("a", encoding="utf-8") as settings:
            settings.write("\n" + "\n".join([*head, *lines]) + "\n")

    def _begin(self) -> list[str]:
        if self.weak:
            return [sys.executable, "-m", "parley.testing.weak_launch"]
        return command()

    def start(self) -> None:
        """Start the station as a process of its own and wait until it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *self._begin(),
                    "run",
                    "--station",
                    str(self.folder),
                    "--passphrase-file",
                    str(self.passphrase("station")),
                ],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(f"{self.party}'s station to answer", self._ready, 20.0)

    def _ready(self) -> bool | None:
        process = self.process
        if process is not None and process.poll() is not None:
            raise StepFailedError(
                f"{self.party}'s station ended by itself; see its log"
            )
        try:
            status = self.ask("status")
        except LocalFault:
            return None
        return True if status["ready"] else None

    def kill(self) -> None:
        """Kill the process as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop the process as an operator would."""
        self._end(signal.SIGTERM)

    def _end(self, sign: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(sign)
        try:
            process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_S_MAX)

    def console_answers(self) -> bool:
        """Ask the console for a page, as a browser would."""
        line = http.client.HTTPConnection("127.0.0.1", self.console_port, timeout=5)
        try:
            line.request("GET", "/")
            return line.getresponse().status in {200, 302, 303, 307}
        except OSError:
            return False
        finally:
            line.close()

    def counterpart(self) -> dict[str, Any]:
        """Return the station's view of its only counterpart."""
        counterparts = self.ask("status")["counterparts"]
        verify(len(counterparts) == 1, f"{self.party} has one counterpart")
        found: dict[str, Any] = counterparts[0]
        return found

    def last_words(self) -> str:
        """Return the end of the station's log."""
        if not self.log.exists():
            return ""
        return self.log.read_text("utf-8", "replace")[-2000:]


def command() -> list[str]:
    """Return the words that begin every command of the command line."""
    return [sys.executable, "-m", "parley"]


def environment() -> dict[str, str]:
    """Return what a command is started with, so that it finds this source."""
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(SOURCE)] + ([inherited] if inherited else [])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "NO_COLOR": "1"}
