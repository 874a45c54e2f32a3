# SPDX-License-Identifier: Apache-2.0
"""What the code book costs: bytes of a body, time to decode, render, load and check."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bench_figures import SHOWN, Figure, at_most, ms

from parley.exchange.kinds import KINDS, read_file
from parley.formats.book import read_book
from parley.formats.coding import decode
from parley.formats.golden import PARTIES, check_golden
from parley.formats.render import render
from parley.station.library.files import COMPILED, editions, load_library
from parley.testing.exchanged import coded_message
from parley.texts.comparing import compare

BODY_BYTES_MAX = 45
RENDER_US_MAX = 200
LOAD_MS_MAX = 300
PAIR_MS_MAX = 20
CHARACTERS = 2_000
SENTENCE_EN = "Two aircraft of the 4th wing pass at 14:30, 62 km north; do not fire. "
SENTENCE_RU = "Два самолёта 4-го крыла пройдут в 14:30 в 62 км к северу; не стрелять. "  # noqa: RUF001
ROUNDS = 200
LOADS = 15


def measure() -> list[Figure]:
    """Measure the newest edition over its own fifteen messages."""
    data = (editions()[-1] / COMPILED).read_bytes()
    book = read_book(data)
    bodies = [golden.body for golden in book.golden]
    sizes = [len(body) for body in bodies]

    def shown() -> None:
        for body in bodies:
            message = decode(book, body)
            render(book, message, "en", PARTIES)
            render(book, message, "ru", PARTIES)

    def loaded() -> None:
        check_golden(read_book(data))

    rendered = [took / len(bodies) for took in _timed(shown, ROUNDS)]
    loads = _timed(loaded, LOADS)
    typical_us = statistics.median(rendered) * 1_000_000
    load_ms = statistics.median(loads) * 1_000
    mean = statistics.mean(sizes)
    return [
        Figure(
            "a coded message before sealing, mean of all formats",
            f"{BODY_BYTES_MAX} bytes",
            f"{mean:.1f} bytes",
            at_most(mean, BODY_BYTES_MAX),
            {"shortest": min(sizes), "longest": max(sizes)},
        ),
        Figure(
            "a coded message decoded and rendered in two languages",
            f"{RENDER_US_MAX} us",
            f"{typical_us:.0f} us",
            at_most(typical_us, RENDER_US_MAX),
            {"worst round": f"{max(rendered) * 1_000_000:.0f} us"},
        ),
        Figure(
            "the code book read and all its vectors checked",
            f"{LOAD_MS_MAX} ms",
            ms(statistics.median(loads)),
            at_most(load_ms, LOAD_MS_MAX),
            {
                "worst": ms(max(loads)),
                "vectors": sum(len(golden.texts) for golden in book.golden),
                "bytes": len(data),
            },
        ),
        _pair(),
        _exchanged(bodies),
    ]


def _pair() -> Figure:
    """Compare a text with its translation: what is done while a person waits."""
    english = (SENTENCE_EN * CHARACTERS)[:CHARACTERS]
    russian = (SENTENCE_RU * CHARACTERS)[:CHARACTERS]
    took = _timed(lambda: compare(english, "en", russian, "ru"), LOADS)
    typical_ms = statistics.median(took) * 1_000
    return Figure(
        f"a text of {CHARACTERS:,} characters compared with its translation",
        f"{PAIR_MS_MAX} ms",
        ms(statistics.median(took)),
        at_most(typical_ms, PAIR_MS_MAX),
        {"best": ms(min(took)), "worst": ms(max(took))},
    )


def _exchanged(bodies: list[bytes]) -> Figure:
    """Write every format as CAP and read it back; the second figure is of the lot."""
    files = [KINDS["cap"].write(coded_message(body)).data for body in bodies]
    library = load_library()

    def read() -> None:
        for data in files:
            read_file(data, library)

    took = [each / len(files) for each in _timed(read, LOADS)]
    return Figure(
        "a coded message read back from a CAP file, schema checked",
        "shown",
        ms(statistics.median(took)),
        SHOWN,
        {"mean file": f"{statistics.mean(map(len, files)):,.0f} bytes"},
    )


def _timed(act: Callable[[], object], rounds: int) -> list[float]:
    act()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return took
