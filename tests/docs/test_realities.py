# SPDX-License-Identifier: Apache-2.0
"""The page of network realities names tests that are there."""

from __future__ import annotations

import re

from tools import tree

PAGE = tree.ROOT / "docs" / "explanation" / "network-realities.md"
NAMED = re.compile(r"`(test_\w+)`")


def test_every_test_that_the_page_names_is_there():
    """A promise whose test was renamed is a promise that nobody keeps."""
    named = NAMED.findall(tree.read(PAGE))
    assert len(named) > 20
    there = "\n".join(tree.texts(".py", under="tests/").values())
    missing = [name for name in named if f"def {name}(" not in there]
    assert not missing
