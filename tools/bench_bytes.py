# SPDX-License-Identifier: Apache-2.0
"""How many bytes a message puts on a circuit, above TLS; exact, not timed."""

from __future__ import annotations

from bench_figures import Figure, at_most

from parley.bearers.tcp.marks import mark
from parley.core.events import FrameArrived
from parley.model.precedence import Mode
from parley.testing.desks import Desk, Pair, enlist_watch, pair_up

SHORT_BYTES_MAX = 260
LONG_BYTES_MAX = 420


def measure() -> list[Figure]:
    """Let two stations exchange one message each and count every byte."""
    there, back = exchanged(Mode.TEST, 60, releases=1)
    short = Figure(
        "bytes, 60 characters, one release, with receipt",
        f"<= {SHORT_BYTES_MAX} both ways",
        f"{there + back} both ways",
        at_most(there + back, SHORT_BYTES_MAX),
        {"message": there, "receipt": back},
    )
    there, back = exchanged(Mode.LIVE, 200, releases=2)
    long = Figure(
        "bytes, 200 characters, two releases",
        f"<= {LONG_BYTES_MAX} one way",
        f"{there} one way",
        at_most(there, LONG_BYTES_MAX),
        {"message": there, "receipt": back},
    )
    return [short, long]


def exchanged(mode: Mode, characters: int, releases: int) -> tuple[int, int]:
    """Return the bytes of a message and of its receipt, with their marks."""
    alfa = Desk("nrrc.alfa.example", "Alfa", mode)
    bravo = Desk("nrrc.bravo.example", "Bravo", mode)
    for desk in (alfa, bravo):
        enlist_watch(desk)
    pair = pair_up(alfa, bravo)
    pair.alfa.say(bravo.name, "first " + "x" * characters)
    pair.carry()  # the first of an epoch also opens it
    draft = pair.alfa.say(bravo.name, "x" * characters)
    assert draft.needed == releases
    return _carried(pair)


def _carried(pair: Pair) -> tuple[int, int]:
    there, pair.alfa.sent = pair.alfa.sent, []
    for circuit, frame in there:
        pair.bravo.tell(FrameArrived(circuit, frame))
    return _bytes(there), _bytes(pair.bravo.sent)


def _bytes(sent: list[tuple[str, bytes]]) -> int:
    return sum(len(mark(len(frame))) + len(frame) for _, frame in sent)
