# SPDX-License-Identifier: Apache-2.0
"""Recorded messages cross the link, and our times are printed beside theirs."""

from __future__ import annotations

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demo_scenes import Desks, received, stage, state
from demo_station import DemoStation
from demo_story import verify

# Who speaks in the record of 1967, and which of our two stations stands for him.
_SIDES = {"washington": "Alfa", "moscow": "Bravo", "alfa": "Alfa", "bravo": "Bravo"}


@dataclass(frozen=True)
class Recorded:
    """One message to send, with the times that were once recorded for it."""

    name: str
    sender: str
    language: str
    precedence: str
    text: str
    times: dict[str, datetime]


@dataclass(frozen=True)
class Crossed:
    """What our stations recorded of it, in milliseconds since its release."""

    recorded: Recorded
    received_ms: int
    acknowledged_ms: int


def load_ours(path: Path) -> list[Recorded]:
    """Return the messages that come with the project."""
    return [_recorded(json.loads(line)) for line in _lines(path)]


def load_recorded(path: Path) -> list[Recorded]:
    """Return the messages of the real line, from its published record."""
    return [
        _recorded({"precedence": "IMMEDIATE", **json.loads(line)})
        for line in _lines(path)
    ]


def _lines(path: Path) -> list[str]:
    return [one for one in path.read_text("utf-8").splitlines() if one.strip()]


def _recorded(line: dict[str, object]) -> Recorded:
    times = line.get("times", {})
    return Recorded(
        name=str(line["id"]).rpartition("/")[2],
        sender=_SIDES[str(line["from"])],
        language=str(line["language"]),
        precedence=str(line["precedence"]),
        # A station takes texts in normal form C: what looks the same is the same.
        text=unicodedata.normalize("NFC", str(line["text"])),
        times={
            name: datetime.fromisoformat(str(when))
            for name, when in (times.items() if isinstance(times, dict) else ())
        },
    )


def cross(desks: Desks, messages: list[Recorded]) -> None:
    """Send every message from its side, have it acknowledged, print the chronology."""
    ways = sorted({message.sender for message in messages})
    verify(ways == ["Alfa", "Bravo"], "messages go both ways")
    with ThreadPoolExecutor(len(ways)) as together:
        # Each side sends its own in order, both sides at once.
        sides = together.map(
            lambda way: [_cross(desks, one) for one in messages if one.sender == way],
            ways,
        )
        crossed = [one for side in sides for one in side]
    crossed.sort(key=lambda one: messages.index(one.recorded))
    desks.story.step(
        f"{len(crossed)} messages crossed both ways, to the letter,"
        " each acknowledged by name."
    )
    desks.story.more(*_table(crossed))


def _cross(desks: Desks, message: Recorded) -> Crossed:
    sender: DemoStation = desks.alfa if message.sender == "Alfa" else desks.bravo
    receiver = desks.other(sender)
    ref = desks.send(sender, message.text, message.precedence, message.language)
    theirs = received(receiver, ref)
    state(receiver, theirs, "RECEIVED")
    shown = receiver.ask("message", ref=theirs)
    # A text becomes a draft in normal form C; from there on not a letter changes.
    drafted = unicodedata.normalize("NFC", message.text)
    verify(
        shown["texts"] == [[message.language, drafted]],
        f"{message.name} arrived to the letter",
    )
    verify(all(one["good"] for one in shown["releases"]), "its releases are good")
    desks.acknowledge(receiver, theirs)
    done = state(sender, ref, "ACKNOWLEDGED")
    return Crossed(
        message,
        stage(done, "receipt")["their_ms"] - done["logged_ms"],
        stage(done, "acknowledgement")["their_ms"] - done["logged_ms"],
    )


def _table(crossed: list[Crossed]) -> list[str]:
    then = any(one.recorded.times for one in crossed)
    head = f"{'message':8} {'from':6} {'characters':>10} {'receipt':>10} {'by name':>8}"
    rows = [
        "Counted from the release: the receipt of the other station, and its officer.",
        head + ("   1967: approved-sent  sent-received" if then else ""),
    ]
    for one in crossed:
        message = one.recorded
        row = (
            f"{message.name:8} {message.sender:6} {len(message.text):>10,}"
            f" {one.received_ms:>7} ms {one.acknowledged_ms / 1000:>6.1f} s"
        )
        if then:
            row += (
                f"   {_between(message, 'approved', 'transmitted'):>19}"
                f"  {_between(message, 'transmitted', 'received'):>13}"
            )
        rows.append(row)
    return rows


def _between(message: Recorded, first: str, last: str) -> str:
    if first not in message.times or last not in message.times:
        return "-"
    seconds = (message.times[last] - message.times[first]).total_seconds()
    return f"{seconds / 60:.0f} min"
