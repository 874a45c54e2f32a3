# SPDX-License-Identifier: Apache-2.0
"""What became of our checkpoints: cosigned, refused, or held there and not answered."""

from __future__ import annotations

from parley.core.alarms import end_alarm, end_alarms, raise_alarm, subjects
from parley.core.covering import open_checkpoint, origin_out
from parley.core.events import ThirdsCounted
from parley.core.known_heads import Claim
from parley.core.limits import (
    COSIGN_TRIES,
    COVER_AGAIN_S_MAX,
    COVER_QUIET_S,
    FULL_ALARM_S,
)
from parley.core.outgoing import settle
from parley.core.shelves import log_key, number_key
from parley.core.state import Circuit, Link
from parley.core.step import Step
from parley.errors import CounterpartFault
from parley.fixed import replace
from parley.model.entry import Cosignature, SignedHead
from parley.model.record import Direction
from parley.tlog.air import AirForm, AirHead, decode_air_head, open_air_head
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair

_DAY_MS = 86_400_000

COSIGNED_AS = {
    AirForm.LIGHT_HEAD: AirForm.LIGHT_COSIGNATURE,
    AirForm.FULL_HEAD: AirForm.FULL_COSIGNATURE,
}


def hear_cosignature(
    step: Step, link: Link, circuit: Circuit, said: Cosignature
) -> str | None:
    """Take a cosignature of theirs; return a fault's code if it counts as none."""
    out = link.out
    asked = open_checkpoint(link)
    if asked is None or asked.serial != said.serial:
        return None  # a repeat, or an answer to an incarnation before
    if asked.leaf != said.leaf:
        # After a restoration, cosignatures of the old incarnation may be about.
        if out.previous is None:
            raise_alarm(step, "COSIGNATURE-BAD", link.name, str(said.serial))
        return "PLY-LOG-023"
    assert isinstance(asked.payload, SignedHead)
    assert out.open_head is not None
    head, root = decode_air_head(asked.payload.head), out.open_head[1]
    settle(step, link, said.serial, circuit)
    try:
        note = _cosigned(step, link, head, root, said)
    except CounterpartFault:
        raise_alarm(step, "COSIGNATURE-BAD", link.name, str(said.serial))
        miss(step, link)
        return "PLY-LOG-023"
    _covered(step, link, head, note)
    return None


def _cosigned(
    step: Step, link: Link, head: AirHead, root: bytes, said: Cosignature
) -> Note:
    """Return the note of our head with their signatures.

    Raises:
        CounterpartFault: they have not signed this head, or not in its form.

    """
    answer = decode_air_head(said.head)
    # SPEC 4.75: "A cosignature answers a checkpoint with the receiver's signatures over
    # the same head, in the same form."
    same = (answer.form, answer.size, answer.root) == (
        COSIGNED_AS[head.form],
        head.size,
        head.root,
    )
    if not same:
        raise CounterpartFault("PLY-LOG-023")
    origin = origin_out(step.state, link)
    theirs = KeyPair.of_witness(link.name, link.under.witness)
    checkpoint, lines = open_air_head(answer, theirs, origin, root)
    ours = head.lines(KeyPair.of_log(origin, step.state.keys.public))
    return Note(checkpoint.text(), (*ours, *lines))


def _covered(step: Step, link: Link, head: AirHead, note: Note) -> None:
    out, known = link.out, link.witnessing
    out.covered = max(out.covered, head.size)
    full = head.form is AirForm.FULL_HEAD
    if full:
        out.covered_full = out.covered
        out.full_wall_ms = step.now.wall_ms
        known.full_wanted = False
    link.dirty_out = True
    known.misses, known.not_before_mono_ms = 0, 0
    known.claim = known.claim_tries = None
    place = (Direction.OUT, out.incarnation)
    keep_note(step, link, place, head.size, note, full=full)
    end_alarm(step, "COSIGNATURE-WITHHELD", link.name)


def keep_note(
    step: Step,
    link: Link,
    place: tuple[Direction, int],
    size: int,
    note: Note,
    *,
    full: bool,
) -> None:
    """Keep a cosigned note for archives, and the newest full one for proofs."""
    data = note.encode()
    step.put("notes", log_key(link.name, *place, number_key(size)), data)
    if full:
        step.put("note", log_key(link.name, *place), data)
    step.look("links")


def miss(step: Step, link: Link) -> None:
    """Note that a checkpoint was answered without a good cosignature."""
    known = link.witnessing
    known.misses += 1
    # SPEC 4.72: "A light head that is refused is followed by a full one."
    known.full_wanted = True
    wait_s = min(COVER_QUIET_S * 2 ** min(known.misses, 16), COVER_AGAIN_S_MAX)
    known.not_before_mono_ms = step.now.mono_ms + round(wait_s * 1_000)
    if known.misses >= COSIGN_TRIES:
        raise_alarm(step, "COSIGNATURE-WITHHELD", link.name)


def hear_thirds(step: Step, event: ThirdsCounted) -> None:
    """Say that too few third witnesses signed for a time, and take it back."""
    if event.enough:
        end_alarm(step, "THIRDS-MISSING", event.link)
    else:
        raise_alarm(step, "THIRDS-MISSING", event.link)


def hear_claim(link: Link, serial: int, held: int) -> None:
    """Note when an entry of theirs says that our open checkpoint is on their disk."""
    asked, known = open_checkpoint(link), link.witnessing
    if asked is None or held < asked.serial or held >= link.out.next_serial:
        return
    claim = Claim(link.mirror.incarnation, serial, asked.serial)
    before = known.claim
    if before is None or replace(before, serial=serial) != claim:
        known.claim, known.claim_tries = claim, None


def watch_cosignatures(step: Step, link: Link) -> None:
    """Notice a checkpoint that is held there and never answered, and age."""
    _watch_claim(step, link)
    if link.in_force:
        _watch_age(step, link)


def _watch_age(step: Step, link: Link) -> None:
    """Say for how many weeks no full checkpoint passed, in one of both directions."""
    began_ms = link.counterpart.confirmed_wall_ms
    last_ms = min(
        began_ms if each is None else each
        for each in (link.out.full_wall_ms, link.mirror.full_wall_ms)
    )
    weeks = (step.now.wall_ms - last_ms) // (FULL_ALARM_S * 1_000)
    subject = str(weeks * FULL_ALARM_S * 1_000 // _DAY_MS)
    standing = subjects(step, "NO-FULL-CHECKPOINT", link.name)
    if weeks < 1:
        end_alarms(step, "NO-FULL-CHECKPOINT", link.name)
    elif standing != [subject]:
        end_alarms(step, "NO-FULL-CHECKPOINT", link.name)
        raise_alarm(step, "NO-FULL-CHECKPOINT", link.name, subject)


def _watch_claim(step: Step, link: Link) -> None:
    # SPEC 4.80: "The answer to a checkpoint stands in the log of its receiver at latest
    # directly after the first entry that says the checkpoint is held."
    asked, known = open_checkpoint(link), link.witnessing
    claim, mirror = known.claim, link.mirror
    if asked is None or claim is None or claim.checkpoint != asked.serial:
        return
    if claim.incarnation != mirror.incarnation or mirror.held <= claim.serial:
        return
    if known.claim_tries is None:
        known.claim_tries = asked.tries
    elif asked.tries >= known.claim_tries + COSIGN_TRIES:
        raise_alarm(step, "COSIGNATURE-WITHHELD", link.name)
