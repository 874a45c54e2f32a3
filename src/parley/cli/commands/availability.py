# SPDX-License-Identifier: Apache-2.0
"""`parley availability`: the monthly report, signed by both sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from parley.cli import output, times
from parley.cli.acts import act_of_officer, place_of
from parley.cli.face import Face, station_command
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running


@click.command("availability")
@click.argument("month", metavar="MONTH")
@click.option("--sign", is_flag=True, help="Report our figures to the other side.")
@click.option("--countersign", metavar="NAME", help="Countersign their report NAME.")
@click.option("--as", "officer", metavar="OFFICER", help="Who signs.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face,
    month: str,
    sign: bool,
    countersign: str | None,
    officer: str | None,
    link: str | None,
    passphrase_file: Path | None,
) -> None:
    """Show how well the link worked in MONTH, given as 2026-11, and who signed it.

    The figures are counted from the record.  A report and its countersignature each
    carry the figures of their own side.
    """
    if sign and countersign is not None:
        raise click.UsageError("give either --sign or --countersign.")
    if (sign or countersign is not None) != (officer is not None):
        raise click.UsageError("--as names who signs, with --sign or --countersign.")
    ask = running(face)
    found = ask("availability", link=link, month=month)
    if officer is not None:
        fields = {"figures": found["figures"]}
        page = _page(found)
        if countersign is None:
            fields["month"] = month
            act_of_officer(
                face,
                "REPORTED",
                officer,
                passphrase_file,
                about=found["link"],
                fields=fields,
                page=page,
            )
        else:
            act_of_officer(
                face,
                "COUNTERSIGNED",
                officer,
                passphrase_file,
                message=place_of(countersign),
                fields=fields,
                page=page,
            )
        found = ask("availability", link=link, month=month)
    face.show(found, lambda: _page(found))


def _page(found: Mapping[str, Any]) -> list[str]:
    shown = [f"Availability of the link with {found['link']} in {found['month']}", ""]
    shown += _figures(found["figures"])
    for one in found["signatures"]:
        what = "report" if one["about"] is None else f"countersigns {one['about']}"
        whose = "our" if one["ours"] else "their"
        shown += [
            "",
            f"{whose} {what}, by {one['by']}, {times.zulu(one['at_ms'])}",
            f"  {one['ref']}",
            *(f"  {line}" for line in _figures(one["figures"])),
        ]
    return shown if found["signatures"] else [*shown, "", "Nobody has signed it yet."]


def _figures(text: str) -> list[str]:
    figures = json.loads(text)
    waits = figures.pop("acknowledged_after_ms")
    rows = [(name.replace("_", " "), _plain(value)) for name, value in figures.items()]
    rows += [
        (
            f"{precedence} acknowledged after",
            f"median {one['median']} ms of {one['count']}, most {one['longest']} ms",
        )
        for precedence, one in waits.items()
    ]
    return output.facts(rows)


def _plain(value: object) -> str:
    return "-" if value is None else str(value)
