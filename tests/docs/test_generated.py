# SPDX-License-Identifier: Apache-2.0
"""Pages written from the code say what the code says today."""

from __future__ import annotations

import importlib

import pytest

from parley.errors import CATALOGUE
from tools import gen_errors, tree

WRITERS = sorted(
    path.stem
    for path in tree.ROOT.glob("tools/gen_*.py")
    if "def pages(" in tree.read(path)
)


@pytest.mark.parametrize("writer", WRITERS)
def test_generated_pages_are_fresh(writer):
    """A reference that lags behind is worse than none; run `make gen`."""
    for path, text in importlib.import_module(f"tools.{writer}").pages().items():
        assert path.exists(), f"run `make gen`: {tree.name(path)} is missing"
        assert tree.read(path) == text, f"run `make gen`: {tree.name(path)} is stale"


def test_every_code_has_its_heading():
    """A code on a screen leads to a page that holds it."""
    written = "".join(gen_errors.pages().values())
    for code in CATALOGUE:
        assert f"\n## {code}\n" in written


def test_facts_are_shown_as_such():
    """A reader must see which words are filled in and which command to type."""
    shown = gen_errors.prose("{name} is out; run `parley confirm {name}`.")
    assert shown == "*name* is out; run `parley confirm NAME`."
