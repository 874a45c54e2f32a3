# SPDX-License-Identifier: Apache-2.0
"""A telephone exchange for voice circuits: two ends, a call between them, its sound.

Each end gives the two commands that a voice circuit is set up with.  The call runs in a
thread, as fast as both ends can or in step with the clock, and whatever is spoken can
be changed, kept as a WAV file, or replaced by one that is played.
"""

from __future__ import annotations

import os
import select
import threading
import time
import wave
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from parley.testing.sound import (
    BLOCK_SAMPLES,
    SAMPLES_PER_S,
    Effect,
    clean,
    silent,
)

BLOCK_BYTES: Final = 2 * BLOCK_SAMPLES
_SILENCE: Final = bytes(BLOCK_BYTES)
_GONE_S: Final = 5.0  # an end that gives no sound for so long is not there
_LOOK_S: Final = 0.05
_IDLE_S: Final = 0.002


@dataclass
class End:
    """One end of the call: its pipes, what it says, and what becomes of that."""

    folder: Path
    effect: Effect = clean
    is_there: bool = False
    spoken: bytearray = field(default_factory=bytearray)
    bursts: int = 0
    has_spoken: threading.Event = field(default_factory=threading.Event)
    played: deque[bytes] = field(default_factory=deque)
    mouth: int = -1
    ear: int = -1

    @property
    def speak(self) -> tuple[str, ...]:
        """The program of a circuit that plays sound into the call."""
        return ("tee", str(self.folder / "mouth"))

    @property
    def hear(self) -> tuple[str, ...]:
        """The program of a circuit that gives the sound of the call."""
        return ("cat", str(self.folder / "ear"))

    def open(self) -> None:
        """Make both pipes; they stay whoever comes and goes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("mouth", "ear"):
            os.mkfifo(self.folder / name)
        both = os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC
        self.mouth = os.open(self.folder / "mouth", both)
        self.ear = os.open(self.folder / "ear", both)

    def close(self) -> None:
        """Let go of them."""
        os.close(self.mouth)
        os.close(self.ear)

    def said(self, is_over: threading.Event) -> bytes:
        """Return the next 20 ms that it says; silence if nobody is there."""
        sound = b""
        while len(sound) < BLOCK_BYTES:
            if not self._speaks(is_over):
                self.is_there = False
                return _SILENCE
            sound += os.read(self.mouth, BLOCK_BYTES - len(sound))
        self.is_there = True
        was_speaking = bool(self.spoken[-BLOCK_BYTES:].strip(b"\0"))
        if sound != _SILENCE or was_speaking:
            self.bursts += not was_speaking
            self.spoken += sound
            self.has_spoken.set()
        return self.effect(sound)

    def _speaks(self, is_over: threading.Event) -> bool:
        """Wait for sound; a busy machine may take its time, one that left may not."""
        looks = round(_GONE_S / _LOOK_S) if self.is_there else 0
        while not select.select([self.mouth], [], [], _LOOK_S if looks else 0.0)[0]:
            if looks == 0 or is_over.is_set():
                return False
            looks -= 1
        return True

    def heard(self, sound: bytes) -> None:
        """Let it hear 20 ms; what is played to it goes first."""
        if self.played:
            sound = self.played.popleft()
        if self.is_there:
            with suppress(BlockingIOError):
                os.write(self.ear, sound)


class Exchange:
    """A call between two ends that lasts as long as the block."""

    def __init__(self, folder: Path, times: float | None = None) -> None:
        """Call nobody yet; ``times`` the speed of the clock, None: no clock."""
        self.near = End(folder / "near")
        self.far = End(folder / "far")
        self._pace = (times, 0, 0.0)
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.blocks = 0

    @property
    def seconds(self) -> float:
        """How much sound has passed."""
        return self.blocks * BLOCK_SAMPLES / SAMPLES_PER_S

    def __enter__(self) -> Self:
        """Begin the call."""
        self.near.open()
        self.far.open()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        self._ends.set()
        self._thread.join()
        self.near.close()
        self.far.close()

    def keep_pace(self, times: float | None) -> None:
        """Run so many times as fast as the clock from now on, or in a hurry."""
        self._pace = (times, self.blocks, time.monotonic())

    def cut(self) -> None:
        """Let neither end hear the other."""
        self.near.effect = self.far.effect = silent

    def mend(self) -> None:
        """Let them hear each other again."""
        self.near.effect = self.far.effect = clean

    def _run(self) -> None:
        self.keep_pace(self._pace[0])
        while not self._ends.is_set():
            said = self.near.said(self._ends), self.far.said(self._ends)
            self.far.heard(said[0])
            self.near.heard(said[1])
            self.blocks += 1
            if not (self.near.is_there or self.far.is_there):
                time.sleep(_IDLE_S)
            else:
                time.sleep(self._ahead_s())

    def _ahead_s(self) -> float:
        """How far the sound is before the clock."""
        times, blocks, began_s = self._pace
        if times is None:
            return 0.0
        sound_s = (self.blocks - blocks) * BLOCK_SAMPLES / SAMPLES_PER_S
        return max(0.0, sound_s / times - (time.monotonic() - began_s))


def write_wav(path: Path, sound: bytes) -> None:
    """Keep sound as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES_PER_S)
        file.writeframes(sound)


def play_wav(path: Path, end: End) -> None:
    """Let an end hear a WAV file in place of the call."""
    with wave.open(str(path), "rb") as file:
        sound = file.readframes(file.getnframes())
    blocks = [sound[at : at + BLOCK_BYTES] for at in range(0, len(sound), BLOCK_BYTES)]
    end.played.extend(block.ljust(BLOCK_BYTES, b"\0") for block in blocks)
