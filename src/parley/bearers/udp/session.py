# SPDX-License-Identifier: Apache-2.0
"""The talk between one run of ours and one of theirs; datagrams in and out, no socket.

Whoever speaks says which run of the other he last heard.  So a datagram recorded
earlier, replayed from anywhere, names a run that is over and moves nothing; and a
stranger's is not even opened.  A new address of theirs counts when it has answered a
question that was sent to it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from typing import Protocol

from parley.bearers.udp.config import UdpSettings
from parley.bearers.udp.datagram import (
    DATAGRAM_BYTES_MIN,
    NO_RUN,
    NUMBER_BYTES,
    NUMBER_MAX,
    RUN_BYTES,
    SEQUENCE_BYTES,
    TOKEN_BYTES,
    Arrivals,
    Kind,
    Said,
    pack,
    unpack,
)
from parley.bearers.udp.pace import Pace
from parley.bearers.udp.sending import OnItsWay, Sending
from parley.crypto.datagram import NONCE_BYTES, SEAL_BYTES, DatagramKeys

Place = tuple[object, ...]
"""An address as a socket has it."""

_HELLOS_PER_S = 10.0
_HELLO_S = 0.4
_HELLO_S_MAX = 4.0
_HOLD_S = 0.02  # a note of arrivals waits so long for a frame that it can ride with
_FRAMES_REMEMBERED = 4_096
_PROBES_LOST_MAX = 3
_PROBE_S = 30.0
_PROBE_AGAIN_S = 2.0


class SessionOwner(Protocol):
    """Who is told what becomes of a session."""

    def write(self, datagram: bytes, place: Place) -> None:
        """Put a datagram on the wire."""
        ...

    def up(self) -> None:
        """The other end is there and knows that we are."""
        ...

    def down(self, reason: str) -> None:
        """It is not, any more."""
        ...

    def arrived(self, frame: bytes) -> None:
        """A frame came."""
        ...

    def left(self, places: int) -> None:
        """So many frames have left, or were dropped."""
        ...

    def noted(self, words: str) -> None:
        """Something to show beside the state."""
        ...


class Session:
    """All that one circuit remembers of the other end."""

    def __init__(
        self,
        settings: UdpSettings,
        keys: DatagramKeys,
        owner: SessionOwner,
        draw: Callable[[int], bytes],
        now_s: float,
    ) -> None:
        """Begin knowing nobody; `draw` returns fresh random bytes."""
        self.place: Place | None = None
        self.is_up = False
        self.strangers: Counter[str] = Counter()
        self._settings = settings
        self._keys = keys
        self._owner = owner
        self._draw = draw
        self._run = draw(RUN_BYTES)
        self._theirs = NO_RUN
        self._number = 0
        self._arrivals = Arrivals()
        self._frames = Arrivals(_FRAMES_REMEMBERED)
        self._sending = self._fresh_sending(now_s)
        self._hold_s = max(_HOLD_S, 0.5 * self._air_s)
        self._note_due_s: float | None = None
        self._heard_s = self._spoke_s = now_s
        self._cover_s = now_s
        self._hello_s = now_s
        self._hello_wait_s = _HELLO_S
        self._answers: deque[float] = deque(maxlen=round(_HELLOS_PER_S))
        self._asked: dict[bytes, Place] = {}
        self._probe: bytes | None = None
        self._probe_s = now_s
        self._probes_lost = 0

    # What comes from below.

    def take(self, datagram: bytes, place: Place, now_s: float) -> None:
        """Deal with what came in; strangers cost one look and one opening."""
        if not DATAGRAM_BYTES_MIN <= len(datagram) <= self._settings.datagram_bytes_max:
            self.strangers["of another length"] += 1
            return
        run, number = datagram[:RUN_BYTES], datagram[RUN_BYTES:NONCE_BYTES]
        plain = self._keys.open(datagram)
        said = None if plain is None else unpack(plain)
        if said is None:
            self.strangers["not sealed by the counterpart"] += 1
            return
        # SPEC 10.34: "A datagram that does not name the recipient's present run MUST
        # change nothing; it may be answered by a hello that is no longer than it is,
        # ten times a second at most."
        if said.echo != self._run:
            self._introduce(run, place, now_s, len(datagram))
            return
        if run != self._theirs:
            self._begin(run, place, now_s)
        if not self._arrivals.is_new(int.from_bytes(number, "big"), now_s):
            self.strangers["repeated"] += 1
            return
        self._heard_s = now_s
        if place != self.place and said.kind is not Kind.PONG:
            self._ask(place, now_s)
        if said.note is not None:
            self._sending.told(said.note, now_s)
        self._hear(said, place, now_s)

    def _introduce(self, run: bytes, place: Place, now_s: float, size: int) -> None:
        """Answer one who does not know this run of ours; never with more bytes.

        What he said may be a recording, so nothing of it is believed.
        """
        crowded = len(self._answers) == self._answers.maxlen
        if crowded and now_s - self._answers[0] < 1.0:
            return
        self._answers.append(now_s)
        hello = self._sealed(Said(run, Kind.HELLO, None, b""))
        if len(hello) <= size:
            self._owner.write(hello, place)

    def _begin(self, run: bytes, place: Place, now_s: float) -> None:
        """Another run of theirs knows ours: the one before is over."""
        if self.is_up:
            self._fall("the other side began anew")
        self._theirs = run
        self._arrivals = Arrivals()
        self._frames = Arrivals(_FRAMES_REMEMBERED)
        self._sending = self._fresh_sending(now_s)
        self.place = place
        self.is_up = True
        self._heard_s = now_s
        self._probe, self._probe_s, self._probes_lost = None, now_s, 0
        self._say(Kind.HELLO, b"", now_s)
        self._owner.up()

    def _hear(self, said: Said, place: Place, now_s: float) -> None:
        match said.kind:
            case Kind.DATA:
                if self._note_due_s is None:
                    self._note_due_s = now_s + self._hold_s
                sequence = int.from_bytes(said.body[:SEQUENCE_BYTES], "big")
                if self._frames.is_new(sequence, now_s):
                    self._owner.arrived(said.body[SEQUENCE_BYTES:])
            case Kind.PING:
                token = said.body[:TOKEN_BYTES]
                self._write(Said(self._theirs, Kind.PONG, None, token), place, now_s)
            case Kind.PONG:
                self._answered(said.body, place)
            case Kind.BYE:
                self._fall("the other side stopped")
            case Kind.HELLO | Kind.NOTE:
                pass

    def _ask(self, place: Place, now_s: float) -> None:
        """They speak from a new address: it counts once it has answered."""
        if place in self._asked.values():
            return
        token = self._draw(TOKEN_BYTES)
        while len(self._asked) >= 8:  # noqa: PLR2004 - a crowd of addresses is a flood
            self._asked.pop(next(iter(self._asked)))
        self._asked[token] = place
        self._write(Said(self._theirs, Kind.PING, None, token), place, now_s)

    def _answered(self, token: bytes, place: Place) -> None:
        if token == self._probe:
            self._probe = None
            self._probe_s += _PROBE_S
            if self._probes_lost:
                self._owner.noted("")
            self._probes_lost = 0
        # SPEC 10.36: "Another address of the sender MUST NOT be used before it has
        # answered a ping sent to it."
        if self._asked.get(token) == place:
            self._asked.clear()
            self.place = place

    # What comes from above.

    def send(self, frame: bytes) -> bool:
        """Take a frame; False if it need not wait, since the same is on its way."""
        return self._sending.take(frame)

    def knock(self, place: Place, now_s: float) -> None:
        """Say to an address who we are, unless that was just done."""
        if self.is_up or now_s < self._hello_s:
            return
        self._hello_s = now_s + self._hello_wait_s
        self._hello_wait_s = min(2 * self._hello_wait_s, _HELLO_S_MAX)
        self._write(Said(self._theirs, Kind.HELLO, None, b""), place, now_s)

    def stop(self, now_s: float) -> None:
        """Tell the other end that this one stops."""
        if self.is_up:
            self._say(Kind.BYE, b"", now_s)

    def turn(self, now_s: float) -> float:
        """Do all that is due; return when to be called again."""
        if not self.is_up:
            return self._hello_s
        if now_s - self._heard_s >= self._settings.silence_s_max:
            self._fall(f"nothing heard for {self._settings.silence_s_max:g} s")
            return now_s
        self._sending.pass_time(now_s)
        if self._settings.cover_s is not None:
            return self._cover(now_s, self._settings.cover_s)
        self._send_due(now_s)
        if self._note_due_s is not None and now_s >= self._note_due_s:
            self._say(Kind.NOTE, b"", now_s)
        if now_s - self._spoke_s >= self._settings.keepalive_s:
            self._say(Kind.PING, self._draw(TOKEN_BYTES), now_s)
        self._probe_length(now_s)
        return self._next_turn_s(now_s)

    # Inside.

    @property
    def _air_s(self) -> float:
        return self._settings.datagram_bytes_max * 8 / self._settings.rate_bps

    def _fresh_sending(self, now_s: float) -> Sending:
        pace = Pace(self._settings.rate_bps / 8, now_s)
        return Sending(pace, max(0.06, 1.2 * self._air_s))

    def _send_due(self, now_s: float) -> None:
        left = 0
        while self._sending.pace.wait_s(now_s) == 0:
            due = self._sending.next_frame(now_s)
            if due is None:
                break
            left += due.is_fresh
            self._say_frame(due, now_s)
        if left:
            self._owner.left(left)

    def _cover(self, now_s: float, every_s: float) -> float:
        """One datagram of full length in each span of time, come what may."""
        if now_s >= self._cover_s:
            self._cover_s = max(self._cover_s + every_s, now_s)
            due = self._sending.next_frame(now_s)
            if due is None:
                self._say(Kind.NOTE, b"", now_s)
            else:
                left = int(due.is_fresh)
                self._say_frame(due, now_s)
                if left:
                    self._owner.left(left)
        return self._cover_s

    def _probe_length(self, now_s: float) -> None:
        """Ask whether long datagrams pass: a path may swallow them without a word."""
        if now_s < self._probe_s or self._settings.is_narrow:
            return
        length = self._settings.datagram_bytes_max
        if self._probe is not None:
            self._probes_lost += 1
            if self._probes_lost == _PROBES_LOST_MAX:
                self._owner.noted(
                    f"datagrams of {length} bytes do not pass, shorter ones do: set"
                    " datagram_bytes_max lower on both sides"
                )
        self._probe = self._draw(TOKEN_BYTES)
        ping = Said(self._theirs, Kind.PING, None, self._probe)
        self._write(ping, self.place, now_s, length)
        known = self._probes_lost >= _PROBES_LOST_MAX
        self._probe_s = now_s + (_PROBE_S if known else _PROBE_AGAIN_S)

    def _next_turn_s(self, now_s: float) -> float:
        times = [
            self._heard_s + self._settings.silence_s_max,
            self._spoke_s + self._settings.keepalive_s,
        ]
        if not self._settings.is_narrow:
            times.append(self._probe_s)
        if self._note_due_s is not None:
            times.append(self._note_due_s)
        if (lost_s := self._sending.next_look_s()) is not None:
            times.append(lost_s)
        if self._sending.has_due:
            times.append(now_s + self._sending.pace.wait_s(now_s))
        return min(times)

    def _fall(self, reason: str) -> None:
        self.is_up = False
        self._theirs = NO_RUN
        self._note_due_s = None
        self._hello_s, self._hello_wait_s = 0.0, _HELLO_S
        self._asked.clear()
        left = self._sending.drop()
        self._owner.down(reason)
        if left:
            self._owner.left(left)

    def _say_frame(self, frame: OnItsWay, now_s: float) -> None:
        sequence = (frame.sequence & NUMBER_MAX).to_bytes(SEQUENCE_BYTES, "big")
        self._say(Kind.DATA, sequence + frame.data, now_s, frame)

    def _say(
        self, kind: Kind, body: bytes, now_s: float, frame: OnItsWay | None = None
    ) -> None:
        """Speak within the session; what arrived is told along."""
        note = self._arrivals.note(now_s) if self._note_due_s is not None else None
        if kind in {Kind.NOTE, Kind.PING}:
            note = self._arrivals.note(now_s)
        self._note_due_s = None
        filled = 0
        if self._settings.cover_s is not None and kind is not Kind.BYE:
            filled = self._settings.datagram_bytes_max
        said = Said(self._theirs, kind, note, body)
        self._write(said, self.place, now_s, filled, frame)
        self._spoke_s = now_s

    def _write(
        self,
        said: Said,
        place: Place | None,
        now_s: float,
        filled: int = 0,
        frame: OnItsWay | None = None,
    ) -> None:
        number = self._number
        datagram = self._sealed(said, filled)
        size = self._settings.wire_bytes(len(datagram))
        if said.kind in {Kind.DATA, Kind.PING}:
            self._sending.sent(number, frame, now_s, size)
        else:
            self._sending.pace.sent(size)
        if place is not None:
            self._owner.write(datagram, place)

    def _sealed(self, said: Said, filled: int = 0) -> bytes:
        if self._number > NUMBER_MAX:
            # Four thousand million datagrams: a new run has new numbers.
            self._run, self._number = self._draw(RUN_BYTES), 0
            if self.is_up:
                self._fall("the numbers of this run are used up")
        nonce = self._run + self._number.to_bytes(NUMBER_BYTES, "big")
        self._number += 1
        inside = max(0, filled - NONCE_BYTES - SEAL_BYTES)
        return self._keys.seal(nonce, pack(said, inside))
