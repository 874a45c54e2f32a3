# SPDX-License-Identifier: Apache-2.0
"""The floor of the station by hand: notices, and who inside has a message."""

from __future__ import annotations

from collections.abc import Callable

from parley.errors import LocalFault
from parley.fixed import replace
from parley.station.views import AlarmView
from parley.station.watch.clocks import ClocksView, ClockView
from parley.station.watch.inside import CopyView, NoticeView, OnwardView


class HandFloor:
    """Mixed into the station by hand."""

    now_ms: int
    alarms: tuple[AlarmView, ...]
    look_again: Callable[[], None]
    noted: list[tuple[str, str, int | None]]
    announced: tuple[NoticeView, ...] = ()
    inside: tuple[OnwardView, ...] = ()

    async def notices(self) -> tuple[NoticeView, ...]:
        return self.announced

    async def keep_notice(
        self, ref: str, officer: int, event_ms: int | None
    ) -> tuple[NoticeView, ...]:
        others = tuple(each for each in self.announced if each.ref != ref)
        self.noted.append(("NOTICE", str(event_ms), officer))
        kept = () if event_ms is None else (NoticeView(ref, "Test", event_ms, False),)
        self.announced = (*others, *kept)
        return self.announced

    async def shelve_alarm(
        self,
        code: str,
        link: str,
        subject: str,
        officer: int,
        until_ms: int | None,
        reason: str = "",
    ) -> AlarmView:
        at = next(n for n, each in enumerate(self.alarms) if each.code == code)
        by = None if until_ms is None else "LT Adaeze Okoye"
        changed = replace(
            self.alarms[at],
            shelved_by=by,
            shelved_until_ms=until_ms,
            shelved_reason=reason,
        )
        self.alarms = (*self.alarms[:at], changed, *self.alarms[at + 1 :])
        self.noted.append((f"SHELVED {link}{subject}", str(until_ms), officer))
        self.look_again()
        return changed

    async def clocks(self) -> ClocksView:
        return ClocksView(
            self.now_ms,
            "230934Z NOV 26",
            ClockView("Zulu", None, "UTC", "2026-11-23", "09:34:38", 0),
            ClockView("BRAVO", None, "Europe/Moscow", "2026-11-23", "12:34:38", 180),
            (
                ClockView(
                    "ALFA", "nrrc.alfa.example", "America/St_Johns", "2026-11-23",
                    "06:04:38", -210, 4_200,
                ),
            ),
        )  # fmt: skip

    async def onward(self, ref: str) -> OnwardView:
        known = (each for each in self.inside if each.ref == ref)
        return next(known, OnwardView(ref, "", 0, (), 0))

    async def onward_copy(self, ref: str, addressee: str) -> CopyView:
        return CopyView(ref, addressee, "482 913", (("en", "Launch from pad 7."),))

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
