# SPDX-License-Identifier: Apache-2.0
"""`parley shelve`: an officer answers for a standing alarm until a time."""

from __future__ import annotations

import click

from parley.cli import times
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.reach import running


@click.command("shelve")
@click.argument("code")
@click.option("--as", "officer", required=True, metavar="OFFICER", help="Who answers.")
@click.option("--link", default="", metavar="NAME", help="The link it is about.")
@click.option("--subject", default="", help="What it is about, as it is shown.")
@click.option("--until", metavar="TIME", help="When it comes back; 12 h at most.")
@click.option("--reason", default="", help="What is known of it, and who mends it.")
@click.option("--end", is_flag=True, help="Take it off the shelf.")
@station_command
def command(
    face: Face,
    code: str,
    officer: str,
    link: str,
    subject: str,
    until: str | None,
    reason: str,
    end: bool,
) -> None:
    """Shelve the standing alarm CODE: it is shown with your name and does not chime.

    It comes back at its time.  What says that nobody is reached, that something must
    stop or that something is real is never shelved.
    """
    if end == (until is not None):
        raise click.UsageError("Give one of --until and --end.")
    ask = running(face)
    person = officer_named(officer, ask("officers"))
    until_ms = None if until is None else times.needed_zulu(until, "--until")
    alarm = ask(
        "shelve_alarm",
        code=code,
        link=link,
        subject=subject,
        officer=person["index"],
        until_ms=until_ms,
        reason=reason,
    )
    words = "It is off the shelf."
    if until_ms is not None:
        words = f"{person['name']} answers for it until {times.zulu(until_ms)}."
    face.show(alarm, lambda: [words])
