# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/cli.md from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from parley.cli.main import parley as program

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "cli.md"
WIDTH = 88
HEAD = """<!-- Written by `make gen` from src/parley/cli; edit the help texts there. -->
# Commands

What `parley COMMAND --help` says, for every command.
"""


def commands(
    command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Yield a command and all below it, in the order in which help lists them."""
    yield context.command_path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is None or below.hidden:
                continue
            inner = click.Context(
                below, info_name=name, parent=context, **below.context_settings
            )
            yield from commands(below, inner)


def pages() -> dict[Path, str]:
    """Return the page by its path."""
    top = click.Context(
        program,
        info_name="parley",
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **program.context_settings,
    )
    parts = [HEAD]
    for path, command, context in commands(program, top):
        text = "\n".join(
            line.rstrip() for line in command.get_help(context).split("\n")
        )
        parts.append(f"\n## {path}\n\n```text\n{text}\n```\n")
    return {PAGE: "".join(parts)}


def main() -> None:
    """Write the page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
