# SPDX-License-Identifier: Apache-2.0
"""How an agreement comes into force and how it is changed: by both signatures only.

proposed by one -> signed by the other -> said once more by the first
"""

from __future__ import annotations

from parley.core.alarms import end_alarms, raise_alarm
from parley.core.authority.agreement_words import terms_changes
from parley.core.authority.news import keep_news
from parley.core.effects import Answer
from parley.core.events import AmendmentAccepted, AmendmentProposed
from parley.core.keeping import keep_link
from parley.core.limits import PROPOSALS_MAX
from parley.core.outgoing import ask
from parley.core.state import NEVER, Link
from parley.core.statements import check_statement, make_statement
from parley.core.step import Step
from parley.crypto.digest import sha256
from parley.errors import CounterpartFault, LocalFault
from parley.fixed import replace
from parley.model.agreement import LinkAgreement
from parley.model.entry import KeyEvent, KeyEventKind
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.wire.agreement import decode_agreement, encode_agreement
from parley.wire.statement import StatementKind, decode_statement

_PRECEDENCE = int(Precedence.IMMEDIATE)


def body_of(statement: bytes) -> bytes:
    """Return the payload of a statement that was verified when it came."""
    return decode_statement(statement, StatementKind.AGREEMENT).payload


def handle(step: Step, event: AmendmentProposed | AmendmentAccepted) -> None:
    """Hand an event to its rule."""
    if isinstance(event, AmendmentProposed):
        propose(step, event)
    else:
        accept(step, event)


def propose(step: Step, event: AmendmentProposed) -> None:
    """Sign other terms and ask the counterpart to sign them too."""
    link = step.link(event.link)
    agreed = link.agreement
    if event.terms == agreed.terms:
        raise LocalFault("PLY-AUT-007", reason="these terms are agreed already")
    if len(link.proposals) >= PROPOSALS_MAX:
        raise LocalFault("PLY-AUT-007", reason="too many of ours are unanswered")
    fresh = _next(link, agreed, event)
    body = encode_agreement(fresh)
    if _is_theirs(link, body) and not _ours_stands(step, link):
        accept(step, AmendmentAccepted(link.name, sha256(body)))
        return
    try:
        decode_agreement(body)
    except CounterpartFault as fault:
        raise LocalFault("PLY-AUT-007", reason=fault.what.rstrip(".")) from None
    signed = make_statement(StatementKind.AGREEMENT, body, step.state.keys)
    logged = ask(step, link, KeyEvent(KeyEventKind.AGREEMENT, signed), _PRECEDENCE)
    link.proposals = (*link.proposals, signed)
    if not link.in_force:
        link.agreement, link.ours_signed = fresh, signed
    keep_link(step, link)
    _tell(step, link, Direction.OUT, logged.serial, ("proposed", agreed, fresh))
    step.outward.append(Answer(fresh))


def _next(link: Link, agreed: LinkAgreement, event: AmendmentProposed) -> LinkAgreement:
    if not link.in_force:
        return replace(agreed, terms=event.terms)
    # SPEC 7.22: "An amendment has the next version and names the digest of the one in
    # force."
    digest = sha256(encode_agreement(agreed))
    return replace(
        agreed, version=agreed.version + 1, previous=digest, terms=event.terms
    )


def _is_theirs(link: Link, body: bytes) -> bool:
    return link.proposed is not None and body_of(link.proposed) == body


def _ours_stands(step: Step, link: Link) -> bool:
    # SPEC 7.24: "Of two open proposals that differ, the one of the station named first
    # stands: it MUST NOT accept the other's, and that one may accept its."
    return bool(link.proposals) and step.state.settings.station < link.name


def accept(step: Step, event: AmendmentAccepted) -> None:
    """Sign what the counterpart proposed; from here on our log is under it."""
    link = step.link(event.link)
    theirs = link.proposed
    if theirs is None or sha256(body_of(theirs)) != event.digest:
        raise LocalFault("PLY-AUT-008", name=link.name)
    if _ours_stands(step, link):
        raise LocalFault("PLY-AUT-009", name=link.name)
    body = body_of(theirs)
    fresh, before = decode_agreement(body), link.agreement
    signed = make_statement(StatementKind.AGREEMENT, body, step.state.keys)
    logged = ask(step, link, KeyEvent(KeyEventKind.AGREEMENT, signed), _PRECEDENCE)
    # SPEC 7.25: "Each log is under an amendment from the second signature in it on."
    if link.in_force:
        link.before, link.judged_from = before, NEVER
    _adopt(step, link, fresh, signed, theirs)
    _tell(step, link, Direction.OUT, logged.serial, ("accepted", before, fresh))
    step.outward.append(Answer(fresh))


