# SPDX-License-Identifier: Apache-2.0
"""`parley code`: a message of the code book, in one action where the terms allow it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from parley.cli import output, times
from parley.cli.book_views import NO_ISOLATES
from parley.cli.face import Face, station_command
from parley.cli.officers import officer_named
from parley.cli.passphrases import passphrase_option
from parley.cli.reach import running
from parley.cli.releasing import outcome, release_draft


@click.command("code")
@click.argument("name", metavar="CODE")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--as", "officer", metavar="OFFICER", help="Who writes and releases it.")
@click.option("--drafter", metavar="OFFICER", help="Only files it, for two releases.")
@click.option("--dry-run", is_flag=True, help="Show it in all languages; send nothing.")
@click.option("--link", metavar="NAME", help="If several are paired.")
@click.option(
    "--to", multiple=True, metavar="POSITION", help="Without it: every position."
)
@click.option(
    "--precedence",
    type=click.Choice(
        ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"), case_sensitive=False
    ),
    help="Else the usual one of the format.",
)
@passphrase_option("the officer's own")
@station_command
def command(
    face: Face,
    name: str,
    fields: tuple[str, ...],
    officer: str | None,
    drafter: str | None,
    dry_run: bool,
    link: str | None,
    to: tuple[str, ...],
    precedence: str | None,
    passphrase_file: Path | None,
) -> None:
    """Send CODE, a format or a code for one action, with the FIELDs given.

    CODE alone sends what the book has for one action: UNPLANNED says "ours,
    accidental, not an attack", ASK asks "is it yours?"; NOT-OURS, STOP, CANCEL and
    STANDBY-UNTIL are codes too.  How values are written: `parley book show FORMAT`.

    An officer on watch releases it alone where the link agreement says so.
    """
    asked: dict[str, Any] = {
        "name": name,
        "values": _values(fields),
        "link": link,
        "precedence": precedence.upper() if precedence else None,
    }
    ask = running(face)
    if dry_run:
        seen = ask("code_preview", **asked)
        face.show(seen, lambda: _preview_lines(seen))
        return
    who = officer or drafter
    if who is None or (officer and drafter):
        raise click.UsageError("give one of --as, --drafter or --dry-run.")
    person = officer_named(who, ask("officers"))
    draft = ask("write_code", drafted_by=person["index"], to=list(to), **asked)
    if officer is None:
        face.show(draft, lambda: outcome(draft))
        face.next_step(f"Next: parley release {draft['number']} --as OFFICER")
        return
    # One action: the addressee is the one on whose link the code was asked for.
    draft = release_draft(
        face, ask, draft["number"], officer, draft["link"], passphrase_file
    )
    face.show(draft, lambda: outcome(draft))


def _values(fields: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for given in fields:
        name, sep, value = given.partition("=")
        if not sep or not name or name in values:
            raise click.UsageError(f"{given!r} is no FIELD=VALUE, or is given twice.")
        values[name.strip().lower()] = value
    return values


def _preview_lines(seen: dict[str, Any]) -> list[str]:
    lead_ms = seen["lead_ms"]
    alone = "the watch alone" if seen["alone"] else f"{seen['needed']} release(s)"
    shown = output.facts(
        [
            ("format", f"{seen['format']}, edition {seen['edition']}"),
            ("SHA-256 of the edition", seen["digest"]),
            ("body", seen["body"]),
            ("size", f"{seen['size']} bytes"),
            ("to", seen["link"]),
            ("precedence", seen["precedence"]),
            ("takes", alone),
            ("lead time", "-" if lead_ms is None else _minutes(lead_ms)),
            ("event", times.zulu(seen["coded"]["event_ms"])),
        ]
    )
    if seen["short_ms"] is not None:
        shown += ["", f"LATE: their watch has {_minutes(seen['short_ms'])} to answer."]
    for language, draft, marked in seen["texts"]:
        text = marked.translate(NO_ISOLATES)
        mark = "   DRAFT, NOT REVIEWED BY A LINGUIST" if draft else ""
        shown += ["", f"Text ({language}):{mark}", *output.quoted(text)]
    return [*shown, "", "Nothing was sent."]


def _minutes(milliseconds: int) -> str:
    hours, minutes = divmod(abs(milliseconds) // 60_000, 60)
    said = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{said} ago" if milliseconds < 0 else said
