# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door through which a custodian cares for the record."""

from __future__ import annotations

from parley.station.authority.audit import AuditLog, Deed
from parley.station.record.archives import Archives, Asked
from parley.station.record.care import Care
from parley.station.record.views import ArchiveView, ArchiveWishView, RetentionView


class RecordCare:
    """Mixed into `StationApi`, which sets `_archives`, `_care` and `_audit`."""

    _archives: Archives
    _audit: AuditLog
    _care: Care

    async def archive(
        self,
        out: str,
        from_ms: int | None = None,
        to_ms: int | None = None,
        link: str | None = None,
        redacted: bool = False,
        consent: bytes = b"",
    ) -> ArchiveView:
        """Write a period of the record into a new folder, with or without texts.

        Where the agreement asks for the counterpart's consent and none is given, the
        request for it is returned and nothing is written.
        """
        what = "redacted archive" if redacted else "archive"
        asked = Asked(link, from_ms, to_ms, redacted)
        asks = self._archives.asks(asked, consent)
        deed = Deed.CONSENT_ASKED if asks else Deed.EXPORTED
        await self._audit.note(deed, None, f"{what} to {out}")
        return await self._archives.write(asked, out, consent)

    async def archive_wished(self, request: bytes) -> ArchiveWishView:
        """Return what a counterpart's request would archive, by our own record."""
        return await self._archives.wished(request)

    async def archive_consent(self, request: bytes) -> ArchiveWishView:
        """Consent, for the party, that a counterpart archives what its request says."""
        given = await self._archives.consent(request)
        what = "redacted archive" if given.redacted else "archive"
        await self._audit.note(Deed.CONSENTED, None, f"{what} of {given.link}")
        return given

    async def retain(self, dry_run: bool = True) -> RetentionView:
        """Destroy texts older than the retention of the settings, or count them."""
        if not dry_run:
            await self._audit.note(Deed.DESTROYED, None, "texts beyond the retention")
        return await self._care.retain(dry_run=dry_run)
