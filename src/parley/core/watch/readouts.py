# SPDX-License-Identifier: Apache-2.0
"""Readouts: shown before they are public, answered, published in the words shown.

What a party says in public stands in one text with a digest.  It is shown to the other
side, which answers; published is that text and no other, and with the answer beside it.
"""

from __future__ import annotations

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.events import ActGiven
from parley.core.limits import READOUT_S_MIN, READOUTS_MAX
from parley.core.logging_out import Logged
from parley.core.shelves import place_key
from parley.core.state import Link
from parley.core.step import Step
from parley.core.tended import Readout
from parley.core.watch.procedure import Heard, Procedure, place_of
from parley.crypto.digest import sha256
from parley.errors import LocalFault
from parley.fixed import replace
from parley.model.act import Act
from parley.model.readout import ReadoutAnswered, ReadoutPublished, ReadoutShown
from parley.model.record import Direction, EntryKey
from parley.wire.cbor import dumps

SHELF = "readout"
WITHHELD = "readout_withheld"
"""Shelf of what a party decided to neither confirm nor deny; its own affair."""

_MS = 1_000


def account(texts: tuple[tuple[str, str], ...]) -> bytes:
    """Return the texts of a readout as the one file that is published.

    Anyone can take its SHA-256 with a tool of his own.
    """
    # SPEC 11.52: "The digest of a readout is SHA-256 over its texts as one file in
    # UTF-8: for each text its language in square brackets, a line feed, the text and a
    # line feed."
    return "".join(f"[{language}]\n{text}\n" for language, text in texts).encode()


def digest_of(texts: tuple[tuple[str, str], ...]) -> bytes:
    """Return the digest of a readout."""
    return sha256(account(texts))


def may_publish(readout: Readout, at_ms: int) -> bool:
    """Say whether the time for an answer is over, or one has come."""
    return readout.answer is not None or at_ms >= readout.not_before_ms


# Shown.


