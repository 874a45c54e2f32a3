# SPDX-License-Identifier: Apache-2.0
"""A counterpart whose station is honest in form and lies in substance.

Everything it says is properly sealed and logged; only an honest judge can refuse it.
"""

from __future__ import annotations

from random import Random

from parley.core.keeping import keep_logs
from parley.core.outgoing import ask
from parley.core.state import Link
from parley.core.step import Step
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Acknowledged, Act, Reference
from parley.model.entry import (
    Account,
    KeyEvent,
    KeyEventKind,
    Payload,
    Receipt,
    Repeat,
    TestAnswer,
)
from parley.model.identity import KeyScheme
from parley.model.message import Content, Message, Release, Text
from parley.model.precedence import Precedence
from parley.testing.world_desk import Died, WorldDesk
from parley.testing.world_heads import HEADS, false_head
from parley.testing.world_places import out_of_place

FORGED = "FORGED"


def tell_lies(desk: WorldDesk, link_name: str, stream: Random) -> None:
    """Let the station say one untrue thing, sealed with its own good keys."""
    link = desk.core.state.links.get(link_name)
    if link is None or not link.in_force:
        return
    step = Step(desk.core.state, desk.now())
    try:
        ask(step, link, _any_lie(desk, step, link, stream), int(Precedence.FLASH))
    except LocalFault:
        return
    keep_logs(step)
    try:
        desk.perform(step.effects())
    except (Died, LocalFault):
        desk.kill()


def _any_lie(desk: WorldDesk, step: Step, link: Link, stream: Random) -> Payload:
    if stream.random() < 0.4:  # noqa: PLR2004
        return false_head(desk, step, link, stream.choice(HEADS), stream)
    if stream.random() < 0.2:  # noqa: PLR2004
        wrong = out_of_place(desk, link.name, stream)
        if wrong is not None:
            return wrong
    return _lie(desk, stream)


def _lie(desk: WorldDesk, stream: Random) -> Payload:
    serial, leaf = stream.randrange(1, 40), stream.randbytes(32)
    lies: list[Payload] = [
        _forged(desk, stream, releases=0),
        _forged(desk, stream, releases=1),
        _forged(desk, stream, releases=2),
        _drafter_releases(desk, stream),
        Receipt(serial, leaf, good=True),
        TestAnswer(serial, leaf, 0),
        Act(Acknowledged(), Reference(1, serial, leaf), 0, _scrawl(stream)),
        Account(1, serial, (serial + 2,)),
        Repeat(
            stream.randrange(2) == 0,
            1,
            serial,
            leaf,
            0,
            stream.randbytes(48),
        ),
        KeyEvent(KeyEventKind.ROSTER, stream.randbytes(200)),
        KeyEvent(KeyEventKind.PREKEYS, stream.randbytes(200)),
        KeyEvent(KeyEventKind.AGREEMENT, desk.core.state.roster_statement),
        KeyEvent(KeyEventKind.RESTORED, stream.randbytes(5)),
    ]
    return stream.choice(lies)


def _scrawl(stream: Random) -> Release:
    officer = stream.randrange(1, 6)
    return Release(officer, KeyScheme.SOFTWARE_ED25519, stream.randbytes(64))


def _content(desk: WorldDesk, stream: Random) -> Content:
    return Content(
        number=stream.randrange(1, 2**30),
        precedence=Precedence.FLASH,
        created_ms=desk.wall_ms // 1_000 * 1_000,
        not_after_ms=None,
        drafted_by=1,
        to=(0,),
        relation=None,
        texts=(Text("en", FORGED),),
        attachments=(),
    )


def _forged(desk: WorldDesk, stream: Random, *, releases: int) -> Message:
    content = _content(desk, stream)
    return Message(content, tuple(_scrawl(stream) for _ in range(releases)))


def _drafter_releases(desk: WorldDesk, stream: Random) -> Message:
    """Good signatures, but of the man who wrote the text."""
    index, key = desk.officers["first"]
    content = replace(_content(desk, stream), drafted_by=index)
    signature = key.sign(stream.randbytes(32))
    return Message(content, (Release(index, KeyScheme.SOFTWARE_ED25519, signature),))
