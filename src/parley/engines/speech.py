# SPDX-License-Identifier: Apache-2.0
"""What the station and the child that translates say to each other: lines of JSON.

The station writes one request.  The child answers with one hello, one line for each
sentence, in order, and an end with their count; or with a refusal at any time.  The
station believes none of it: `read_said` is strict, and whoever calls it counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from parley.fixed import Fixed, as_plain

REQUEST_BYTES_MAX = 4_000_000
"""100,000 characters of four bytes and the names around them, with room."""

_HELLO_CHARACTERS_MAX = 64
_REASON_CHARACTERS_MAX = 200


class Request(Fixed):
    """One text to translate: its sentences, and the model by its files' digests.

    `files` holds the SHA-256 of each, in hex; `hidden` is a folder that the child must
    not be able to see.  `apart_only`: without a kernel that keeps it from every
    network it translates nothing.
    """

    engine: str
    folder: str
    files: Mapping[str, str]
    sentences: tuple[str, ...]
    hidden: str
    apart_only: bool

    def encode(self) -> bytes:
        """Return the line that the station writes."""
        return json.dumps(as_plain(self), ensure_ascii=True).encode() + b"\n"


class Hello(Fixed):
    """The model is loaded; `engine` with its version, `apart`: it has no network."""

    engine: str
    apart: bool


class Sentence(Fixed):
    """Sentence `number`, from 0, translated."""

    number: int
    text: str


class End(Fixed):
    """That was all, `count` sentences."""

    count: int


class Refusal(Fixed):
    """Why there is no translation."""

    reason: str


Said = Hello | Sentence | End | Refusal


def decode_request(line: bytes) -> Request:
    """Return the request in a line of the station's, which is trusted."""
    fields = json.loads(line)
    return Request(**{**fields, "sentences": tuple(fields["sentences"])})


def write_said(said: Said) -> bytes:
    """Return one line of the child."""
    name = type(said).__name__.lower()
    return json.dumps({name: as_plain(said)}, ensure_ascii=True).encode() + b"\n"


def read_said(line: bytes) -> Said | None:
    """Return what a line of the child says; None: nothing that it may say."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match value:
        case {"hello": {"engine": str(engine), "apart": bool(apart), **rest}}:
            plain = engine.isascii() and engine.isprintable()
            short = 0 < len(engine) <= _HELLO_CHARACTERS_MAX
            known = plain and short and not rest and len(value) == 1
            return Hello(engine, apart) if known else None
        case {"sentence": {"number": int(number), "text": str(text), **rest}}:
            known = not isinstance(number, bool) and not rest and len(value) == 1
            return Sentence(number, text) if known else None
        case {"end": {"count": int(count), **rest}}:
            known = not isinstance(count, bool) and not rest and len(value) == 1
            return End(count) if known else None
        case {"refusal": {"reason": str(reason), **rest}}:
            plain = reason.isascii() and reason.isprintable()
            known = plain and not rest and len(value) == 1
            return Refusal(reason[:_REASON_CHARACTERS_MAX]) if known else None
        case _:
            return None
