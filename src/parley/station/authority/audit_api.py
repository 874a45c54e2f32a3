# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about the party's own audit log."""

from __future__ import annotations

import asyncio
from pathlib import Path

from parley.errors import LocalFault
from parley.model.identity import OfficerClass
from parley.station.authority.audit import AuditLog, Deed, line_problem
from parley.station.authority.audit_views import AuditCheckView, AuditView
from parley.station.limits import LIST_MAX
from parley.station.names import enum_named
from parley.station.queries import Queries


class AuditActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _audit: AuditLog
    _queries: Queries

    async def note(self, deed: str, subject: str, officer: int | None = None) -> None:
        """Note what somebody did at a face; on the disk when this returns."""
        await self._audit.note(enum_named(Deed, deed, "deed"), officer, subject)

    async def audit(
        self, before: int | None = None, limit: int = 50
    ) -> tuple[AuditView, ...]:
        """Return lines of the audit log, newest first, those under index `before`."""
        return await asyncio.to_thread(
            self._audit.entries, before, max(1, min(limit, LIST_MAX))
        )

    async def log_line(self, text: str, officer: int) -> None:
        """Write a line of the watch log; on the disk, never to be changed, after that.

        Raises:
            LocalFault: PLY-WCH-053 it is no line; PLY-WCH-054 he has no watch.

        """
        problem = line_problem(text)
        if problem is not None:
            raise LocalFault("PLY-WCH-053", reason=problem)
        person = self._queries.officer_view(officer)
        if OfficerClass.WATCH.name not in person.classes:
            raise LocalFault("PLY-WCH-054", officer=person.name)
        await self._audit.note(Deed.LOGGED, officer, text)

    async def watch_log(
        self, before: int | None = None, limit: int = 50
    ) -> tuple[AuditView, ...]:
        """Return lines of the watch log, newest first, those under index `before`."""
        return await asyncio.to_thread(
            self._audit.entries, before, max(1, min(limit, LIST_MAX)), Deed.LOGGED
        )

    async def audit_verify(self) -> AuditCheckView:
        """Compute the audit log anew and compare it with its signed head."""
        return await asyncio.to_thread(self._audit.verify)

    async def audit_export(self, out: str) -> AuditCheckView:
        """Write the audit log with its signed head to a new file; it is noted first."""
        await self._audit.note(Deed.EXPORTED, None, f"audit log to {Path(out).name}")
        return await asyncio.to_thread(self._exported, Path(out))

    def _exported(self, path: Path) -> AuditCheckView:
        try:
            with path.open("x", encoding="utf-8") as stream:
                return self._audit.export(stream.write)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is no name of a file"
            raise LocalFault("PLY-AUT-015", file=path, reason=reason) from error
