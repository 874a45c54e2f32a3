# SPDX-License-Identifier: Apache-2.0
"""Translates one text and ends.  Started by the station, never by hand.

The order matters: limits; the request; the model's bytes, compared with their digests;
the room without network and keys; and only then the first look at what is in them.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from parley.engines.confinement import confine, limit
from parley.engines.layouts import CT2, FX
from parley.engines.speech import (
    REQUEST_BYTES_MAX,
    End,
    Hello,
    Refusal,
    Request,
    Said,
    Sentence,
    decode_request,
    write_said,
)


class Engine(Protocol):
    """A model that is loaded."""

    @property
    def name(self) -> str:
        """The engine and its version."""
        ...

    def translate(self, sentences: Sequence[str]) -> list[str | None]:
        """Translate each; None for one that it cannot be held to."""
        ...


class Refused(Exception):  # noqa: N818 - said, not raised further
    """There will be no translation, and why."""


def say(said: Said) -> None:
    """Write one line."""
    sys.stdout.buffer.write(write_said(said))
    sys.stdout.buffer.flush()


def read_files(request: Request) -> dict[str, bytes]:
    """Return the model's files, each as it was approved.

    Raises:
        Refused: one is missing or another.

    """
    files = {}
    for name, digest in request.files.items():
        try:
            data = (Path(request.folder) / name).read_bytes()
        except OSError:
            raise Refused(f"the model's file {name} cannot be read") from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise Refused(f"the model's file {name} is not the one that was approved")
        files[name] = data
    return files


def load(engine: str, files: Mapping[str, bytes]) -> Engine:
    """Load the model.

    Raises:
        Refused: the engine is not installed, or the model is damaged.

    """
    try:
        if engine == CT2:
            from parley.engines.ct2 import Ct2  # noqa: PLC0415 - after confinement

            return Ct2(files)
        if engine == FX:
            from parley.engines.fx import Fx  # noqa: PLC0415

            return Fx(files)
    except ImportError:
        raise Refused(f"the engine {engine} is not installed") from None
    except (ValueError, RuntimeError, MemoryError, OSError):
        raise Refused("the model cannot be loaded") from None
    raise Refused("there is no such engine")


def answer(request: Request) -> None:
    """Answer one request.

    Raises:
        Refused: there is no translation.

    """
    files = read_files(request)
    apart = confine(Path(request.hidden))
    if request.apart_only and not apart:
        raise Refused("the kernel does not keep it from the network")
    engine = load(request.engine, files)
    say(Hello(engine.name, apart))
    for number, text in enumerate(engine.translate(request.sentences)):
        if text is None:
            raise Refused(f"sentence {number + 1} is too long for the model")
        say(Sentence(number, text))
    say(End(len(request.sentences)))


def main() -> None:
    """Read one request and answer it, with a refusal if need be."""
    limit()
    request = decode_request(sys.stdin.buffer.readline(REQUEST_BYTES_MAX))
    try:
        answer(request)
    except Refused as refused:
        say(Refusal(str(refused)))


if __name__ == "__main__":
    main()
