# SPDX-License-Identifier: Apache-2.0
"""`parley reached`: a person who was called presses a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from parley.cli import times
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.reach import running

_LISTS = {"DUTY_PHONES": "the duty phones", "NEXT_LIST": "the next list too"}


@click.command("reached")
@click.argument("code", required=False)
@click.option("--as", "officer", metavar="OFFICER", help="Who it is, if on the roster.")
@station_command
def command(face: Face, code: str | None, officer: str | None) -> None:
    """Enter the CODE of a call; without one, show who is being called.

    The phones are called no more; the message alarms on until it is acknowledged.
    """
    ask = running(face)
    if code is None:
        found = ask("calls")
        face.show(found, lambda: _lines(found))
        return
    person = None
    if officer is not None:
        person = officer_named(officer, ask("officers"))["index"]
    done = ask("reached", code=code, officer=person)
    about = done["ref"] or "this station, which nobody can hear"
    face.show(
        done,
        lambda: [f"Noted: somebody comes for {about}.  Acknowledge it at the station."],
    )


def _lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    if not found:
        yield "Nobody is being called."
    for one in found:
        about = one["ref"] or "this station, which nobody can hear"
        came = "nobody has pressed a key"
        if one["reached_ms"] is not None:
            came = f"reached {times.zulu(one['reached_ms'])}"
        yield (
            f"{about}: {_LISTS[one['phones']]}, {one['times']} time(s) since"
            f" {times.zulu(one['since_ms'])}, {came}"
        )
