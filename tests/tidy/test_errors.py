# SPDX-License-Identifier: Apache-2.0
"""Every fault is explained, every explanation is used, and all of them are calm."""

from __future__ import annotations

import re
import string

import pytest
from msgspec.structs import astuple

from parley.errors import CATALOGUE
from tools import tree

CODE = re.compile(r"PLY-[A-Z]{2,3}-\d{3}")
EMPTY_PHRASES = re.compile(
    r"oops|sorry|unfortunately|something went wrong|unexpected error|unknown error"
    r"|please try again|try again later|!",
    re.IGNORECASE,
)


def codes_in(*suffixes: str, under: str) -> dict[str, str]:
    """Return every code named in some files and one file that names it."""
    return {
        code: name
        for name, text in tree.texts(*suffixes, under=under).items()
        if not name.startswith("src/parley/errors/")
        for code in CODE.findall(text)
    }


def test_every_code_in_use_is_explained():
    """A code without a page is a dead end for the person who meets it."""
    used = codes_in(under="src/") | codes_in(".md", under="docs/")
    missing = {code: name for code, name in used.items() if code not in CATALOGUE}
    assert not missing


def test_every_explanation_is_in_use():
    """A fault that cannot happen only makes the list longer for the watch."""
    unused = sorted(CATALOGUE.keys() - codes_in(".py", under="src/").keys())
    assert not unused, f"raise these or remove their texts: {unused}"


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_the_four_sentences_are_whole_and_calm(code):
    """At three in the night a text must say what is, and nothing else."""
    assert CODE.fullmatch(code)
    for text in astuple(CATALOGUE[code]):
        assert text.endswith((".", "}")), text
        assert text[0].isupper() or text[0] in "{`", text
        assert not EMPTY_PHRASES.search(text), text
        fields = [field for _, field, _, _ in string.Formatter().parse(text)]
        assert all(field is None or field.isidentifier() for field in fields), text


def test_empty_phrases_are_found():
    """The list bites, whatever the case."""
    assert EMPTY_PHRASES.search("Oops, the disk")
    assert EMPTY_PHRASES.search("Please try again later.")
    assert not EMPTY_PHRASES.search("The disk is full.")
