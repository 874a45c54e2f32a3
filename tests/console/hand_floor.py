# SPDX-License-Identifier: Apache-2.0
"""The floor of the station by hand: notices, and who inside has a message."""

from __future__ import annotations

from parley.errors import LocalFault
from parley.station.watch.inside import NoticeView, OnwardView


class HandFloor:
    """Mixed into the station by hand."""

    now_ms: int
    noted: list[tuple[str, str, int | None]]
    announced: tuple[NoticeView, ...] = ()
    inside: tuple[OnwardView, ...] = ()

    async def notices(self) -> tuple[NoticeView, ...]:
        return self.announced

    async def onward_missing(self) -> tuple[OnwardView, ...]:
        return tuple(each for each in self.inside if each.missing)

    async def onward_got(
        self, ref: str, addressee: str, name: str, code: str, officer: int
    ) -> OnwardView:
        if code != "482913":
            raise LocalFault("PLY-WCH-076", addressee=addressee)
        self.noted.append((addressee, name, officer))
        self.inside = ()
        return OnwardView(ref, "", 0, (), 0)
