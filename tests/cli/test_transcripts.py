# SPDX-License-Identifier: Apache-2.0
"""The command line, as stories that anybody can review."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.transcript import Player, matches, steps

STORIES = sorted((Path(__file__).parent / "stories").glob("*.txt"))


@pytest.fixture
def player(tmp_path):
    made = Player(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_story(story, player):
    """What a person types is answered as the story says, to the letter."""
    text = story.read_text("utf-8")
    assert steps(text)
    player.play(text, story.name)


def test_player_sees_a_difference():
    """A transcript that could not fail would prove nothing."""
    assert matches(["a [..] c", "...", "end"], "a b c\n1\n2\nend\n")
    assert not matches(["a [..] c"], "a b d\n")
    assert not matches(["end"], "end\nmore\n")
    assert not matches(["something"], "")


def test_player_reads_commands_exits_and_long_lines():
    """The form of a story is fixed; a wrong reading would test the wrong thing."""
    found = steps("# why\n$ parley a \\\n>   b\nout\n[exit 4]\n\n$ two\n")
    assert [(one.command, one.expected, one.exit) for one in found] == [
        ("parley a b", ("out",), 4),
        ("two", (), 0),
    ]
