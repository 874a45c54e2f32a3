# SPDX-License-Identifier: Apache-2.0
"""An engine as a hostile model would make it; `sys.argv[1]` says what it does."""

from __future__ import annotations

import json
import os
import signal
import sys
import time


def say(**said):
    """Write a line."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def sentences(asked, change):
    """Answer in form."""
    for number, text in enumerate(asked["sentences"]):
        say(sentence={"number": number, "text": change(text)})
    say(end={"count": len(asked["sentences"])})


def dies(_asked):
    """Die before a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuses(_asked):
    """Refuse."""
    say(refusal={"reason": "no room"})


def mute(_asked):
    """Never say what it is."""
    say(end={"count": 0})


def hello(apart=True):
    """Say what it is."""
    say(hello={"engine": "odd 1", "apart": apart})


def hangs(_asked):
    """Say nothing more."""
    hello()
    time.sleep(600)


def floods(_asked):
    """Write one line without end."""
    hello()
    while True:
        sys.stdout.write("x" * 65_536)


def lines(_asked):
    """Write lines without end."""
    hello()
    number = 0
    while True:
        say(sentence={"number": number, "text": "x" * 1_000})
        number += 1


def half(_asked):
    """Stop in the middle."""
    hello()
    say(sentence={"number": 0, "text": "One."})


def fewer(_asked):
    """Leave one out."""
    hello()
    say(sentence={"number": 0, "text": "One."})
    say(end={"count": 1})


def swapped(_asked):
    """Begin with the second."""
    hello()
    say(sentence={"number": 1, "text": "Two."})


def near(asked):
    """Work, with a network."""
    hello(apart=False)
    sentences(asked, lambda text: text[::-1])


def forks(asked):
    """Leave somebody behind who holds the pipe."""
    hello()
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
        os._exit(0)
    sentences(asked, lambda text: f"({text[::-1]})")


def changed(change):
    """Return an engine that works in form and changes each sentence so."""

    def engine(asked):
        hello()
        sentences(asked, change)

    return engine


PARTS = {
    "honest": changed(lambda text: f"({text[::-1]})"),
    "empty": changed(lambda _: " "),
    "same": changed(str),
    "long": changed(lambda text: "x" * (6 * len(text) + 200)),
    "turned": changed(lambda text: "x\u202e" + text),
    "null": changed(lambda text: "x\x00" + text),
    "half-character": changed(lambda text: "x\ud800" + text),
    "dies": dies,
    "refuses": refuses,
    "mute": mute,
    "hangs": hangs,
    "floods": floods,
    "lines": lines,
    "half": half,
    "fewer": fewer,
    "swapped": swapped,
    "near": near,
    "forks": forks,
}

if __name__ == "__main__":
    PARTS[sys.argv[1]](json.loads(sys.stdin.readline()))
