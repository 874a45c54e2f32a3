# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that stops keys, ours and theirs."""

from __future__ import annotations

import re
from typing import Any

from parley.core.authority.revoking import CODE_BYTES
from parley.core.events import (
    CodeRead,
    CodesWanted,
    RevocationPresented,
    StationRevoked,
)
from parley.errors import LocalFault
from parley.fixed import Fixed
from parley.model.revocation import STATION
from parley.station.authority.audit import AuditLog, Deed
from parley.station.queries import Queries
from parley.station.runner import Runner

CODE_DIGITS, _GROUP = 40, 5


class StopCodeView(Fixed):
    """A code as it is printed, and what reading it aloud stops."""

    target: int  # 0: the station
    whose: str
    code: str  # 8 groups of 5 digits


class RevokedView(Fixed):
    """What was stopped of a counterpart's."""

    link: str
    target: int  # 0: the station
    whose: str


class RevocationActs:
    """Mixed into `StationApi`, which sets `_runner`, `_queries` and `_audit`."""

    _runner: Runner
    _queries: Queries
    _audit: AuditLog

    async def revocation_codes(self) -> tuple[StopCodeView, ...]:
        """Make fresh revocation codes and publish their digests; shown this once."""
        made: Any = await self._runner.act(CodesWanted(), tuple)
        await self._audit.note(Deed.KEY_REVOKED, None, "revocation codes made anew")
        return tuple(
            StopCodeView(target, self._ours(target), code_text(code))
            for target, code in made
        )

    def _ours(self, target: int) -> str:
        if target == STATION:
            return "the station"
        return self._queries.officer_view(target).name

    async def revoke_by_code(self, code: str) -> RevokedView:
        """Stop the keys of a counterpart's whose code was read aloud."""
        raw = code_bytes(code)
        link, target = await self._runner.act(CodeRead(raw), tuple)
        return await self._revoked(link, target, "by a code read aloud")

    async def revoke_station(self) -> bytes:
        """Revoke this station's own keys; return the statement to be carried."""
        statement = await self._runner.act(StationRevoked(), bytes)
        about = "this station's own keys revoked"
        await self._audit.note(Deed.KEY_REVOKED, None, about)
        return statement

    async def take_revocation(self, statement: bytes) -> RevokedView:
        """Take a revocation of a counterpart's that was carried by hand."""
        link = await self._runner.act(RevocationPresented(statement), str)
        return await self._revoked(link, STATION, "by a statement carried by hand")

    async def _revoked(self, link: str, target: int, how: str) -> RevokedView:
        whose = "the station"
        if target != STATION:
            roster = self._queries.link_knowledge(link).roster
            officer = roster.officer(target)
            whose = f"officer {target}" if officer is None else officer.name
        about = f"{whose} of {link} stopped {how}"
        await self._audit.note(Deed.KEY_REVOKED, None, about)
        return RevokedView(link, target, whose)


def code_text(code: bytes) -> str:
    """Return a code as digits in groups: no shared language is needed."""
    digits = f"{int.from_bytes(code):0{CODE_DIGITS}d}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, CODE_DIGITS, _GROUP))


def code_bytes(text: str) -> bytes:
    """Return the code that was read aloud.

    Raises:
        LocalFault: PLY-KEY-121 it can be nobody's.

    """
    digits = re.sub(r"[\s-]", "", text)
    if not digits.isascii() or not digits.isdigit() or len(digits) != CODE_DIGITS:
        raise LocalFault("PLY-KEY-121")
    value = int(digits)
    if value >= 1 << (8 * CODE_BYTES):
        raise LocalFault("PLY-KEY-121")
    return value.to_bytes(CODE_BYTES)
