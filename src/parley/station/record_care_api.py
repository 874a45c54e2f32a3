# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door through which a custodian cares for the record."""

from __future__ import annotations

from parley.station.record_care import Care
from parley.station.record_views import RetentionView


class RecordCare:
    """Mixed into `StationApi`, which sets `_care`."""

    _care: Care

    async def retain(self, dry_run: bool = True) -> RetentionView:
        """Destroy texts older than the retention of the settings, or count them."""
        return await self._care.retain(dry_run=dry_run)
