# SPDX-License-Identifier: Apache-2.0
"""`parley status`: the five facts of each link, each with its age."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from parley.cli import output, times
from parley.cli.face import Face, station_command
from parley.cli.reach import running
from parley.cli.visible import one_line


@click.command("status")
@station_command
def command(face: Face) -> None:
    """Show the five facts of each link, its circuits, and what needs a person."""
    status = running(face)("status")
    face.show(status, lambda: _lines(status))


def _lines(status: Mapping[str, Any]) -> list[str]:
    ready = "ready" if status["ready"] else "NOT READY"
    shown = output.facts(
        [
            ("station", f"{status['station']} ({status['party']}), {status['mode']}"),
            ("time", times.zulu(status["now_ms"])),
            ("state", "; ".join([ready, *status.get("reasons", ())])),
            ("drafts waiting", str(status["drafts"])),
            ("not acknowledged", str(status["unacknowledged"])),
        ]
    )
    for alarm in status["alarms"]:
        shown += ["", *_alarm(alarm)]
    if not status["counterparts"]:
        shown += ["", "No counterpart is paired yet: `parley pair CARD`."]
    for counterpart in status["counterparts"]:
        shown += ["", *_counterpart(counterpart, status["now_ms"])]
    return shown


def _alarm(alarm: Mapping[str, Any]) -> list[str]:
    title = f"{alarm['severity']}: {alarm['title']} {alarm['link']} {alarm['subject']}"
    return output.facts(
        [
            (output.paint("!", "warning"), " ".join(title.split())),
            (" ", f"{alarm['text']}  Since {times.zulu(alarm['since_ms'])}."),
            *shelved(alarm),
        ]
    )


def shelved(alarm: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return who answers for an alarm, and until when; nothing if nobody does."""
    if alarm["shelved_by"] is None:
        return []
    until = times.zulu(alarm["shelved_until_ms"])
    by, why = one_line(alarm["shelved_by"]), one_line(alarm["shelved_reason"])
    return [(" ", f"SHELVED until {until} by {by}: {why}")]


def _counterpart(link: Mapping[str, Any], now_ms: int) -> list[str]:
    shown = output.facts(
        [
            ("link", f"{link['link']} ({link['party']}), {link['state']}"),
            (
                "record",
                (
                    f"{link['sent']} sent, {link['unreceipted']} without receipt,"
                    f" {link['held']} held of theirs"
                ),
            ),
            ("prekeys left", str(link["prekeys_left"])),
            *_pages(link),
            ("evidence", link["evidence"] or "not agreed yet"),
            ("tests missed", str(link["tests_missed"])),
            ("silence", _silence(link)),
            *_declared(link),
        ]
    )
    shown += ["", *_facts(link["facts"])]
    if link["circuits"]:
        shown += ["", *_circuits(link["circuits"], now_ms)]
    else:
        shown += ["", "No circuit to it is in station.toml: nothing can be carried."]
    return shown


def _pages(link: Mapping[str, Any]) -> list[tuple[str, str]]:
    ours, theirs = link["pages_ours"], link["pages_theirs"]
    if not ours and not theirs and link["state"] != "by pages alone":
        return []
    return [("pages left", f"{ours} of ours, {theirs} of theirs")]


def _silence(link: Mapping[str, Any]) -> str:
    because = "; ".join(link["silence_evidence"])
    return f"{link['silence']}: {because}" if because else link["silence"] or "-"


def _declared(link: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown = []
    for one in link["suspensions"]:
        ends = one["until_ms"]
        until = "" if ends is None else f" until {times.zulu(ends)}"
        whose = "our side" if one["ours"] else link["party"]
        said = f"by {whose}, {one['by']}{until}: {one['reason']}"
        shown.append(("SUSPENDED", f"{said}  {one['ref']}"))
    if link["check_waits"] is not None:
        shown.append(("watch check", f"waits for our watch: {link['check_waits']}"))
    if link["checked_ms"] is not None:
        shown.append(("watch answered", times.zulu(link["checked_ms"])))
    if link["stale_owner"] is not None:
        until = times.zulu(link["stale_owned_until_ms"])
        shown.append(("stale, owned by", f"{link['stale_owner']} until {until}"))
    return shown


def _facts(five: list[Mapping[str, Any]]) -> list[str]:
    return output.table(
        ("fact", "", "last true", "age"),
        [
            (
                fact["fact"],
                fact["word"],
                times.zulu(fact["at_ms"]),
                times.age(fact["age_s"]),
            )
            for fact in five
        ],
    )


def _circuits(circuits: list[Mapping[str, Any]], now_ms: int) -> list[str]:
    return output.table(
        ("circuit", "bearer", "state", "for", "round trip", "reason"),
        [
            (
                circuit["circuit"],
                circuit["bearer"],
                circuit["state"].upper(),
                times.age((now_ms - circuit["since_ms"]) / 1000),
                "-"
                if circuit["round_trip_ms"] is None
                else f"{circuit['round_trip_ms']} ms",
                circuit["reason"],
            )
            for circuit in circuits
        ],
    )
