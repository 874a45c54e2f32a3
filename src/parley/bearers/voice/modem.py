# SPDX-License-Identifier: Apache-2.0
"""Segments as sound and sound as segments: the DATAC modes of libcodec2.

The library is the system's own (Debian: libcodec2-1.0), reached by ctypes; its header
freedv_api.h is what the names below come from.  Sound is 8,000 samples a second, mono,
16 bits, in the byte order of this machine.
"""

from __future__ import annotations

import ctypes
from array import array
from typing import Final

from parley.fixed import Fixed

LIBRARY: Final = "libcodec2.so.1.0"
SAMPLES_PER_S: Final = 8_000
SAMPLE_BYTES: Final = 2
BLOCK_SAMPLES: Final = 160  # what is heard and said at a time: 20 ms
_CRC_BYTES: Final = 2
_IN_SYNC: Final = 2  # FREEDV_RX_SYNC
_SEGMENTS_MAX: Final = 64
_LET_GO: Final = 0  # FREEDV_SYNC_UNSYNC


SILENCE: Final = bytes(BLOCK_SAMPLES * SAMPLE_BYTES)


class NoModemError(Exception):
    """The library is not there, or not as it must be.  Never leaves this bearer."""


class Mode(Fixed):
    """One mode: its number in the library, and what a segment of it carries.

    ``segment_bytes`` are those that are ours, without the modem's own checksum;
    ``frame_segments`` is how many one frame may take, all in one burst.
    """

    number: int
    segment_bytes: int
    segment_samples: int
    frame_segments: int
    edge_samples: int = 880  # before the first segment, and after the last

    def burst_s(self, segments: int) -> float:
        """How long a burst of so many segments is heard."""
        samples = segments * self.segment_samples + 2 * self.edge_samples
        return samples / SAMPLES_PER_S


MODES: Final = {
    "datac0": Mode(14, 14, 3_520, 22),
    "datac1": Mode(10, 510, 33_440, 1),
    "datac3": Mode(12, 126, 25_520, 2),
}
"""The narrow ones bear more: datac3 is understood below its own noise."""


def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError:
        raise NoModemError(f"{LIBRARY} is not installed") from None
    library.freedv_open.restype = ctypes.c_void_p
    library.freedv_open.argtypes = [ctypes.c_int]
    library.freedv_gen_crc16.restype = ctypes.c_ushort
    library.freedv_gen_crc16.argtypes = [ctypes.c_char_p, ctypes.c_int]
    library.freedv_get_modem_stats.argtypes = [ctypes.c_void_p] * 3
    library.freedv_get_modem_stats.restype = None
    for name, more in (
        ("nin", []),
        ("get_rx_status", []),
        ("get_bits_per_modem_frame", []),
        ("get_n_tx_modem_samples", []),
        ("get_n_max_modem_samples", []),
        ("rawdatapreambletx", [ctypes.c_char_p]),
        ("rawdatapostambletx", [ctypes.c_char_p]),
        ("rawdatatx", [ctypes.c_char_p, ctypes.c_char_p]),
        ("rawdatarx", [ctypes.c_char_p, ctypes.c_char_p]),
        ("set_sync", [ctypes.c_int]),
        ("set_frames_per_burst", [ctypes.c_int]),
        ("close", []),
    ):
        function = getattr(library, f"freedv_{name}")
        function.argtypes = [ctypes.c_void_p, *more]
        function.restype = ctypes.c_int
    library.freedv_close.restype = library.freedv_set_sync.restype = None
    return library


def quieter(sound: bytes) -> bytes:
    """Return sound of the library at our level: half as loud."""
    # SPEC 10.107: "The mean power of a burst is 18 to 21 dB below that of the loudest
    # square wave."
    return array("h", (each >> 1 for each in array("h", sound))).tobytes()


class Modem:
    """One end of a line: what it says, and what it hears."""

    def __init__(self, mode: Mode) -> None:
        """Open the library.

        Raises:
            NoModemError: it is not there, or another release of it.

        """
        self.mode = mode
        self._library = _library()
        # What is said and what is heard share nothing, so neither disturbs the other.
        self._says = self._library.freedv_open(mode.number)
        self._hears = self._library.freedv_open(mode.number)
        if not (self._says and self._hears):
            raise NoModemError(f"{LIBRARY} has no mode {mode.number}")
        # Any number of segments but none makes the library look for bursts; where one
        # ends the segments say themselves, and `let_go` is called.
        self._library.freedv_set_frames_per_burst(self._hears, _SEGMENTS_MAX)
        size = self._library.freedv_get_bits_per_modem_frame(self._hears) // 8
        samples = self._library.freedv_get_n_tx_modem_samples(self._says)
        if (size - _CRC_BYTES, samples) != (mode.segment_bytes, mode.segment_samples):
            raise NoModemError(f"{LIBRARY} has another form of mode {mode.number}")
        self._room = ctypes.create_string_buffer(samples * SAMPLE_BYTES)
        self._segment = ctypes.create_string_buffer(size)
        self._heard = bytearray()
        self.signal_db = 0.0

    def close(self) -> None:
        """Give the library's memory back."""
        for end in (self._says, self._hears):
            self._library.freedv_close(end)

    # What it says.

    def opening(self) -> bytes:
        """Return the sound that stands before the first segment of a burst."""
        return self._sound(self._library.freedv_rawdatapreambletx)

    def closing(self) -> bytes:
        """Return the sound that stands behind the last segment of a burst."""
        return self._sound(self._library.freedv_rawdatapostambletx)

    def segment(self, data: bytes) -> bytes:
        """Return the sound of one segment."""
        assert len(data) == self.mode.segment_bytes, "a segment has its length"
        crc = self._library.freedv_gen_crc16(data, len(data))
        whole = data + crc.to_bytes(_CRC_BYTES, "big")
        self._library.freedv_rawdatatx(self._says, self._room, whole)
        return quieter(self._room.raw)

    def _sound(self, make: ctypes._FuncPointer) -> bytes:
        samples = make(self._says, self._room)
        return quieter(self._room.raw[: samples * SAMPLE_BYTES])

    # What it hears.

    def hear(self, sound: bytes) -> list[bytes]:
        """Take sound of any length and return the segments that end in it."""
        self._heard += sound
        segments = []
        while len(self._heard) >= (wanted := self._wanted_bytes()):
            part = bytes(self._heard[:wanted])
            del self._heard[:wanted]
            size = self._library.freedv_rawdatarx(self._hears, self._segment, part)
            if size == len(self._segment):
                segments.append(self._segment.raw[:-_CRC_BYTES])
                self._measure()
        return segments

    @property
    def in_sync(self) -> bool:
        """Whether a burst of the other end is being heard."""
        return bool(self._library.freedv_get_rx_status(self._hears) & _IN_SYNC)

    def let_go(self) -> None:
        """Begin to listen afresh: the burst is over, or was none."""
        self._library.freedv_set_sync(self._hears, _LET_GO)

    def _wanted_bytes(self) -> int:
        return int(self._library.freedv_nin(self._hears)) * SAMPLE_BYTES

    def _measure(self) -> None:
        sync, ratio = ctypes.c_int(), ctypes.c_float()
        self._library.freedv_get_modem_stats(
            self._hears, ctypes.byref(sync), ctypes.byref(ratio)
        )
        self.signal_db = ratio.value
