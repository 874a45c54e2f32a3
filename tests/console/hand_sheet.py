# SPDX-License-Identifier: Apache-2.0
"""A handover under way, exercises and a readout by hand, for pages that only look."""

from __future__ import annotations

from parley.station.views import SigningView
from parley.station.watch.exercises import ExercisesView, ExerciseView, PlanView
from parley.station.watch.handover import LineView, SheetView, WatchView

ALFA = "nrrc.alfa.example"
HOUR_MS = 3_600_000


def sheet(now_ms: int, *, done: bool = False) -> SheetView:
    """Return a sheet of four lines, one of them answered."""
    subject = f"{ALFA}/in/1/4"
    lines = (
        LineView(0, "UNACKNOWLEDGED", ALFA, subject, now_ms - HOUR_MS, "", None),
        LineView(1, "ANSWER_OWED", ALFA, subject, now_ms + HOUR_MS, "", "By 1100Z."),
        LineView(2, "SHELVED", ALFA, "NO-PATH", now_ms + HOUR_MS, "", None),
        LineView(3, "DRAFT", ALFA, "121", now_ms - HOUR_MS, "", ""),
    )
    return SheetView(
        begun_ms=now_ms - (24 * HOUR_MS if done else 60_000),
        outgoing=2,
        outgoing_name="CDR Nils Lindqvist",
        incoming=1,
        incoming_name="LT Adaeze Okoye",
        had=3,
        in_place_of="LT Samir Haddad",
        lines=lines,
        unanswered=2,
        sound_officer=2,
        sound_by="CDR Nils Lindqvist",
        sound_heard=False,
        sound_reason="The loudspeaker is being changed.",
        signed=("OUTGOING", "INCOMING") if done else (),
        done_ms=now_ms - 24 * HOUR_MS if done else None,
    )


class HandSheet:
    """Mixed into the station by hand."""

    now_ms: int
    mode: str

    async def watch(self) -> WatchView:
        since_ms = self.now_ms - 8 * HOUR_MS
        return WatchView(1, "LT Adaeze Okoye", since_ms, sheet(self.now_ms))

    async def handovers(self, _limit: int) -> tuple[SheetView, ...]:
        return (sheet(self.now_ms, done=True),)

    async def handover_request(self, side: str) -> SigningView:
        return SigningView("", 1, self.now_ms, "00", "22" * 32, "AAAA-BBBB", side)

    async def exercises(self) -> ExercisesView:
        from_ms, until_ms = self.now_ms - HOUR_MS, self.now_ms + HOUR_MS
        planned = PlanView(
            3, ALFA, "COLD LAMP 27", from_ms, until_ms, "Cut the fibre.", "Okoye"
        )
        runs = ExerciseView(
            f"{ALFA}/out/1/9", ALFA, "out", "QUIET HARBOUR 26", 2, "CDR Lindqvist",
            from_ms, until_ms, "RUNNING", from_ms, "", ("LT Okoye",), 1,
        )  # fmt: skip
        return ExercisesView(self.mode, (planned,), (runs,))

    async def readouts(self, _link: str | None = None) -> tuple[object, ...]:
        return ()
