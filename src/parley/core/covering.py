# SPDX-License-Identifier: Apache-2.0
"""Our log signed by us, for the counterpart to cosign: when, and in which form.

A checkpoint waits for quiet, so no message waits for one.  Under steady traffic light
ones are sent in between, which cost one Ed25519 signature.
"""

from __future__ import annotations

from parley.core.limits import (
    COVER_ENTRIES,
    COVER_ENTRIES_FULL,
    COVER_FULL_S,
    COVER_QUIET_S,
    WIDE_FRAME_BYTES,
    WIDE_S,
)
from parley.core.outgoing import ask, check_ask
from parley.core.reach.ways import is_open, usable, ways
from parley.core.rolling import current_epoch
from parley.core.state import Circuit, Link, OutLog, Pending, StationState
from parley.core.step import Step
from parley.errors import LocalFault
from parley.model.entry import SignedHead
from parley.model.precedence import Precedence
from parley.tlog.air import (
    AirForm,
    sign_air_head,
)
from parley.tlog.checkpoint import Checkpoint
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin

_QUIET_MS = round(COVER_QUIET_S * 1_000)


def origin_out(state: StationState, link: Link) -> str:
    """Return the name of our log for a link."""
    ours = state.settings
    return Origin(ours.station, link.name, ours.mode, link.out.incarnation).text()


def log_time_s(step: Step, link: Link) -> int:
    """Return the time for a signature of ours on this link."""
    # SPEC 4.73: "The time of a signature MUST NOT be earlier than that of the one
    # before it, whatever the clock says."
    return max(step.now.wall_ms, link.out.last_logged_ms, 0) // 1_000


def open_checkpoint(link: Link) -> Pending | None:
    """Return our checkpoint that is not yet answered."""
    head = link.out.open_head
    return None if head is None else link.pending.get(head[0])


def unsigned(state: StationState, link: Link) -> bool:
    """Tell whether one side's keys are stopped: a head with them would prove nothing.

    What is said meanwhile is covered by the first head under new keys.
    """
    waits = link.pages.alone and link.pages.either  # until they know our new keys
    return link.stopped or state.own_stopped or waits


def cover(step: Step, link: Link) -> None:
    """Sign our log and ask for the cosignature, when that is due."""
    # SPEC 4.71: "At most one checkpoint of a log is unanswered at a time."
    if not link.in_force or open_checkpoint(link) is not None:
        return
    if unsigned(step.state, link):
        return
    form = _form_due(step, link)
    if form is None:
        return
    try:
        check_ask(link, SignedHead(b""))
        # A fresh epoch announces itself in the log, so it comes before the head.
        current_epoch(step, link)
        _send(step, link, form)
    except LocalFault:
        # No room and no prekey have alarms of their own.
        link.witnessing.not_before_mono_ms = step.now.mono_ms + _QUIET_MS


def _form_due(step: Step, link: Link) -> AirForm | None:
    out, known = link.out, link.witnessing
    now_ms = step.now.mono_ms
    # What has a full checkpoint has a light one too.
    if out.said <= out.covered_full or now_ms < known.not_before_mono_ms:
        return None
    circuits = usable(step, link)
    if not circuits:
        return None
    wide = _wide(circuits)
    old = _full_is_old(out, step.now.wall_ms)
    if now_ms >= _quiet_from_ms(link):
        full = wide or old or known.full_wanted
        if out.said <= (out.covered_full if full else out.covered):
            return None
        return AirForm.FULL_HEAD if full else AirForm.LIGHT_HEAD
    size = out.next_serial - 1
    if size - out.covered < COVER_ENTRIES or out.said <= out.covered:
        return None
    full = old or (wide and size - out.covered_full >= COVER_ENTRIES_FULL)
    return AirForm.FULL_HEAD if full else AirForm.LIGHT_HEAD


def _wide(circuits: list[Circuit]) -> bool:
    """Tell whether the circuit that a head would go over carries a full one soon."""
    return circuits[0].traits.air_s(WIDE_FRAME_BYTES) <= WIDE_S


def _full_is_old(out: OutLog, wall_ms: int) -> bool:
    if out.full_wall_ms is None or out.covered_full == 0:
        return True
    # A clock that was set back must not put off the next one for as long.
    return abs(wall_ms - out.full_wall_ms) >= COVER_FULL_S * 1_000


def _quiet_from_ms(link: Link) -> int:
    said_ms = link.witnessing.said_mono_ms
    return 0 if said_ms is None else said_ms + _QUIET_MS


def cover_due_ms(state: StationState, link: Link) -> int | None:
    """Return when, on the monotonic clock, a checkpoint is due; None: not yet known."""
    out = link.out
    if not link.in_force or out.said <= out.covered_full or unsigned(state, link):
        return None
    if open_checkpoint(link) is not None or not is_open(state, link):
        return None
    light = out.said > out.covered
    if light and out.next_serial - 1 - out.covered >= COVER_ENTRIES:
        return link.witnessing.not_before_mono_ms
    if light or _wide(ways(state, link)):
        return max(_quiet_from_ms(link), link.witnessing.not_before_mono_ms)
    return None


def _send(step: Step, link: Link, form: AirForm) -> None:
    out = link.out
    origin = origin_out(step.state, link)
    # SPEC 4.70: "A checkpoint with serial n carries its sender's signed head of its log
    # at size n - 1, in light or full form (5.26)."
    checkpoint = Checkpoint(origin, out.frontier.size, out.frontier.root())
    pair = KeyPair.of_log(origin, step.state.keys.public)
    time_s = log_time_s(step, link)
    head = sign_air_head(form, checkpoint, time_s, pair, step.state.keys)
    logged = ask(step, link, SignedHead(head.encode()), int(Precedence.ROUTINE))
    assert logged.serial == checkpoint.size + 1
    out.open_head = (logged.serial, checkpoint.root)
