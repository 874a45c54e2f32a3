# SPDX-License-Identifier: Apache-2.0
"""One end of a line of sound: who speaks when, what was heard.

Its only clock is the sound: 20 ms come in, 20 ms go out.  So it plays the same whether
a sound card is behind it, a file, or a test that is in a hurry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from parley.bearers.voice.levels import is_at_its_limit, is_still
from parley.bearers.voice.modem import (
    BLOCK_SAMPLES,
    SAMPLE_BYTES,
    SAMPLES_PER_S,
    SILENCE,
    Modem,
)
from parley.bearers.voice.segments import Joiner, cut, read

BLOCK_BYTES: Final = len(SILENCE)
GAP_S: Final = 0.25
LISTEN_S: Final = 2.5
YIELD_S: Final = 1.5
_LATER_S: Final = 0.5  # than an answer was
_DEAF_S: Final = 0.5  # from the end of a segment until the library has it
_STILL_S: Final = 1.0  # longer than the library looks back
_PATIENCE_S: Final = 2.0
# A third of a block, and without a divisor in common with its samples.
_STEP_SAMPLES: Final = 53


@dataclass(slots=True)
class Heard:
    """What the note on the board is made of."""

    signal_db: float = 0.0
    whole: int = 0
    broken: int = 0
    is_too_loud: bool = False

    def words(self) -> str:
        """Return them as the board shows them."""
        if not self.whole and not self.broken:
            return "nothing heard yet"
        told = [
            f"signal {self.signal_db:.0f} dB",
            f"frames heard: {self.whole} whole, {self.broken} broken",
        ]
        if self.is_too_loud:
            told.append("the sound comes in too loud")
        return "; ".join(told)


class Line:
    """Speaks one frame at a time and hears the other end's; half-duplex.

    ``arrived`` is given every frame heard, ``left`` is called when one was spoken
    and the next can be.
    ``yields`` is true at exactly one of the two ends.
    """

    def __init__(
        self,
        modem: Modem,
        arrived: Callable[[bytes], None],
        left: Callable[[], None],
        *,
        yields: bool,
    ) -> None:
        """Begin in silence, free to speak."""
        self._modem = modem
        self._arrived = arrived
        self._left = left
        self._listen_s = LISTEN_S
        self._yield_s = YIELD_S if yields else 0.0
        self._joiner = Joiner()
        self._saying = bytearray()
        self._bursts = 0
        self._speaks = False
        self._owes = False  # the place of a frame that was spoken
        self.waiting: bytes | None = None
        self.heard = Heard()
        # In blocks since the beginning.
        self._now = 0
        self._still = 0
        self._is_loud = False
        self._may_speak = 0
        self._waits_since = 0  # with a frame that may not be spoken yet
        self._synced_since: int | None = None
        self._ended = 0  # when the last burst was heard to its end
        self._came = 0  # when the one that is heard, or was heard last, began
        self._spoke = 0  # when the last of our own ended
        self._said = b""
        self._said_again = False

    def pass_block(self, sound: bytes) -> bytes:
        """Take 20 ms of what is heard and return 20 ms of what is said."""
        self._now += 1
        # What we hear while we speak is ourselves, or nobody.
        if not self._speaks:
            self._still = self._still + 1 if is_still(sound) else 0
            # To look for a burst is work, and there is none in silence.
            if self._still < _blocks(_STILL_S):
                self._hear(sound)
            elif self._synced_since is not None:
                self._broke_off(self._synced_since)
        return self._speak()

    # Hearing.

    def _hear(self, sound: bytes) -> None:
        segments = self._modem.hear(sound)
        for data in segments:
            self._take(data)
        if not self._modem.in_sync:
            if self._synced_since is not None:
                self._lost()
            return
        if self._synced_since is None:
            self._came = self._now
        self._is_loud |= is_at_its_limit(sound)
        if self._synced_since is None or segments:
            self._synced_since = self._now
        elif self._now - self._synced_since > self._segment_blocks:
            # Nothing came in the time of a segment: it was broken, or noise.
            self._modem.let_go()
            self._lost()

    def _broke_off(self, since: int) -> None:
        """Give up what was heard until silence came, of which the library is not told.

        If there was sound after `since`, somebody is perhaps still speaking.
        """
        self._modem.let_go()
        self._lost()
        if since < self._now - self._still:
            self._may_speak = max(self._may_speak, since + self._segment_blocks)

    def _take(self, data: bytes) -> None:
        segment = read(data)
        if segment is None:
            return
        self.heard.signal_db = self._modem.signal_db
        self.heard.is_too_loud, self._is_loud = self._is_loud, False
        frame = self._joiner.join(segment)
        if segment.follow == 0:
            # SPEC 10.104: "Who has heard the end of a burst may speak after 0.25
            # seconds; who has spoken listens first, 2.5 seconds long, and 4 at the end
            # whose station name is the greater."
            self._modem.let_go()
            self._synced_since = None
            self._ended = self._now
            self._may_speak = self._now + _blocks(GAP_S)
            self.heard.broken += frame is None
        if frame is not None:
            self.heard.whole += 1
            self._learn()
            self._arrived(frame)

    def _learn(self) -> None:
        """Note how late an answer began that a longer listening has caught.

        What comes later, or to a frame that was not said again, is perhaps no answer.
        """
        late_s = (self._came - self._spoke) * BLOCK_SAMPLES / SAMPLES_PER_S
        if self._said_again and late_s < 2 * self._listen_s:
            self._listen_s = max(self._listen_s, min(late_s + _LATER_S, 2 * LISTEN_S))
        self._said_again = False

    def _lost(self) -> None:
        since = self._now if self._synced_since is None else self._synced_since
        self._synced_since = None
        # The library takes the end of a burst that it gave us for another burst.
        if since > self._ended + _blocks(GAP_S):
            self._may_speak = max(self._may_speak, self._now + _blocks(GAP_S))
        if self._joiner.forget():
            self.heard.broken += 1

    @property
    def _segment_blocks(self) -> int:
        return _blocks(self._modem.mode.burst_s(1) + _DEAF_S)

    # Speaking.

    def _speak(self) -> bytes:
        if not self._speaks:
            if self.waiting is None and not self._owes:
                self._waits_since = self._now
                return SILENCE
            if not self._is_free():
                return SILENCE
            self._give_place()
            if self.waiting is None:
                return SILENCE
            self._begin(self.waiting)
        block = bytes(self._saying[:BLOCK_BYTES])
        del self._saying[:BLOCK_BYTES]
        if not self._saying:
            self._end()
        return block.ljust(BLOCK_BYTES, b"\0")

    def _is_free(self) -> bool:
        # SPEC 10.105: "Nobody speaks into a burst that he hears, but for no longer than
        # the longest burst of the mode takes; noise must not silence a station."
        longest_s = self._modem.mode.burst_s(self._modem.mode.frame_segments)
        if self._now - self._waits_since > _blocks(longest_s + _PATIENCE_S):
            return True
        return self._synced_since is None and self._now >= self._may_speak

    def _give_place(self) -> None:
        """Ask for the next frame when it can be spoken, and not before.

        What was chosen earlier would be spoken before a FLASH that came meanwhile.
        """
        if self._owes:
            self._owes = False
            self._left()

    def _begin(self, frame: bytes) -> None:
        self._speaks = True
        self._synced_since = None
        self._said_again, self._said = frame == self._said, frame
        self._joiner.forget()
        modem = self._modem
        segments = cut(frame, modem.mode.segment_bytes)
        # SPEC 10.106: "Each burst begins at another place within 20 ms than the one
        # before: what a mobile's codec swallows, it swallows again at the same place."
        self._bursts += 1
        late_samples = self._bursts * _STEP_SAMPLES % BLOCK_SAMPLES
        self._saying += bytes(late_samples * SAMPLE_BYTES)
        self._saying += modem.opening()
        for segment in segments:
            self._saying += modem.segment(segment)
        self._saying += modem.closing()

    def _end(self) -> None:
        self._speaks = False
        self._modem.let_go()
        self.waiting = None
        self._spoke = self._now
        # SPEC 10.108: "Who has said the same frame again listens twice as long, and
        # from then on half a second longer than the answer took to begin, at most 5
        # seconds."
        times = 2 if self._said_again else 1
        listen_s = times * self._listen_s + self._yield_s
        self._may_speak = self._now + _blocks(listen_s)
        # Whoever speaks next begins within this time, and has his whole burst.
        self._waits_since = self._may_speak
        self._owes = True


def _blocks(seconds: float) -> int:
    return round(seconds * SAMPLES_PER_S / BLOCK_SAMPLES)
