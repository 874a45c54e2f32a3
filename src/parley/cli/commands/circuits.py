# SPDX-License-Identifier: Apache-2.0
"""`parley circuits`: every way to a counterpart, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from parley.cli import output, times
from parley.cli.face import Face, station_command
from parley.cli.reach import running


@click.group("circuits")
def command() -> None:
    """Show the circuits, and tell those that need a person to be used."""


@command.command("show")
@click.argument("link", required=False)
@station_command
def show(face: Face, link: str | None) -> None:
    """Show every circuit to LINK, or to all counterparts, and what is known of it."""
    ask = running(face)
    found = ask("circuits", link=link)
    now_ms = ask("status")["now_ms"]
    face.show(found, lambda: circuit_lines(found, now_ms))


@command.command("use")
@click.argument("name")
@click.option("--off", is_flag=True, help="Leave it alone again.")
@station_command
def use(face: Face, name: str, *, off: bool) -> None:
    """Let the circuit NAME carry what waits: a stick, a sheet of paper."""
    found = running(face)("use_circuit", circuit=name, wanted=not off)
    if off:
        said = f"{name} is left alone again, unless nothing else is up."
    else:
        said = f"{name} carries what waits, {found['waiting']} entries now."
    face.show(found, lambda: [said])


def circuit_lines(circuits: Sequence[Mapping[str, Any]], now_ms: int) -> list[str]:
    """Return the circuits with all that is known, a paragraph each."""
    if not circuits:
        return ["No circuit is in station.toml: nothing can be carried."]
    shown: list[str] = []
    for each in circuits:
        shown += ["", *output.facts(_facts(each, now_ms))]
    return shown[1:]


def _facts(each: Mapping[str, Any], now_ms: int) -> list[tuple[str, str]]:
    state = f"{each['state'].upper()} for {_age(each['since_ms'], now_ms)}"
    facts = [
        ("circuit", f"{each['circuit']} to {each['link']}, {each['bearer']}"),
        ("state", f"{state}: {each['reason']}" if each["reason"] else state),
        ("carries", f"{each['direction']}, {each['cost']}"),
        ("depends on", ", ".join(each["failure_domain"])),
        ("waiting", str(each["waiting"])),
        ("proved", _proved(each, now_ms)),
        ("round trip", _trips(each)),
        ("delivered", _share(each["delivered"])),
    ]
    if each["offset_ms"] is not None:
        facts.append(("their clock", f"{each['offset_ms'] / 1_000:+.1f} s of ours"))
    if each["exposure"]:
        facts.append(("exposed", each["exposure"]))
    return facts


def _age(at_ms: int, now_ms: int) -> str:
    return times.age(max(0, now_ms - at_ms) / 1_000)


def _proved(each: Mapping[str, Any], now_ms: int) -> str:
    if each["tested_ms"] is None:
        return "never, by a test of its own"
    back = each["came_back_on"]
    way = "" if back == each["circuit"] else f", the answer came on {back}"
    return f"{_age(each['tested_ms'], now_ms)} ago{way}"


def _trips(each: Mapping[str, Any]) -> str:
    if each["half_ms"] is None:
        return "not measured"
    return f"half within {each['half_ms']} ms, 95 % within {each['most_ms']} ms"


def _share(delivered: float | None) -> str:
    return "not measured" if delivered is None else f"{delivered:.0%} in time"
