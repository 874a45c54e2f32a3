# SPDX-License-Identifier: Apache-2.0
"""The monthly availability report: figures of one side, countersigned by the other.

The figures are counted from the record by the station; what the core sees to is that a
month is over, and that a countersignature is of the report that it names.
"""

from __future__ import annotations

from datetime import UTC, datetime

from parley.core.alarms import end_alarm, raise_alarm
from parley.core.events import ActGiven
from parley.core.logging_out import Logged
from parley.core.state import Link
from parley.core.step import Step
from parley.core.watch.procedure import Heard, Procedure
from parley.errors import LocalFault
from parley.model.act import Reported


def month_ends_ms(month: str) -> int:
    """Return when a month given as `2026-11` is over, in Zulu time."""
    year, _, number = month.partition("-")
    after = int(year) * 12 + int(number)
    end = datetime(after // 12, after % 12 + 1, 1, tzinfo=UTC)
    return round(end.timestamp()) * 1_000


def _check_report(step: Step, _link: Link, event: ActGiven) -> None:
    said = event.said
    assert isinstance(said, Reported), "this procedure is of a report"
    # SPEC 8.58: "A report is of a month that is over by the speaker's clock."
    if month_ends_ms(said.month) > step.now.wall_ms:
        raise LocalFault("PLY-WCH-020", month=said.month)


def _given_report(step: Step, _link: Link, _event: ActGiven, _logged: Logged) -> None:
    step.look("links")


def _heard_report(step: Step, link: Link, said: Heard) -> None:
    raise_alarm(step, "REPORT-WAITS", link.name, str(said.serial))


def _check_countersign(_step: Step, _link: Link, _event: ActGiven) -> None:
    pass


def _given_countersign(
    step: Step, link: Link, event: ActGiven, _logged: Logged
) -> None:
    assert event.about is not None, "a countersignature is of a report"
    end_alarm(step, "REPORT-WAITS", link.name, str(event.about.serial))


def _heard_countersign(step: Step, _link: Link, _said: Heard) -> None:
    step.look("links")


REPORT = Procedure(_check_report, _given_report, _heard_report)
COUNTERSIGN = Procedure(_check_countersign, _given_countersign, _heard_countersign)
