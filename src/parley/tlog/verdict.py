# SPDX-License-Identifier: Apache-2.0
"""What a proof file proves, as plain data: the same from every verifier.

`verdict` needs no station, clock or network: a file, and the policies the reader
trusts.  It never raises for bad input; a refused file is a verdict with a code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict, assert_never

from parley.errors import CounterpartFault
from parley.tlog.bundle import (
    BUNDLE_LABEL,
    Part,
    Period,
    parse_bundle,
)
from parley.tlog.checkpoint import parse_checkpoint
from parley.tlog.contact import verify_contact
from parley.tlog.evidence import EVIDENCE_LABEL, verify_evidence
from parley.tlog.note import Note
from parley.tlog.period import Extent, extent
from parley.tlog.policy import Policy, SealedCheckpoint
from parley.tlog.policy_text import parse_policy
from parley.tlog.proof import PROOF_HEADER, parse_tlog_proof
from parley.tlog.selection import verify_selection
from parley.tlog.verdict_parts import (
    CountRow,
    EntryVerdict,
    SealVerdict,
    count_rows,
    entry_verdicts,
    link_answers,
    seal_verdicts,
)
from parley.wire.cbor import dumps

Form = Literal["contact", "proof", "evidence", "unknown"]

_BUNDLE_START = b"\x83" + dumps(BUNDLE_LABEL)
_EVIDENCE_START = b"\x83" + dumps(EVIDENCE_LABEL)


class PeriodVerdict(TypedDict):
    """The complete period that a part shows."""

    from_ms: int
    to_ms: int
    begins_log: bool
    ends_log: bool


class PartVerdict(TypedDict):
    """What is proved of one log."""

    origin: str
    size: int
    root: str
    seals: list[SealVerdict]
    period: PeriodVerdict | None
    entries: list[EntryVerdict]
    counts: list[CountRow]


class Verdict(TypedDict):
    """The whole answer; `code` is None when everything verified."""

    form: Form
    code: str | None
    parts: list[PartVerdict]


def verdict(data: bytes, policies: Sequence[bytes]) -> Verdict:
    """Judge a proof or evidence file by the policy files the reader trusts."""
    form = _form(data)
    try:
        parts = _judged(form, data, [parse_policy(policy) for policy in policies])
    except CounterpartFault as fault:
        return Verdict(form=form, code=fault.code, parts=[])
    return Verdict(form=form, code=None, parts=parts)


def _form(data: bytes) -> Form:
    if data.startswith(PROOF_HEADER.encode() + b"\n"):
        return "contact"
    if data.startswith(_BUNDLE_START):
        return "proof"
    if data.startswith(_EVIDENCE_START):
        return "evidence"
    return "unknown"


def _judged(form: Form, data: bytes, policies: Sequence[Policy]) -> list[PartVerdict]:
    match form:
        case "contact":
            return [_contact(data, policies)]
        case "proof":
            return _bundle(parse_bundle(data), policies)
        case "evidence":
            return _evidence(data)
        case "unknown":
            raise CounterpartFault("PLY-LOG-019", reason="its beginning is foreign")
        case _:
            assert_never(form)


def _policy_of(note: Note, policies: Sequence[Policy]) -> Policy:
    origin = parse_checkpoint(note.text).origin
    for policy in policies:
        if policy.knows(origin):
            return policy
    raise CounterpartFault("PLY-LOG-010", name=origin)


def _contact(data: bytes, policies: Sequence[Policy]) -> PartVerdict:
    proof = parse_tlog_proof(data)
    sealed, entry = verify_contact(proof, _policy_of(proof.note, policies))
    entries = entry_verdicts([entry], 0, 1)
    return _part(sealed, None, entries, count_rows(0, [entries]))


def _bundle(parts: Sequence[Part], policies: Sequence[Policy]) -> list[PartVerdict]:
    sealed = [_verified(part, policies) for part in parts]
    periods = [_period(part, seal) for part, seal in zip(parts, sealed, strict=True)]
    entries = [
        entry_verdicts(part.entries, period[1].first, period[1].end)
        if period
        else entry_verdicts(part.entries, 0, len(part.entries))
        for part, period in zip(parts, periods, strict=True)
    ]
    link_answers(entries)
    return [
        _part(seal, period, entries[at], count_rows(at, entries))
        for at, (seal, period) in enumerate(zip(sealed, periods, strict=True))
    ]


def _verified(part: Part, policies: Sequence[Policy]) -> SealedCheckpoint:
    sealed = _policy_of(part.note, policies).judge(part.note)
    verify_selection(
        [entry.index for entry in part.entries],
        [entry.disclosure.leaf() for entry in part.entries],
        sealed.checkpoint.size,
        part.hashes,
        sealed.checkpoint.root,
    )
    return sealed


def _period(part: Part, sealed: SealedCheckpoint) -> tuple[Period, Extent] | None:
    if part.period is None:
        return None
    return part.period, extent(part.period, part.entries, sealed)


def _evidence(data: bytes) -> list[PartVerdict]:
    evidence = verify_evidence(data)
    return [
        _part(SealedCheckpoint(head, seals, ()), None, [], [])
        for head, seals in zip(evidence.heads, evidence.seals, strict=True)
    ]


def _part(
    sealed: SealedCheckpoint,
    period: tuple[Period, Extent] | None,
    entries: list[EntryVerdict],
    counts: list[CountRow],
) -> PartVerdict:
    checkpoint = sealed.checkpoint
    return PartVerdict(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        seals=seal_verdicts(sealed.log_seals + sealed.witness_seals),
        period=None if period is None else _period_verdict(*period),
        entries=entries,
        counts=counts,
    )


def _period_verdict(period: Period, found: Extent) -> PeriodVerdict:
    return PeriodVerdict(
        from_ms=period.from_ms,
        to_ms=period.to_ms,
        begins_log=found.begins_log,
        ends_log=found.ends_log,
    )
