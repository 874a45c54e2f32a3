# SPDX-License-Identifier: Apache-2.0
"""Pages that promise a test for each line name tests that are there."""

from __future__ import annotations

import re

import pytest

from tools import tree

PAGES = tree.ROOT / "docs" / "explanation"
NAMED = re.compile(r"`(test_\w+)`")


@pytest.mark.parametrize("page", ["network-realities", "authority"])
def test_every_test_that_the_page_names_is_there(page):
    """A promise whose test was renamed is a promise that nobody keeps."""
    named = NAMED.findall(tree.read(PAGES / f"{page}.md"))
    assert len(named) > 15
    there = "\n".join(tree.texts(".py", under="tests/").values())
    missing = [name for name in named if f"def {name}(" not in there]
    assert not missing
