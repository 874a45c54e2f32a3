# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door through which a custodian cares for the record."""

from __future__ import annotations

from parley.station.authority.audit import AuditLog, Deed
from parley.station.record.care import Care
from parley.station.record.views import ArchiveView, RetentionView


class RecordCare:
    """Mixed into `StationApi`, which sets `_care` and `_audit`."""

    _audit: AuditLog
    _care: Care

    async def archive(
        self,
        out: str,
        from_ms: int | None = None,
        to_ms: int | None = None,
        link: str | None = None,
        redacted: bool = False,
    ) -> ArchiveView:
        """Write a period of the record into a new folder, with or without texts."""
        what = "redacted archive" if redacted else "archive"
        await self._audit.note(Deed.EXPORTED, None, f"{what} to {out}")
        return await self._care.archive(link, from_ms, to_ms, out, redacted=redacted)

    async def retain(self, dry_run: bool = True) -> RetentionView:
        """Destroy texts older than the retention of the settings, or count them."""
        if not dry_run:
            await self._audit.note(Deed.DESTROYED, None, "texts beyond the retention")
        return await self._care.retain(dry_run=dry_run)
