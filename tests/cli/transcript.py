# SPDX-License-Identifier: Apache-2.0
"""Plays a transcript: what a person types, and what the screen must then show.

A story is a text file that anybody can review:

    # A line that begins with a hash is for the reader.
    $ parley status --station alfa
    No station is running in alfa.
    ...
    [exit 3]

After `$` stands a command; the lines up to the next blank line followed by a command,
a hash or the end are what it prints.  `[..]` stands for anything in a line, a line
`...` for any number of lines, `[exit N]` for an exit code other than 0.  `{port_a}` and
the like are loopback ports that are free.  `parley run` goes on in the background once
it is ready; `stop FOLDER` and `kill -9 FOLDER` end it.  What comes over a link takes
its time: `$~` in place of `$` repeats a command until it prints what is expected.
Everything else is the shell's.  A line `@ NAME` plays the story parts/NAME.txt first.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from parley.cli.face import Hooks
from parley.cli.main import run
from parley.errors import LocalFault
from parley.station.client import call

ROOT = Path(__file__).resolve().parent.parent.parent
READY_S_MAX = 60.0
STOP_S_MAX = 30.0
AGAIN_S_MAX = 60.0
WEAK = Hooks(frighteningly_weak_keystore=True)
PARTS = Path(__file__).parent / "stories" / "parts"
_PART = re.compile(r"^@ (\w+)$", re.MULTILINE)
_SHELL = re.compile(r"[|<>;&`$]")
_EXIT = re.compile(r"\[exit (\d+)\]\Z")
_PORT = re.compile(r"\{(port_\w+)\}")


@dataclass(frozen=True)
class Step:
    """One command and what must come of it."""

    line: int
    command: str
    expected: tuple[str, ...]
    exit: int
    again: bool = False


@dataclass
class Player:
    """Plays steps in one folder; `close` ends whatever still runs."""

    folder: Path
    hooks: Hooks = field(default_factory=lambda: WEAK)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def play(self, text: str, name: str) -> None:
        """Play a whole story; the first difference fails it."""
        for part in _PART.findall(text):
            self.play((PARTS / f"{part}.txt").read_text("utf-8"), part)
        for step in steps(text):
            self.play_step(step, name)

    def play_step(self, step: Step, name: str) -> None:
        """Play one command and compare."""
        command = _PORT.sub(self._port, step.command)
        expected = [_PORT.sub(self._port, one) for one in step.expected]
        code, printed = self._perform(command)
        until = time.monotonic() + AGAIN_S_MAX
        while step.again and time.monotonic() < until:
            if code == step.exit and matches(expected, printed):
                break
            code, printed = self._perform(command)
        where = f"{name}:{step.line}: $ {command}\n--- printed:\n{printed}"
        assert code == step.exit, f"exit {code}, not {step.exit}: {where}"
        assert matches(expected, printed), (
            f"not as expected: {where}--- expected:\n" + "\n".join(expected)
        )

    def close(self) -> None:
        """End every station that still runs."""
        for folder in list(self.running):
            self._end(folder, signal.SIGKILL)

    def _port(self, found: re.Match[str]) -> str:
        if found[1] not in self.ports:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.ports[found[1]] = free.getsockname()[1]
        return str(self.ports[found[1]])

    def _perform(self, command: str) -> tuple[int, str]:
        words = shlex.split(command)
        match words:
            case ["stop", folder]:
                return self._end(folder, signal.SIGTERM), ""
            case ["kill", "-9", folder] if folder in self.running:
                self._end(folder, signal.SIGKILL)
                return 0, ""
            case ["parley", "run", *rest]:
                return self._start(rest)
            case ["parley", *rest] if not _SHELL.search(command):
                return self._in_process(rest)
            case _:
                return self._shell(command)

    def _in_process(self, words: list[str]) -> tuple[int, str]:
        screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        nobody = io.TextIOWrapper(io.BytesIO(b""), encoding="utf-8")
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(screen),
            contextlib.redirect_stderr(screen),
            mock.patch.object(sys, "stdin", nobody),
            mock.patch.dict(os.environ, {"COLUMNS": "88", "NO_COLOR": "1"}),
        ):
            code = run(words, self.hooks)
        return int(code), screen.buffer.getvalue().decode()

    def _environment(self) -> dict[str, str]:
        shim = self.folder / ".bin" / "parley"
        if not shim.exists():
            shim.parent.mkdir(exist_ok=True)
            python = shlex.quote(sys.executable)
            shim.write_text(
                f'#!/bin/sh\nexec {python} -m parley.testing.weak_launch "$@"\n'
            )
            shim.chmod(0o755)
        return {
            **os.environ,
            "PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "COLUMNS": "88",
            "NO_COLOR": "1",
        }

    def _shell(self, command: str) -> tuple[int, str]:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    def _start(self, words: list[str]) -> tuple[int, str]:
        folder = words[words.index("--station") + 1]
        log = self.folder / f".{folder.replace('/', '_')}.{len(self.running)}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "parley.testing.weak_launch", "run", *words],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        already = folder in self.running
        until = time.monotonic() + READY_S_MAX
        while time.monotonic() < until:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                if already or not answers(self.folder / folder):
                    continue
                self.running[folder] = process
                return 0, ""
            return process.returncode, log.read_text()
        process.kill()
        process.wait()
        raise AssertionError(f"not ready within {READY_S_MAX} s:\n{log.read_text()}")

    def _end(self, folder: str, sign: signal.Signals) -> int:
        process = self.running.pop(folder)
        process.send_signal(sign)
        return process.wait(STOP_S_MAX)


def answers(folder: Path) -> bool:
    """Tell whether a station in `folder` is at work."""
    try:
        call(folder, "status", timeout_s=1.0)
    except LocalFault:
        return False
    return True


def steps(text: str) -> list[Step]:
    """Read a story."""
    found: list[Step] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        again = lines[at].startswith("$~ ")
        if not again and not lines[at].startswith("$ "):
            at += 1
            continue
        start, command = at, lines[at].partition(" ")[2]
        while command.endswith("\\"):
            at += 1
            command = f"{command[:-1]}{lines[at].removeprefix('>').strip()}"
        at += 1
        printed: list[str] = []
        while at < len(lines) and not lines[at].startswith(("$ ", "$~ ", "# ", "@ ")):
            printed.append(lines[at])
            at += 1
        while printed and not printed[-1].strip():
            printed.pop()
        code = 0
        if printed and (said := _EXIT.match(printed[-1])):
            code = int(said[1])
            printed.pop()
        found.append(Step(start + 1, command, tuple(printed), code, again))
    return found


def matches(expected: list[str], printed: str) -> bool:
    """Tell whether what was printed fits what was expected."""
    pattern = "".join(_line_pattern(line) for line in expected)
    plain = "".join(f"{line.rstrip()}\n" for line in printed.rstrip("\n").split("\n"))
    return re.fullmatch(pattern, plain if printed.strip() else "") is not None


def _line_pattern(line: str) -> str:
    if line.strip() == "...":
        return r"(?:[^\n]*\n)*?"
    parts = [re.escape(part) for part in line.rstrip().split("[..]")]
    return "[^\n]*".join(parts) + "\n"
