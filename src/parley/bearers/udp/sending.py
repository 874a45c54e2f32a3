# SPDX-License-Identifier: Apache-2.0
"""Frames on their way: which are due, which were lost, which to give up; no I/O here.

A place of the window comes back when a frame leaves for the first time.  What was lost
on the way is sent again from here, soon, so that the core's own slower retry is left
for what this bearer cannot know.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from parley.bearers.udp.datagram import Note
from parley.bearers.udp.pace import Pace

UNACKED_MAX = 512
GIVE_UP_S = 15.0
_REORDER = 3  # so many later ones arrived: it is lost
_LOST_TWICE = 2
_WAIT_S_FIRST = 0.5
_WAIT_S_MIN = 0.03
_HELD_S_MAX = 0.06  # what the other end may hold a note of arrivals back


@dataclass(slots=True)
class OnItsWay:
    """A frame and the datagram that carried it last."""

    data: bytes
    sequence: int
    first_s: float
    number: int = -1
    lost: int = 0

    @property
    def is_fresh(self) -> bool:
        """Whether it has never left."""
        return self.number < 0


@dataclass(slots=True)
class _Flight:
    frame: OnItsWay | None  # None: no frame in it, counted for its round trip only
    sent_s: float


class Sending:
    """One direction of one session."""

    def __init__(self, pace: Pace, held_s_max: float = _HELD_S_MAX) -> None:
        """Begin with nothing on its way."""
        self.pace = pace
        self.round_trip_s: float | None = None
        self._vary_s = 0.0
        self._held_s_max = held_s_max
        self._fresh: deque[bytes] = deque()
        self._again: deque[OnItsWay] = deque()
        self._flights: dict[int, _Flight] = {}
        self._unacked: dict[bytes, OnItsWay] = {}
        self._sequence = 0

    @property
    def waiting(self) -> int:
        """How many frames have never left."""
        return len(self._fresh)

    @property
    def has_due(self) -> bool:
        """Whether a frame could leave now, if the pace allows it."""
        fresh = self._fresh and len(self._unacked) < UNACKED_MAX
        return bool(self._again or fresh)

    @property
    def wait_s(self) -> float:
        """How long a datagram may take to be told of before it counts as lost."""
        if self.round_trip_s is None:
            return _WAIT_S_FIRST + self._held_s_max
        vary_s = max(4 * self._vary_s, _WAIT_S_MIN)
        return self.round_trip_s + vary_s + self._held_s_max

    def take(self, frame: bytes) -> bool:
        """Queue a frame; False if the same one is on its way and need not wait."""
        if frame in self._unacked:
            return False
        self._fresh.append(frame)
        return True

    def next_frame(self, now_s: float) -> OnItsWay | None:
        """Return the next frame to send; `sent` must follow."""
        while self._again:
            again = self._again[0]
            if self._unacked.get(again.data) is again:
                return again
            self._again.popleft()
        if not self._fresh or len(self._unacked) >= UNACKED_MAX:
            return None
        self._sequence += 1
        return OnItsWay(self._fresh[0], self._sequence - 1, now_s)

    def sent(
        self, number: int, frame: OnItsWay | None, now_s: float, size: int
    ) -> None:
        """Note that the datagram `number` has left, with a frame or without."""
        self.pace.sent(size)
        if frame is not None:
            if frame.is_fresh:
                self._fresh.popleft()
                self._unacked[frame.data] = frame
            else:
                self._again.popleft()
            frame.number = number
        self._flights[number] = _Flight(frame, now_s)

    def told(self, note: Note, now_s: float) -> None:
        """Learn which datagrams arrived."""
        for number in note.numbers():
            flight = self._flights.pop(number, None)
            if flight is None:
                continue
            sample = None
            if number == note.highest:
                sample = max(1e-4, now_s - flight.sent_s - note.held_ms / 1_000)
                self._learn(sample)
            if flight.frame is not None:
                self.pace.arrived(sample)
                self._settle(flight.frame)
        for number in [n for n in self._flights if n <= note.highest - _REORDER]:
            self._lose(number)
        self.pace.look(now_s, self.round_trip_s or 0.0)

    def pass_time(self, now_s: float) -> None:
        """Count as lost what was not told of in time; give up what is too old."""
        before_s = now_s - self.wait_s
        for number in [n for n, f in self._flights.items() if f.sent_s <= before_s]:
            self._lose(number)
        old = [f for f in self._unacked.values() if f.first_s < now_s - GIVE_UP_S]
        for frame in old:
            del self._unacked[frame.data]
        self.pace.look(now_s, self.round_trip_s or 0.0)

    def next_look_s(self) -> float | None:
        """Return when `pass_time` has something to do."""
        first = next(iter(self._flights.values()), None)
        return None if first is None else first.sent_s + self.wait_s

    def drop(self) -> int:
        """Forget everything; return how many frames never left."""
        left = len(self._fresh)
        self._fresh.clear()
        self._again.clear()
        self._flights.clear()
        self._unacked.clear()
        return left

    def _settle(self, frame: OnItsWay) -> None:
        if self._unacked.get(frame.data) is frame:
            del self._unacked[frame.data]

    def _lose(self, number: int) -> None:
        flight = self._flights.pop(number)
        if flight.frame is None:
            return
        self.pace.lost()
        # A later copy may still be on its way.
        wanted = self._unacked.get(flight.frame.data) is flight.frame
        if wanted and flight.frame.number == number:
            flight.frame.lost += 1
            # What was lost twice goes in two copies: bytes are cheap, waiting is not.
            copies = 1 if flight.frame.lost < _LOST_TWICE else 2
            self._again.extend([flight.frame] * copies)

    def _learn(self, sample_s: float) -> None:
        if self.round_trip_s is None:
            self.round_trip_s, self._vary_s = sample_s, sample_s / 4
            return
        self._vary_s += (abs(self.round_trip_s - sample_s) - self._vary_s) / 4
        self.round_trip_s += (sample_s - self.round_trip_s) / 8
