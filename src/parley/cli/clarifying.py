# SPDX-License-Identifier: Apache-2.0
"""Questions about texts and the glossary, as the command line shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.cli import output, times
from parley.cli.visible import one_line

View = Mapping[str, Any]


def question_pages(every: Sequence[View], nothing: str) -> list[str]:
    """Return questions with their answers, oldest first."""
    if not every:
        return [nothing]
    return [line for one in every for line in (*question_page(one), "")][:-1]


def question_page(one: View) -> list[str]:
    """Return one question, its readings and its answer."""
    asks = "we ask" if one["direction"] == "out" else "they ask"
    fits = "" if one["fits"] else "   NOT IN THE MESSAGE AS WE HAVE IT"
    shown = output.facts(
        [
            ("question", one["ref"]),
            ("about", one["about"]),
            (asks, f"{one_line(one['by'])}, {times.zulu(one['created_ms'])}"),
            ("language", f"{one['language']}, from character {one['start']}"),
        ]
    )
    shown += [f"Phrase:{fits}", *output.quoted(one["phrase"]), "Readings:"]
    for number, reading in enumerate(one["readings"], start=1):
        shown.append(f"  {number}  {one_line(reading)}")
    answer = one["answer"]
    if answer is None:
        return [*shown, "Answer: none yet."]
    shown.append(
        f"Answer in {answer['ref']}, by {one_line(answer['by'])},"
        f" {times.zulu(answer['created_ms'])}:"
    )
    meant = answer["choice"]
    told = "none of the readings" if meant is None else f"reading {meant} is meant"
    shown += [f"  {told}"]
    return [*shown, *(output.quoted(answer["words"]) if answer["words"] else [])]


def term_lines(every: Sequence[View]) -> list[str]:
    """Return the glossary of a link."""
    if not every:
        return ["The glossary is empty."]
    rows = [
        (
            one["ref"],
            f"{one['language']}: {one_line(one['term'])}",
            f"{one['into']}: {one_line(one['rendering'])}",
            _state(one),
        )
        for one in every
    ]
    return output.table(("proposal", "term", "rendering", "state"), rows)


def _state(one: View) -> str:
    by = one_line(one["by"])
    if one["agreed"]:
        return f"agreed by {by} and {one_line(one['agreed_by'])}"
    side = "here" if one["direction"] == "out" else "there"
    return f"proposed {side} by {by}"
