# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - a pair of texts in two alphabets
"""What texts cost: a pair compared, and the first translation by machine."""

from __future__ import annotations

import asyncio
import hashlib
import statistics
import time
from pathlib import Path

from bench_figures import Figure, at_most, ms

from parley.engines.speech import Request
from parley.station.texts.machine.child import translate
from parley.station.texts.machine.packages import read_package
from parley.texts.agreed import AgreedTerm
from parley.texts.comparing import compare

COMPARED_MS_MAX = 20
FIRST_S_MAX = 1.0
ROUNDS = 30
RUNS = 5
CHARACTERS = 2_000
DEADLINE_S = 60.0
MODEL = Path(__file__).resolve().parent.parent.parent / "shared/data/mt-fixture"
ENGLISH = (
    "At 14:30 UTC on 14 March 2027 two aircraft will pass 12 km north of the border"
    " under General Smith. They are not armed. Do not fire unless attacked. "
)
RUSSIAN = (
    "14 марта 2027 года в 14:30 UTC два самолёта пройдут в 12 км к северу от границы"
    " под командой генерала Смита. Они не вооружены. Не открывать огонь, если нет"
    " нападения. "
)
TERMS = tuple(AgreedTerm("en", f"term {at}", "ru", f"термин {at}") for at in range(50))
TEXT = ("We will stop the activity.", "This is NOT an attack.")


def measure(root: Path) -> list[Figure]:
    """Measure both; without the test model only the comparison."""
    figures = [_compared()]
    if MODEL.is_dir():
        root.mkdir(parents=True)
        figures.append(_first(root))
    return figures


def _compared() -> Figure:
    times = CHARACTERS // len(ENGLISH) + 1
    source = (ENGLISH * times)[:CHARACTERS]
    target = (RUSSIAN * times)[:CHARACTERS]
    took = []
    compare(source, "en", target, "ru", TERMS)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        compare(source, "en", target, "ru", TERMS)
        took.append(time.perf_counter() - began)
    typical = statistics.median(took)
    return Figure(
        f"a pair of texts of {CHARACTERS} characters compared",
        f"{COMPARED_MS_MAX} ms",
        ms(typical),
        at_most(typical * 1_000, COMPARED_MS_MAX),
        {"worst": ms(max(took)), "agreed terms": len(TERMS)},
    )


def _first(root: Path) -> Figure:
    """Time a translation from nothing: process, digests, model, two sentences."""
    package = read_package(MODEL)
    for name, data in package.files.items():
        (root / name).write_bytes(data)
    digests = {
        name: hashlib.sha256(data).hexdigest() for name, data in package.files.items()
    }
    request = Request(package.engine, str(root), digests, TEXT, str(root), True)
    took = []
    apart = True
    for _ in range(RUNS):
        began = time.perf_counter()
        output = asyncio.run(translate(request, DEADLINE_S))
        took.append(time.perf_counter() - began)
        apart = apart and output.apart
    typical = statistics.median(took)
    return Figure(
        "the first machine translation, from no process to its sentences",
        f"{FIRST_S_MAX:g} s",
        ms(typical),
        at_most(typical, FIRST_S_MAX),
        {
            "worst": ms(max(took)),
            "without network": "yes" if apart else "no",
            "bytes of the model": sum(map(len, package.files.values())),
        },
    )
