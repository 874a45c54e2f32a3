# SPDX-License-Identifier: Apache-2.0
"""What happens to sound on its way: hiss, loudness, talk, a mobile's codec, jumps.

Each effect takes 20 ms of sound and returns 20 ms; all are seeded or without chance.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections import deque
from collections.abc import Callable, Iterable
from random import Random
from typing import Final

BLOCK_SAMPLES: Final = 160
SAMPLES_PER_S: Final = 8_000
_AMR: Final = "libopencore-amrnb.so.0"
_AMR_4_75: Final = 0
_AMR_BYTES_MAX: Final = 64
_TABLE_S: Final = 8

Effect = Callable[[bytes], bytes]


def clean(sound: bytes) -> bytes:
    """Change nothing."""
    return sound


def after_another(*effects: Effect) -> Effect:
    """Return the effects one after another, the first first."""

    def done(sound: bytes) -> bytes:
        for effect in effects:
            sound = effect(sound)
        return sound

    return done


def louder(times: float) -> Effect:
    """Return an amplifier; what is beyond the highest value is cut off."""
    return lambda sound: _samples(times * each for each in array("h", sound))


def hiss(deviation: float, seed: int = 1) -> Effect:
    """Return white noise over the sound, of this standard deviation."""
    chance = Random(seed)  # noqa: S311 - a seed
    table = [chance.gauss(0.0, deviation) for _ in range(SAMPLES_PER_S * _TABLE_S)]

    def done(sound: bytes) -> bytes:
        # Another piece of a long table each time is as good as noise drawn afresh.
        at = chance.randrange(len(table) - BLOCK_SAMPLES)
        over = zip(array("h", sound), table[at : at + BLOCK_SAMPLES], strict=True)
        return _samples(each + noise for each, noise in over)

    return done


def talk(loudness: float, seed: int = 1) -> Effect:
    """Return somebody who speaks over the sound: vowels, pauses, a changing voice."""
    chance = Random(seed)  # noqa: S311 - a seed
    left = pitch = 0
    tones: list[float] = []
    now = 0

    def done(sound: bytes) -> bytes:
        nonlocal left, pitch, tones, now
        if left == 0:
            left = chance.randrange(4, 20)
            pitch = chance.randrange(90, 230)
            formants = (chance.uniform(300, 800), chance.uniform(900, 2_400))
            tones = [
                max(math.exp(-(((pitch * k - one) / 150) ** 2)) for one in formants)
                for k in range(1, 16)
            ]
            if chance.random() < 0.3:  # noqa: PLR2004
                tones = []  # a breath
        left -= 1
        voice = []
        for _ in range(BLOCK_SAMPLES):
            now += 1
            turn = 2 * math.pi * pitch * now / SAMPLES_PER_S
            voice.append(sum(t * math.sin(k * turn) for k, t in enumerate(tones, 1)))
        over = zip(array("h", sound), voice, strict=True)
        return _samples(each + loudness * one for each, one in over)

    return done


def jumps(every_s: float) -> Effect:
    """Return a call that loses 20 ms now and then and repeats what came before."""
    every, count, last = round(every_s * SAMPLES_PER_S / BLOCK_SAMPLES), 0, b""

    def done(sound: bytes) -> bytes:
        nonlocal count, last
        count += 1
        if count % every == 0 and last:
            return last
        last = sound
        return sound

    return done


def late(seconds: float) -> Effect:
    """Return a call whose sound takes so long."""
    blocks = round(seconds * SAMPLES_PER_S / BLOCK_SAMPLES)
    on_its_way = deque(bytes(2 * BLOCK_SAMPLES) for _ in range(blocks))

    def done(sound: bytes) -> bytes:
        on_its_way.append(sound)
        return on_its_way.popleft()

    return done


def silent(_sound: bytes) -> bytes:
    """Let nothing through."""
    return bytes(2 * BLOCK_SAMPLES)


def has_amr() -> bool:
    """Say whether the codec of mobile telephones is installed."""
    try:
        ctypes.CDLL(_AMR)
    except OSError:
        return False
    return True


def amr_4_75() -> Effect:
    """Return a mobile call of the narrowest kind: AMR at 4.75 kbit/s, there and back.

    Raises:
        OSError: the codec is not installed.

    """
    library = ctypes.CDLL(_AMR)
    library.Encoder_Interface_init.restype = ctypes.c_void_p
    library.Decoder_Interface_init.restype = ctypes.c_void_p
    encode = library.Encoder_Interface_Encode
    encode.argtypes = [ctypes.c_void_p, *[ctypes.c_int], *[ctypes.c_char_p] * 2]
    encode.argtypes += [ctypes.c_int]
    decode = library.Decoder_Interface_Decode
    decode.argtypes = [ctypes.c_void_p, *[ctypes.c_char_p] * 2, ctypes.c_int]
    says, hears = library.Encoder_Interface_init(0), library.Decoder_Interface_init()
    coded = ctypes.create_string_buffer(_AMR_BYTES_MAX)
    heard = ctypes.create_string_buffer(2 * BLOCK_SAMPLES)

    def done(sound: bytes) -> bytes:
        # The codec filters in place, and what it is given may be silence for everybody.
        own = ctypes.create_string_buffer(sound, len(sound))
        encode(says, _AMR_4_75, own, coded, 0)
        decode(hears, coded, heard, 0)
        return heard.raw

    return done


def _samples(values: Iterable[float]) -> bytes:
    limit = 32_767
    kept = [max(-limit, min(limit, int(each))) for each in values]
    return array("h", kept).tobytes()
