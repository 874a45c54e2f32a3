# SPDX-License-Identifier: Apache-2.0
"""The walk through the files leads past what it names."""

from __future__ import annotations

import ast
import re

import pytest

from tools import tree

PAGE = tree.ROOT / "docs" / "explanation" / "life-of-a-message.md"
STEP = re.compile(r"^(\d+)\. `([\w./-]+)` - (.*(?:\n   .*)*)", re.MULTILINE)
CALL = re.compile(r"`(\w+)\(\)`")
SCRIPT = re.compile(r"^\s*(?:async |export |function )*(\w+)\([^)]*\) \{", re.MULTILINE)
STEPS = [(int(no), path, said) for no, path, said in STEP.findall(tree.read(PAGE))]


def defined(path):
    """Return the names of every function and method in a file."""
    if path.suffix == ".js":
        return set(SCRIPT.findall(tree.read(path)))
    return {
        item.name
        for item in ast.walk(tree.tree(path))
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_steps_are_numbered_through():
    """A step that the reader of this page does not see is checked by nobody."""
    assert [number for number, _, _ in STEPS] == list(range(1, len(STEPS) + 1))
    assert len(STEPS) == len(re.findall(r"^\d+\. ", tree.read(PAGE), re.MULTILINE))
    assert len({path for _, path, _ in STEPS}) >= 25


@pytest.mark.parametrize(("number", "path", "said"), STEPS, ids=[s[1] for s in STEPS])
def test_step_names_functions_of_its_file(number, path, said):
    """A newcomer who looks for what is not there stops reading."""
    calls = CALL.findall(said)
    assert calls, f"step {number} leads to nothing"
    missing = set(calls) - defined(tree.ROOT / path)
    assert not missing, f"step {number}: {path} has no {missing}"


def test_the_walk_passes_every_layer():
    """Whoever has read it has seen each part of the code once."""
    layers = {path.split("/")[2] for _, path, _ in STEPS}
    assert layers >= {
        "bearers",
        "cli",
        "console",
        "core",
        "crypto",
        "station",
        "store",
        "tlog",
        "wire",
    }
