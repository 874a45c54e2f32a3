# SPDX-License-Identifier: Apache-2.0
"""Every parser of outside bytes is fuzzed."""

from __future__ import annotations

import ast

import pytest

from tools import fuzz, tree

PREFIXES = ("decode_", "loads", "parse_")
# Reached only through another target, which hands on what it has cut out.
REACHED = {
    "parley.wire.entry:decode_entry": "decode_entry_padded",
}


def parsers() -> dict[str, str]:
    """Return every public function of wire and tlog that takes bytes apart."""
    return {
        f"{tree.module(path)}:{item.name}": tree.name(path)
        for folder in ("src/parley/wire/", "src/parley/tlog/")
        for path in tree.python(folder)
        for item in tree.tree(path).body
        if isinstance(item, ast.FunctionDef)
        and item.name.startswith(PREFIXES)
        and item.args.args
        and isinstance(item.args.args[0].annotation, ast.Name)
        and item.args.args[0].annotation.id == "bytes"
    }


def test_no_parser_is_left_out():
    """The parser nobody fuzzed is the one that is found by somebody else."""
    named = {place for place, _ in fuzz.TARGETS.values()} | REACHED.keys()
    assert not parsers().keys() - named, "add these to tools/fuzz.py"


@pytest.mark.parametrize("target", sorted(fuzz.TARGETS))
@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff" * 64, b"\x80" * 4096])
def test_targets_are_there_and_refuse_noise(target, data):
    """A target that cannot be called, or lets another exception out, fuzzes nothing."""
    fuzz.parser_of(target)(data)
