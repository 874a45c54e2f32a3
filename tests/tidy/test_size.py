# SPDX-License-Identifier: Apache-2.0
"""A file can be read in one go, a function on one screen."""

from __future__ import annotations

import ast
import statistics

from tools import tree

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60
MEDIAN_LINES_MAX = 160
README_LINES_MAX = 120
CONTRIBUTING_LINES_MAX = 150
WRITTEN = (".py", ".js", ".css", ".html", ".sql")


def long_functions(module: ast.Module) -> list[str]:
    """Name the functions of a module that are longer than one screen."""
    return [
        f"line {item.lineno}: {item.name} has {length} lines"
        for item in ast.walk(module)
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (item.end_lineno or 0) - item.lineno + 1) > FUNCTION_LINES_MAX
    ]


def test_no_file_ran_away():
    """One file that grew without end is how readable systems stop being so."""
    found = {
        name: lines
        for name, text in tree.texts(*WRITTEN).items()
        if (lines := text.count("\n")) > FILE_LINES_MAX
    }
    assert not found, f"split these, at most {FILE_LINES_MAX} lines a file: {found}"


def test_no_function_is_longer_than_a_screen():
    """What does not fit on a screen is not checked by eye."""
    found = [
        f"{tree.name(path)} {finding}"
        for path in tree.python()
        for finding in long_functions(tree.tree(path))
    ]
    assert not found, "split these:\n" + "\n".join(found)


def test_a_long_function_is_found():
    """The rule bites at 61 lines and not at 60."""
    body = "    pass\n"
    assert not long_functions(ast.parse("def short():\n" + body * 59))
    assert long_functions(ast.parse("def long():\n" + body * 60))


def test_the_median_file_stays_small(record_property):
    """One concern a file shows in the median, not in the longest file."""
    lengths = [tree.read(path).count("\n") for path in tree.python("src/")]
    median = statistics.median(lengths)
    record_property("median_lines", median)
    assert median <= MEDIAN_LINES_MAX


def test_first_pages_stay_short():
    """A first page nobody finishes is no first page."""
    for page, limit in (
        ("README.md", README_LINES_MAX),
        ("CONTRIBUTING.md", CONTRIBUTING_LINES_MAX),
    ):
        assert tree.read(tree.ROOT / page).count("\n") <= limit, page
