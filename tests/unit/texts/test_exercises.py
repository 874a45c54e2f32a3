# SPDX-License-Identifier: Apache-2.0
"""What a list shows of a text that begins with EXERCISE."""

from parley.texts.exercises import first_line, marked


def test_list_of_exercise_messages_tells_them_apart():
    """A board on which every line says EXERCISE and no more is no board."""
    assert (
        first_line(marked("Vessel adrift.\nKeep clear.")) == "EXERCISE Vessel adrift."
    )
    assert first_line("  Vessel adrift.\nKeep clear.") == "Vessel adrift."
    assert first_line("EXERCISE") == "EXERCISE"
