# SPDX-License-Identifier: Apache-2.0
"""Code and specification hold each other to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tools import tree

CLAUSE = re.compile(r"^(?:[-*] )?\**(\d+(?:\.\d+)+)\**\.? +(?=\S)", re.MULTILINE)
COMMENT = re.compile(r"(?:^[^\S\n]*(?:#|//|--) ?.*\n?)+", re.MULTILINE)
MARGIN = re.compile(r"^[^\S\n]*(?:#|//|--) ?", re.MULTILINE)
# A quote may hold quotation marks, so it ends at the last one before the next quote.
QUOTE = re.compile(r'SPEC (\d+(?:\.\d+)+): "(.*?)"(?=[^"]*(?:SPEC \d|\Z))', re.DOTALL)
MUST = re.compile(r"\b(?:MUST|REQUIRED|SHALL)\b")
UNQUOTED = tree.ROOT / "tests" / "docs" / "unquoted-clauses.txt"


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """Yield number and text of every clause of one page, white space made even."""
    parts = CLAUSE.split(text)
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        until_heading = re.split(r"^#", body, maxsplit=1, flags=re.MULTILINE)[0]
        yield number, " ".join(until_heading.split())


def quotes(text: str) -> list[tuple[str, str]]:
    """Return the quotes of one source file; a quote may run over several comments."""
    return [
        (number, " ".join(said.split()))
        for comment in COMMENT.findall(text)
        for number, said in QUOTE.findall(MARGIN.sub("", comment))
    ]


def specification() -> dict[str, str]:
    """Return every clause by its number."""
    found: dict[str, str] = {}
    for text in tree.texts(".md", under="spec/").values():
        for number, body in clauses(text):
            found[number] = f"{found[number]} {body}" if number in found else body
    return found


def quoted(*folders: str) -> list[tuple[str, str, str]]:
    """Return file, number and words of every quote below some folders."""
    return [
        (name, number, said)
        for folder in folders
        for name, text in tree.texts(".py", ".js", ".sql", under=folder).items()
        if name != "tests/docs/test_clauses.py"
        for number, said in quotes(text)
    ]


def test_quotes_are_verbatim():
    """Code that quotes a clause it no longer obeys misleads both readers."""
    spec = specification()
    wrong = [
        f'{name}: SPEC {number}: "{said}"'
        for name, number, said in quoted("src/", "tests/")
        if said not in spec.get(number, "")
    ]
    assert not wrong, "\n".join(wrong)


def test_every_must_is_quoted_somewhere():
    """A duty nobody quotes is a duty nobody checks; the list may only shrink."""
    held = {number for _, number, _ in quoted("src/", "tests/")}
    duties = {number for number, text in specification().items() if MUST.search(text)}
    listed = {
        line.split()[0]
        for line in (tree.read(UNQUOTED).splitlines() if UNQUOTED.exists() else [])
        if line.strip() and not line.startswith("#")
    }
    missing = sorted(duties - held - listed)
    assert not missing, f"quote these clauses where they are obeyed: {missing}"
    stale = sorted(listed & held | listed - duties)
    assert not stale, f"quoted now, or no duty, take off {UNQUOTED.name}: {stale}"


@pytest.mark.parametrize("number", ["2.3", "10.1"])
def test_clauses_and_quotes_are_read(number):
    """The reader of clauses sees numbers, and quotes that run over lines."""
    page = f"# Frames\n\n{number} A frame\nMUST be whole.\n\n## Next\ntext\n"
    assert list(clauses(page)) == [(number, "A frame MUST be whole.")]
    code = f'    # SPEC {number}: "A "frame"\n    # MUST be whole." Here is why.\n'
    assert quotes(code + code) == [(number, 'A "frame" MUST be whole.')] * 2
