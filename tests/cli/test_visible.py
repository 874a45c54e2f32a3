# SPDX-License-Identifier: Apache-2.0
"""No text of an officer can move a cursor, hide a word or pass for Parley's own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cli import output, visible

ATTACKS = {
    "window title": "\x1b]0;All clear\x07",
    "cursor up and erase": "fire\x1b[1A\x1b[2K",
    "eight-bit control sequence": "\x9b2J",
    "backspace": "not\b\b\bto attack",
    "carriage return": "Do not\rDo    ",
    "bidirectional override": "attack \u202enot od",
    "bidirectional isolate": "\u2067abc\u2069",
    "zero width space": "hos\u200btile",
    "zero width joiner": "a\u200db",
    "tag characters": "safe\U000e0041",
    "line separator": "one\u2028two",
    "soft hyphen": "re\u00adsign",
    "variation selector": "a\ufe0f",
    "filler that looks empty": "a\u3164b",
    "no-break space": "10\u00a0000",
    "lone surrogate": "a\ud800",
    "private use": "\ue000",
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_hidden_character_is_shown_as_a_mark(text):
    """What a reader cannot see he cannot release or believe."""
    shown = "\n".join(output.quoted(text))
    assert "⟨U+" in shown
    assert "Hidden characters in this text:" in shown


@given(st.text(alphabet=st.characters()))
def test_nothing_printed_is_a_control(text):
    """Whatever the counterpart writes, the terminal gets printable characters only."""
    for line in output.quoted(text):
        assert not any(
            unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
            for char in line
        )


@given(st.text())
def test_every_line_of_a_text_stands_behind_the_bar(text):
    """A line that begins at the margin would pass for a word of Parley."""
    names = len(visible.legend(text))
    quoted = output.quoted(text)
    body = quoted[: len(quoted) - (names + 1 if names else 0)]
    assert all(line.startswith("  │ ") for line in body)


@given(st.text(), st.integers(min_value=4, max_value=90))
def test_wrapping_loses_nothing(text, room):
    """A text is shown whole, however narrow the screen."""
    for line in visible.lines(text):
        assert "".join(visible.wrapped(line, room)) == line


@pytest.mark.parametrize(
    "text",
    ["Привет", "مرحبا", "你好", "안녕하세요", "e\u0301", "🚢", "tab-free\nlines"],
)
def test_honest_text_is_shown_as_it_is(text):
    """Marks where none are needed would teach people not to look at them."""
    assert visible.legend(text) == []
    assert "\n".join(visible.lines(text)) == text


def test_table_cell_cannot_break_its_row():
    """A party that names itself with a line feed must not write rows of our table."""
    rows = output.table(("party", "state"), [("Bravo\nFLASH", "x"), ("B\x1b[2J", "y")])
    assert len(rows) == 3
    assert "⟨U+000A⟩" in rows[1]
    assert "⟨U+001B⟩" in rows[2]


def test_wide_characters_keep_columns_aligned():
    """Chinese and Korean names take two columns each on every terminal."""
    rows = output.table(("name", "state"), [("你好", "x"), ("abcd", "y")])
    assert visible.width(rows[1].split("x")[0]) == visible.width(rows[2].split("y")[0])


def test_json_holds_no_character_beyond_ascii(capsys):
    """`--json` on a terminal is as dangerous as text; so it is all escapes."""
    output.document({"text": "\x9b2J\u202e Привет"})
    assert capsys.readouterr().out.isascii()


def test_no_colour_where_nobody_looks(monkeypatch, capsys):
    """Colour codes in a file or a pipe are noise."""
    assert output.paint("FLASH", "FLASH") == "FLASH"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert output.paint("FLASH", "FLASH") != "FLASH"
    monkeypatch.setenv("NO_COLOR", "1")
    assert output.paint("FLASH", "FLASH") == "FLASH"
    capsys.readouterr()
