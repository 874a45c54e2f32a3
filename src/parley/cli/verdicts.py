# SPDX-License-Identifier: Apache-2.0
"""A verdict as lines for a person; the words are those of `tlog.verdict_lines`."""

from __future__ import annotations

import textwrap

from parley.cli import output
from parley.tlog.verdict import Verdict
from parley.tlog.verdict_lines import Line, verdict_lines
from parley.tlog.verdict_words import Language

_INDENTS = {"fact": "  ", "row": "    ", "limit": "  - "}


def lines(verdict: Verdict, language: Language) -> list[str]:
    """Return a verdict as it stands on a screen."""
    return [row for line in verdict_lines(verdict, language) for row in _rows(line)]


def _rows(line: Line) -> list[str]:
    indent = _INDENTS.get(line.style, "")
    # What a key's digest is compared with is never divided between two lines.
    rows = textwrap.wrap(
        line.text,
        width=output.columns(),
        initial_indent=indent,
        subsequent_indent=" " * (len(indent) + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return ["", *rows] if line.style in {"part", "limits"} else rows
