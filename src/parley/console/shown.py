# SPDX-License-Identifier: Apache-2.0
"""Text as a person can trust his eyes with: nothing in it is invisible.

A text goes to the page as runs of plain characters and marks.  A mark stands for
characters that would show nothing, turn the reading direction, or pile up: it carries
their code point and name.  The exact text stays available beside it, untouched.
One more mark says that a line without end goes on below it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from parley.console.words import _
from parley.fixed import Fixed

MARKS_MAX = 2_000  # after these, one mark says how many hidden characters are left
STACK_MAX = 6  # combining marks on one letter; no living script needs more
# A browser lays out a line in a time that grows with the square of its length: one of a
# megabyte stops the whole page for half a minute.  Texts up to the first length cost
# nothing in whatever lines; in longer ones no line is left longer than the second.
WHOLE_CHARACTERS_MAX = 20_000
LINE_CHARACTERS_MAX = 2_000

_NAMELESS = {
    0x00: "NULL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x0D: "CARRIAGE RETURN",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
}
_KEPT = frozenset("\n\t \u00a0\u202f")
# Letters and signs that draw nothing although their category says they would.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Format characters of category Cf that do draw something.
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2\U000110bd")
_LATIN_END = "\u02ff"  # no script up to here joins its letters
_JOINERS = frozenset("\u200c\u200d")
_LINE = re.compile(r"[^\n]+")


class Run(Fixed):
    """A piece of text; `name` is empty for plain characters.

    A mark without text stands for nothing: the line goes on below it.
    """

    text: str
    name: str = ""

    def as_json(self) -> list[str]:
        """Return the pair the browser draws from."""
        return [self.text, self.name]


def _selects_variation(char: str) -> bool:
    return (
        "\ufe00" <= char <= "\ufe0f"
        or "\u180b" <= char <= "\u180f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


def _is_hidden(char: str) -> bool:
    if char in _KEPT or char in _DRAWN:
        return False
    if char in _BLANK or _selects_variation(char):
        return True
    return unicodedata.category(char) in {
        "Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs",
    }  # fmt: skip


def _name(char: str) -> str:
    known = _NAMELESS.get(ord(char))
    if known is not None:
        return known
    kinds = {"Cc": "CONTROL", "Co": "PRIVATE USE", "Cn": "UNASSIGNED"}
    return unicodedata.name(char, kinds.get(unicodedata.category(char), "UNNAMED"))


def _belongs(text: str, at: int) -> bool:
    """Say whether a joiner or selector does its ordinary work between its neighbours.

    Persian cannot be written without U+200C, nor many emoji without U+200D and U+FE0F;
    between such neighbours they are spelling, anywhere else they are hiding.
    """
    before = text[at - 1] if at else " "
    if _selects_variation(text[at]):
        return unicodedata.category(before) in {"So", "Sk", "Sm", "Lo", "Po", "Nd"}
    after = text[at + 1] if at + 1 < len(text) else " "
    return all(
        near > _LATIN_END and unicodedata.category(near)[0] in "LMS"
        for near in (before, after)
    )


def _pattern(text: str) -> re.Pattern[str] | None:
    """Return what finds this text's marks, or None if it has none at all."""
    characters = set(text)
    hidden = "".join(sorted(filter(_is_hidden, characters)))
    piles = "".join(
        sorted(c for c in characters if unicodedata.category(c) in {"Mn", "Me"})
    )
    parts = []
    if hidden:
        parts.append(f"(?P<hidden>[{re.escape(hidden)}])(?P=hidden)*")
    if piles:
        pile = f"[{re.escape(piles)}]"
        parts.append(f"(?<={pile * STACK_MAX}){pile}+")
    return re.compile("|".join(parts)) if parts else None


def _mark(found: str, hidden: str | None) -> Run:
    count = len(found)
    if hidden is None:
        return Run(f"+{count}", "COMBINING MARKS")
    times = f" \u00d7{count:,}" if count > 1 else ""
    return Run(f"U+{ord(hidden):04X}", _name(hidden) + times)


def _without_marks(pattern: re.Pattern[str], rest: str) -> Iterator[Run]:
    bare = pattern.sub("", rest)
    count = f"{len(rest) - len(bare):,}"
    yield Run(count, "HIDDEN CHARACTERS LEFT OUT FROM HERE")
    yield Run(bare)


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a text in order; plain runs joined give it back unmarked."""
    marked = _marked(text)
    return marked if len(text) <= WHOLE_CHARACTERS_MAX else _in_pieces(marked)


def _in_pieces(marked: Iterator[Run]) -> Iterator[Run]:
    """Yield the same runs with a mark wherever a line is too long to be laid out."""
    column = 0  # characters of the line so far; a mark is as good as one
    for run in marked:
        if run.name:
            column += 1
            yield run
            continue
        done = 0
        for line in _LINE.finditer(run.text):
            at = line.start()
            column = column if at == 0 else 0
            while column + line.end() - at > LINE_CHARACTERS_MAX:
                at = _cut(run.text, at, at + max(0, LINE_CHARACTERS_MAX - column))
                if at > done:
                    yield Run(run.text[done:at])
                yield Run("", _("the same line goes on"))
                done, column = at, 0
            column += line.end() - at
        column = 0 if run.text.endswith("\n") else column
        if done < len(run.text):
            yield Run(run.text[done:])


def _cut(text: str, start: int, end: int) -> int:
    """Return where to part a line: after its last blank, at least between letters."""
    blank = text.rfind(" ", (start + end) // 2, end)
    if blank >= 0:
        return blank + 1
    for _mark_of_a_letter in range(STACK_MAX):
        if end == start or not unicodedata.category(text[end]).startswith("M"):
            break
        end -= 1
    return end


def _marked(text: str) -> Iterator[Run]:
    # Most lines of a list are ASCII, in which only a control shows nothing.
    plain = text.isascii() and text.isprintable()
    pattern = None if plain else _pattern(text)
    if pattern is None:
        if text:
            yield Run(text)
        return
    done = marks = 0
    for found in pattern.finditer(text):
        hidden = found.groupdict().get("hidden")
        single = found.end() - found.start() == 1
        spelling = hidden is not None and (
            hidden in _JOINERS or _selects_variation(hidden)
        )
        if spelling and single and _belongs(text, found.start()):
            continue
        if found.start() > done:
            yield Run(text[done : found.start()])
        done = found.end()
        marks += 1
        if marks > MARKS_MAX:
            yield from _without_marks(pattern, text[found.start() :])
            return
        yield _mark(found.group(), hidden)
    if done < len(text):
        yield Run(text[done:])


def shown(text: str) -> list[list[str]]:
    """Return the runs as the pairs that templates and the browser draw."""
    return [run.as_json() for run in runs(text)]
