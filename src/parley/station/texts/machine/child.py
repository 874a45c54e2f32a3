# SPDX-License-Identifier: Apache-2.0
"""One run of the child that translates: nothing that it does harms the station.

It may lie, hang, write without end or die; each ends in a `Failure` with its reason.
"""

from __future__ import annotations

import asyncio
from typing import Final

from parley.engines.speech import (
    End,
    Hello,
    Refusal,
    Request,
    Said,
    Sentence,
    read_said,
)
from parley.fixed import Fixed
from parley.station.texts.apart import MODULE, NotStartedError, asked, child

COMMAND: Final = (*MODULE, "parley.engines")
OUTPUT_TIMES_MAX: Final = 4
"""A translation of more than four times its source's bytes is none."""

_SENTENCE_BYTES: Final = 512  # the names around each sentence, and short ones
_PER_BYTE: Final = 6  # a character of JSON for one of UTF-8, at most


class Failure(Exception):  # noqa: N818 - a fault once it has a place
    """There is no translation, and why, in words."""


class Output(Fixed):
    """What the child made, counted and in order, and judged by nobody yet."""

    engine: str
    apart: bool
    sentences: tuple[str, ...]


async def translate(
    request: Request, deadline_s: float, command: tuple[str, ...] = COMMAND
) -> Output:
    """Run one child to its end.

    Raises:
        Failure: no translation came, in time and form.

    """
    try:
        async with (
            child(command, _output_bytes_max(request)) as process,
            asyncio.timeout(deadline_s),
        ):
            return await _converse(process, request)
    except TimeoutError:
        raise Failure(f"the engine was not done within {deadline_s:g} s") from None
    except NotStartedError as reason:
        raise Failure(f"the engine cannot be started: {reason}") from None


def _output_bytes_max(request: Request) -> int:
    source = sum(len(each.encode()) for each in request.sentences)
    around = _SENTENCE_BYTES * (len(request.sentences) + 2)
    return OUTPUT_TIMES_MAX * _PER_BYTE * source + around


async def _converse(process: asyncio.subprocess.Process, request: Request) -> Output:
    answer = await asked(process, request.encode())
    heard = _Heard(answer, _output_bytes_max(request))
    hello = await heard.next()
    if isinstance(hello, Refusal):
        raise Failure(hello.reason)
    if not isinstance(hello, Hello):
        raise Failure("the engine did not say what it is")
    if request.apart_only and not hello.apart:
        raise Failure("the kernel does not keep it from the network")
    sentences: list[str] = []
    while not isinstance(said := await heard.next(), End):
        match said:
            case Sentence(number, text) if number == len(sentences):
                sentences.append(text)
            case Refusal(reason):
                raise Failure(reason)
            case _:
                raise Failure("the engine's sentences are out of order")
    if said.count != len(sentences) or len(sentences) != len(request.sentences):
        raise Failure("the engine left sentences out")
    return Output(hello.engine, hello.apart, tuple(sentences))


class _Heard:
    """Reads line by line, up to a number of bytes altogether."""

    def __init__(self, stream: asyncio.StreamReader, bytes_max: int) -> None:
        self._stream = stream
        self._left = bytes_max

    async def next(self) -> Said:
        try:
            line = await self._stream.readuntil(b"\n")
        except asyncio.IncompleteReadError:
            raise Failure("the engine ended before it was done") from None
        except asyncio.LimitOverrunError:
            raise Failure("the engine wrote more than a translation") from None
        self._left -= len(line)
        if self._left < 0:
            raise Failure("the engine wrote more than a translation")
        said = read_said(line)
        if said is None:
            raise Failure("the engine said what it may not say")
        return said
