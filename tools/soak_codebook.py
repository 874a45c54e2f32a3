# SPDX-License-Identifier: Apache-2.0
"""Send coded messages wire to text to wire by the hundred thousand: `make soak`.

Each random message is rendered in every complete language and read back by the second
reader, and each of the book's own bodies is wounded; the first loss ends the run.
"""

from __future__ import annotations

import argparse
import random
import secrets
import sys
import time

from parley.errors import CounterpartFault
from parley.formats.coding import decode, encode
from parley.formats.golden import PARTIES
from parley.formats.readback import read_back
from parley.formats.render import render
from parley.formats.schema import Book
from parley.station.library.files import load_library
from parley.testing.coded_samples import random_message

MESSAGES = 350_000
MUTATIONS = 60_000


def round_trips(book: Book, messages: int, chance: random.Random) -> None:
    """Let messages go there and back in both languages; fail at the first loss."""
    forms = list(book.formats.values())
    tags = [tag for tag, one in book.languages.items() if not one.draft]
    for at in range(messages):
        message = random_message(book, forms[at % len(forms)], chance)
        body = encode(message)
        read = decode(book, body)
        for tag in tags:
            text = render(book, read, tag, PARTIES)
            if encode(read_back(book, text, tag, PARTIES)) != body:
                raise SystemExit(f"lost in {tag}: {body.hex()}\n{text}")


def mutations(book: Book, count: int, chance: random.Random) -> int:
    """Wound bodies; return how many are still good messages, of another meaning."""
    good = 0
    for _ in range(count):
        body = bytearray(chance.choice(book.golden).body)
        for _ in range(chance.randint(1, 3)):
            body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        try:
            message = decode(book, bytes(body))
        except CounterpartFault:
            continue
        good += 1
        if encode(message) != bytes(body):
            raise SystemExit(f"read as something else: {bytes(body).hex()}")
    return good


def main() -> int:
    """Run both and say how long they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--mutations", type=int, default=MUTATIONS)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    given = parser.parse_args()
    book = load_library().newest
    assert book is not None, "an edition ships"
    chance = random.Random(given.seed)  # noqa: S311 - seeded on purpose
    print(f"seed {given.seed}", flush=True)
    began_s = time.monotonic()
    round_trips(book, given.messages, chance)
    took_s = time.monotonic() - began_s
    print(f"{given.messages} messages, no loss, {took_s:.0f} s", flush=True)
    good = mutations(book, given.mutations, chance)
    share = 100 * good / max(1, given.mutations)
    print(f"{given.mutations} mutations: {good} still good ({share:.0f} %), no crash")
    return 0


if __name__ == "__main__":
    sys.exit(main())
