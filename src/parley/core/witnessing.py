# SPDX-License-Identifier: Apache-2.0
"""Their log, as they sign it, against our mirror of it: cosigned, or named and kept.

Whoever signs two roots for one size of one log has shown two versions of it.  A station
that was restored begins another log (the incarnation is in the origin), and what the
network repeats or reorders is compared in the order of serials; so neither looks so.
"""

from __future__ import annotations

from parley.core.alarms import raise_alarm
from parley.core.cosignatures import COSIGNED_AS, keep_note
from parley.core.covering import log_time_s
from parley.core.known_heads import KnownHead
from parley.core.limits import EVIDENCE_MAX, HEADS_MAX, REFUSED_HEADS_MAX
from parley.core.shelves import head_key, link_key, number_key
from parley.core.state import Link
from parley.core.step import Step
from parley.errors import CounterpartFault
from parley.model.entry import Cosignature, SignedHead
from parley.model.record import Direction
from parley.tlog.air import (
    AirForm,
    AirHead,
    decode_air_head,
    open_air_head,
    sign_air_head,
)
from parley.tlog.evidence import make_evidence
from parley.tlog.note import Note
from parley.tlog.note_key import KeyPair
from parley.tlog.origin import Origin
from parley.wire.cbor import dumps


def origin_in(step: Step, link: Link) -> str:
    """Return the name of their log for this link."""
    ours = step.state.settings
    return Origin(link.name, ours.station, ours.mode, link.mirror.incarnation).text()


def hear_head(step: Step, link: Link, said: SignedHead) -> str | None:
    """Judge a head of theirs; the mirror holds every entry before it and no more.

    Returns the code of the fault if it is not to be cosigned, None if it is.

    Raises:
        CounterpartFault: PLY-LOG-015, the bytes are no head.

    """
    # SPEC 4.76: "A head MUST NOT be cosigned if a signature of it is not good, if its
    # size is not that of 4.70, if its root is not that of the receiver's copy, or if
    # its time is earlier than that of a head before it in the same log."
    head = decode_air_head(said.head)
    if head.form not in COSIGNED_AS:
        raise CounterpartFault("PLY-LOG-015", reason="it is not a log's own head")
    mirror, known = link.mirror, link.witnessing
    place = (mirror.incarnation, head.size)
    before = known.heads.get(place)
    # SPEC 4.78: "A head that was cosigned before is ignored when it comes again."
    if before is not None and before.head == said.head:
        raise CounterpartFault("PLY-LOG-027", size=head.size)
    if head.size != mirror.frontier.size:
        return _misplaced(step, link, head)
    root = mirror.frontier.root()
    try:
        signed_root = _verified(step, link, head, root)
    except CounterpartFault as fault:
        _name(step, link, head, back=False)
        return fault.code
    _compare(step, link, head, signed_root)
    if signed_root != root:
        return _refuse(step, link, head, signed_root, back=False)
    time_s = mirror.head_time_s if head.time_s is None else head.time_s
    if time_s < mirror.head_time_s:
        return _name(step, link, head, back=True)
    mirror.head_time_s = time_s
    _accept(step, link, head, root)
    return None


def _verified(step: Step, link: Link, head: AirHead, own_root: bytes) -> bytes:
    """Return the root that a head's signatures are over."""
    origin = origin_in(step, link)
    pair = KeyPair.of_log(origin, link.under.keys)
    checkpoint, _ = open_air_head(head, pair, origin, own_root)
    return checkpoint.root


def _misplaced(step: Step, link: Link, head: AirHead) -> str:
    """Refuse a head of another size; if it is good it may be half of a contradiction.

    A light head of such a size cannot be told from noise unless its root is known.
    """
    mirror, known = link.mirror, link.witnessing
    newest = max(
        (size for inc, size in known.heads if inc == mirror.incarnation), default=0
    )
    back = head.size <= newest
    before = known.heads.get((mirror.incarnation, head.size))
    if head.form is AirForm.LIGHT_HEAD and before is None:
        _name(step, link, head, back=back)
        return "PLY-LOG-024"
    try:
        own_root = b"" if before is None else before.root
        signed_root = _verified(step, link, head, own_root)
    except CounterpartFault as fault:
        _name(step, link, head, back=back)
        return fault.code
    _compare(step, link, head, signed_root)
    if before is not None and signed_root == before.root:
        # The same head in the other form, or signed at another time.
        return _name(step, link, head, back=True)
    return _refuse(step, link, head, signed_root, back=back)


