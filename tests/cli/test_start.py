# SPDX-License-Identifier: Apache-2.0
"""The command answers at once, and its list of commands is true."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

import click
import pytest

from parley.cli.catalogue import COMMANDS
from parley.cli.exits import Exit, exit_of
from parley.errors import CATALOGUE

# They read a file, or run something that is no station.
STATIONLESS = {
    "book check",
    "book diff",
    "book list",
    "book show",
    "drill list",
    "drill run",
    "exchange formats",
    "verify verify",
    "record archive-verify",
    "relay make",
    "relay run",
    "relay ticket",
    "root init",
    "root show",
    "root sign",
}
HEAVY = ("asyncio", "cryptography", "parley.station", "pydantic", "ssl", "starlette")


def test_help_imports_nothing_heavy():
    """A person in a hurry who asks for help must not wait for the whole station."""
    code = (
        "import sys\n"
        "from parley.cli.main import run\n"
        "run(['--help'])\n"
        "print('LOADED', *[name for name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.rpartition("LOADED ")[2].split()
    assert not [name for name in loaded if name.startswith(HEAVY)]


@pytest.mark.parametrize(
    ("models", "loaded"),
    [("pydantic.dataclasses", "yes"), ("parley.station.config", "no")],
)
def test_another_package_cannot_stand_in_what_we_check(models, loaded, tmp_path):
    """pydantic lets any installed package see and change what its models are given."""
    beside = tmp_path / "beside-1.dist-info"
    beside.mkdir()
    (beside / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: beside\nVersion: 1\n"
    )
    (beside / "entry_points.txt").write_text("[pydantic]\nbeside = beside:plugin\n")
    (tmp_path / "beside.py").write_text(
        "class Plugin:\n"
        "    def new_schema_validator(self, *_, **__): return None, None, None\n"
        "plugin = Plugin()\n"
    )
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        f"import {models}\n"
        "import pydantic\n"
        "pydantic.create_model('Any', name=(str, ...))\n"
        "print('LOADED', 'yes' if 'beside' in sys.modules else 'no')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={name: told for name, told in os.environ.items() if "PYDANTIC" not in name},
    )
    assert done.stdout.rpartition("LOADED ")[2].strip() == loaded


@pytest.mark.parametrize("listed", COMMANDS.values(), ids=COMMANDS.keys())
def test_every_command_is_there_and_takes_json(listed):
    """What `--help` lists must exist, and every command must speak JSON."""
    command = import_module(listed.module).command
    assert command.name == listed.name
    leaves = [command]
    if isinstance(command, click.Group):
        leaves = list(command.commands.values())
    for leaf in leaves:
        names = {name for param in leaf.params for name in param.opts}
        lone = f"{command.name} {leaf.name}" in STATIONLESS
        wanted = {"--json"} if lone else {"--json", "--station"}
        assert wanted <= names, leaf.name
        assert leaf.help


@pytest.mark.parametrize("listed", COMMANDS.values(), ids=COMMANDS.keys())
def test_no_secret_can_be_given_in_argv(listed):
    """A passphrase on the command line stands in the process list and the history."""
    command = import_module(listed.module).command
    leaves = [command]
    if isinstance(command, click.Group):
        leaves = list(command.commands.values())
    for leaf in leaves:
        for param in leaf.params:
            for name in param.opts:
                assert "passphrase" not in name or name.endswith("-file")


def test_every_fault_has_an_exit_code():
    """A script decides by the exit code; every known fault maps to a documented one."""
    assert {exit_of(code) for code in CATALOGUE} <= set(Exit)
    assert exit_of("PLY-CFG-010") is Exit.UNREACHED
    assert exit_of("PLY-REL-002") is Exit.REFUSED
    assert exit_of("PLY-CLI-001") is Exit.USAGE
    assert exit_of("PLY-STO-003") is Exit.FAULT


def test_python_dash_m_is_the_same_command():
    """Where the script is not on the path, the module is."""
    done = subprocess.run(
        [sys.executable, "-m", "parley", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("parley, version ")