def hear_agreement(step: Step, link: Link, payload: bytes, serial: int) -> None:
    """Take in their signature over an agreement.

    Raises:
        CounterpartFault: malformed, badly signed, of other parties; PLY-AUT-005 rolled
            back; PLY-AUT-006 it does not follow the one in force.

    """
    keys = link.counterpart.card.keys
    body = check_statement(payload, StatementKind.AGREEMENT, keys)
    said, agreed = decode_agreement(body), link.agreement
    mine = next((each for each in link.proposals if body_of(each) == body), None)
    parties = (said.stations, said.card_digests, said.mode)
    known = (agreed.stations, agreed.card_digests, agreed.mode)
    if mine is None and parties != known:
        raise CounterpartFault("PLY-LNK-016")
    if link.in_force and said == agreed:
        _under_it(step, link)
        return
    # SPEC 7.23: "A signature over an earlier version than the one in force MUST be
    # refused and reported to the watch."
    if link.in_force and said.version < agreed.version:
        raise_alarm(step, "AGREEMENT-OLD", link.name, str(said.version))
        raise CounterpartFault("PLY-AUT-005", version=said.version)
    if not _follows(link, said):
        raise CounterpartFault("PLY-AUT-006", version=said.version)
    if mine is None:
        link.proposed = payload
        keep_link(step, link)
        raise_alarm(step, "AGREEMENT-PROPOSED", link.name, str(said.version))
        _tell(step, link, Direction.IN, serial, ("proposed by them", agreed, said))
        return
    # Where two proposals crossed, they wait to hear which of theirs we have signed.
    amended = link.in_force or link.proposed is not None
    # What stood before this entry in their log was judged when it was filed.
    link.before, link.judged_from = None, 0
    _adopt(step, link, said, mine, payload)
    if amended:
        ask(step, link, KeyEvent(KeyEventKind.AGREEMENT, mine), _PRECEDENCE)
        _tell(step, link, Direction.IN, serial, ("accepted by them", agreed, said))


def _follows(link: Link, said: LinkAgreement) -> bool:
    agreed = link.agreement
    if not link.in_force:
        return said.version == 1
    digest = sha256(encode_agreement(agreed))
    return (said.version, said.previous) == (agreed.version + 1, digest)


def _adopt(
    step: Step, link: Link, agreed: LinkAgreement, ours: bytes, theirs: bytes
) -> None:
    # SPEC 4.13: "The agreement is in force when both parties have signed the same
    # bytes."
    link.agreement, link.ours_signed, link.theirs_signed = agreed, ours, theirs
    link.proposals, link.proposed = (), None
    keep_link(step, link)
    end_alarms(step, "AGREEMENT-PROPOSED", link.name)
    end_alarms(step, "AGREEMENT-OLD", link.name)
    step.look("links")
    step.look("drafts")


def _under_it(step: Step, link: Link) -> None:
    """They say it once more: from here on their log is under it."""
    if link.before is not None:
        link.before, link.judged_from = None, 0
        keep_link(step, link)


def hear_accepted(step: Step, link: Link, event: KeyEvent, serial: int) -> None:
    """Their station has our second signature: what it logs later is under it.

    It says so by itself as well; this is for one that does not.
    """
    mine = event.kind is KeyEventKind.AGREEMENT and event.payload == link.ours_signed
    if mine and link.before is not None and serial < link.judged_from:
        link.judged_from = serial
        keep_link(step, link)


def judged_by(link: Link, serial: int) -> LinkAgreement:
    """Return the agreement under which their entry `serial` was logged."""
    if link.before is not None and serial < link.judged_from:
        return link.before
    return link.agreement


def _tell(
    step: Step,
    link: Link,
    direction: Direction,
    serial: int,
    change: tuple[str, LinkAgreement, LinkAgreement],
) -> None:
    what, before, after = change
    lines = terms_changes(before.terms, after.terms)
    title = f"agreement version {after.version} {what}"
    keep_news(step, link, direction, serial, title, lines)
