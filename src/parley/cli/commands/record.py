# SPDX-License-Identifier: Apache-2.0
"""`parley record`: everything that is done with the record as a whole.

Each command below lives in its own module and is imported when it is used.
"""

from __future__ import annotations

from importlib import import_module

import click

_MODULES = {
    "contacts": "parley.cli.commands.record_contacts",
    "calendar": "parley.cli.commands.record_calendar",
    "chronology": "parley.cli.commands.record_chronology",
    "archive": "parley.cli.commands.record_archive",
    "archive-verify": "parley.cli.commands.record_archive_verify",
    "retain": "parley.cli.commands.record_retain",
    "prove": "parley.cli.commands.record_prove",
    "consent": "parley.cli.commands.record_consent",
    "evidence": "parley.cli.commands.record_evidence",
}


class _Below(click.Group):
    """The commands of the table, in its order."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _MODULES.get(cmd_name)
        if module is None:
            return None
        command = import_module(module).command
        if not isinstance(command, click.Command):
            raise TypeError(module)
        return command


@click.command("record", cls=_Below)
def command() -> None:
    """Count, draw and prove what is on record, without showing a word of it."""
