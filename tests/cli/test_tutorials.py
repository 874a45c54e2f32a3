# SPDX-License-Identifier: Apache-2.0
"""What the tutorials tell a reader to type does what they say."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.transcript import Player

TUTORIALS = Path(__file__).resolve().parents[2] / "docs" / "tutorial"
# A reader has these ports to himself; a test has to take what is free.
PORT = re.compile(r"(?<=127\.0\.0\.1:)(\d{4})\b")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_tutorials_can_be_followed(tmp_path):
    """A first reader who is told something false does not become a second one."""
    player = Player(tmp_path)
    try:
        for name in ("first-link.md", "first-watch.md"):
            blocks = BLOCK.findall((TUTORIALS / name).read_text("utf-8"))
            assert blocks
            for block in blocks:
                player.play(PORT.sub(r"{port_\1}", block), name)
    finally:
        player.close()
