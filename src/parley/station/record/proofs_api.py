# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that shows the record to others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from parley.errors import LocalFault
from parley.model.entry import EntryKind
from parley.model.precedence import Precedence
from parley.model.record import Direction
from parley.station.authority.audit import AuditLog, Deed
from parley.station.names import enum_named, parse_ref
from parley.station.queries import Queries
from parley.station.record.choice import ANSWERS, SHOWN, Wanted, bits
from parley.station.record.exports import ConsentView, EvidenceView, ProofView
from parley.station.record.proofs import Proofs

T = TypeVar("T")
_METHOD = "prove"
_DIRECTIONS = {
    "out": (Direction.OUT,),
    "in": (Direction.IN,),
    "both": (Direction.OUT, Direction.IN),
}


class RecordProofs:
    """Mixed into `StationApi`, which sets `_proofs`, `_queries` and `_audit`."""

    _audit: AuditLog
    _proofs: Proofs
    _queries: Queries

    async def prove(
        self,
        refs: Sequence[str] = (),
        link: str | None = None,
        direction: str = "both",
        from_ms: int | None = None,
        to_ms: int | None = None,
        kinds: Sequence[str] = (),
        precedences: Sequence[str] = (),
        show: Sequence[str] = ("kind", "precedence", "time"),
        complete: bool = False,
        consent: bytes = b"",
    ) -> ProofView:
        """Make a proof for a third party; nothing leaves the station by this.

        Entries are chosen by `refs`, or by period, direction, kind and precedence;
        `show` names the fields and answers that stand open: kind, precedence, time,
        receipt, acknowledgement.  `complete` proves as well that there is no other
        entry in the period.  With `consent` alone the choice is the one consented to.
        """
        asked = refs or complete or kinds or precedences
        if consent and not asked and from_ms is None and to_ms is None:
            return await self._proofs.prove(None, consent)
        if complete and refs:
            raise _wrong("a complete period has no entries chosen by name")
        keys = tuple(parse_ref(ref) for ref in refs)
        name = keys[0].link if keys and link is None else link
        wanted = Wanted(
            link=self._queries.link_named(name),
            refs=keys,
            directions=_one(_DIRECTIONS, direction, "direction"),
            from_ms=from_ms,
            to_ms=to_ms,
            kinds=frozenset(enum_named(EntryKind, one, "kinds") for one in kinds),
            precedences=frozenset(
                enum_named(Precedence, one, "precedences") for one in precedences
            ),
            fields=bits(*(SHOWN[one] for one in show if one in SHOWN)),
            answers=frozenset(
                kind
                for one in show
                if one not in SHOWN
                for kind in _one(ANSWERS, one, "show")
            ),
            complete=complete,
        )
        return await self._proofs.prove(wanted, consent)

    async def evidence(self) -> tuple[EvidenceView, ...]:
        """Return the contradictions that counterparts have signed, each whole."""
        return self._proofs.evidence()

    async def export_wished(self, request: bytes) -> ConsentView:
        """Return what a counterpart's request would show, judged by our own record."""
        return await self._proofs.wished(request)

    async def export_consent(self, request: bytes) -> ConsentView:
        """Consent, for the party, that a counterpart shows what its request says."""
        given = await self._proofs.consent(request)
        await self._audit.note(Deed.CONSENTED, None, f"proof of {given.link}")
        return given


def _one(known: dict[str, T], name: str, key: str) -> T:
    found = known.get(name)
    if found is None:
        allowed = "one of " + ", ".join((*SHOWN, *ANSWERS) if key == "show" else known)
        raise LocalFault("PLY-CFG-014", key=key, method=_METHOD, allowed=allowed)
    return found


def _wrong(reason: str) -> LocalFault:
    return LocalFault("PLY-REC-010", reason=reason)
