# SPDX-License-Identifier: Apache-2.0
"""The command `parley`: finds the command, runs it, turns faults into exit codes.

Every command is imported only when it is used, so that `parley --help` stays quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from parley import __version__
from parley.cli import faults, output
from parley.cli.catalogue import COMMANDS, SECTIONS
from parley.cli.exits import Exit, exit_of
from parley.cli.face import Hooks
from parley.errors import Fault, LocalFault

_EPILOG = """\b
Exit codes: 0 done; 1 a fault was found; 2 the command was wrong;
            3 no station answers in that folder; 4 refused by a rule.

\b
Completion of commands in your shell (bash, zsh or fish):
  eval "$(_PARLEY_COMPLETE=bash_source parley)"
"""


class _Commands(click.Group):
    """The commands of the catalogue, imported when asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        listed = COMMANDS.get(cmd_name)
        if listed is None:
            return None
        command = import_module(listed.module).command
        if not isinstance(command, click.Command):
            raise TypeError(listed.module)
        return command

    def format_commands(
        self, _ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        for title, group in SECTIONS:
            with formatter.section(title):
                formatter.write_dl([(listed.name, listed.says) for listed in group])


@click.command(
    cls=_Commands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="parley")
def parley() -> None:
    """The emergency line between two parties that do not trust each other.

    Every command works on one station folder: --station FOLDER, or the path in
    PARLEY_STATION, or ./station.  Every command takes --json.
    """


def run(argv: Sequence[str], hooks: Hooks | None = None) -> int:
    """Run one command line and return its exit code.

    `hooks` is for tests; nothing on a command line can set it.
    """
    output.prepare_streams()
    try:
        result = parley.main(
            args=list(argv), prog_name="parley", standalone_mode=False, obj=hooks
        )
    except BrokenPipeError:
        # The reader went away (`parley messages | head`): that is not a fault of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except BaseException as error:  # noqa: BLE001 - the last frame before the shell
        return _fault_exit(error, json=_wants_json(argv))
    return result if isinstance(result, int) else Exit.OK


def _fault_exit(error: BaseException, *, json: bool) -> int:
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else Exit.FAULT
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        output.tell(error.format_message())
        return Exit.USAGE
    fault = _fault_of(error)
    faults.report(fault, json=json)
    return exit_of(fault.code)


def _fault_of(error: BaseException) -> Fault:
    if isinstance(error, Fault):
        return error
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return LocalFault("PLY-CLI-098")
    if isinstance(error, click.ClickException):
        return faults.from_click(error)
    if isinstance(error, OSError) and error.filename is not None:
        return faults.from_disk(error)
    return faults.from_mistake(error)


def _wants_json(argv: Sequence[str]) -> bool:
    before = list(argv)
    if "--" in before:
        before = before[: before.index("--")]
    return "--json" in before


def main() -> NoReturn:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))
