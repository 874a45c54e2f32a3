# SPDX-License-Identifier: Apache-2.0
"""Tokens: shown once, kept as digests, over when they are over."""

from __future__ import annotations

import pytest

from parley.errors import LocalFault
from parley.model.identity import OfficerClass
from parley.station.tokens import FILE, TOKENS_MAX, TokenBook

DAY_MS = 86_400_000


@pytest.fixture
def book(tmp_path):
    """Return the tokens of an empty folder."""
    return TokenBook(tmp_path)


def test_the_file_holds_no_token(book, tmp_path):
    """Whoever reads a backup of the folder can call nothing with it."""
    token = book.add("wall", 2, OfficerClass.WATCH, 0, 1)
    text = (tmp_path / FILE).read_text()
    assert token not in text
    assert token.removeprefix("parley_") not in text
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_token_is_found_until_its_day_and_not_after(book):
    """A forgotten token ends by itself."""
    token = book.add("wall", 2, OfficerClass.WATCH, 0, 1)
    assert book.find(token, DAY_MS - 1).officer == 2
    assert book.find(token, DAY_MS) is None


@pytest.mark.parametrize("change", [str.lower, lambda t: t[:-1], lambda t: t + "x"])
def test_another_token_is_not_found(book, change):
    """Near is not it."""
    token = book.add("wall", 2, OfficerClass.WATCH, 0, 1)
    assert book.find(change(token), 1) is None
    assert book.find("", 1) is None


def test_a_removed_token_is_void_for_a_book_already_read(book, tmp_path):
    """The running station must notice what a custodian did in his shell."""
    token = book.add("wall", 2, OfficerClass.WATCH, 0, 1)
    assert book.find(token, 1)
    TokenBook(tmp_path).remove("wall")
    assert book.find(token, 1) is None
    with pytest.raises(LocalFault, match="PLY-API-008"):
        book.remove("wall")


def test_names_are_single_and_tokens_bounded(book):
    """Two tokens of one name could not be told apart when one must go."""
    book.add("one", 2, OfficerClass.WATCH, 0, 1)
    with pytest.raises(LocalFault, match="PLY-API-007"):
        book.add("one", 3, OfficerClass.DRAFTER, 0, 1)
    for number in range(TOKENS_MAX - 1):
        book.add(f"more {number}", 2, OfficerClass.WATCH, 0, 1)
    with pytest.raises(LocalFault, match="PLY-API-007"):
        book.add("too many", 2, OfficerClass.WATCH, 0, 1)
    book.add("after they ended", 2, OfficerClass.WATCH, DAY_MS, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "null",
        "[[]]",
        '[{"name": "a"}]',
        '[{"name": "a", "officer": 1, "cls": "KING", "until_ms": 1, "digest": "00"}]',
        '[{"name": "a", "officer": "1", "cls": "WATCH", "until_ms": 1, "digest": ""}]',
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_damaged_list_lets_nobody_in(book, tmp_path, text):
    """Half a list must not be taken for a whole one."""
    (tmp_path / FILE).write_bytes(text.encode("latin-1"))
    with pytest.raises(LocalFault, match="PLY-API-006"):
        book.find("parley_" + "x" * 43, 0)
