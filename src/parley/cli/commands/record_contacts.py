# SPDX-License-Identifier: Apache-2.0
"""`parley record contacts`: who reached whom, counted from the log alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from parley.cli import output, times
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.periods import Period, period_options
from parley.cli.reach import running_or_at_rest

_PRECEDENCES = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")


@click.command("contacts")
@click.option("--link", metavar="STATION", help="Which counterpart, if more than one.")
@period_options
@passphrase_option("the station's, if it is stopped,")
@station_command
def command(
    face: Face, link: str | None, period: Period, passphrase_file: Path | None
) -> None:
    """Count contacts by day, direction and precedence, and link tests passed or missed.

    Only the log is read, no text.  Days are Zulu days; times are those at which each
    sender's station logged its entry.  Without a period: the last six weeks.
    """
    with running_or_at_rest(face, passphrase_file) as ask:
        found = ask("contacts", link=link, **period.params())
    face.show(found, lambda: _lines(found))


def _lines(found: Mapping[str, Any]) -> list[str]:
    record, total = found["record"], found["record"]["total"]
    days = [*((day["day"], day) for day in record["days"]), ("in all", total)]
    shown = output.table(
        (
            *("day", "by us", "F I P R", "by them", "F I P R"),
            *("our tests", "unanswered", "their tests", "missed"),
        ),
        [_row(name, day) for name, day in days],
    )
    return [
        f"Contacts of {found['own']} and {found['party']} ({found['link']}).",
        *shown,
        "",
        *output.facts(
            [
                ("period", _span(record["from_ms"], record["to_ms"])),
                ("last human answer", _human(record["last_human"])),
                ("longest silence", _silence(record["longest_silence"])),
                (
                    "longest without a person",
                    _silence(record["longest_without_human"]),
                ),
            ]
        ),
    ]


def _row(name: str, day: Mapping[str, Any]) -> Sequence[str]:
    return (
        name,
        str(day["contacts_out"]),
        _split(day["counts"], "out"),
        str(day["contacts_in"]),
        _split(day["counts"], "in"),
        str(day["tests_passed"]),
        str(day["tests_unanswered"]),
        str(day["tests_heard"]),
        str(day["tests_missed"]),
    )


def _split(counts: Sequence[Mapping[str, Any]], direction: str) -> str:
    found = dict.fromkeys(_PRECEDENCES, 0)
    for one in counts:
        if one["kind"] == "MESSAGE" and one["direction"] == direction:
            found[one["precedence"]] += one["count"]
    return " ".join(str(count) for count in found.values())


def _span(from_ms: int, to_ms: int) -> str:
    return f"{times.zulu(from_ms)} to {times.zulu(to_ms)}"


def _human(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return "none in this period"
    return f"{times.zulu(found['at_ms'])}, {found['what']} {found['ref']}"


def _silence(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return "-"
    lasted = times.age(found["lasted_ms"] / 1_000)
    return f"{lasted}, {_span(found['from_ms'], found['to_ms'])}"
