# SPDX-License-Identifier: Apache-2.0
"""The process beside the station that speaks and hears: `python -m` this module.

It holds the library and the sound programs, so that a crash of any of them is the end
of this process and of nothing else.  To the station it says pieces (`said.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Final, NoReturn

from parley.bearers.voice.line import BLOCK_BYTES, Line
from parley.bearers.voice.modem import (
    BLOCK_SAMPLES,
    MODES,
    SAMPLES_PER_S,
    SILENCE,
    Modem,
    NoModemError,
)
from parley.bearers.voice.said import FRAME, LEFT, NOTE
from parley.carriage.pieces import ALIVE, MARK_BYTES, frame_bytes

_ALIVE_BLOCKS: Final = SAMPLES_PER_S // BLOCK_SAMPLES  # a second of sound
_AHEAD_BLOCKS: Final = 10
"""So much silence is said first, so that what plays the sound never runs dry."""


def say(data: bytes) -> None:
    """Say one piece to the station; only the thread of the sound does."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def end(reason: str) -> NoReturn:
    """End with a reason as the last words."""
    sys.stderr.write(f"{reason}\n")
    sys.stderr.flush()
    os._exit(1)  # a thread still stands in a read; the station ends what we started


def frames_from(source: IO[bytes], frames: queue.Queue[bytes]) -> None:
    """Take frames of the station until it closes its side, which ends us."""
    with suppress(OSError):
        while len(mark := source.read(MARK_BYTES)) == MARK_BYTES:
            length = int.from_bytes(mark, "big")
            frame = source.read(length)
            if len(frame) < length:
                break
            frames.put(frame)
    os._exit(0)


def started(command: list[str], stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    """Start a sound program; without a shell, in our own session."""
    try:
        return subprocess.Popen(  # noqa: S603 - the operator's own
            command, stdin=stdin, stdout=stdout
        )
    except OSError as refused:
        end(f"{command[0]} cannot be started: {refused.strerror}")


def converse(
    line: Line, hears: IO[bytes], says: IO[bytes], frames: queue.Queue[bytes]
) -> None:
    """Pass sound both ways until either program ends."""
    blocks = 0
    note = ""
    says.write(SILENCE * _AHEAD_BLOCKS)
    says.flush()
    while len(sound := hears.read(BLOCK_BYTES)) == BLOCK_BYTES:
        if blocks % _ALIVE_BLOCKS == 0:
            say(ALIVE)
        blocks += 1
        if line.waiting is None:
            with suppress(queue.Empty):
                line.waiting = frames.get_nowait()
        says.write(line.pass_block(sound))
        says.flush()
        if line.heard.words() != note:
            note = line.heard.words()
            say(frame_bytes(NOTE + note.encode()))


def main() -> NoReturn:
    """Speak and hear until the station closes our input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modem", choices=MODES, required=True)
    parser.add_argument("--hear", required=True)
    parser.add_argument("--speak", required=True)
    parser.add_argument("--yields", action="store_true")
    given = parser.parse_args()
    try:
        modem = Modem(MODES[given.modem])
    except NoModemError as missing:
        end(str(missing))
    line = Line(
        modem,
        lambda frame: say(frame_bytes(FRAME + frame)),
        lambda: say(frame_bytes(LEFT)),
        yields=given.yields,
    )
    frames: queue.Queue[bytes] = queue.Queue()
    threading.Thread(
        target=frames_from, args=(sys.stdin.buffer, frames), daemon=True
    ).start()
    hear, speak = json.loads(given.hear), json.loads(given.speak)
    hears = started(hear, subprocess.DEVNULL, subprocess.PIPE)
    says = started(speak, subprocess.PIPE, subprocess.DEVNULL)
    assert hears.stdout is not None, "asked for"
    assert says.stdin is not None, "asked for"
    try:
        converse(line, hears.stdout, says.stdin, frames)
    except OSError:
        end(f"{speak[0]} takes no more sound")
    end(f"{hear[0]} gives no more sound")


if __name__ == "__main__":
    main()
