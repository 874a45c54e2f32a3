# SPDX-License-Identifier: Apache-2.0
"""Writing down the working state that a step has changed."""

from __future__ import annotations

from parley.core.shelves import encode_in, encode_out, link_key
from parley.core.state import Link
from parley.core.step import Step
from parley.wire.agreement import encode_agreement
from parley.wire.card import encode_card
from parley.wire.cbor import dumps


def keep_counters(step: Step) -> None:
    """Keep the numbers that must never be given twice."""
    state = step.state
    step.put("station", b"counters", dumps([state.next_prekey, state.next_number]))


def keep_link(step: Step, link: Link) -> None:
    """Keep who the counterpart is and what both sides signed."""
    known = link.counterpart
    value = dumps(
        [
            encode_card(known.card),
            known.fingerprint,
            known.confirmed_by,
            known.confirmed_wall_ms,
            encode_agreement(link.agreement),
            link.ours_signed,
            link.theirs_signed,
            None if link.before is None else encode_agreement(link.before),
            link.judged_from,
            list(link.proposals),
            link.proposed,
        ]
    )
    step.put("link", link_key(link.name), value)


def keep_roster(step: Step, link: Link) -> None:
    """Keep the counterpart's roster as it signed it."""
    step.put("roster", link_key(link.name), link.roster_statement)


def keep_logs(step: Step) -> None:
    """Keep the logs that this step moved, once each however often they moved."""
    for link in step.state.links.values():
        if link.dirty_out:
            step.put("out", link_key(link.name), encode_out(link.out))
            link.dirty_out = False
        if link.dirty_in:
            step.put("in", link_key(link.name), encode_in(link.mirror, link.facts))
            link.dirty_in = False
