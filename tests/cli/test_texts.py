# SPDX-License-Identifier: Apache-2.0
"""A text file is read exactly or refused with the place; nothing is guessed."""

from __future__ import annotations

import pytest

from parley.cli import texts
from parley.errors import LocalFault


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "text.txt"

    def written(data):
        path.write_bytes(data)
        return str(path)

    return written


@pytest.mark.parametrize(
    ("data", "code", "offset", "line", "says"),
    [
        (b"a\nb\xff", "PLY-CLI-003", 3, 2, "0xFF"),
        (b"a\xed\xa0\x80", "PLY-CLI-003", 1, 1, "lone surrogate"),
        (b"\xff\xfeh\x00", "PLY-CLI-003", 0, 1, "UTF-16"),
        ("é\n\nx\0".encode(), "PLY-CLI-004", 5, 3, "NULL"),
        (b"a\x1b[2J", "PLY-CLI-004", 1, 1, "ESCAPE"),
        (b"a\xc2\x9b2J", "PLY-CLI-004", 1, 1, "U+009B"),
        (b"cut off \xe4\xb8", "PLY-CLI-003", 8, 1, "0xE4"),
    ],
)
def test_bad_text_is_refused_with_its_place(file, data, code, offset, line, says):
    """The writer must find the byte; a text must never be changed to make it fit."""
    with pytest.raises(LocalFault) as caught:
        texts.read_text(file(data))
    assert caught.value.code == code
    assert caught.value.facts["offset"] == offset
    assert caught.value.facts["line"] == line
    assert says in caught.value.what


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \t\n", b"\xef\xbb\xbf"])
def test_text_without_words_is_refused(file, data):
    """An empty FLASH would wake a watch for nothing."""
    with pytest.raises(LocalFault, match="PLY-CLI-005"):
        texts.read_text(file(data))


def test_text_beyond_the_limit_is_refused(file):
    """A file given by mistake, a video perhaps, is not read into memory whole."""
    with pytest.raises(LocalFault, match="PLY-CLI-006"):
        texts.read_text(file(b"a" * (texts.TEXT_BYTES_MAX + 1)))


def test_missing_file_is_named(tmp_path):
    """The reason is the system's own, in words."""
    with pytest.raises(LocalFault, match="No such file"):
        texts.read_text(str(tmp_path / "none"))


@pytest.mark.parametrize(
    "text",
    [
        "Привет",
        "مرحبا\u200f",
        "你好",
        "안녕하세요",
        "e\u0301",
        "👩\u200d🚒",
        "\u2067x\u2069",
        "a\tb",
    ],
)
def test_text_of_any_script_is_read_exactly(file, text):
    """The authentic text is exactly these characters, not a normal form of them."""
    assert texts.read_text(file(text.encode() + b"\n")) == (text, [])


def test_treaty_annex_is_read(file):
    """200 kB of text is an ordinary message."""
    annex = "Статья 1. Стороны согласились.\n" * 4_000
    assert len(annex.encode()) > 200_000
    assert texts.read_text(file(annex.encode()))[0] == annex.rstrip("\n")


def test_adjustments_are_told(file):
    """What a Windows editor adds is removed, and the writer is told."""
    text, notes = texts.read_text(file(b"\xef\xbb\xbfone\r\ntwo\r\n"))
    assert text == "one\ntwo"
    assert len(notes) == 2


def test_long_text_in_haste_is_warned_about():
    """Two hundred words take the other side minutes to read and to translate."""
    long = "word " * 201
    assert texts.haste_warning(long, "FLASH") is not None
    assert texts.haste_warning(long, "IMMEDIATE") is not None
    assert texts.haste_warning(long, "PRIORITY") is None
    assert texts.haste_warning("word " * 200, "FLASH") is None


def test_words_are_counted_in_any_script():
    """Chinese has no spaces; the warning must still come."""
    assert texts.words("one two\nthree") == 3
    assert texts.words("战" * 500) == 250
    assert texts.words("Привет мир") == 2
