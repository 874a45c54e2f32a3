# SPDX-License-Identifier: Apache-2.0
"""At a terminal: what is asked for, and what never appears on the screen."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.cli.transcript import ROOT

ANSWER_S_MAX = 30.0


class Terminal:
    """A command at a terminal of its own."""

    def __init__(self, folder: Path, *words: str) -> None:
        pid, self._screen = pty.fork()
        if pid == 0:  # pragma: no cover - the other process
            # What was started in the background hands down that it ignores Control-C.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.chdir(folder)
            os.environ.update(
                {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "80"}
            )
            launch = [sys.executable, "-m", "parley.testing.weak_launch", *words]
            os.execv(sys.executable, launch)  # noqa: S606 - no shell is wanted
        self._pid = pid
        self.seen = ""

    def until(self, text: str) -> None:
        """Read until `text` stands on the screen."""
        end = time.monotonic() + ANSWER_S_MAX
        while text not in self.seen:
            left = end - time.monotonic()
            assert left > 0, f"{text!r} did not come; the screen shows:\n{self.seen}"
            if select.select([self._screen], [], [], left)[0]:
                self._read()

    def type(self, text: str | bytes) -> None:
        """Type a line."""
        line = text.encode() if isinstance(text, str) else text
        os.write(self._screen, line + b"\n")

    def end(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        os.close(self._screen)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _read(self) -> bool:
        try:
            data = os.read(self._screen, 65_536)
        except OSError:  # Linux says EIO when the other end is gone
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)


INIT = (
    *("init", "--station", "a", "--name", "a.example", "--party", "A"),
    *("--mode", "TEST", "--position", "Duty"),
)


def test_new_passphrase_is_asked_for_twice_and_never_shown(tmp_path):
    """A passphrase on the screen is one for whoever stands behind."""
    terminal = Terminal(tmp_path, *INIT)
    terminal.until("New passphrase of the station a.example")
    terminal.type("five words nobody guesses")
    terminal.until("The same again")
    terminal.type("five words nobody guesses")
    assert terminal.end() == 0
    assert "The station a.example of A is made" in terminal.seen
    assert "nobody guesses" not in terminal.seen


def test_mistyped_new_passphrase_makes_no_station(tmp_path):
    """A station under a passphrase that nobody knows would be lost on its first day."""
    terminal = Terminal(tmp_path, *INIT)
    terminal.until("New passphrase")
    terminal.type("five words nobody guesses")
    terminal.until("The same again")
    terminal.type("five words nobody guesse")
    assert terminal.end() == 2
    assert "PLY-CLI-008" in terminal.seen
    assert not (tmp_path / "a").exists()


def test_control_c_at_a_prompt_is_calm(tmp_path):
    """Stopping is a decision like any other: no stack, one exit code."""
    terminal = Terminal(tmp_path, *INIT)
    terminal.until("New passphrase")
    terminal.type("\x03")
    assert terminal.end() == 130
    assert "PLY-CLI-098" in terminal.seen
    assert "Traceback" not in terminal.seen


@pytest.mark.parametrize("typed", ["yes", "b.example", b"\xff\xfe"])
def test_keys_are_not_revoked_by_a_yes(tmp_path, typed):
    """A hand that says yes to everything is at the wrong station one night."""
    (tmp_path / "pass").write_bytes(b"five words nobody guesses")
    (tmp_path / "pass").chmod(0o600)
    assert Terminal(tmp_path, *INIT, "--passphrase-file", "pass").end() == 0
    revoke = ("revoke", "station", "--out", "statement", "--station", "a")
    terminal = Terminal(tmp_path, *revoke)
    terminal.until("Type this station's name to revoke its keys, for ever")
    terminal.type(typed)
    assert terminal.end() == 4
    assert "PLY-CLI-033" in terminal.seen
    assert not (tmp_path / "statement").exists()


@pytest.mark.parametrize("no_colour", [False, True])
def test_colour_only_where_it_is_wanted(tmp_path, monkeypatch, no_colour):
    """NO_COLOR is a promise many people rely on."""
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal(tmp_path, "errors")
    assert terminal.end() == 0
    assert ("\x1b[1m" in terminal.seen) is not no_colour
