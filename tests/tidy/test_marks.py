# SPDX-License-Identifier: Apache-2.0
"""Marks every file must carry, and marks none may keep."""

from __future__ import annotations

import re

import pytest

from tools import tree

SPDX = "SPDX-License-Identifier: Apache-2.0"
MARKED = (".py", ".js", ".css", ".sql", ".toml", ".sh", ".service")
# Put together from halves, so that this file does not meet its own rule.
UNFINISHED = re.compile(
    r"(?<![\w-])(?:" + "FIX" + "ME|" + "TO" + "DO|" + r"X{3})(?![\w-])"
)
FOLDERS = "|".join(("ho" + "me", "t" + "mp", "wo" + "rk", "ro" + "ot", "Us" + "ers"))
MACHINE = re.compile(
    r"(?<![\w.~/})-])/(?:" + FOLDERS + r")(?=[/\s\"'`)]|$)", re.MULTILINE
)
FENCE = re.compile(r"^(`{3,}|~{3,}).*?^\1\s*$", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r"^# .+", re.MULTILINE)


def hits(pattern: re.Pattern[str], text: str) -> list[str]:
    """Say line and text of every hit."""
    return [
        f"line {text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}"
        for hit in pattern.finditer(text)
    ]


def found(pattern: re.Pattern[str]) -> list[str]:
    """Look through every text file of the project."""
    return [
        f"{name} {hit}"
        for name, text in tree.texts().items()
        if name != "LICENSE"
        for hit in hits(pattern, text)
    ]


def test_every_source_file_names_its_licence():
    """A file copied out of the tree still says under what terms it stands."""
    missing = [
        name
        for name, text in tree.texts(*MARKED).items()
        if SPDX not in "\n".join(text.splitlines()[:3])
    ]
    assert not missing, f"put `{SPDX}` first: {missing}"


def test_nothing_is_left_unfinished():
    """A mark in the code is a task nobody sees; file an issue instead."""
    assert not found(UNFINISHED)


def test_no_path_of_one_machine():
    """What names a folder of one machine does not run on another."""
    assert not found(MACHINE)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (UNFINISHED, "# FIX" + "ME: later", 1),
        (UNFINISHED, "PLY-" + "X" * 3 + "-001", 0),
        (MACHINE, "see /t" + "mp/x and '/ro" + "ot'", 2),
        (MACHINE, "https://parley.example/wo" + "rk/", 0),
    ],
)
def test_marks_are_found(pattern, text, expected):
    """The rules above bite where they should and nowhere else."""
    assert len(hits(pattern, text)) == expected


def test_a_page_has_one_title():
    """Two titles are two pages; none is a fragment."""
    wrong = {
        name: count
        for name, text in tree.texts(".md").items()
        if not name.startswith("newsfragments/")
        and (count := len(TITLE.findall(FENCE.sub("", text)))) != 1
    }
    assert not wrong, f"exactly one `# ` title a page: {wrong}"
