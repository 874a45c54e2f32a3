# SPDX-License-Identifier: Apache-2.0
"""What a desk says without its own rules: good seals, and nothing else guaranteed.

A counterpart may run another program than ours.  Whatever it says comes properly sealed
and logged; only the receiving core can refuse it.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.core.acts import act_digest
from parley.core.keeping import keep_logs
from parley.core.logging_out import Logged
from parley.core.outgoing import ask
from parley.core.releasing import release_digest
from parley.core.step import Step
from parley.model.act import Acknowledged, Act, Reference, Said
from parley.model.entry import Payload
from parley.model.identity import KeyScheme
from parley.model.message import Content, Message, Pointer, Release, Text
from parley.model.precedence import Precedence
from parley.testing.desks import Desk


def utter(
    desk: Desk, link: str, payload: Payload, precedence: Precedence = Precedence.FLASH
) -> Logged:
    """Let a desk say anything at all, logged and sealed as if it were true."""
    step = Step(desk.core.state, desk.now())
    logged = ask(step, step.link(link), payload, int(precedence))
    keep_logs(step)
    desk.perform(step.effects())
    return logged


def unchecked_message(
    desk: Desk,
    link: str,
    text: str,
    releasers: Sequence[str] = (),
    *,
    drafted_by: str = "drafter",
    number: int | None = None,
    precedence: Precedence = Precedence.ROUTINE,
    override: str | None = None,
    relation: Pointer | None = None,
) -> Message:
    """Return a message released by whoever is named, whether or not he may."""
    content = Content(
        number=desk.core.state.next_number + 1_000 if number is None else number,
        precedence=precedence,
        created_ms=desk.wall_ms // 1_000 * 1_000,
        not_after_ms=None,
        drafted_by=desk.officers[drafted_by][0],
        to=(0,),
        relation=relation,
        texts=(Text("en", text),),
        attachments=(),
    )
    releases: tuple[Release, ...] = ()
    for who in releasers:
        index, key = desk.officers[who]
        digest = release_digest(
            desk.core.setting_out(link), content, releases, override
        )
        given = Release(index, KeyScheme.SOFTWARE_ED25519, key.sign(digest))
        releases = (*releases, given)
    return Message(content, releases, override)


def unchecked_act(
    desk: Desk, link: str, said: Said, about: Reference | None, who: str = "watch"
) -> Act:
    """Return an act about whatever entry is named, signed by whoever."""
    index, key = desk.officers[who]
    digest = act_digest(desk.core.setting_out(link), said, about, desk.wall_ms)
    release = Release(index, KeyScheme.SOFTWARE_ED25519, key.sign(digest))
    return Act(said, about, desk.wall_ms, release)


def unchecked_acknowledgement(
    desk: Desk, link: str, serial: int, leaf: bytes, who: str = "watch"
) -> Act:
    """Return an acknowledgement of whatever entry is named, signed by whoever."""
    incarnation = desk.core.state.links[link].mirror.incarnation
    about = Reference(incarnation, serial, leaf)
    return unchecked_act(desk, link, Acknowledged(), about, who)