def _name(step: Step, link: Link, head: AirHead, *, back: bool) -> str:
    """Say what is wrong with a head; return the fault's code."""
    if back:
        raise_alarm(step, "HEAD-WENT-BACK", link.name, str(head.size))
        return "PLY-LOG-026"
    raise_alarm(step, "HEAD-DIFFERS", link.name, str(head.size))
    return "PLY-LOG-025"


def _refuse(
    step: Step, link: Link, head: AirHead, signed_root: bytes, *, back: bool
) -> str:
    """Keep a head with good signatures that does not fit, for comparison later."""
    known = link.witnessing
    place = (link.mirror.incarnation, head.size)
    if place not in known.refused and len(known.refused) < REFUSED_HEADS_MAX:
        known.refused[place] = KnownHead(signed_root, head.encode())
        key = head_key(link.name, place, refused=True)
        step.put("head", key, dumps([signed_root, head.encode()]))
    return _name(step, link, head, back=back)


def _accept(step: Step, link: Link, head: AirHead, root: bytes) -> None:
    known = link.witnessing
    place = (link.mirror.incarnation, head.size)
    known.heads[place] = KnownHead(root, head.encode())
    key = head_key(link.name, place, refused=False)
    step.put("head", key, dumps([root, head.encode()]))
    while len(known.heads) > HEADS_MAX:
        oldest = min(known.heads)
        del known.heads[oldest]
        step.drop("head", head_key(link.name, oldest, refused=False))


def _compare(step: Step, link: Link, head: AirHead, signed_root: bytes) -> None:
    """Look for another root that they signed for this size; if so, make the file."""
    known = link.witnessing
    place = (link.mirror.incarnation, head.size)
    for other in (known.heads.get(place), known.refused.get(place)):
        if other is None or other.root == signed_root:
            continue
        # SPEC 4.77: "Two heads of one log and size with different roots MUST be kept
        # whole, as evidence (6.39)."
        subject = str(head.size)
        if _room(step, link) and raise_alarm(step, "EQUIVOCATION", link.name, subject):
            evidence = _evidence(
                step, link, other, KnownHead(signed_root, head.encode())
            )
            key = number_key(link.mirror.incarnation) + number_key(head.size)
            step.put("evidence", link_key(link.name, key), evidence)
        return


def _room(step: Step, link: Link) -> bool:
    """Bound the files; every further head is still on the record, as it came."""
    mine = ("EQUIVOCATION", link.name)
    standing = step.state.alarms.values()
    return sum((each.code, each.link) == mine for each in standing) < EVIDENCE_MAX


def _evidence(step: Step, link: Link, first: KnownHead, second: KnownHead) -> bytes:
    origin = origin_in(step, link)
    pair = KeyPair.of_log(origin, link.under.keys)
    heads = [decode_air_head(each.head) for each in (first, second)]
    # A light head has one signature, and only what signed both is a contradiction.
    full = all(each.form is AirForm.FULL_HEAD for each in heads)
    keys = (pair.ed25519, pair.mldsa44) if full else (pair.ed25519,)
    notes = [
        Note(head.checkpoint(origin, known.root).text(), head.lines(pair))
        for head, known in zip(heads, (first, second), strict=True)
    ]
    return make_evidence(keys, *notes)


def cosign(
    step: Step, link: Link, said: SignedHead, serial: int, leaf: bytes
) -> Cosignature:
    """Sign what `hear_head` has accepted; the entry is filed in this same commit."""
    head = decode_air_head(said.head)
    mirror = link.mirror
    root = link.witnessing.heads[mirror.incarnation, head.size].root
    origin = origin_in(step, link)
    checkpoint = head.checkpoint(origin, root)
    form, time_s = COSIGNED_AS[head.form], log_time_s(step, link)
    # SPEC 5.11: "A station signs its own log under the origin as key name, with the
    # types 0x01 (Ed25519) and 0x06 (ML-DSA-44), and cosigns its counterpart's with its
    # witness keys under its station name, with the types 0x04 (Ed25519) and 0x06."
    keys = step.state.keys.witness
    pair = KeyPair.of_witness(step.state.settings.station, keys.public)
    ours = sign_air_head(form, checkpoint, time_s, pair, keys)
    theirs = KeyPair.of_log(origin, link.under.keys)
    note = Note(checkpoint.text(), (*head.lines(theirs), *ours.lines(pair)))
    mirror.covered = head.size
    full = head.form is AirForm.FULL_HEAD
    if full:
        mirror.covered_full = head.size
        mirror.full_wall_ms = step.now.wall_ms
    link.dirty_in = True
    place = (Direction.IN, mirror.incarnation)
    keep_note(step, link, place, head.size, note, full=full)
    return Cosignature(serial, leaf, ours.encode())
