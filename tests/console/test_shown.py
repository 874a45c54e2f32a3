# SPDX-License-Identifier: Apache-2.0
"""Hostile text: what cannot be seen gets a box, what is language stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.console.shown import LINE_CHARACTERS_MAX, Run, runs, shown
from parley.console.times import age, clock, dtg, full, iso, zulu

NOON_MS = 1_795_426_478_000


def test_bidi_override_gets_a_box_and_loses_its_power():
    """U+202E can make "do not fire" read as something else."""
    assert list(runs("pay \u202e001 now")) == [
        Run("pay "),
        Run("U+202E", "RIGHT-TO-LEFT OVERRIDE"),
        Run("001 now"),
    ]


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\0", "NULL"),
        ("\r", "CARRIAGE RETURN"),
        ("\x1b", "ESCAPE"),
        ("\u200b", "ZERO WIDTH SPACE"),
        ("\ufeff", "ZERO WIDTH NO-BREAK SPACE"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE"),
        ("\u2028", "LINE SEPARATOR"),
        ("\u3164", "HANGUL FILLER"),
        ("\U000e0041", "TAG LATIN CAPITAL LETTER A"),
        ("\ue000", "PRIVATE USE"),
        ("\u00ad", "SOFT HYPHEN"),
        ("\u2003", "EM SPACE"),
    ],
)
def test_invisible_character_is_named(char, name):
    """Two texts that look alike must be alike."""
    assert Run(f"U+{ord(char):04X}", name) in list(runs(f"a{char}b"))


@pytest.mark.parametrize(
    "text",
    [
        "Плановая проверка связи",
        "می\u200cخواهیم",  # noqa: RUF001 - Persian needs U+200C
        "क्\u200dष",  # Devanagari needs U+200D
        "👩\u200d🚒 ☎\ufe0f",
        "שָׁלוֹם",
        "Tiếng Việt",
        "한국어 中文 日本語",
        "1\u202f000\u00a0km\n\tline",
    ],
)
def test_ordinary_writing_is_left_alone(text):
    """A box inside a word of somebody's language is an insult and a nuisance."""
    assert list(runs(text)) == [Run(text)]


def test_piled_marks_are_counted_not_drawn():
    """A pile of marks writes over the lines above it."""
    assert list(runs("Z" + "\u0301" * 40)) == [
        Run("Z" + "\u0301" * 6),
        Run("+34", "COMBINING MARKS"),
    ]


def test_repeated_character_is_one_box():
    """A million zero-width spaces are one fact."""
    assert list(runs("\u200b" * 1_000_000)) == [
        Run("U+200B", "ZERO WIDTH SPACE \u00d71,000,000")
    ]


def test_alternating_hidden_characters_are_bounded():
    """A text of nothing but different boxes must not stall the page."""
    boxes = list(runs("\u200b\u200e" * 250_000 + "end"))
    assert len(boxes) < 3_000
    assert boxes[-1] == Run("end")
    left_out = "HIDDEN CHARACTERS LEFT OUT FROM HERE"
    assert [one.name for one in boxes].count(left_out) == 1


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "\u0628" * 500_000, "x\u0301" * 300_000, "\u200bword " * 90_000],
    ids=["one letter", "from the right", "with marks", "with hidden ones"],
)
def test_line_without_end_is_parted_and_loses_nothing(text):
    """Its layout costs the square of its length: one line would stop a whole page."""
    drawn = list(runs(text))
    plain = [run.text for run in drawn if not run.name]
    assert "".join(plain) == text.replace("\u200b", "")
    assert max(map(len, plain)) <= LINE_CHARACTERS_MAX
    assert Run("", "the same line goes on") in drawn
    assert not [one for one in plain if one.startswith("\u0301")]


def test_marks_count_for_the_length_of_their_line():
    """Boxes between short runs would make a line without end of short pieces."""
    longest = length = 0
    for run in runs("\u200bxxxxxxxxxxxxxxxx" * 1_900):
        length = 0 if run == Run("", "the same line goes on") else length
        length += 1 if run.name else len(run.text)
        longest = max(longest, length)
    assert longest <= LINE_CHARACTERS_MAX + 1


def test_text_of_ordinary_length_is_left_whole():
    """A mark inside an ordinary paragraph would only be in the way."""
    assert list(runs("word " * 4_000)) == [Run("word " * 4_000)]
    many = ("word " * 300 + "\n") * 100
    assert list(runs(many)) == [Run(many)]


@given(st.text())
def test_plain_runs_never_hold_a_control_and_lose_nothing_visible(text):
    """Whatever the text, no direction control reaches the page as itself."""
    drawn = "".join(run.text for run in runs(text) if not run.name)
    assert not set(drawn) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\0")
    kept = iter(text)
    assert all(char in kept for char in drawn)


def test_no_text_is_no_run():
    """An empty text draws nothing, not an empty place."""
    assert shown("") == []


def test_times_are_zulu_with_seconds_while_young():
    """Seconds matter in the first minutes; the date matters after midnight."""
    assert zulu(NOON_MS, NOON_MS + 1_000) == "0934:38Z"
    assert zulu(NOON_MS, NOON_MS + 3_600_000) == "0934Z"
    assert zulu(NOON_MS, NOON_MS + 86_400_000) == "230934Z NOV 26"
    assert zulu(None, NOON_MS) == "never"
    assert dtg(NOON_MS) == "230934Z NOV 26"
    assert full(NOON_MS) == "23 NOV 2026 09:34:38Z"
    assert iso(NOON_MS) == "2026-11-23T09:34:38Z"
    assert clock(NOON_MS) == "09:34:38"


@pytest.mark.parametrize("ms", [2**63, -(2**63), 10**17])
def test_time_that_is_no_date_is_said_not_raised(ms):
    """A counterpart's clock may write anything."""
    assert zulu(ms, NOON_MS) == dtg(ms) == full(ms) == "no such date"
    assert iso(ms) == ""


def test_ages_are_in_the_unit_people_say():
    """A clock ahead of ours gets words, not a negative age."""
    assert age(NOON_MS - 12_000, NOON_MS) == "12 s ago"
    assert age(NOON_MS - 2_640_000, NOON_MS) == "44 min ago"
    assert age(NOON_MS - 4_320_000, NOON_MS) == "1 h 12 min ago"
    assert age(NOON_MS - 300_000_000, NOON_MS) == "3 d ago"
    assert age(NOON_MS + 5_000, NOON_MS) == "clock ahead of ours"
    assert age(None, NOON_MS) == ""