def _check_shown(_step: Step, _link: Link, event: ActGiven) -> None:
    said = event.said
    assert isinstance(said, ReadoutShown), "this procedure is of a readout"
    # SPEC 11.53: "A readout is shown at least one hour before its time."
    if said.not_before_ms < event.created_ms + READOUT_S_MIN * _MS:
        raise LocalFault("PLY-RDO-001", minutes=READOUT_S_MIN // 60)


def _given_shown(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _keep(step, link, logged.key, _opened(event.act, logged.leaf))


def _heard_shown(step: Step, link: Link, heard: Heard) -> None:
    _keep(step, link, heard.key(link), _opened(heard.act, heard.leaf))
    raise_alarm(step, "READOUT-WAITS", link.name, str(heard.serial))


def _opened(act: Act, leaf: bytes) -> Readout:
    said = act.said
    assert isinstance(said, ReadoutShown), "this procedure is of a readout"
    return Readout(leaf, digest_of(said.texts), said.not_before_ms, proof=said.proof)


# Answered.


def _check_answer(_step: Step, link: Link, event: ActGiven) -> None:
    said = event.said
    assert isinstance(said, ReadoutAnswered), "this procedure is of an answer"
    known = _known(link, event.act, Direction.IN)
    if known is None or known.answer is not None or known.publication is not None:
        raise LocalFault("PLY-RDO-002", ref=_named(link, event))
    if said.digest != known.digest:
        raise LocalFault("PLY-RDO-003", ref=_named(link, event))


def _given_answer(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _answer(step, link, event.act, Direction.IN, logged.place)
    assert event.about is not None, "an answer is to a readout"
    end_alarm(step, "READOUT-WAITS", link.name, str(event.about.serial))


def _heard_answer(step: Step, link: Link, heard: Heard) -> None:
    known = _known(link, heard.act, Direction.OUT)
    said = heard.act.said
    assert isinstance(said, ReadoutAnswered), "this procedure is of an answer"
    # SPEC 11.55: "The first answer counts, if it has the digest of the readout and came
    # before the publication; another changes nothing."
    if known is None or known.answer is not None or known.publication is not None:
        return
    if said.digest == known.digest:
        _answer(step, link, heard.act, Direction.OUT, heard.place)


def _answer(
    step: Step, link: Link, act: Act, side: Direction, place: tuple[int, int]
) -> None:
    known, said = _known(link, act, side), act.said
    assert known is not None, "it was checked"
    assert isinstance(said, ReadoutAnswered), "this procedure is of an answer"
    agreed = replace(known, answer=place, proof=known.proof and said.proof)
    _keep(step, link, place_of(link, act, side), agreed)


# Published.


def _check_published(step: Step, link: Link, event: ActGiven) -> None:
    said = event.said
    assert isinstance(said, ReadoutPublished), "this procedure is of a publication"
    known = _known(link, event.act, Direction.OUT)
    if known is None or known.publication is not None:
        raise LocalFault("PLY-RDO-002", ref=_named(link, event))
    # SPEC 11.56: "A readout is published once, in the texts that were shown, after an
    # answer or after its time."
    if said.digest != known.digest:
        raise LocalFault("PLY-RDO-003", ref=_named(link, event))
    if not may_publish(known, step.now.wall_ms):
        raise LocalFault("PLY-RDO-004", ref=_named(link, event))
    # SPEC 11.57: "A proof of its contacts goes with it only if both sides said so."
    if said.proof and not (known.answer is not None and known.proof):
        raise LocalFault("PLY-RDO-005", ref=_named(link, event))


def _given_published(step: Step, link: Link, event: ActGiven, logged: Logged) -> None:
    _publish(step, link, event.act, Direction.OUT, logged.place)


def _heard_published(step: Step, link: Link, heard: Heard) -> None:
    said = heard.act.said
    assert isinstance(said, ReadoutPublished), "this procedure is of a publication"
    known = _known(link, heard.act, Direction.IN)
    if known is None:
        return
    shown = str(place_of(link, heard.act, Direction.IN).serial)
    end_alarm(step, "READOUT-WAITS", link.name, shown)
    changed = said.digest != known.digest or known.publication is not None
    if changed or (said.proof and not (known.answer is not None and known.proof)):
        raise_alarm(step, "READOUT-CHANGED", link.name, shown)
    elif not may_publish(known, heard.act.created_ms):
        raise_alarm(step, "READOUT-EARLY", link.name, shown)
    _publish(step, link, heard.act, Direction.IN, heard.place)


def _publish(
    step: Step, link: Link, act: Act, side: Direction, place: tuple[int, int]
) -> None:
    known = _known(link, act, side)
    assert known is not None, "it was checked"
    if known.publication is None:
        known = replace(known, publication=place)
    _keep(step, link, place_of(link, act, side), known)


# Kept.


def _known(link: Link, act: Act, side: Direction) -> Readout | None:
    known = link.tended.readouts.get(place_of(link, act, side))
    assert act.about is not None, "this kind refers to an entry"
    return known if known is not None and known.leaf == act.about.leaf else None


def _keep(step: Step, link: Link, place: EntryKey, readout: Readout) -> None:
    kept = link.tended.readouts
    fresh = place not in kept
    kept[place] = readout
    step.put(SHELF, place_key(place), _encode(readout))
    same = [each for each in kept if each.direction is place.direction]
    if fresh and len(same) > READOUTS_MAX:
        oldest = min(same, key=lambda each: (each.incarnation, each.serial))
        del kept[oldest]
        step.drop(SHELF, place_key(oldest))
    step.look("messages")


def recover(link: Link, place: EntryKey, kept: list[object]) -> None:
    """Take a readout from the shelf."""
    leaf, digest, not_before_ms, proof, *places = kept
    assert isinstance(leaf, bytes), "as it was kept"
    assert isinstance(digest, bytes), "as it was kept"
    assert isinstance(not_before_ms, int), "as it was kept"
    link.tended.readouts[place] = Readout(
        leaf,
        digest,
        not_before_ms,
        proof=bool(proof),
        answer=_place(places[:2]),
        publication=_place(places[2:]),
    )


def _place(kept: list[object]) -> tuple[int, int] | None:
    incarnation, serial = kept
    if not isinstance(incarnation, int) or not isinstance(serial, int):
        return None
    return incarnation, serial


def _encode(readout: Readout) -> bytes:
    return dumps(
        [
            readout.leaf,
            readout.digest,
            readout.not_before_ms,
            readout.proof,
            *(readout.answer or (None, None)),
            *(readout.publication or (None, None)),
        ]
    )


def _named(link: Link, event: ActGiven) -> str:
    assert event.about is not None, "this kind refers to an entry"
    return f"{event.about.serial} on the line with {link.name}"


SHOW = Procedure(_check_shown, _given_shown, _heard_shown)
ANSWER = Procedure(_check_answer, _given_answer, _heard_answer)
PUBLISH = Procedure(_check_published, _given_published, _heard_published)
